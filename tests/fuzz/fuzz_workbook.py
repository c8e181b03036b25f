"""A coverage-guided search for bytes on which the reader of Excel ballots fails; see `dev.py fuzz`."""

from __future__ import annotations

from fuzz_running import run

if __name__ == "__main__":
    run("workbook")
