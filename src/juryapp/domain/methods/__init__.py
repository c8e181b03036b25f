"""Methods: ways from ballots to an order of the nominees.

Each is a small frozen class with a name, a title and `order(ballots)`. To add one, write its module and name
it in `METHODS`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from juryapp.base.errors import RuleError
from juryapp.base.i18n import N_
from juryapp.domain.methods.adjusted import Adjusted, AdjustedShrunken
from juryapp.domain.methods.ballots import Ballots
from juryapp.domain.methods.head_to_head import Copeland, RankedPairs, Schulze
from juryapp.domain.methods.majority_judgment import MajorityJudgment
from juryapp.domain.methods.means import DropOne, Median, Sum, WeightedMean
from juryapp.domain.methods.method import Method, Ordering, Warned
from juryapp.domain.methods.places import Borda, Eurovision, MeanPlace
from juryapp.domain.methods.skating import Skating
from juryapp.domain.methods.votes import Approval, TransferableVote

UNKNOWN: Final = N_("There is no method “{method}”. Those there are: {methods}.")
_ALL: Final[tuple[Method, ...]] = (
    WeightedMean(),
    DropOne(),
    Median(),
    Sum(),
    MajorityJudgment(),
    Borda(),
    MeanPlace(),
    Eurovision(),
    Skating(),
    Copeland(),
    Schulze(),
    RankedPairs(),
    Adjusted(),
    AdjustedShrunken(),
    Approval(),
    TransferableVote(),
)
METHODS: Final[Mapping[str, Method]] = {method.name: method for method in _ALL}
"""Every method by its name."""


def method_named(name: str, *, seats: int = 1) -> Method:
    """Return a method; `seats` is how many a transferable vote elects.

    Raises:
        RuleError: There is none of that name (E-METHOD).
    """
    if name not in METHODS:
        raise RuleError(UNKNOWN, code="E-METHOD", method=name, methods=", ".join(METHODS))
    return TransferableVote(seats) if name == TransferableVote().name else METHODS[name]


__all__ = ["METHODS", "Ballots", "Method", "Ordering", "Warned", "method_named"]
