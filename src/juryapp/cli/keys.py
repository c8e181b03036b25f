"""`juryapp keys list|confirm|close|phrase|restore`: the edition's keys and those of the jurors."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from juryapp.application.keys.juror_keys import KeyLine, close_key, confirm_by_digits, juror_keys
from juryapp.application.keys.recovery import make_phrase, recovery_state, restore_keys
from juryapp.application.naming import find_juror
from juryapp.application.session import Session
from juryapp.base.errors import RuleError, UsageError
from juryapp.base.files import read_limited
from juryapp.base.i18n import N_, _
from juryapp.base.instants import format_instant
from juryapp.cli.answer import Answer, Exit, columns
from juryapp.cli.arguments import Parser, add_command, add_group
from juryapp.cli.context import Context
from juryapp.domain.jury import Juror

MAX_PHRASE = 4096
NO_OPEN_KEY = N_("{juror} has no key that could be closed.")
SEVERAL_KEYS = N_(
    "{juror} has handed in from several machines. Say which key with --digits; “juryapp keys list” shows"
    " them."
)
NO_SUCH_DIGITS = N_("{juror} has no open key with these digits.")
SAY_NEW = N_(
    "To make a new phrase, write “juryapp keys phrase --new”. The one before opens older backups only."
)


def add_parser(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the five commands."""
    group = add_group(commands, "keys", _("the keys of the edition and of the jurors"))
    shown = add_command(group, "list", _("list the keys, their digits, and how each is known"))
    shown.set_defaults(run=run_list)
    confirm = add_command(
        group,
        "confirm",
        _("confirm a juror’s key by the digits that the juror reads aloud"),
        examples=('juryapp keys confirm "Kari Nordmann" 12345 67890 12345 67890',),
    )
    confirm.add_argument("juror", metavar="JUROR")
    confirm.add_argument("digits", nargs="+", metavar="DIGITS")
    confirm.set_defaults(run=run_confirm)
    close = add_command(group, "close", _("close a juror’s key: nothing more is taken in from it"))
    close.add_argument("juror", metavar="JUROR")
    close.add_argument("--digits", default="", help=_("of the key, if there are several"))
    close.set_defaults(run=run_close)
    phrase = add_command(group, "phrase", _("say whether there is a recovery phrase, or make one"))
    phrase.add_argument(
        "--new", action="store_true", help=_("make one and show it, this once; write it down")
    )
    phrase.set_defaults(run=run_phrase)
    restore = add_command(
        group,
        "restore",
        _("bring the edition’s keys here by the recovery phrase"),
        about=_(
            "The phrase is read from standard input, or from a file: words in a command can be seen by\n"
            "others who use the same computer."
        ),
        examples=("juryapp restore backup.jurydb", "juryapp keys restore"),
    )
    restore.add_argument("--phrase-file", type=Path, metavar="FILE", help=_("else standard input"))
    restore.set_defaults(run=run_restore)


def run_list(context: Context) -> Answer:
    """List the jurors' keys."""
    with context.edition(looking=True) as session:
        lines, state = juror_keys(session), recovery_state(session)
    rows = [(line.juror.name, line.fingerprint, _(line.state)) for line in lines]
    document = {
        "keys": [_document(line) for line in lines],
        "keys_here": state.has_keys,
        "recovery_phrase": state.has_phrase,
    }
    return Answer(columns(rows) or [_("No juror’s key is known yet.")], document)


def _document(line: KeyLine) -> dict[str, object]:
    key = line.key
    return {
        "juror": line.juror.id,
        "name": line.juror.name,
        "fingerprint": line.fingerprint,
        "public_key": key.public_key,
        "state": "closed" if key.closed else str(key.confirmation),
        "issue": key.issue,
        "pinned": key.pinned,
        "closed": key.closed or None,
    }


def run_confirm(context: Context) -> Answer:
    """Confirm a key by its digits."""
    options = context.options
    with context.edition() as session:
        juror = _juror(session, options.juror)
        confirm_by_digits(session, juror.id, " ".join(options.digits))
        line = next(
            line for line in _lines_of(session, juror) if _says(line, " ".join(options.digits))
        )
    told = _("The key of {juror} is confirmed by word.").format(juror=juror.name)
    return Answer([told], _document(line))


def run_close(context: Context) -> Answer:
    """Close a key."""
    options = context.options
    with context.edition() as session:
        juror = _juror(session, options.juror)
        line = _chosen(_lines_of(session, juror), juror, options.digits)
        close_key(session, juror.id, line.key.public_key)
        line = next(
            made for made in _lines_of(session, juror) if made.key.public_key == line.key.public_key
        )
    when = format_instant(line.key.closed)
    told = _("The key {digits} of {juror} is closed since {when}.")
    text = told.format(digits=line.fingerprint, juror=juror.name, when=when)
    return Answer([text], _document(line))


def _juror(session: Session, name: str) -> Juror:
    with session.reading() as uow:
        return find_juror(uow.jurors.all(), name)


def _lines_of(session: Session, juror: Juror) -> list[KeyLine]:
    return [line for line in juror_keys(session) if line.juror.id == juror.id]


def _says(line: KeyLine, digits: str) -> bool:
    wanted = "".join(c for c in digits if c.isdigit())
    return line.fingerprint.replace(" ", "") == wanted


def _chosen(lines: list[KeyLine], juror: Juror, digits: str) -> KeyLine:
    still_open = [line for line in lines if not line.key.closed]
    if not still_open:
        raise RuleError(NO_OPEN_KEY, code="E-NO-KEY", juror=juror.name)
    if digits:
        still_open = [line for line in still_open if _says(line, digits)]
        if not still_open:
            raise RuleError(NO_SUCH_DIGITS, code="E-NO-KEY", juror=juror.name)
    if len(still_open) > 1:
        raise UsageError(SEVERAL_KEYS, code="E-AMBIGUOUS", juror=juror.name)
    return still_open[0]


def run_phrase(context: Context) -> Answer:
    """Say whether there is a recovery phrase, or make one."""
    if context.options.new:
        with context.edition() as session:
            phrase, edition = make_phrase(session), session.edition().id
        return Answer(phrase_lines(phrase), {"edition": edition, "recovery_phrase": phrase})
    with context.edition(looking=True) as session:
        state = recovery_state(session)
    if state.has_phrase:
        told = [
            _("A recovery phrase was made. It is kept nowhere; it stands on your sheet."),
            _(SAY_NEW),
        ]
        return Answer(told, {"made": True, "keys_here": state.has_keys})
    told = [
        _("No recovery phrase has been made yet. Make one with “juryapp keys phrase --new”."),
        _("Without it, nobody can open the score files elsewhere if this computer is lost."),
    ]
    return Answer(told, {"made": False, "keys_here": state.has_keys}, Exit.TO_DECIDE)


def phrase_lines(phrase: str) -> list[str]:
    """Return how a phrase is shown: numbered, in three columns, with what to do with it."""
    words = [f"{n:>2} {word}" for n, word in enumerate(phrase.split(), start=1)]
    rows = [tuple(words[start : start + 4]) for start in range(0, len(words), 4)]
    return [
        _("Recovery phrase, shown only now. Write it down and keep it apart from this computer:"),
        "",
        *(f"  {line}" for line in columns(rows)),
        "",
        _("With it and a backup, the work goes on on another computer. It is kept nowhere here."),
    ]


def run_restore(context: Context) -> Answer:
    """Bring the keys here."""
    file: Path | None = context.options.phrase_file
    if file is not None:
        typed = read_limited(file, MAX_PHRASE).decode("utf-8-sig", "replace")
    else:
        if sys.stdin.isatty():
            print(_("Type the recovery phrase, then Enter:"), file=sys.stderr)
        typed = sys.stdin.readline(MAX_PHRASE)
    with context.edition() as session:
        restore_keys(session, typed)
        edition = session.edition().id
    told = _("The keys of the edition are here. Score files can be opened, and packages made.")
    return Answer([told], {"edition": edition, "keys_here": True})
