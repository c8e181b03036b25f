"""Editions written down as TOML: what `edition new --from FILE` and the templates read."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

from juryapp.application.kept_texts import kept_text
from juryapp.base.errors import FileFormatError, RuleError, UsageError
from juryapp.base.files import read_limited
from juryapp.base.i18n import LANGUAGES, N_
from juryapp.base.numbers import parse_number
from juryapp.base.resources import resource
from juryapp.domain.award import Category
from juryapp.domain.criteria import CommentRule, Criterion, CriterionKind, Level, Missing, Rules
from juryapp.domain.ids import CategoryId, CriterionId, JurorId, is_id
from juryapp.domain.jury import Juror, Role
from juryapp.domain.protocol import Meeting
from juryapp.domain.scales import Scale

MAX_BYTES: Final = 1 << 20

NOT_TOML = N_("“{file}” cannot be read as an edition: {why}. Compare it with one of the templates.")
NOT_TEXT = N_("“{file}” is not a text file in UTF-8. Save it as UTF-8 and try again.")
UNKNOWN_KEY = N_("“{file}”: “{key}” under [{table}] is not known. Known are: {known}.")
MISSING_KEY = N_("“{file}”: “{key}” is missing under [{table}].")
BAD_VALUE = N_("“{file}”: “{key}” under [{table}] cannot be “{value}”.")
SAME_ID = N_("“{file}”: the id “{key}” is used twice under [{table}].")
UNKNOWN_TEMPLATE = N_("There is no template “{name}”. There are: {known}.")

_TABLES: Final[Mapping[str, frozenset[str]]] = {
    "award": frozenset({"name", "owner", "purpose", "statutes"}),
    "edition": frozenset({"id", "title", "year", "languages", "deadline"}),
    "rules": frozenset({"missing", "minimum_marks", "close_margin", "decimals", "comment"}),
    "category": frozenset({"id", "name", "rule", "finalists", "winners"}),
    "criterion": frozenset({
        "id", "name", "group", "kind", "weight", "least", "most", "step", "guidance", "levels",
    }),
    "juror": frozenset({"id", "name", "email", "organisation", "role"}),
    "meeting": frozenset({"number", "date", "place", "chair", "keeper", "present", "absent"}),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionDraft:
    """A new edition before it is made. Ids that are "" are made by the program."""

    award_name: str
    title: str
    year: int
    owner: str = ""
    purpose: str = ""
    statutes: str = ""
    languages: tuple[str, ...] = ("nb",)
    deadline: str = ""
    id: str = ""
    rules: Rules = field(default_factory=Rules)
    categories: tuple[Category, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    jurors: tuple[Juror, ...] = ()
    meeting: Meeting = field(default_factory=Meeting)


def read_edition(path: Path) -> EditionDraft:
    """Return the edition written down in a TOML file. Raises FileFormatError."""
    data = read_limited(path, MAX_BYTES)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileFormatError(NOT_TEXT, code="E-ENC-UTF8", file=path.name) from error
    return parse_edition(text, path.name)


def read_template(name: str) -> EditionDraft:
    """Return one of the program's own templates. Raises UsageError."""
    known = templates()
    if name not in known:
        raise UsageError(
            UNKNOWN_TEMPLATE, code="E-UNKNOWN", name=name, known=", ".join(sorted(known))
        )
    return read_edition(known[name])


def templates() -> dict[str, Path]:
    """Return the program's own templates by name."""
    return {path.stem: path for path in sorted(resource("templates").glob("*.toml"))}


def parse_edition(text: str, file: str) -> EditionDraft:
    """Return the edition that a TOML `text` describes. Raises FileFormatError naming `file`."""
    try:
        document = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # ValueError also for a number of 5000 digits
        raise FileFormatError(NOT_TOML, code="E-TOML", file=file, why=str(error)[:120]) from error
    return _Reader(file).edition(document)


class _Table:
    """One TOML table, read key by key; a key that nobody knows is refused."""

    def __init__(self, file: str, name: str, values: object) -> None:
        self._file, self._name = file, name
        if not isinstance(values, dict):
            raise self.error(BAD_VALUE, name, values)
        self._values: dict[str, Any] = values
        for key in values:
            if key not in _TABLES[name]:
                known = ", ".join(sorted(_TABLES[name]))
                raise self.error(UNKNOWN_KEY, key, known=known)

    def error(
        self, template: str, key: str, value: object = "", known: str = ""
    ) -> FileFormatError:
        return FileFormatError(
            template,
            code="E-TOML",
            file=self._file,
            table=self._name,
            key=key,
            value=_shown(value),
            known=known,
        )

    def text(self, key: str, default: str | None = "") -> str:
        value = self._values.get(key, default)
        if value is None:
            raise self.error(MISSING_KEY, key)
        if not isinstance(value, str):
            raise self.error(BAD_VALUE, key, value)
        return self._kept(key, value).strip()

    def _kept(self, key: str, value: str) -> str:
        try:
            return kept_text(value)
        except RuleError as error:
            raise self.error(BAD_VALUE, key, value) from error

    def whole(self, key: str, default: int | None, least: int = 0, most: int = 9999) -> int:
        value = self._values.get(key, default)
        if value is None:
            raise self.error(MISSING_KEY, key)
        if type(value) is not int or not least <= value <= most:
            raise self.error(BAD_VALUE, key, value)
        return value

    def number(self, key: str, default: str) -> Fraction:
        text = self._values.get(key, default)
        number = parse_number(_shown(text)) if isinstance(text, (str, int)) else None
        if number is None or isinstance(text, bool):
            raise self.error(BAD_VALUE, key, text)
        return number

    def date(self, key: str) -> str:
        value = self._values.get(key, "")
        text = _shown(value)
        if text and not _is_date(text):
            raise self.error(BAD_VALUE, key, value)
        return text

    def texts(self, key: str, default: Sequence[str] = ()) -> tuple[str, ...]:
        value = self._values.get(key, list(default))
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.error(BAD_VALUE, key, value)
        return tuple(self._kept(key, item).strip() for item in value)

    def languages(self) -> tuple[str, ...]:
        languages = self.texts("languages", ("nb",)) or ("nb",)
        for language in languages:
            if language not in LANGUAGES:
                raise self.error(BAD_VALUE, "languages", language)
        return tuple(dict.fromkeys(languages))

    def choice(self, key: str, default: str, allowed: Sequence[str]) -> str:
        value = self.text(key, default)
        if value not in allowed:
            raise self.error(BAD_VALUE, key, value)
        return value

    def id(self) -> str:
        value = self.text("id")
        if value and not is_id(value):
            raise self.error(BAD_VALUE, "id", value)
        return value

    def lacks(self, *keys: str) -> None:
        """Refuse keys that say nothing here."""
        for key in keys:
            if key in self._values:
                raise self.error(BAD_VALUE, key, self._values[key])

    def levels(self, scale: Scale) -> tuple[Level, ...]:
        value = self._values.get("levels", {})
        if not isinstance(value, dict):
            raise self.error(BAD_VALUE, "levels", value)
        levels = []
        for at, words in value.items():
            number = parse_number(at)
            if number is None or not isinstance(words, str):
                raise self.error(BAD_VALUE, "levels", at)
            levels.append(Level(scale.points(number), self._kept("levels", words).strip()))
        return tuple(sorted(levels, key=lambda level: level.points))


class _Reader:
    """Turns a document into a draft."""

    def __init__(self, file: str) -> None:
        self._file = file

    def edition(self, document: dict[str, Any]) -> EditionDraft:
        for name in document:
            if name not in _TABLES:
                raise FileFormatError(
                    UNKNOWN_KEY,
                    code="E-TOML",
                    file=self._file,
                    key=name,
                    table="…",
                    known=", ".join(_TABLES),
                )
        award = self._table(document, "award")
        edition = self._table(document, "edition")
        return EditionDraft(
            award_name=award.text("name", None),
            owner=award.text("owner"),
            purpose=award.text("purpose"),
            statutes=award.text("statutes"),
            title=edition.text("title") or award.text("name", None),
            year=edition.whole("year", None, 1900, 2200),
            languages=edition.languages(),
            deadline=edition.date("deadline"),
            id=edition.id(),
            rules=self._rules(self._table(document, "rules")),
            categories=self._categories(document),
            criteria=self._criteria(document),
            jurors=self._jurors(document),
            meeting=self._meeting(self._table(document, "meeting")),
        )

    def _table(self, document: dict[str, Any], name: str) -> _Table:
        return _Table(self._file, name, document.get(name, {}))

    def _tables(self, document: dict[str, Any], name: str) -> list[_Table]:
        value = document.get(name, [])
        if not isinstance(value, list):
            raise _Table(self._file, name, {}).error(BAD_VALUE, name, value)
        tables = [_Table(self._file, name, item) for item in value]
        ids = [table.id() for table in tables if table.id()]
        for id_ in ids:
            if ids.count(id_) > 1:
                raise tables[0].error(SAME_ID, id_)
        return tables

    def _rules(self, table: _Table) -> Rules:
        rules: Rules = self._checked(
            lambda: Rules(
                missing=Missing(table.choice("missing", "renormalise", list(Missing))),
                minimum_marks=table.whole("minimum_marks", 1, 1, 1000),
                close_margin=table.number("close_margin", "0.25"),
                decimals=table.whole("decimals", 2, 0, 6),
                comment=CommentRule(table.choice("comment", "none", list(CommentRule))),
            )
        )
        return rules

    def _categories(self, document: dict[str, Any]) -> tuple[Category, ...]:
        return tuple(
            self._checked(
                lambda table=table, order=order: Category(
                    id=CategoryId(table.id()),
                    name=table.text("name", None),
                    order=order,
                    rule=table.text("rule"),
                    finalists=table.whole("finalists", 3, 1, 100),
                    winners=table.whole("winners", 1, 1, 100),
                ),
            )
            for order, table in enumerate(self._tables(document, "category"), start=1)
        )

    def _criteria(self, document: dict[str, Any]) -> tuple[Criterion, ...]:
        return tuple(
            self._checked(lambda table=table, order=order: self._criterion(table, order))
            for order, table in enumerate(self._tables(document, "criterion"), start=1)
        )

    @staticmethod
    def _criterion(table: _Table, order: int) -> Criterion:
        kind = CriterionKind(table.choice("kind", "points", list(CriterionKind)))
        scale = Scale.between(
            table.number("least", "0"), table.number("most", "10"), table.number("step", "1")
        )
        criterion = Criterion(
            id=CriterionId(table.id()),
            name=table.text("name", None),
            weight=table.number("weight", "1"),
            scale=scale,
            order=order,
            group=table.text("group"),
            guidance=table.text("guidance"),
            levels=table.levels(scale) if kind is CriterionKind.POINTS else (),
        )
        if kind is CriterionKind.POINTS:
            return criterion
        table.lacks("least", "most", "step")
        if kind is CriterionKind.RECOMMENDATION:
            return criterion.asking(kind, table.texts("levels"))
        table.lacks("levels")
        return criterion.asking(kind)

    def _jurors(self, document: dict[str, Any]) -> tuple[Juror, ...]:
        return tuple(
            self._checked(
                lambda table=table, number=number: Juror(
                    id=JurorId(table.id()),
                    number=number,
                    name=table.text("name", None),
                    role=Role(table.choice("role", "member", list(Role))),
                    email=table.text("email"),
                    organisation=table.text("organisation"),
                )
            )
            for number, table in enumerate(self._tables(document, "juror"), start=1)
        )

    def _meeting(self, table: _Table) -> Meeting:
        return Meeting(
            number=table.text("number"),
            date=table.date("date"),
            place=table.text("place"),
            chair=table.text("chair"),
            keeper=table.text("keeper"),
            present=table.texts("present"),
            absent=table.texts("absent"),
        )

    def _checked(self, make: Any) -> Any:
        """Make a thing and check it; a rule it breaks becomes an error of the file."""
        try:
            thing = make()
            thing.check()
        except RuleError as error:
            raise FileFormatError(
                error.template, code=error.code, file=self._file, **error.params
            ) from error
        return thing


def _shown(value: object) -> str:
    """Return a value as text for an error; Python refuses to write out a number of thousands of digits."""
    try:
        return str(value)[:60]
    except ValueError:
        return "…"


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
