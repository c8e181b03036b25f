"""What a table from outside would bring, in words and numbers, before anything is taken in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from juryapp.application.edition.juror_preview import JurorPreview
from juryapp.application.edition.nominations import NominationImport
from juryapp.application.tables.mapping import Field, MappedRow, TableWarning
from juryapp.base.i18n import _, ngettext
from juryapp.gui.widgets import Column, Tone

MOST_SHOWN: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A number of the preview."""

    icon: str
    tone: Tone
    number: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPreview:
    """What an import would do."""

    facts: tuple[Fact, ...]
    warnings: tuple[str, ...]
    submit: str
    brings: bool  # whether it would change anything


def nominations_preview(plan: NominationImport) -> ImportPreview:
    """Return the preview of an import of nominations."""
    nominees, nominations = len(plan.nominees), len(plan.nominations)
    facts = [
        Fact(icon="star", tone="ok", number=nominees,
             label=ngettext("new nominee", "new nominees", nominees)),
        Fact(icon="quote", tone="accent", number=nominations,
             label=ngettext("new nomination", "new nominations", nominations)),
        Fact(icon="check", tone="neutral", number=plan.already,
             label=ngettext("row is here already", "rows are here already", plan.already)),
    ]  # fmt: skip
    if plan.categories:
        n = len(plan.categories)
        label = ngettext("category is made", "categories are made", n)
        facts.append(Fact(icon="list", tone="warn", number=n, label=label))
    text = ngettext("Take in {n} nomination", "Take in {n} nominations", nominations)
    if not nominations and nominees:
        text = ngettext("Take in {n} nominee", "Take in {n} nominees", nominees)
    return ImportPreview(
        facts=tuple(facts),
        warnings=warning_lines(plan.warnings),
        submit=text.format(n=nominations or nominees),
        brings=bool(nominees or nominations),
    )


def jurors_preview(plan: JurorPreview) -> ImportPreview:
    """Return the preview of an import of jurors."""
    total = plan.added + plan.changed
    return ImportPreview(
        facts=(
            Fact(icon="plus", tone="ok", number=plan.added,
                 label=ngettext("new juror", "new jurors", plan.added)),
            Fact(icon="refresh", tone="accent", number=plan.changed,
                 label=ngettext("juror is known and brought up to date",
                                "jurors are known and brought up to date", plan.changed)),
        ),
        warnings=warning_lines(plan.warnings),
        submit=ngettext("Take in {n} juror", "Take in {n} jurors", total).format(n=total),
        brings=bool(total),
    )  # fmt: skip


def warning_lines(warnings: Sequence[TableWarning]) -> tuple[str, ...]:
    """Return the warnings as sentences that begin with where."""
    lines = []
    for warning in warnings:
        sentence = warning.sentence()
        if warning.row is not None:
            sentence = _("Row {row}: {what}").format(row=warning.row, what=sentence)
        lines.append(sentence)
    return tuple(lines)


def field_columns(fields: Sequence[Field]) -> list[Column[MappedRow]]:
    """Return a column for the row's number and one for each field; unused ones are hidden."""
    number = Column[MappedRow](
        title="", text=lambda r: str(r.number), sort=lambda r: r.number, role="text2", width=48
    )
    return [number, *(_column(field) for field in fields)]


def _column(field: Field) -> Column[MappedRow]:
    key = field.key
    wide = {"text": 320, "nominee": 200, "name": 200}.get(key, 150)
    return Column[MappedRow](
        title=field.title,
        text=lambda r: " ".join(r[key].split()),
        kind="bodyM" if field.required else "body",
        width=wide,
    )
