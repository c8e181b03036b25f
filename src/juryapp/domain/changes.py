"""What a use case changed, so that the pages that care can refresh."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Topic(StrEnum):
    """A part of an edition that pages show."""

    EDITION = "edition"
    SETUP = "setup"  # categories, criteria, rules
    NOMINEES = "nominees"
    JURORS = "jurors"
    ROUND = "round"
    PACKAGES = "packages"
    MARKS = "marks"
    DECLARATIONS = "declarations"
    NOTES = "notes"
    FILES = "files"
    DECISIONS = "decisions"
    PROTOCOL = "protocol"


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """The topics that a use case touched; empty if it changed nothing."""

    topics: frozenset[Topic] = frozenset()

    @classmethod
    def of(cls, *topics: Topic) -> ChangeSet:
        """Return a change of these topics."""
        return cls(frozenset(topics))

    def __or__(self, other: ChangeSet) -> ChangeSet:
        """Return both changes as one."""
        return ChangeSet(self.topics | other.topics)

    def __bool__(self) -> bool:
        """Whether anything changed."""
        return bool(self.topics)

    def touches(self, *topics: Topic) -> bool:
        """Return whether any of `topics` changed."""
        return not self.topics.isdisjoint(topics)
