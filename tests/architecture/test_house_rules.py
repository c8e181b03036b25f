"""Rules of the house that no tool checks: names, texts, sizes, what is caught, what is loaded."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
SOURCE: Final = ROOT / "src" / "juryapp"
SOURCES: Final = sorted(SOURCE.rglob("*.py"))
TESTS: Final = sorted((ROOT / "tests").rglob("*.py"))
MARKS: Final = {"_", "N_", "ngettext", "pgettext"}
EMPTY_NAMES: Final = {"utils", "util", "common", "helpers", "helper", "core", "misc", "tools"}
LONGEST_FILE: Final = 500  # lines
LONGEST_FUNCTION: Final = 40  # lines, without its docstring

# The only places that catch everything and do not raise it again: a job in the background, whose error the
# window shows; the last line of defence of the command line, which tells of a bug; and the asking of a
# desktop's key ring, of which nobody knows what it raises, and without which the program does as well.
CATCHES_EVERYTHING: Final = {"gui/jobs.py", "cli/main.py", "exchange/key_guard.py"}


@cache
def tree(path: Path) -> ast.Module:
    """Return the parsed module."""
    return ast.parse(path.read_text(encoding="utf-8"))


def name(path: Path) -> str:
    """Return a module's path within the package, with slashes everywhere."""
    return path.relative_to(SOURCE).as_posix()


def test_no_module_has_a_name_that_says_nothing() -> None:
    parts = {part for path in SOURCES for part in path.relative_to(SOURCE).with_suffix("").parts}

    assert not parts & EMPTY_NAMES


def made_at_run_time(path: Path) -> Iterator[int]:
    """Yield the lines where a marked text is put together, so that the extraction cannot see it."""
    for node in ast.walk(tree(path)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name | ast.Attribute):
            continue
        called = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
        if called in MARKS and any(map(put_together, node.args)):
            yield node.lineno


def put_together(argument: ast.expr) -> bool:
    """Return whether a text is an f-string, joined with + or %, or already filled in."""
    if isinstance(argument, ast.Call):
        return isinstance(argument.func, ast.Attribute) and argument.func.attr == "format"
    if isinstance(argument, ast.BinOp):
        return any(
            isinstance(side, ast.Constant | ast.JoinedStr)
            and not isinstance(getattr(side, "value", ""), int)
            for side in (argument.left, argument.right)
        )
    return isinstance(argument, ast.JoinedStr)


def test_texts_for_people_stand_whole_in_the_source() -> None:
    found = [f"{name(path)}:{line}" for path in SOURCES for line in made_at_run_time(path)]

    assert found == []


@pytest.mark.parametrize(
    "call", ['_(f"{n} marks")', '_("marks: " + n)', '_("%d marks" % n)', '_("{n}".format(n=n))']
)
def test_a_text_put_together_at_run_time_would_be_found(call: str, tmp_path: Path) -> None:
    path = tmp_path / "offence.py"
    path.write_text(f"n = 1\n{call}\n", encoding="utf-8")

    assert list(made_at_run_time(path)) == [2]


def test_no_file_is_longer_than_a_person_reads() -> None:
    lines = {
        path: len(path.read_text(encoding="utf-8").splitlines()) for path in [*SOURCES, *TESTS]
    }

    long = {path.relative_to(ROOT).as_posix() for path, n in lines.items() if n > LONGEST_FILE}
    assert long == set()


def own_length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return the lines of a function after its head and docstring."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_no_function_is_longer_than_a_screen() -> None:
    long = {
        f"{name(path)}:{node.name}"
        for path in SOURCES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and own_length(node) > LONGEST_FUNCTION
    }

    assert long == set()


def swallows_everything(path: Path) -> bool:
    """Return whether some handler catches Exception or all there is, and does not raise it again."""
    raising = {
        node.name
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef)
        and ast.unparse(node.returns or node).endswith("NoReturn")
    }
    return any(
        catches_everything(node.type) and not ends_in_raise(node, raising)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler)
    )


def catches_everything(kind: ast.expr | None) -> bool:
    """Return whether `except kind` catches bugs too."""
    names = {part.id for part in ast.walk(kind) if isinstance(part, ast.Name)} if kind else set()
    return kind is None or bool(names & {"Exception", "BaseException"})


def ends_in_raise(handler: ast.ExceptHandler, raising: set[str]) -> bool:
    """Return whether a handler cleans up and lets the error go on, itself or by a function that raises."""
    last = handler.body[-1]
    if isinstance(last, ast.Raise):
        return last.exc is None
    return (
        isinstance(last, ast.Expr)
        and isinstance(last.value, ast.Call)
        and isinstance(last.value.func, ast.Name)
        and last.value.func.id in raising
    )


def test_everything_is_caught_at_a_few_known_places_only() -> None:
    found = {name(path) for path in SOURCES if swallows_everything(path)}

    assert found <= CATCHES_EVERYTHING


@pytest.mark.parametrize(
    ("handler", "found"),
    [
        ("except: pass", True),
        ("except Exception: pass", True),
        ("except (OSError, BaseException) as e: print(e)", True),
        ("except Exception:\n    print()\n    raise", False),
        ("except OSError: pass", False),
    ],
)
def test_catching_everything_would_be_found(handler: str, found: bool, tmp_path: Path) -> None:
    path = tmp_path / "offence.py"
    path.write_text(f"try:\n    print()\n{handler}\n", encoding="utf-8")

    assert swallows_everything(path) is found


def loaded_after(*imports: str) -> set[str]:
    """Return the packages that a fresh Python has loaded after importing these modules."""
    code = (
        "import sys, importlib\n"
        f"for name in {imports!r}: importlib.import_module(name)\n"
        "print(*{name.partition('.')[0] for name in sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def modules_of(package: str) -> tuple[str, ...]:
    """Return the names of all modules of a package of ours."""
    paths = sorted((SOURCE / package).rglob("*.py"))
    parts = [path.relative_to(SOURCE.parent).with_suffix("").parts for path in paths]
    return tuple(".".join(part).removesuffix(".__init__") for part in parts)


def test_the_command_line_loads_no_qt() -> None:
    loaded = loaded_after(*modules_of("cli"))

    assert "juryapp" in loaded
    assert not loaded & {"PySide6", "shiboken6"}


def test_no_adapter_is_loaded_before_it_is_needed() -> None:
    heavy = {"sqlalchemy", "alembic", "reportlab", "openpyxl", "cryptography", "babel", "numpy"}

    assert not loaded_after("juryapp.bootstrap", *modules_of("cli")) & heavy
