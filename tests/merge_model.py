"""What the merge should come to, in a few lines: files, which of them count, and the highest revision.

The model knows nothing of views that grow, of SQL or of previews. It keeps every file that was taken in and
asks anew, each time, what stands.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from juryapp.domain.statements import Statement, StatementKind

AnyStatement = Statement[Any, Any]
Standing = tuple[dict[Any, Any], dict[Any, frozenset[Any]]]


@dataclass(frozen=True)
class SentFile:
    """A score file on its way."""

    name: str
    sha256: str
    juror: str
    complete: bool
    said: frozenset[tuple[StatementKind, AnyStatement]]


@dataclass(frozen=True)
class Decided:
    """The chair's decision between contents that stood then."""

    key: Any
    rev: int
    content: Any
    rivals: frozenset[Any]


@dataclass
class Laptop:
    """What one machine of a juror holds: the newest it said about each key."""

    juror: str
    name: str
    said: dict[tuple[StatementKind, Any], AnyStatement] = field(default_factory=dict)
    seq: int = 0
    saved: tuple[dict[tuple[StatementKind, Any], AnyStatement], int] = ((), 0)  # type: ignore[assignment]

    def say(self, kind: StatementKind, key: Any, content: Any) -> None:
        """Say something; the revision is one above the highest that this machine knows."""
        known = self.said.get((kind, key))
        if known is None or known.content != content:
            self.said[kind, key] = Statement(key, known.rev + 1 if known else 1, content)

    def back_up(self) -> None:
        """Remember how things are."""
        self.saved = (dict(self.said), self.seq)

    def restore(self) -> None:
        """Go back to how things were."""
        said, self.seq = self.saved
        self.said = dict(said)


@dataclass
class Model:
    """The secretariat's side."""

    taken: dict[str, SentFile] = field(default_factory=dict)
    held: dict[str, SentFile] = field(default_factory=dict)
    out: set[str] = field(default_factory=set)
    let_count: set[str] = field(default_factory=set)
    decided: dict[StatementKind, list[Decided]] = field(
        default_factory=lambda: {kind: [] for kind in StatementKind}
    )
    closed: bool = False

    def take(self, file: SentFile) -> None:
        """Take a file in, or lay it aside."""
        if not self.closed:
            self.taken[file.sha256] = file
            self.out.discard(file.sha256)
            self.held.pop(file.sha256, None)
        elif file.sha256 not in self.taken:
            self.held[file.sha256] = file

    def counting(self, kind: StatementKind) -> list[SentFile]:
        """Return the files whose statements of a kind count."""
        files = [file for digest, file in self.taken.items() if digest not in self.out]
        if kind is StatementKind.DECLARATION:
            return files
        whole = {f.juror for f in files if f.complete or f.sha256 in self.let_count}
        return [
            file
            for file in files
            if file.complete or file.sha256 in self.let_count or file.juror not in whole
        ]

    def standing(self, kind: StatementKind) -> Standing:
        """Return what stands, and what contradicts itself, by key."""
        said: defaultdict[Any, set[AnyStatement]] = defaultdict(set)
        for file in self.counting(kind):
            for what, statement in file.said:
                if what is kind:
                    said[statement.key].add(statement)
        stands, contradicts = {}, {}
        for key, statements in said.items():
            rev = max(statement.rev for statement in statements)
            contents = frozenset(s.content for s in statements if s.rev == rev)
            answers = [
                d.content
                for d in self.decided[kind]
                if (d.key, d.rev) == (key, rev) and contents <= d.rivals
            ]
            if len(contents) == 1:
                stands[key] = next(iter(contents))
            elif answers:
                stands[key] = answers[-1]
            else:
                contradicts[key] = contents
        return stands, contradicts

    def ever_said(self, kind: StatementKind) -> set[AnyStatement]:
        """Return all that any file has said."""
        return {s for f in self.taken.values() for what, s in f.said if what is kind}
