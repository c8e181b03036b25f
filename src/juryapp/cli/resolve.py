"""`juryapp resolve JUROR NOMINEE CRITERION --mark 7.5 --reason TEXT`: the chair settles a conflict."""

from __future__ import annotations

import argparse

from juryapp.application.answers import answer_text, said_points
from juryapp.application.desk.ballots import said_not_assessed
from juryapp.application.merge.conflicts import (
    ConflictRow,
    NoteConflict,
    conflict_rows,
    note_conflicts,
    settle,
    settle_note,
    waive,
)
from juryapp.application.naming import find_criterion, find_juror, find_nominee
from juryapp.application.session import Session, the_round
from juryapp.base.errors import UsageError
from juryapp.base.i18n import N_, _
from juryapp.base.numbers import fraction_text
from juryapp.cli.answer import Answer, Exit, columns
from juryapp.cli.arguments import Parser, add_command
from juryapp.cli.context import Context
from juryapp.domain.criteria import Criterion, CriterionKind
from juryapp.domain.statements import MarkContent, MarkKey, MarkState, MarkStatement, mark

ALL_NAMES = N_("Name the juror, the nominee and the criterion.")
BOTH_NAMES = N_("Name the juror and the nominee.")
WHICH_COMMENT = N_(
    "There is no such comment. Without names the command lists what contradicts itself."
)
WHICH_MARK = N_("Say what counts: --mark 7,5 or --not-assessed.")


def add_parser(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "resolve",
        _("settle a conflict between two marks, as the chair decides"),
        about=_("Without names: list the open conflicts."),
    )
    parser.add_argument("words", nargs="*", metavar="JUROR NOMINEE CRITERION")
    for name in ("juror", "nominee", "criterion"):  # instead of the names in their order
        parser.add_argument(f"--{name}", metavar=name.upper())
    parser.add_argument("--mark", "--points", help=_("the mark that counts"))
    parser.add_argument("--not-assessed", action="store_true")
    parser.add_argument(
        "--comment",
        type=int,
        metavar="N",
        help=_("which of two comments counts, as listed: name juror and nominee only"),
    )
    parser.add_argument("--reason", default="", help=_("why, for the protocol"))
    parser.add_argument("--by", help=_("the deputy chair, where the chair is recused"))
    parser.add_argument(
        "--waive-missing",
        "--waive",
        action="store_true",
        help=_("the chair accepts, with a reason, what was not assessed"),
    )
    parser.set_defaults(run=run)


def run(context: Context) -> Answer:
    """Settle, waive, or list."""
    options = context.options
    names = 2 if options.comment else 3
    name, words = context.split_edition(options.words, names if len(options.words) > 1 else 0)
    words += filter(None, [options.juror, options.nominee, options.criterion])
    with context.edition(name, reading=not words) as session:
        if options.waive_missing:
            waive(session, options.reason)
        elif words and options.comment:
            _settle_comment(session, words, options)
        elif words:
            _settle(session, words, options)
        rows, comments = conflict_rows(session), note_conflicts(session)
    told = [_row(row) for row in rows] + [_comment_row(row) for row in comments]
    document = {
        "conflicts": [_document(row) for row in rows],
        "comments": [_comment_document(row) for row in comments],
    }
    code = Exit.TO_DECIDE if told else Exit.DONE
    return Answer(columns(told) or [_("There is no conflict.")], document, code)


def _settle_comment(session: Session, words: list[str], options: argparse.Namespace) -> None:
    if len(words) != 2:
        raise UsageError(BOTH_NAMES, code="E-USAGE")
    with session.reading() as uow:
        jurors = uow.jurors.all()
        juror = find_juror(jurors, words[0])
        nominee = find_nominee(uow.nominees.all(), words[1])
    pair = (juror.id, nominee.id)
    found = [row for row in note_conflicts(session) if (row.key.juror, row.key.nominee) == pair]
    if not found or not 1 <= options.comment <= len(found[0].rivals):
        raise UsageError(WHICH_COMMENT, code="E-USAGE")
    by = find_juror(jurors, options.by) if options.by else None
    chosen = found[0].rivals[options.comment - 1].content
    settle_note(session, found[0].key, chosen, options.reason, by=by)


def _settle(session: Session, words: list[str], options: argparse.Namespace) -> None:
    if len(words) != 3:
        raise UsageError(ALL_NAMES, code="E-USAGE")
    with session.reading() as uow:
        jurors = uow.jurors.all()
        criterion = find_criterion(uow.criteria.all(), words[2])
        key = MarkKey(
            the_round(uow).id,
            find_juror(jurors, words[0]).id,
            find_nominee(uow.nominees.all(), words[1]).id,
            criterion.id,
        )
    by = find_juror(jurors, options.by) if options.by else None
    if options.not_assessed or said_not_assessed(options.mark or ""):
        content = MarkContent(MarkState.NOT_ASSESSED)
    else:
        content = _said(session, key, criterion, options.mark or "")
    settle(session, key, content, options.reason, by=by)


def _said(session: Session, key: MarkKey, criterion: Criterion, said: str) -> MarkContent:
    """Return the answer that is meant; of a comment in words one of those that contradict each other."""
    if criterion.kind is CriterionKind.TEXT:
        rivals = next((row.rivals for row in conflict_rows(session) if row.key == key), ())
        number = int(said) if said.isdecimal() else 0
        if not 1 <= number <= len(rivals):
            raise UsageError(WHICH_COMMENT, code="E-USAGE")
        return rivals[number - 1].content
    points = said_points(criterion, said) if said else None
    if points is None:
        raise UsageError(WHICH_MARK, code="E-USAGE")
    return mark(points)


def _value(row: ConflictRow, rival: MarkStatement) -> str | None:
    points = rival.content.points
    if points is None:
        return None
    if row.criterion.kind is CriterionKind.POINTS:
        return fraction_text(row.criterion.scale.value(points))
    return answer_text(row.criterion, rival.content)


def _row(row: ConflictRow) -> tuple[str, ...]:
    shown = [answer_text(row.criterion, rival.content) for rival in row.rivals]
    if row.criterion.kind is CriterionKind.TEXT:
        shown = [f"{n}: {text}" for n, text in enumerate(shown, start=1)]
    return (row.juror.name, row.nominee.name, row.criterion.name, " / ".join(shown))


def _comment_row(row: NoteConflict) -> tuple[str, ...]:
    shown = [f"{n}: {rival.content.text}" for n, rival in enumerate(row.rivals, start=1)]
    return (row.juror.name, row.nominee.name, _("Comment"), " / ".join(shown))


def _comment_document(row: NoteConflict) -> dict[str, object]:
    return {
        "juror": row.juror.id,
        "nominee": row.nominee.id,
        "rev": row.rivals[0].rev,
        "comments": [rival.content.text for rival in row.rivals],
    }


def _document(row: ConflictRow) -> dict[str, object]:
    return {
        "juror": row.juror.id,
        "nominee": row.nominee.id,
        "criterion": row.criterion.id,
        "rev": row.rivals[0].rev,
        "marks": [_value(row, rival) for rival in row.rivals],
    }
