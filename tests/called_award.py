"""The small award, closed, to be worked with on the command line, in this process."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from juryapp.base.i18n import use_language
from juryapp.cli.main import main
from prepared_award import award_at


@dataclass(frozen=True)
class CalledAward:
    """The data folders of the secretariat and the jurors, and the files that travel."""

    folder: Path
    packages: Mapping[str, Path]  # by the jurors' first names, in small letters
    scores: Mapping[str, Path]
    capsys: pytest.CaptureFixture[str]

    def told(self, *words: object, who: str = "secretariat", code: int = 0) -> str:
        """Run a command on somebody's data and return what it prints; `code` is its exit code."""
        done = main([*(str(word) for word in words), "--data", str(self.folder / who)])
        printed = self.capsys.readouterr()
        assert done == code, printed.out + printed.err
        return printed.out + printed.err

    def call(self, *words: object, who: str = "secretariat", code: int = 0) -> Any:
        """Run a command with `--json` and return its one object."""
        told = self.told(*words, "--json", who=who, code=code)
        assert told.count("\n") == 1
        return json.loads(told)


@contextmanager
def called_award(stage: str, capsys: pytest.CaptureFixture[str]) -> Iterator[CalledAward]:
    """Give the award as it stands at a stage of `prepared_award`; English is spoken."""
    with award_at(stage) as award:
        award.session.close()
        packages = {p.juror.name.split()[0].lower(): p.path for p in award.written}
        capsys.readouterr()
        use_language("en")
        try:
            yield CalledAward(award.folder, packages, award.scores, capsys)
        finally:
            use_language("en")
