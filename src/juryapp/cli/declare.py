"""`juryapp declare`: what a juror declares (PACKAGE), or what the panel decided (JUROR NOMINEE)."""

from __future__ import annotations

import argparse
from pathlib import Path

from juryapp.application.desk.ballots import declare_all, has_practice_left
from juryapp.application.desk.handing_in import HandedIn, hand_in
from juryapp.application.desk.opening import open_package
from juryapp.application.desk.view import desk_info
from juryapp.application.impartiality.ruling import ImpartialityRow, impartiality_rows, rule
from juryapp.application.naming import find_juror, find_nominee
from juryapp.application.session import Session
from juryapp.base.errors import UsageError
from juryapp.base.i18n import N_, _
from juryapp.cli.answer import Answer, Exit, columns
from juryapp.cli.arguments import Parser, add_command
from juryapp.cli.context import Context
from juryapp.cli.score import practice_document
from juryapp.domain.ids import PRACTICE, NomineeId
from juryapp.domain.impartiality import STANDING_NAMES, Reach, Standing
from juryapp.domain.packages import PackageKind
from juryapp.domain.statements import Answer as Declared
from juryapp.domain.statements import DeclarationContent

WHICH_WAY = N_("Say what the panel decided: --recused or --impartial.")
BOTH_NAMES = N_("Name both the juror and the nominee.")
PACKAGE_SUFFIX = ".jurypack"


def add_parser(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "declare",
        _("declare impartiality, as a juror; or record what the panel decided"),
        about=_(
            "A juror: “declare PACKAGE --recused NOMINEE --out FILE” answers for all nominees, impartial\n"
            "where nothing is said, and writes a file for the secretariat.\n"
            "The secretariat: “declare JUROR NOMINEE --recused” records what the panel decided.\n"
            "Without names: list what was reported and what is to be decided."
        ),
    )
    parser.add_argument("words", nargs="*", metavar="PACKAGE | JUROR NOMINEE")
    parser.add_argument("--juror", metavar="JUROR")
    parser.add_argument("--nominee", metavar="NOMINEE")
    # The names may stand before or after the decision: "declare Kari --recused Fjordby".
    for way in ("--recused", "--impartial", "--doubt"):
        parser.add_argument(way, action="append", nargs="*", metavar="NOMINEE")
    parser.add_argument(
        "--ground", "--reason", default="", metavar="TEXT", help=_("why, for the protocol")
    )
    parser.add_argument(
        "--reach",
        choices=[str(reach) for reach in Reach],
        default=str(Reach.NOMINEE),
        help=_("how far a recusal goes"),
    )
    parser.add_argument(
        "--out", type=Path, default=Path(), metavar="FILE|DIR", help=_("of a juror’s file")
    )
    parser.add_argument("--password", default="", help=_("of the package"))
    parser.set_defaults(run=run)


def run(context: Context) -> Answer:
    """Declare, record a ruling, or list what was reported."""
    words = context.options.words
    if words and words[0].lower().endswith(PACKAGE_SUFFIX):
        return _as_juror(context, Path(words[0]))
    return _as_secretariat(context)


def _named(options: argparse.Namespace, way: str) -> list[str]:
    return [name for names in getattr(options, way) or [] for name in names]


def _as_juror(context: Context, package: Path) -> Answer:
    options = context.options
    desk = open_package(context.services, package, password=options.password)
    try:
        declare_all(desk, _answers(desk, options))
        with desk.reading() as uow:
            declares = desk_info(uow).package.kind is PackageKind.DECLARE
            draft = not declares or has_practice_left(uow)
        done = hand_in(desk, options.out, draft=draft)
    finally:
        desk.close()
    return _written(done)


def _answers(desk: Session, options: argparse.Namespace) -> dict[NomineeId, DeclarationContent]:
    with desk.reading() as uow:
        nominees = [n for n in uow.nominees.all() if not n.withdrawn and n.id != PRACTICE]
    said: dict[NomineeId, DeclarationContent] = {}
    for way, answer in (("doubt", Declared.DOUBT), ("recused", Declared.RECUSED)):
        for name in _named(options, way):
            said[find_nominee(nominees, name).id] = DeclarationContent(answer, options.ground)
    return said


def _written(done: HandedIn) -> Answer:
    line = _("The declaration lies at {file}.").format(file=done.path)
    document = {
        "file": str(done.path.absolute()),
        "sha256": done.sha256,
        "juror": done.juror,
        "complete": done.complete,
        "practice": practice_document(done),
    }
    return Answer([line], document)


def _as_secretariat(context: Context) -> Answer:
    options = context.options
    late = [*_named(options, "recused"), *_named(options, "impartial")]
    said = [*options.words, *late]
    name, words = context.split_edition(said, 2 if len(said) > 1 else 0)
    words = [*filter(None, [options.juror]), *words, *filter(None, [options.nominee])]
    with context.edition(name, reading=not words) as session:
        if words:
            _rule(session, words, options)
        rows = impartiality_rows(session)
    waiting = any(row.standing is Standing.PENDING for row in rows)
    lines = columns([_row(row) for row in rows]) or [_("Nothing has been reported.")]
    code = Exit.TO_DECIDE if waiting and not words else Exit.DONE
    return Answer(lines, {"impartiality": [_document(row) for row in rows]}, code)


def _rule(session: Session, words: list[str], options: argparse.Namespace) -> None:
    if len(words) != 2:
        raise UsageError(BOTH_NAMES, code="E-USAGE")
    if (options.recused is None) == (options.impartial is None):
        raise UsageError(WHICH_WAY, code="E-USAGE")
    with session.reading() as uow:
        juror = find_juror(uow.jurors.all(), words[0])
        nominee = find_nominee(uow.nominees.all(), words[1])
    rule(
        session,
        juror.id,
        nominee.id,
        recused=options.recused is not None,
        reach=Reach(options.reach),
        ground=options.ground,
    )


def _row(row: ImpartialityRow) -> tuple[str, str, str]:
    return (row.juror.name, row.nominee.name, _(STANDING_NAMES[row.standing]))


def _document(row: ImpartialityRow) -> dict[str, object]:
    return {
        "juror": row.juror.id,
        "juror_name": row.juror.name,
        "nominee": row.nominee.id,
        "nominee_name": row.nominee.name,
        "answer": str(row.answer) if row.answer else None,
        "standing": str(row.standing),
        "ground": row.ruling.ground if row.ruling else row.facts,
        "reach": str(row.ruling.reach) if row.ruling else None,
        "ruled": row.ruling is not None,
    }
