"""What may stand in the framed cells of an Excel ballot: a function for each kind of criterion.

Choices stand in cells of a sheet of their own, numbers as numbers: a list that is written into the rule
itself would offer 7.5 to a juror whose Excel makes a day in May of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from juryapp.application.answers import choices
from juryapp.application.kept_texts import MAX_TEXT
from juryapp.base.i18n import Texts
from juryapp.base.numbers import decimal_text, format_exactly
from juryapp.domain.criteria import Criterion, CriterionKind
from juryapp.domain.scales import Scale
from juryapp.intake import ballot_words as words

MOST_LISTED: Final = 101  # marks in a list; a finer scale is checked by its bounds and its step
_PROMPT: Final = 255  # characters that a spreadsheet shows
_PROMPT_TITLE: Final = 32
_DECIMALS: Final = 9

Choice = str | int | float


@dataclass(slots=True)
class Choices:
    """The lists on their sheet, each written once."""

    sheet: Worksheet
    texts: Texts
    _places: dict[tuple[Choice, ...], str] = field(default_factory=dict)

    def range_of(self, listed: Sequence[Choice]) -> str:
        """Return where a list stands, as a rule names it."""
        key = tuple(listed)
        if key not in self._places:
            column = len(self._places) + 1
            for row, choice in enumerate(key, start=1):
                cell = self.sheet.cell(row, column, choice)
                if isinstance(choice, str):
                    cell.data_type = "s"
            letter = get_column_letter(column)
            sheet = quote_sheetname(self.sheet.title)
            self._places[key] = f"{sheet}!${letter}$1:${letter}${len(key)}"
        return self._places[key]

    def listed(self, choices_: Sequence[Choice], title: str, prompt: str) -> DataValidation:
        """Return the rule that something of a list must be chosen."""
        rule = DataValidation(type="list", formula1=self.range_of(choices_), allow_blank=True)
        _tell(rule, self.texts, title, prompt, self.texts(words.WRONG_LIST))
        return rule

    def free(self, title: str, prompt: str) -> DataValidation:
        """Return the rule for a text: that it is not too long to be kept."""
        rule = DataValidation(
            type="textLength", operator="lessThanOrEqual", formula1=str(MAX_TEXT), allow_blank=True
        )
        wrong = self.texts(words.WRONG_LENGTH).format(limit=MAX_TEXT)
        _tell(rule, self.texts, title, prompt, wrong)
        return rule


def _tell(rule: DataValidation, texts: Texts, title: str, prompt: str, wrong: str) -> None:
    rule.errorTitle = texts(words.WRONG_TITLE)[:_PROMPT_TITLE]
    rule.error = wrong[:_PROMPT]
    rule.errorStyle = "stop"
    rule.showErrorMessage = True
    if prompt:
        rule.promptTitle, rule.prompt = title[:_PROMPT_TITLE], prompt[:_PROMPT]
        rule.showInputMessage = True


def rules_for(
    criterion: Criterion, choices_: Choices, cells: Sequence[tuple[str, str]]
) -> Iterable[DataValidation]:
    """Return the rules for the cells of a criterion, each with its cells.

    Args:
        criterion: What is asked.
        choices_: Where lists are written.
        cells: The name of each cell, and the category of the nominee in its row.
    """
    match criterion.kind:
        case CriterionKind.ORDER:
            return _order(criterion, choices_, cells)
        case CriterionKind.TEXT:
            return _on(choices_.free(criterion.name, prompt_of(criterion, choices_.texts)), cells)
        case CriterionKind.YES_NO | CriterionKind.RECOMMENDATION:
            return _on(_in_words(criterion, choices_), cells)
        case _:
            return _on(_points(criterion, choices_, cells[0][0] if cells else "A1"), cells)


def _on(rule: DataValidation, cells: Sequence[tuple[str, str]]) -> list[DataValidation]:
    for name, _category in cells:
        rule.add(name)
    return [rule]


def _order(
    criterion: Criterion, choices_: Choices, cells: Sequence[tuple[str, str]]
) -> list[DataValidation]:
    """As many places as the category has nominees of this juror's."""
    by_category: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for name, category in cells:
        by_category[category].append((name, category))
    rules: list[DataValidation] = []
    for alike in by_category.values():
        places = [*range(1, len(alike) + 1), choices_.texts(words.NOT_ASSESSED)]
        prompt = prompt_of(criterion, choices_.texts)
        rules += _on(choices_.listed(places, criterion.name, prompt), alike)
    return rules


def _in_words(criterion: Criterion, choices_: Choices) -> DataValidation:
    offered = [text for _points, text in choices(criterion, choices_.texts)]
    offered.append(choices_.texts(words.NOT_ASSESSED))
    return choices_.listed(offered, criterion.name, prompt_of(criterion, choices_.texts))


def _points(criterion: Criterion, choices_: Choices, first: str) -> DataValidation:
    scale, texts = criterion.scale, choices_.texts
    prompt = prompt_of(criterion, texts)
    if scale.most - scale.least < MOST_LISTED:
        marks = [number(scale.value(points)) for points in range(scale.most, scale.least - 1, -1)]
        return choices_.listed([*marks, texts(words.NOT_ASSESSED)], criterion.name, prompt)
    rule = DataValidation(type="custom", formula1=_step_rule(scale, texts, first), allow_blank=True)
    wrong = texts(words.WRONG_MARK).format(
        not_assessed=texts(words.NOT_ASSESSED), **_bounds(scale, texts)
    )
    _tell(rule, texts, criterion.name, prompt, wrong)
    return rule


def _step_rule(scale: Scale, texts: Texts, cell: str) -> str:
    """Return the rule of a fine scale. Spreadsheets count in doubles, so a step is met within a hair."""
    least, most, step = (
        _plain(value) for value in (scale.value(scale.least), scale.value(scale.most), scale.step)
    )
    word = texts(words.NOT_ASSESSED).replace('"', '""')
    within = f"ISNUMBER({cell}),{cell}>={least},{cell}<={most}"
    return f'OR({cell}="{word}",AND({within},ABS({cell}/{step}-ROUND({cell}/{step},0))<0.000001))'


def number(value: Fraction) -> int | float:
    """Return a mark as a spreadsheet holds it."""
    return int(value) if value.denominator == 1 else float(value)


def _plain(value: Fraction) -> str:
    text = decimal_text(value, _DECIMALS)
    return text.rstrip("0").rstrip(".")


def _bounds(scale: Scale, texts: Texts) -> dict[str, str]:
    language = texts.language
    return {
        "least": format_exactly(scale.value(scale.least), language),
        "most": format_exactly(scale.value(scale.most), language),
        "step": format_exactly(scale.step, language),
    }


def asked(criterion: Criterion, texts: Texts) -> str:
    """Return in words which answers a criterion takes."""
    match criterion.kind:
        case CriterionKind.ORDER:
            return texts(words.PLACES)
        case CriterionKind.TEXT:
            return texts(words.IN_WORDS)
        case CriterionKind.YES_NO | CriterionKind.RECOMMENDATION:
            offered = [text for _points, text in choices(criterion, texts)]
            return texts(words.ONE_OF).format(words=" · ".join(offered))
        case _:
            return texts(words.SCALE).format(**_bounds(criterion.scale, texts))


def prompt_of(criterion: Criterion, texts: Texts) -> str:
    """Return what is shown while one stands in a cell: the meaning of the marks, or what is asked."""
    meaning = levels_of(criterion, texts)
    return meaning or "\n".join(filter(None, (criterion.guidance, asked(criterion, texts))))


def levels_of(criterion: Criterion, texts: Texts) -> str:
    """Return what the marks mean, a line for each level that has words, the highest first."""
    if criterion.kind is not CriterionKind.POINTS:
        return ""
    value, language = criterion.scale.value, texts.language
    return "\n".join(
        f"{format_exactly(value(level.points), language)}: {level.words}"
        for level in sorted(criterion.levels, key=lambda level: -level.points)
    )
