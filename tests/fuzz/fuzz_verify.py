"""A coverage-guided search for bytes on which telling what a file is fails; see `dev.py fuzz`."""

from __future__ import annotations

from fuzz_running import run

if __name__ == "__main__":
    run("verify")
