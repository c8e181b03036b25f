"""A first look at one sheet of a workbook: how far it goes, and what its cells are.

The spreadsheet library gives either formulas or their saved values, never both, hides which cells are
errors, and believes what a file says of its own size. So the XML is read once here, without building it.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from juryapp.intake.sheets import MAX_COLUMNS, letter

_SHEET: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@dataclass(slots=True)
class Look:
    """What stands in a sheet. Rows and columns count from 1; only cells that say something count."""

    last_row: int = 0
    last_column: int = 0
    full_rows: int = 0
    formulas: list[str] = field(default_factory=list)  # cells with a saved value
    without_value: str = ""  # the first cell whose formula was never calculated
    error: tuple[str, str] | None = None  # the first cell with an error value, and that value
    hidden: bool = False  # a row or column that says something is hidden


def look_at(xml: bytes) -> Look:
    """Return what stands in a sheet. The guard has been over these bytes: they are plain XML."""
    parser = expat.ParserCreate(namespace_separator=" ")
    looker = _Looker()
    parser.StartElementHandler = looker.start
    parser.EndElementHandler = looker.end
    parser.CharacterDataHandler = looker.text
    parser.ParseFile(io.BytesIO(xml))
    return looker.look


def place_of(reference: str) -> tuple[int, int]:
    """Return row and column, from 1, of a cell's name: B3 → (3, 2)."""
    letters = reference.rstrip("0123456789")
    column = 0
    for character in letters.upper():
        column = column * 26 + ord(character) - ord("A") + 1
    return int(reference[len(letters) :]), column


class _Looker:
    """The handlers of the parser, and where in the sheet it is."""

    def __init__(self) -> None:
        self.look = Look()
        self._row = 0
        self._column = 0
        self._row_hidden = False
        self._row_full = False
        self._hidden_columns: set[int] = set()
        self._kind = ""
        self._formula = False
        self._valued = False
        self._value: list[str] | None = None  # the text of <v> or <t>, while inside it
        self._shown = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element opens."""
        match name.removeprefix(f"{_SHEET} "):
            case "col" if attributes.get("hidden") in {"1", "true"}:
                first, last = int(attributes["min"]), int(attributes["max"])
                self._hidden_columns.update(range(first, min(last, MAX_COLUMNS) + 1))
            case "row":
                self._row = int(attributes.get("r", self._row + 1))
                self._column = 0
                self._row_hidden = attributes.get("hidden") in {"1", "true"}
                self._row_full = False
            case "c":
                self._start_cell(attributes)
            case "f":
                self._formula = True
            case "v" | "t":
                self._valued = True
                self._value = []

    def text(self, characters: str) -> None:
        """Characters between two tags."""
        if self._value is not None:
            self._value.append(characters)

    def end(self, name: str) -> None:
        """An element closes."""
        match name.removeprefix(f"{_SHEET} "):
            case "v" | "t":
                self._shown += "".join(self._value or ())
                self._value = None
            case "c":
                self._end_cell()
            case "row":
                self.look.full_rows += self._row_full

    def _start_cell(self, attributes: dict[str, str]) -> None:
        if reference := attributes.get("r"):
            self._row, self._column = place_of(reference)
        else:
            self._column += 1
        self._kind = attributes.get("t", "n")
        self._formula, self._valued, self._shown = False, False, ""

    def _end_cell(self) -> None:
        look = self.look
        if not self._shown.strip() and not self._formula:
            return
        look.last_row = max(look.last_row, self._row)
        look.last_column = max(look.last_column, self._column)
        look.hidden = look.hidden or self._row_hidden or self._column in self._hidden_columns
        self._row_full = True
        if self._kind == "e":
            look.error = look.error or (self._name(), self._shown)
        elif self._formula and not self._valued:
            look.without_value = look.without_value or self._name()
        elif self._formula:
            look.formulas.append(self._name())

    def _name(self) -> str:
        return f"{letter(self._column - 1)}{self._row}"
