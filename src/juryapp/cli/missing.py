"""`juryapp missing [--letters] [--language nb]`: who has yet to hand in, with reminders ready to send."""

from __future__ import annotations

import argparse
from dataclasses import dataclass

from juryapp.application.merge.reminders import missing_lines, reminder, reminder_to_all, unfinished
from juryapp.application.packages.letters import Letter
from juryapp.application.packages.overview import PackageLine
from juryapp.application.session import Session
from juryapp.base.i18n import _
from juryapp.cli.answer import Answer, columns
from juryapp.cli.arguments import Parser, add_command
from juryapp.cli.context import Context


def add_parser(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "missing",
        _("say who has yet to hand in, with reminders ready to send"),
        own_language=_("write the reminders in this language instead of the edition’s"),
        examples=("juryapp missing", "juryapp missing --letters --language nn"),
    )
    parser.add_argument("name", nargs="?", default="", metavar="EDITION")
    parser.add_argument(
        "--letters", action="store_true", help=_("print a reminder to each; nothing is sent")
    )
    parser.set_defaults(run=run)


@dataclass(frozen=True)
class _Missing:
    """A juror of whom something has yet to come, and the reminder."""

    line: PackageLine
    left: list[str]
    letter: Letter

    @property
    def document(self) -> dict[str, object]:
        """The same for scripts."""
        line = self.line
        return {
            "juror": line.juror.id,
            "name": line.juror.name,
            "email": line.juror.email,
            "state": str(line.state),
            "finished": line.finished,
            "nominees": line.nominees,
            "left": self.left,
            "letter": {"subject": self.letter.subject, "text": self.letter.body},
        }


def run(context: Context) -> Answer:
    """List them; nothing is changed and nothing is sent."""
    options = context.options
    language = options.own_language or ""
    with context.edition(options.name, reading=True) as session:
        missing = [_missing(session, line, language) for line in missing_lines(session)]
        today = session.services.now()[:10]
        to_all = reminder_to_all(session.edition(), today=today, language=language)
    everybody = {"subject": to_all.subject, "text": to_all.body} if missing else None
    document = {"missing": [found.document for found in missing], "letter_to_all": everybody}
    return Answer(_lines(missing, letters=options.letters), document)


def _missing(session: Session, line: PackageLine, language: str) -> _Missing:
    left = unfinished(session, line.juror.id)
    today = session.services.now()[:10]
    letter = reminder(session.edition(), line, today=today, language=language, left=left)
    return _Missing(line, left, letter)


def _lines(missing: list[_Missing], *, letters: bool) -> list[str]:
    if not missing:
        return [_("Nobody is missing.")]
    lines = columns([_row(found.line) for found in missing])
    for found in missing if letters else ():
        head = _("To: {address}").format(address=found.line.juror.email or found.line.juror.name)
        subject = _("Subject: {subject}").format(subject=found.letter.subject)
        lines += ["", "-" * 72, head, subject, "", found.letter.body.rstrip()]
    return lines


def _row(line: PackageLine) -> tuple[str, ...]:
    done = _("{done} of {total}").format(done=line.finished, total=line.nominees)
    return (line.juror.name, _(line.state_name), done, line.juror.email)
