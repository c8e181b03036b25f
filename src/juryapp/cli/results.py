"""`juryapp results`: places with exact totals, ties, recusals, and what is still open."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from juryapp.application.answers import points_text
from juryapp.application.results.scoring import load_result
from juryapp.application.results.wording import (
    Wording,
    comment_lines,
    value_in_words,
    wording_of,
)
from juryapp.application.session import current_round
from juryapp.base.i18n import _
from juryapp.base.numbers import decimal_text, format_number, fraction_text
from juryapp.cli.answer import Answer, Exit, columns
from juryapp.cli.arguments import Parser, add_command
from juryapp.cli.context import Context
from juryapp.domain.criteria import Criterion, CriterionKind
from juryapp.domain.impartiality import Standing
from juryapp.domain.results import OPEN_TEXTS, CategoryResult, OpenQuestion, Result
from juryapp.domain.tallies import comments, tally
from juryapp.domain.totals import NomineeTotal

DECIMALS = 6


def add_parser(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the command."""
    parser = add_command(commands, "results", _("show the ranking and what is still open"))
    parser.add_argument("name", nargs="?", default="", metavar="EDITION")
    parser.set_defaults(run=run)


@dataclass(frozen=True, slots=True)
class Names:
    """Names by id."""

    nominees: Mapping[str, str]
    numbers: Mapping[str, int]
    jurors: Mapping[str, str]
    criteria: Mapping[str, str]
    asked: Sequence[Criterion]
    decimals: int

    def wording(self, category: CategoryResult) -> Wording:
        """Return how to say the totals of a category."""
        return wording_of(category, self.asked, self.decimals)

    def question(self, question: OpenQuestion) -> str:
        """Return what is open, as a sentence."""
        return _(OPEN_TEXTS[question.kind]).format(
            juror=self.jurors[question.juror],
            nominee=self.nominees.get(question.nominee or "", ""),
            criterion=self.criteria.get(question.criterion or "", ""),
        )


def run(context: Context) -> Answer:
    """Show the result; exit code 1 while something is open."""
    with context.edition(context.options.name, reading=True) as session, session.reading() as uow:
        result, opened = load_result(uow), current_round(uow) is not None
        nominees = uow.nominees.all()
        names = Names(
            nominees={n.id: n.name for n in nominees},
            numbers={n.id: n.number for n in nominees},
            jurors={j.id: j.name for j in uow.jurors.all()},
            criteria={c.id: c.name for c in uow.criteria.all()},
            asked=uow.criteria.all(),
            decimals=uow.rules().decimals,
        )
    official = result.official and opened
    document = {"official": official, **_document(result, names)}
    return Answer(_lines(result, names), document, Exit.DONE if official else Exit.TO_DECIDE)


def _lines(result: Result, names: Names) -> list[str]:
    lines: list[str] = []
    for category in result.categories:
        lines += [category.category.name, *columns(_rows(category, names)), ""]
        lines += _comments(category, names)
        lines += [
            _("{above} is {difference} points ahead of {below}.").format(
                above=names.nominees[margin.above],
                below=names.nominees[margin.below],
                difference=format_number(margin.difference, names.decimals),
            )
            for margin in category.close
        ]
    lines += [names.question(question) for question in result.open_questions]
    return lines


def _comments(category: CategoryResult, names: Names) -> list[str]:
    """Return what the jurors wrote, nominee by nominee."""
    lines = []
    for total in (*(ranked.total for ranked in category.ranked), *category.unranked):
        said = comment_lines(names.asked, total, lambda juror: names.jurors[juror])
        lines += (
            [names.nominees[total.nominee], *(f"  {line}" for line in said), ""] if said else []
        )
    return lines


def _rows(category: CategoryResult, names: Names) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    wording = names.wording(category)
    for ranked in category.ranked:
        shared = _("shared place") if ranked.shared else ""
        recused = ", ".join(names.jurors[juror] for juror in _recused(ranked.total))
        note = "; ".join(part for part in (shared, recused and _("recused: {names}")) if part)
        total = value_in_words(wording, ranked.total)
        if category.kind is CriterionKind.POINTS:
            total = wording.number(ranked.value)
        rows.append(
            (
                f"{ranked.place:>3}",
                names.nominees[ranked.nominee],
                total,
                note.format(names=recused),
            )
        )
    why = "" if category.kind is CriterionKind.TEXT else _("not ranked")
    rows += [("  –", names.nominees[t.nominee], "–", why) for t in category.unranked]
    return rows


def _recused(total: NomineeTotal) -> list[str]:
    return [score.juror for score in total.scores if score.standing is Standing.RECUSED]


def _document(result: Result, names: Names) -> dict[str, object]:
    return {
        "rules": result.rules,
        "categories": [_category(category, names) for category in result.categories],
        "open_questions": [
            {
                "kind": str(question.kind),
                "juror": question.juror,
                "nominee": question.nominee,
                "criterion": question.criterion,
                "text": names.question(question),
            }
            for question in result.open_questions
        ],
    }


def _answers(total: NomineeTotal, names: Names) -> list[dict[str, object]]:
    """Return for each criterion that asks for no points how often each answer was given, and the comments."""
    return [
        {
            "criterion": criterion.id,
            "kind": str(criterion.kind),
            "counts": {
                points_text(criterion, points): n
                for points, n in sorted(tally(total, criterion).items(), reverse=True)
                if criterion.counts
            },
            "comments": [
                {"juror": juror, "text": text}
                for juror, text in ([] if criterion.counts else comments(total, criterion))
            ],
        }
        for criterion in names.asked
        if criterion.kind is not CriterionKind.POINTS
    ]


def _category(category: CategoryResult, names: Names) -> dict[str, object]:
    return {
        "id": category.category.id,
        "name": category.category.name,
        "kind": str(category.kind),
        "ranked": [
            {
                "place": ranked.place,
                "shared": ranked.shared,
                "nominee": ranked.nominee,
                "name": names.nominees[ranked.nominee],
                "number": names.numbers[ranked.nominee],
                "value": fraction_text(ranked.value),
                "decimal": decimal_text(ranked.value, DECIMALS),
                "words": value_in_words(names.wording(category), ranked.total),
                "answers": _answers(ranked.total, names),
                "counted": ranked.total.counted,
                "recused": _recused(ranked.total),
            }
            for ranked in category.ranked
        ],
        "unranked": [
            {
                "nominee": t.nominee,
                "name": names.nominees[t.nominee],
                "counted": t.counted,
                "answers": _answers(t, names),
            }
            for t in category.unranked
        ],
        "close": [
            {
                "above": margin.above,
                "below": margin.below,
                "difference": fraction_text(margin.difference),
            }
            for margin in category.close
        ],
    }
