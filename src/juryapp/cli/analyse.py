"""`juryapp analyse MARKS.csv|xlsx`: agreement, jurors and steadiness of a plain table."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path

from juryapp.application.plain.analysis import PlainAnalysis, analyse_plain
from juryapp.application.plain.marks import plain_marks
from juryapp.application.plain.rules import plain_rules
from juryapp.base.i18n import N_, _
from juryapp.base.numbers import decimal_text, format_number
from juryapp.cli.answer import Answer, columns
from juryapp.cli.arguments import Parser, add_command
from juryapp.cli.context import Context
from juryapp.cli.rank import add_rules, said_rules
from juryapp.domain.agreement.figure import Figure

DECIMALS = 6
CAUTION = N_("These numbers inform. They change no mark, and no place follows from them.")
HOLDS = N_("Without {juror}: {winners} first.")


def add_parser(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "analyse",
        _("say how far jurors agree in a plain table, and whether the order holds"),
        about=_(
            "The table is read as by “juryapp rank”. Intervals are those of 95 %. Nothing is stored,\n"
            "and no edition is needed."
        ),
        examples=("juryapp analyse marks.csv", "juryapp analyse wines.xlsx --method median --json"),
    )
    parser.add_argument("marks", type=Path, metavar="MARKS")
    parser.add_argument("--sheet", help=_("which sheet of a workbook"))
    parser.add_argument("--rules", type=Path, metavar="RULES.toml", help=_("rules from a file"))
    add_rules(parser)
    parser.add_argument("--seed", type=int, default=0, help=_("of what is drawn by chance"))
    parser.set_defaults(run=run)


def run(context: Context) -> Answer:
    """Analyse a table."""
    options = context.options
    rules = plain_rules(said_rules(options), options.rules)
    table = context.services.tables.read(options.marks, options.sheet)
    found = analyse_plain(plain_marks(table, rules.reading), rules, seed=options.seed)
    return Answer(_lines(found), _document(found))


def _lines(found: PlainAnalysis) -> list[str]:
    figures = [[name, _figure(figure)] for name, figure in found.statistics.items()]
    jurors = [
        [profile.juror, _shown(profile.severity), _shown(profile.correlation_with_others)]
        for profile in found.jurors
    ]
    heading = [_("Juror"), _("Strict by"), _("Agrees with the others")]
    holds = [
        _(HOLDS).format(juror=without.juror, winners=", ".join(without.winners))
        for without in found.without
    ]
    lines = [*columns(figures), "", *columns([heading, *jurors]), "", *holds, "", _(CAUTION)]
    return [line.rstrip() for line in lines]


def _figure(figure: Figure) -> str:
    if figure.value is None:
        return _(figure.reason)
    if figure.low is None or figure.high is None:
        return _shown(figure.value)
    return f"{_shown(figure.value)} ({_shown(figure.low)} – {_shown(figure.high)})"


def _shown(value: float | None) -> str:
    return "–" if value is None else format_number(Fraction(value), 3)


def _document(found: PlainAnalysis) -> dict[str, object]:
    return {
        "statistics": {
            name: {**asdict(figure), "reason": _(figure.reason) if figure.reason else None}
            for name, figure in found.statistics.items()
        },
        "jurors": [asdict(profile) for profile in found.jurors],
        "steadiness": {
            "leave_one_out": [
                {"juror": without.juror, "winners": list(without.winners)}
                for without in found.without
            ],
            "bootstrap": [
                {
                    "nominee": chances.nominee,
                    "first": float(chances.first),
                    "top_k": float(chances.top_k),
                    "low_place": chances.low_place,
                    "high_place": chances.high_place,
                }
                for chances in found.chances
            ],
            "weights": [
                {
                    "challenger": level.challenger,
                    "criterion": level.criterion,
                    "weight": None if level.weight is None else float(level.weight),
                    "change": None if level.change is None else float(level.change),
                    "decimal": None
                    if level.weight is None
                    else decimal_text(level.weight, DECIMALS),
                }
                for level in found.weights
            ],
            "methods": {name: dict(places) for name, places in found.methods.items()},
        },
    }
