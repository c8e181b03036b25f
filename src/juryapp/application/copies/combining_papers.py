"""Combining two copies: what was typed in from papers, and the words of the second persons."""

from __future__ import annotations

from dataclasses import replace

from juryapp.application.copies.combining_state import Combining
from juryapp.application.log.bodies import judgement, paper_judged, paper_typed


def unite_papers(work: Combining) -> None:
    """Add the typed papers that are new here, with numbers that follow ours, and the words on them.

    What is half typed stays with the copy in which it is typed.
    """
    ballots, verdicts = work.ours.paper_ballots, work.ours.paper_verdicts
    known = {replace(ballot, n=0): ballot for ballot in work.own.paper_ballots}
    here = {}  # our ballots by the other copy's numbers
    for theirs in work.other.paper_ballots:
        mine = known.get(replace(theirs, n=0))
        if mine is None:
            mine = replace(theirs, n=ballots.next_number())
            ballots.add(mine)
            work.told.append(("paper.typed", paper_typed(mine)))
            work.added["paper_ballots"] += 1
        here[theirs.n] = mine
    judged = {replace(verdict, n=0) for verdict in work.own.paper_verdicts}
    for verdict in work.other.paper_verdicts:
        ballot = here[verdict.ballot]
        if replace(verdict, n=0, ballot=ballot.n) not in judged:
            added = replace(verdict, n=verdicts.next_number(), ballot=ballot.n)
            verdicts.add(added)
            work.told.append((judgement(added), paper_judged(ballot, added)))
            work.added["paper_verdicts"] += 1
