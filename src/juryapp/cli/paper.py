"""`juryapp paper print|list|type|show|confirm|reject|take-back`: ballots on paper."""

from __future__ import annotations

from pathlib import Path

from juryapp.application.naming import find_juror, find_nominee
from juryapp.application.paper.confirming import confirm_ballot, send_back
from juryapp.application.paper.documents import sheet_in
from juryapp.application.paper.form import juror_of_code, load_form, paper_form
from juryapp.application.paper.printing import print_papers
from juryapp.application.paper.standing import (
    PAPER_STAGE_NAMES,
    PaperStage,
    find_ballot,
    paper_overview,
)
from juryapp.application.paper.table import type_table
from juryapp.application.paper.typing import take_back
from juryapp.application.session import Session
from juryapp.base.errors import UsageError
from juryapp.base.i18n import N_, _, ngettext
from juryapp.cli.answer import Answer, Exit, columns
from juryapp.cli.arguments import Commands, Parser, add_command, add_group
from juryapp.cli.context import Context
from juryapp.cli.paper_words import (
    ballot_document,
    paper_document,
    people,
    sheet_document,
    sheet_lines,
    state_document,
)
from juryapp.domain.jury import Juror

NOTHING_THERE = N_("Nothing has been typed in for {juror}.")


def add_parser(commands: Commands[Parser]) -> None:
    """Add the commands."""
    group = add_group(commands, "paper", _("ballots on paper: print, type in, confirm"))
    _add_print(group)
    _add_type(group)
    listed = add_command(group, "list", _("say how far each juror’s paper is"))
    listed.add_argument("name", nargs="?", default="", metavar="EDITION")
    listed.set_defaults(run=run_list)
    show = add_command(group, "show", _("show what was typed in from a juror’s paper"))
    _add_juror(show)
    show.set_defaults(run=run_show)
    _add_verdicts(group)


def _add_print(group: Commands[Parser]) -> None:
    parser = add_command(
        group,
        "print",
        _("write ballots on paper as PDF, one per juror"),
        about=_(
            "Each paper has the juror’s own order, leaves out whom the juror is recused for, and bears a\n"
            "code by which it is typed in for the right person. --out is a folder; for one paper, or with\n"
            "--together, it may be a file, x.pdf."
        ),
        own_language=_("the language of the papers; otherwise the edition’s first"),
        examples=(
            "juryapp paper print --out papers",
            'juryapp paper print --juror "Kari Nordmann" --out kari.pdf --language nn',
        ),
    )
    parser.add_argument("name", nargs="?", default="", metavar="EDITION")
    parser.add_argument("--out", type=Path, default=Path(), metavar="FILE|DIR", help=_("where to"))
    parser.add_argument(
        "--juror", action="append", default=[], help=_("only for this juror (may be repeated)")
    )
    parser.add_argument("--together", action="store_true", help=_("one file for all"))
    parser.set_defaults(run=run_print)


def _add_type(group: Commands[Parser]) -> None:
    parser = add_command(
        group,
        "type",
        _("type in a juror’s paper from a table; it counts when a second person has confirmed it"),
        about=_(
            "The table is that of “score --marks”: nominee, criterion, mark, note. Typing is all that\n"
            "happens here. Nothing counts before somebody else has compared it with the paper: paper confirm."
        ),
        examples=(
            'juryapp paper type K7Q2-1-03-1-58 --marks kari.csv --by "Tone Berg"',
            'juryapp paper type "Kari Nordmann" --marks kari.csv --by "Tone Berg" --json',
        ),
    )
    _add_juror(parser)
    parser.add_argument("--marks", type=Path, required=True, metavar="FILE.csv")
    parser.add_argument("--by", required=True, metavar="NAME", help=_("who types"))
    parser.set_defaults(run=run_type)


def _add_verdicts(group: Commands[Parser]) -> None:
    confirm = add_command(
        group, "confirm", _("say that what was typed agrees with the paper: now it counts")
    )
    reject = add_command(group, "reject", _("send what was typed back: it does not agree"))
    back = add_command(group, "take-back", _("take back what you typed, to type it anew"))
    for parser, who in (
        (confirm, _("who has compared it; not who typed")),
        (reject, _("who has compared it; not who typed")),
        (back, _("who typed")),
    ):
        _add_juror(parser)
        parser.add_argument("--by", required=True, metavar="NAME", help=who)
    reject.add_argument("--reason", required=True, metavar="TEXT", help=_("what does not agree"))
    reject.add_argument("--nominee", default="", help=_("where"))
    confirm.set_defaults(run=run_confirm)
    reject.set_defaults(run=run_reject)
    back.set_defaults(run=run_take_back)


def _add_juror(parser: Parser) -> None:
    parser.add_argument("juror", metavar="JUROR", help=_("id, exact name, or the paper’s code"))


# ---- carrying them out -----------------------------------------------------------------------------------


def run_print(context: Context) -> Answer:
    """Print papers."""
    options = context.options
    with context.edition(options.name) as session:
        with session.reading() as uow:
            everybody = uow.jurors.all()
        jurors = [find_juror(everybody, name).id for name in options.juror]
        papers, _changes = print_papers(
            session,
            options.out,
            jurors=jurors,
            language=options.own_language or "",
            together=options.together,
        )
    rows = [(paper.juror.name, paper.code, str(paper.path)) for paper in papers]
    return Answer(columns(rows), {"papers": [paper_document(paper) for paper in papers]})


def run_list(context: Context) -> Answer:
    """Say how far each paper is; 1 if one waits for a second person."""
    with context.edition(context.options.name, reading=True) as session:
        states = paper_overview(session).states
    rows = [
        (state.juror.name, _(PAPER_STAGE_NAMES[state.stage]), people(state)) for state in states
    ]
    waiting = any(state.stage is PaperStage.WAITING for state in states)
    document = {"papers": [state_document(state) for state in states]}
    return Answer(columns(rows), document, Exit.TO_DECIDE if waiting else Exit.DONE)


def run_type(context: Context) -> Answer:
    """Type in a paper from a table."""
    options = context.options
    table = context.services.tables.read(options.marks)
    with context.edition() as session:
        juror, issue = _whose(session, options.juror)
        ballot, _changes = type_table(session, juror.id, table, by=options.by, issue=issue)
        form = paper_form(session, juror.id)
    marks = sum(len(line.marks) for line in form.sheet.lines)
    lines = [
        ngettext("{n} mark typed in for {juror}.", "{n} marks typed in for {juror}.", marks).format(
            n=marks, juror=juror.name
        ),
        _("It counts when somebody else has compared it with the paper: juryapp paper confirm."),
    ]
    return Answer(lines, {**ballot_document(ballot, form), "marks": marks}, Exit.TO_DECIDE)


def run_show(context: Context) -> Answer:
    """Show what was typed."""
    with context.edition(reading=True) as session:
        juror, _issue = _whose(session, context.options.juror)
        with session.reading() as uow:
            form = load_form(uow, juror.id)
    ballot = form.state.ballot
    sheet = sheet_in(ballot.document) if ballot and not form.state.draft else form.sheet
    if not sheet.lines:
        raise UsageError(NOTHING_THERE, code="E-NOTHING", juror=juror.name)
    lines = [_(PAPER_STAGE_NAMES[form.state.stage]), *sheet_lines(form, sheet)]
    return Answer(lines, {**state_document(form.state), "lines": sheet_document(form, sheet)})


def run_confirm(context: Context) -> Answer:
    """Confirm a paper."""
    options = context.options
    with context.edition() as session:
        juror, n = _typed(session, options.juror)
        done = confirm_ballot(session, n, by=options.by)
        conflicts = len(done.report.conflicts)  # looked up while the edition is open
    told = _("What was typed from the paper of {juror} counts now.").format(juror=juror.name)
    document = {
        "n": n,
        "juror": juror.id,
        "sha256": done.file.sha256,
        "complete": done.file.content.complete,
        "conflicts": conflicts,
    }
    code = Exit.TO_DECIDE if conflicts else Exit.DONE
    return Answer([told], document, code)


def run_reject(context: Context) -> Answer:
    """Send a paper back."""
    options = context.options
    with context.edition() as session:
        juror, n = _typed(session, options.juror)
        with session.reading() as uow:
            nominees = uow.nominees.all()
        where = find_nominee(nominees, options.nominee).id if options.nominee else None
        send_back(session, n, by=options.by, reason=options.reason, nominee=where)
    told = _("What was typed for {juror} went back to be typed anew.").format(juror=juror.name)
    return Answer([told], {"n": n, "juror": juror.id})


def run_take_back(context: Context) -> Answer:
    """Take back what one typed oneself."""
    options = context.options
    with context.edition() as session:
        juror, n = _typed(session, options.juror)
        take_back(session, n, by=options.by)
    told = _("What was typed for {juror} can be changed again.").format(juror=juror.name)
    return Answer([told], {"n": n, "juror": juror.id})


def _whose(session: Session, name: str) -> tuple[Juror, int]:
    """Return the juror that is meant, and which paper, if the code says so."""
    with session.reading() as uow:
        everybody = uow.jurors.all()
    try:
        return find_juror(everybody, name), 0
    except UsageError:
        if name.count("-") != 4:  # a code has five parts
            raise
    juror, code = juror_of_code(session, name)
    return juror, code.issue


def _typed(session: Session, name: str) -> tuple[Juror, int]:
    """Return the juror, and the number of what was typed last."""
    juror, _issue = _whose(session, name)
    ballot = paper_form(session, juror.id).state.ballot
    if ballot is None:
        raise UsageError(NOTHING_THERE, code="E-NOTHING", juror=juror.name)
    with session.reading() as uow:
        return juror, find_ballot(uow, ballot.n).n
