"""What a command has at hand: its options, the services, and the edition it is about."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from juryapp.application.desk.erasing import ErasureReceipt, finish_erasures
from juryapp.application.desk.erasing_words import sentence
from juryapp.application.edition.editions import open_edition, open_place
from juryapp.application.services import Services
from juryapp.application.session import Session
from juryapp.base.i18n import language
from juryapp.base.paths import DataFolder, data_folder
from juryapp.bootstrap import Place, services_for

FILE_URL = "sqlite:///"  # as SQLAlchemy writes it: the path follows, absolute with a fourth stroke


@dataclass(frozen=True)
class Context:
    """One call of the program."""

    options: argparse.Namespace

    @cached_property
    def data(self) -> DataFolder:
        """The data folder."""
        return data_folder(self.options.data)

    @cached_property
    def services(self) -> Services:
        """The services on it; the erasing of a desk that was stopped half-way is finished first."""
        return self._started[0]

    @property
    def finished(self) -> list[ErasureReceipt]:
        """Which desks were erased to the end at this start."""
        return self._started[1]

    @cached_property
    def _started(self) -> tuple[Services, list[ErasureReceipt]]:
        place = Place(self.place, read_only=self.options.read_only) if self.place else None
        services = services_for(self.data, place)
        finished = [] if self.options.read_only else finish_erasures(services)
        for receipt in finished:
            if not receipt.is_saved:  # said now or never
                print(receipt.text, file=sys.stderr)
            elif not self.options.json:
                print(f"juryapp: {sentence(receipt, language())}", file=sys.stderr)
        return services, finished

    @property
    def place(self) -> str:
        """The path or URL of `--database`, or "". A file may be written as a URL too."""
        return str(self.options.database or "").removeprefix(FILE_URL)

    @contextmanager
    def edition(
        self, name: str = "", *, reading: bool = False, looking: bool = False
    ) -> Iterator[Session]:
        """Give the edition that is meant, open; it is closed afterwards.

        Args:
            name: Its id as said with the command; else `--edition`, else the only one there is.
            reading: Nothing will be changed.
            looking: Open it for reading only in any case: then a broken log is no obstacle.
        """
        read_only = looking or (reading and bool(self.options.read_only))
        if self.place:
            session = open_place(self.services, self.place, read_only=read_only)
        else:
            chosen = name or self.options.edition or ""
            session = open_edition(self.services, chosen, read_only=read_only)
        try:
            yield session
        finally:
            session.close()

    def split_edition(self, words: Sequence[str], least: int = 0) -> tuple[str, list[str]]:
        """Return the edition named first among `words`, or "", and the other words.

        A first word is taken as an edition only if there is one of that id, no file is called so, and at
        least `least` words remain.
        """
        if len(words) > least and not self.place and not Path(words[0]).exists():
            known = {edition.id for edition in self.services.store.editions()}
            if words[0] in known:
                return words[0], list(words[1:])
        return "", list(words)


def saved_language(data: DataFolder) -> str:
    """Return the language chosen in the window, or ""."""
    try:
        settings = json.loads(data.settings.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""
    language = settings.get("language") if isinstance(settings, dict) else None
    return language if isinstance(language, str) else ""
