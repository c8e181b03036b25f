"""`juryapp rank MARKS.csv|xlsx`: places from a plain table, so that any old spreadsheet can be checked."""

from __future__ import annotations

import argparse
from fractions import Fraction
from pathlib import Path

from juryapp.application.plain.marks import plain_marks
from juryapp.application.plain.ranking import PlainRanking, printed, rank_plain
from juryapp.application.plain.rules import plain_rules
from juryapp.base.i18n import N_, _
from juryapp.base.numbers import decimal_text, format_exactly, format_number, fraction_text
from juryapp.cli.answer import Answer, Exit, columns
from juryapp.cli.arguments import Parser, add_command
from juryapp.cli.context import Context
from juryapp.domain.methods import METHODS, Warned
from juryapp.domain.methods.ranking import Placed

DECIMALS = 6
SHOWN = 3
NOT_RANKED = N_("Not ranked, without marks: {nominees}.")


def add_parser(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "rank",
        _("rank the marks in a plain table by any method"),
        about=_(
            "The table is a CSV or XLSX file. Either a row a mark, with the columns nominee, juror and\n"
            "mark (and criterion, and count for a ballot that was given more than once); or a row a\n"
            "nominee, with a column for each juror. An empty mark means not assessed, “recused” that the\n"
            "juror is absent.\n"
            "Nothing is stored, and no edition is needed."
        ),
        examples=(
            "juryapp rank marks.csv",
            'juryapp rank marks.csv --weights "idea=0.5,effect=0.3,form=0.2" --ties criteria,median',
            "juryapp rank wines.xlsx --method drop1 --advance 3",
            "juryapp rank finals.csv --marks places --method skating",
            'juryapp rank grades.csv --marks grades --grades "good>fair>poor" --method majority-judgment',
        ),
    )
    parser.add_argument("marks", type=Path, metavar="MARKS")
    parser.add_argument("--sheet", help=_("which sheet of a workbook"))
    parser.add_argument("--rules", type=Path, metavar="RULES.toml", help=_("rules from a file"))
    add_rules(parser)
    parser.set_defaults(run=run)


def add_rules(parser: Parser) -> None:
    """Add the options that say how to rank."""
    methods = ", ".join(METHODS)
    parser.add_argument(
        "--method", metavar="METHOD", help=_("one of {methods}").format(methods=methods)
    )
    parser.add_argument("--weights", metavar="A=0.3,B=0.7", help=_("of the criteria"))
    parser.add_argument("--juror-weights", metavar="A=1,B=2", help=_("of the jurors"))
    parser.add_argument(
        "--missing",
        metavar="renormalise|void",
        help=_(
            "what a missing criterion does: the others count alone, or the juror does not count"
        ),
    )
    parser.add_argument("--ties", metavar="STEP,STEP", help=_("what tells tied nominees apart"))
    parser.add_argument(
        "--places", metavar="1224|1223|mid", help=_("how tied nominees are numbered")
    )
    parser.add_argument("--advance", metavar="K", help=_("how many advance, or are elected"))
    parser.add_argument(
        "--marks-are",
        "--marks",
        dest="kind",
        metavar="points|places|grades",
        help=_("what a mark means: more is better, 1 is best, or words"),
    )
    parser.add_argument("--grades", metavar="BEST>…>WORST", help=_("the words, best first"))


def said_rules(options: argparse.Namespace) -> dict[str, str | None]:
    """Return what was said of the rules, by the names that they have in a file."""
    return {**{key: getattr(options, key) for key in _SAID}, "marks": options.kind}


def run(context: Context) -> Answer:
    """Rank a table; exit code 1 if something in it was not assessed."""
    options = context.options
    rules = plain_rules(said_rules(options), options.rules)
    table = context.services.tables.read(options.marks, options.sheet)
    ranked = rank_plain(plain_marks(table, rules.reading), rules)
    code = Exit.TO_DECIDE if ranked.open else Exit.DONE
    return Answer(_lines(ranked), _document(ranked), code)


_SAID = ("method", "weights", "juror_weights", "missing", "ties", "places", "advance", "grades")


def _lines(ranked: PlainRanking) -> list[str]:
    rows = [
        [
            format_exactly(placed.place) + ("=" if placed.tied else ""),
            placed.nominee,
            _value(ranked, placed),
            _("{n} marks").format(n=placed.marks),
            placed.decided_by,
        ]
        for placed in ranked.ranking.placed
    ]
    lines = [line.rstrip() for line in columns(rows)]
    if ranked.ranking.not_ranked:
        lines.append(_(NOT_RANKED).format(nominees=", ".join(ranked.ranking.not_ranked)))
    return [*lines, *(warning_text(warned) for warned in ranked.ranking.warnings)]


def _value(ranked: PlainRanking, placed: Placed) -> str:
    grades = ranked.rules.reading.grades
    value = printed(placed.value, ranked.rules)
    if value is None:
        return ""
    if grades and ranked.rules.method == "majority-judgment":
        return grades[len(grades) - 1 - int(value)]
    return format_number(value, SHOWN)


def warning_text(warned: Warned) -> str:
    """Return a warning as a sentence in the language in use."""
    return _(warned.text).format(**warned.params)


def _document(ranked: PlainRanking) -> dict[str, object]:
    return {
        "method": ranked.rules.method,
        "rules_hash": ranked.rules.hash,
        "results": [_result(ranked, placed) for placed in ranked.ranking.placed],
        "not_ranked": list(ranked.ranking.not_ranked),
        "warnings": [warning_text(warned) for warned in ranked.ranking.warnings],
    }


def _result(ranked: PlainRanking, placed: Placed) -> dict[str, object]:
    value = printed(placed.value, ranked.rules)
    return {
        "nominee": placed.nominee,
        "place": _number(placed.place),
        "tied": placed.tied,
        "value": None if value is None else fraction_text(value),
        "decimal": None if value is None else decimal_text(value, DECIMALS),
        "marks": placed.marks,
        "decided_by": placed.decided_by or None,
        "advances": placed.advances if ranked.rules.advance else None,
    }


def _number(place: Fraction) -> int | float:
    return int(place) if place.denominator == 1 else float(place)
