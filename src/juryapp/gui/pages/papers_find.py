"""Going from one place to the next where words stand, through all the papers of a nominee."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from juryapp.application.desk.finding import find


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper as words are found in it: its parts (nominations, pages), as far as they were read."""

    key: str
    parts: Sequence[str]
    finished: bool = True


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where the words stand: in which paper, which part of it, and the how manieth there, from 0."""

    key: str
    part: int
    place: int


@dataclass(slots=True)
class _Found:
    parts: int = 0
    hits: list[Hit] = field(default_factory=list)


class PapersFinder:
    """Knows where the words stand that are looked for.

    Args:
        papers: Gives the papers in the order in which they are read, as far as they were read.
    """

    def __init__(self, papers: Callable[[], Sequence[Paper]]) -> None:
        self._papers = papers
        self._found: dict[str, _Found] = {}
        self.words = ""
        self.current: Hit | None = None
        self.hits: list[Hit] = []
        self.reading = False

    def look_for(self, words: str, here: str) -> None:
        """Look for other words; the first place in the paper `here`, or the first of all, is the current."""
        if words != self.words:
            self._found.clear()
        self.words, self.current = words, None
        self.look_again(here)

    def forget(self) -> None:
        """Know nothing of the papers any more: they are others now."""
        self._found.clear()
        self.current, self.hits = None, []

    def look_again(self, here: str) -> None:
        """Look in what was read since; the current place stays."""
        papers = self._papers() if self.words else ()
        self.reading = any(not paper.finished for paper in papers)
        self.hits = [hit for paper in papers for hit in self._in(paper)]
        if self.current not in self.hits:
            first = self.hits[0] if self.hits else None
            self.current = next((hit for hit in self.hits if hit.key == here), first)

    def _in(self, paper: Paper) -> list[Hit]:
        found = self._found.setdefault(paper.key, _Found())
        for part in range(found.parts, len(paper.parts)):
            count = len(find(self.words, paper.parts[part]))
            found.hits += [Hit(paper.key, part, place) for place in range(count)]
        found.parts = len(paper.parts)
        return found.hits

    def step(self, by: int) -> None:
        """Make the next place (1) or the one before (-1) the current one, going round."""
        if self.hits:
            here = self.hits.index(self.current) if self.current in self.hits else -1
            self.current = self.hits[(here + by) % len(self.hits)]

    def place(self) -> int:
        """Return the how manieth of all is the current one, from 0."""
        return self.hits.index(self.current) if self.current in self.hits else 0
