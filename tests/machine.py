"""Computers of several people: each has a data folder of its own and the program as a process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FJORDBY = Path(__file__).parent / "data" / "fjordby"


@dataclass(frozen=True)
class Called:
    """What one call of the program came to."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one object on stdout; more or less than one fails."""
        return json.loads(self.out)


@dataclass(frozen=True)
class Machine:
    """One person's computer: a data folder of its own, and the program as a process."""

    data: Path

    def call(self, *words: object, language: str = "en") -> Called:
        """Run `juryapp` with these words."""
        environ = {k: v for k, v in os.environ.items() if not k.startswith("JURYAPP_")}
        environ |= {"JURYAPP_DATA": str(self.data), "JURYAPP_LANGUAGE": language}
        command = [sys.executable, "-m", "juryapp", *(str(word) for word in words)]
        done = subprocess.run(
            command, capture_output=True, text=True, encoding="utf-8", env=environ, check=False
        )
        assert "Traceback" not in done.stderr + done.stdout
        return Called(done.returncode, done.stdout, done.stderr)

    def json(self, *words: object, code: int = 0) -> Any:
        """Run with `--json` and return the object; the exit code must be `code`."""
        called = self.call(*words, "--json")
        assert called.code == code, called.out + called.err
        return called.json
