"""Each import contract bites: an offence added to a copy of the source breaks just that one."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
RUN: Final = "from importlinter.cli import lint_imports_command as run; run()"
CONTRACTS: Final = {
    contract["name"]: contract["id"]
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
        "importlinter"
    ]["contracts"]
}
VERDICT: Final = re.compile(
    rf"^({'|'.join(map(re.escape, CONTRACTS))}) (KEPT|BROKEN)", re.MULTILINE
)

OFFENCES: Final = [
    ("layers", "base", "import juryapp.domain"),
    ("layers", "domain", "import juryapp.application"),
    ("layers", "application", "import juryapp.storage"),
    ("layers", "application", "def later() -> None:\n    import juryapp.intake"),
    ("layers", "exchange", "from juryapp import storage"),
    ("layers", "reports", "import juryapp.bootstrap"),
    ("layers", "", "x = 1"),  # a module at the top that no layer names
    ("qt", "reports", "import PySide6.QtCore"),
    ("qt", "cli", "import juryapp.gui.offence"),  # by way of another module
    ("sql", "exchange", "import sqlite3"),
    ("sql", "application", "from sqlalchemy import select"),
    ("paper", "gui", "from reportlab.pdfgen import canvas"),
    ("crypto", "storage", "import cryptography"),
    ("crypto", "storage", "import msgspec"),
    ("sheets", "reports", "import openpyxl"),
    ("pure", "domain", "import random"),
    ("pure", "domain", "from pathlib import Path"),
    ("pure", "domain", "import juryapp.base.files"),
]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the source that may be spoilt."""
    folder = tmp_path_factory.mktemp("copy")
    shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


@pytest.fixture
def spoilt(copy: Path) -> Iterator[Path]:
    """The copy's package; files called offence.py are taken away again."""
    package = copy / "src" / "juryapp"
    yield package
    for offence in package.rglob("offence.py"):
        offence.unlink()


def broken(folder: Path) -> set[str]:
    """Return the ids of the contracts that the source in `folder` breaks."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, "--no-logo", "--cache-dir", str(folder / "cache")],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder / "src"), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    verdicts = dict(VERDICT.findall(done.stdout))
    assert verdicts.keys() == CONTRACTS.keys(), done.stdout + done.stderr
    return {CONTRACTS[name] for name, verdict in verdicts.items() if verdict == "BROKEN"}


def test_the_source_keeps_every_contract(copy: Path) -> None:
    assert broken(copy) == set()


@pytest.mark.parametrize(("contract", "package", "offence"), OFFENCES)
def test_an_offence_breaks_its_contract_and_no_other(
    contract: str, package: str, offence: str, spoilt: Path
) -> None:
    (spoilt / package / "offence.py").write_text(
        f'"""An offence."""\n\n{offence}\n', encoding="utf-8"
    )
    if offence == "import juryapp.gui.offence":
        (spoilt / "gui" / "offence.py").write_text("import PySide6.QtCore\n", encoding="utf-8")

    assert broken(spoilt.parents[1]) == {contract}


def test_every_contract_has_an_offence() -> None:
    assert {contract for contract, _, _ in OFFENCES} == set(CONTRACTS.values())
