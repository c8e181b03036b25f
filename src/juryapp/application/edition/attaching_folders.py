"""Files for many nominees at once: a folder whose parts begin with a nominee's number or name.

    Vedlegg/
      1 Fjordby/            every file in it is Fjordby's
      Elvestad - plan.pdf   Elvestad's, by its name
      03_plan.pdf           of nominee 3

What fits nobody, or more than one, is named and left out. First a look, then the taking in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from juryapp.application.edition.attachments import Attached, attach_many
from juryapp.application.progress import UNWATCHED, Progress
from juryapp.application.session import Session
from juryapp.application.tables.mapping import name_key
from juryapp.base.collation import sort_key
from juryapp.base.errors import FileFormatError, UnavailableError
from juryapp.base.files import NOT_READABLE
from juryapp.base.i18n import N_
from juryapp.domain.nominees import Nominee

MOST: Final = 5_000  # files that are looked at
NO_FOLDER = N_("“{file}” is not a folder. Choose the folder in which the files lie.")
TOO_MANY = N_(
    "There are more than {limit} files in “{file}”. Choose the folder in which only the files for the"
    " nominees lie."
)

_NUMBER: Final = re.compile(r"0*(\d{1,6})(?!\d)[\s._–-]*")
_HIDDEN: Final = ("thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderPlan:
    """Which files of a folder go to whom."""

    found: tuple[tuple[Nominee, tuple[Path, ...]], ...]
    unknown: tuple[Path, ...]  # whose name begins like nobody's, or like several's

    @property
    def files(self) -> int:
        """How many files would be taken in."""
        return sum(len(paths) for _nominee, paths in self.found)


def plan_folder(session: Session, folder: Path) -> FolderPlan:
    """Return which files would go to whom; no file is opened.

    Raises:
        FileFormatError: It is no folder (E-NOT-FOUND), or there are too many files in it (E-SIZE).
        UnavailableError: The machine does not let us look.
    """
    with session.reading() as uow:
        whose = _Whose(uow.nominees.all())
    found: dict[Nominee, list[Path]] = {}
    unknown: list[Path] = []
    for path in _files_in(folder):
        nominee = whose.of(path.relative_to(folder).parts)
        found.setdefault(nominee, []).append(path) if nominee else unknown.append(path)
    ordered = sorted(found.items(), key=lambda item: item[0].number)
    return FolderPlan(found=tuple((n, tuple(p)) for n, p in ordered), unknown=tuple(unknown))


def attach_folder(session: Session, plan: FolderPlan, progress: Progress = UNWATCHED) -> Attached:
    """Take in what a plan says; a file that is refused is named, and the others stay."""
    done, all_done = 0, Attached()
    for nominee, paths in plan.found:
        for path in paths:
            progress.step(done, plan.files)
            all_done |= attach_many(session, nominee.id, [path])
            done += 1
    progress.step(done, plan.files)
    return all_done


class _Whose:
    """Tells by the beginning of a name whose a file is."""

    def __init__(self, nominees: Sequence[Nominee]) -> None:
        self._by_number = {nominee.number: nominee for nominee in nominees}
        self._names = [(name_key(nominee.name), nominee) for nominee in nominees]

    def of(self, parts: Iterable[str]) -> Nominee | None:
        """Return whose a file is by the first part of its path that says it; None: nobody's, or two's."""
        for part in parts:
            found = self._beginning(part)
            if found:
                return found
        return None

    def _beginning(self, part: str) -> Nominee | None:
        number = _NUMBER.match(part)
        rest = name_key(part[number.end() :] if number else part)
        named = self._called(rest) or self._called(name_key(part))
        if number is None or named:
            return named
        return self._by_number.get(int(number[1]))

    def _called(self, text: str) -> Nominee | None:
        """Return the nominee with the longest name that `text` begins with; of two such, none."""
        fitting = [(len(name), n) for name, n in self._names if name and _begins(text, name)]
        longest = max((length for length, _ in fitting), default=0)
        best = [nominee for length, nominee in fitting if length == longest]
        return best[0] if len(best) == 1 else None


def _begins(text: str, name: str) -> bool:
    """Return whether `text` begins with `name` and no further letter of the same word."""
    return text.startswith(name) and not text[len(name) : len(name) + 1].isalnum()


def _files_in(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise FileFormatError(NO_FOLDER, code="E-NOT-FOUND", file=folder.name)
    try:
        found = [
            path
            for path in folder.rglob("*")
            if path.is_file() and not path.is_symlink() and not _is_hidden(path)
        ]
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise UnavailableError(NOT_READABLE, file=folder.name, why=why) from error
    if len(found) > MOST:
        raise FileFormatError(TOO_MANY, code="E-SIZE", file=folder.name, limit=MOST)
    return sorted(found, key=lambda path: [sort_key(part) for part in path.parts])


def _is_hidden(path: Path) -> bool:
    return path.name.startswith((".", "~$")) or path.name.lower() in _HIDDEN
