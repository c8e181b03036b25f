"""What is to be assigned, and what comes out: an assignment, or who stands in the way of one."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from juryapp.base.errors import RuleError
from juryapp.base.i18n import N_
from juryapp.domain.ids import JurorId, NomineeId

Pair = tuple[NomineeId, JurorId]
CHANCE: Final = 1 << 16  # chance decides only among assignments that cost the same
MOST_COST: Final = 1000

FIXED_FORBIDDEN = N_("“{nominee}” is both kept with “{juror}” and not allowed there.")
FIXED_MANY = N_("“{nominee}” is kept with more jurors than are to read it.")
NO_SENSE = N_("Each nominee must be read by at least one juror, and by no more than there are.")
BAD_COST = N_("A cost must be a whole number from 0 to {most}.")
BAD_LOADS = N_("The least and the greatest number of nominees for a juror do not go together.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Exactly `each` different jurors for every nominee, at the least total cost.

    `least` and `most` bound how many nominees a juror gets; without them, loads differ by one at most.
    """

    nominees: tuple[NomineeId, ...]
    jurors: tuple[JurorId, ...]
    each: int
    forbidden: frozenset[Pair] = frozenset()  # recused, same region or organisation
    fixed: frozenset[Pair] = frozenset()  # as they were: kept when others are assigned anew
    least: int | None = None
    most: int | None = None
    costs: Mapping[Pair, int] = field(default_factory=dict)  # 0 where nothing is said
    seed: str = ""  # stands in the protocol: with it anybody can repeat the assignment

    @property
    def bounds(self) -> tuple[int, int]:
        """The least and the greatest number of nominees for a juror."""
        places, jurors = len(self.nominees) * self.each, max(1, len(self.jurors))
        least = places // jurors if self.least is None else self.least
        most = -(-places // jurors) if self.most is None else self.most
        return least, most

    def check(self) -> None:
        """Raise RuleError (E-ASSIGN) unless the task makes sense in itself."""
        if not 1 <= self.each <= len(self.jurors) or not self.nominees:
            raise RuleError(NO_SENSE, code="E-ASSIGN")
        least, most = self.bounds
        if not 0 <= least <= most:
            raise RuleError(BAD_LOADS, code="E-ASSIGN")
        if any(not 0 <= cost <= MOST_COST for cost in self.costs.values()):
            raise RuleError(BAD_COST, code="E-ASSIGN", most=MOST_COST)
        for nominee, juror in sorted(self.fixed & self.forbidden):
            raise RuleError(FIXED_FORBIDDEN, code="E-ASSIGN", nominee=nominee, juror=juror)
        kept = Counter(nominee for nominee, _juror in self.fixed)
        for nominee in sorted(kept):
            if kept[nominee] > self.each:
                raise RuleError(FIXED_MANY, code="E-ASSIGN", nominee=nominee)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Who reads what."""

    readers: Mapping[NomineeId, tuple[JurorId, ...]]  # in the order of the task's jurors
    cost: int  # without what chance added
    groups: int  # 1: every two nominees are connected by a chain of common readers

    @property
    def loads(self) -> Mapping[JurorId, int]:
        """How many nominees each juror reads; who reads none is absent."""
        return Counter(juror for readers in self.readers.values() for juror in readers)

    @property
    def is_connected(self) -> bool:
        """Whether strictness can be told from quality: no part of the award is judged quite apart."""
        return self.groups == 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """There is no such assignment, and these are why.

    With `jurors` alone, they cannot be given as many nominees as they must have. With both, the nominees
    need these jurors, and these have no room left. With `nominees` alone, they have too few jurors left.
    """

    nominees: tuple[NomineeId, ...] = ()
    jurors: tuple[JurorId, ...] = ()


def chance(seed: str, nominee: NomineeId, juror: JurorId) -> int:
    """Return a number below `CHANCE` that nobody can steer and anybody can repeat."""
    digest = hashlib.sha256(f"{seed}\n{nominee}\n{juror}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % CHANCE


def short_of_jurors(task: Task) -> tuple[NomineeId, ...]:
    """Return the nominees that fewer jurors may read than are to."""
    barred = Counter(nominee for nominee, _juror in _known(task, task.forbidden))
    room = len(task.jurors) - task.each
    return tuple(nominee for nominee in task.nominees if barred[nominee] > room)


def short_of_nominees(task: Task) -> tuple[JurorId, ...]:
    """Return the jurors who may read fewer nominees than they must."""
    barred = Counter(juror for _nominee, juror in _known(task, task.forbidden))
    room = len(task.nominees) - task.bounds[0]
    return tuple(juror for juror in task.jurors if barred[juror] > room)


def _known(task: Task, pairs: Iterable[Pair]) -> Sequence[Pair]:
    nominees, jurors = set(task.nominees), set(task.jurors)
    return [pair for pair in pairs if pair[0] in nominees and pair[1] in jurors]
