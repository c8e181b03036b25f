"""The cheapest assignment, by successive shortest paths.

One nominee after another gets its jurors. Where those with room are not the best, jurors hand nominees on to
one another: a path from juror to juror, each step the nominee that is cheapest to hand on. As long as every
path is the shortest one, the assignment so far is the cheapest of its size.

Source: R. K. Ahuja, T. L. Magnanti, J. B. Orlin, "Network Flows" (1993), section 9.7 (successive shortest
paths). A path needs one table of jurors × jurors and not all nominees, so that 3 000 nominees and 100 jurors
take seconds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from juryapp.domain.assignment.task import CHANCE, Task, chance

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FAR: Final = 1 << 60  # no way there
_WANTED: Final = 1 << 55  # what it is worth that a juror below the least load gets one more


class Flow:
    """An assignment that grows by one place at a time and is always the cheapest of its size.

    Attributes:
        cost: nominees × jurors; `FAR` where a pair is forbidden or fixed.
        holds: nominees × jurors, whether the juror reads the nominee; fixed pairs are not in it.
        loads: How many nominees each juror has, with the fixed ones.
        needs: How many jurors each nominee still lacks.
    """

    def __init__(self, task: Task) -> None:
        import numpy as np  # noqa: PLC0415 - 0.1 s, and only who assigns needs it

        self._np = np
        self.least, self.most = task.bounds
        size, jurors = (len(task.nominees), len(task.jurors)), len(task.jurors)
        self.cost: NDArray[np.int64] = np.full(size, FAR, dtype=np.int64)
        self.holds: NDArray[np.bool_] = np.zeros(size, dtype=np.bool_)
        self.loads: NDArray[np.int64] = np.zeros(jurors, dtype=np.int64)
        self.needs: NDArray[np.int64] = np.full(size[0], task.each, dtype=np.int64)
        self._fill(task)
        # What it costs that one juror hands a nominee to another, and which nominee that is.
        self._step: NDArray[np.int64] = np.full((jurors, jurors), FAR, dtype=np.int64)
        self._which: NDArray[np.int64] = np.zeros((jurors, jurors), dtype=np.int64)

    def _fill(self, task: Task) -> None:
        weight = CHANCE * len(task.nominees) * task.each  # all chances together are less than this
        for row, nominee in enumerate(task.nominees):
            for column, juror in enumerate(task.jurors):
                pair = (nominee, juror)
                if pair in task.fixed:
                    self.loads[column] += 1
                    self.needs[row] -= 1
                elif pair not in task.forbidden:
                    dear = weight * task.costs.get(pair, 0)
                    self.cost[row, column] = dear + chance(task.seed, nominee, juror)

    def give(self, nominee: int) -> NDArray[np.bool_] | None:
        """Give a nominee one more juror, at the least cost for all.

        Returns:
            None if that was possible; else the jurors who are in the way, because none has room.
        """
        np = self._np
        far, before = self._distances(nominee)
        price = np.where(self.loads < self.least, -_WANTED, 0)
        price = np.where(self.loads < self.most, price, FAR)
        total = np.where((far < FAR) & (price < FAR), far + price, FAR)
        last = int(total.argmin())
        if total[last] >= FAR:
            return far < FAR
        self._hand_on(nominee, last, before)
        self.needs[nominee] -= 1
        self.loads[last] += 1
        return None

    def _distances(self, nominee: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the least cost of a path to each juror, and the juror before on it (-1: none)."""
        np = self._np
        far = np.where(self.holds[nominee], FAR, self.cost[nominee])
        before = np.full(len(far), -1, dtype=np.int64)
        while True:
            through = np.where(far[:, None] < FAR, far[:, None] + self._step, FAR)
            best = through.argmin(axis=0)
            reached = through[best, np.arange(len(far))]
            better = reached < far
            if not better.any():
                return far, before
            far = np.where(better, reached, far)
            before = np.where(better, best, before)

    def _hand_on(self, nominee: int, last: int, before: NDArray[np.int64]) -> None:
        """Let the nominees along the path to juror `last` go one juror further."""
        touched = {nominee}
        juror = last
        while (giver := int(before[juror])) >= 0:
            handed = int(self._which[giver, juror])
            self.holds[handed, giver] = False
            self.holds[handed, juror] = True
            touched.add(handed)
            juror = giver
        self.holds[nominee, juror] = True
        readers = self._np.flatnonzero(self.holds[sorted(touched)].any(axis=0))
        for row in {*readers.tolist(), *self._path(last, before)}:
            self._weigh(row)

    def _path(self, last: int, before: NDArray[np.int64]) -> list[int]:
        path = [last]
        while before[path[-1]] >= 0:
            path.append(int(before[path[-1]]))
        return path

    def _weigh(self, giver: int) -> None:
        """Work out anew what it costs that `giver` hands a nominee to each of the others."""
        np = self._np
        held = np.flatnonzero(self.holds[:, giver])
        if not len(held):
            self._step[giver] = FAR
            return
        there = self.holds[held] | (self.cost[held] >= FAR)
        change = np.where(there, FAR, self.cost[held] - self.cost[held, giver][:, None])
        best = change.argmin(axis=0)
        self._step[giver] = change[best, np.arange(change.shape[1])]
        self._which[giver] = held[best]

    def held_by(self, jurors: NDArray[np.bool_]) -> set[int]:
        """Return the nominees that any of these jurors reads, fixed pairs aside."""
        return set(self._np.flatnonzero(self.holds[:, jurors].any(axis=1)).tolist())

    def swap(self, nominee: int, other: int, juror: int, others: int) -> None:
        """Let two nominees change places: `nominee` goes from `juror` to `others`, `other` the other way."""
        self.holds[nominee, [juror, others]] = False, True
        self.holds[other, [others, juror]] = False, True
