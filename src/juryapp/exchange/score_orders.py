"""Whether the places in a score file make an order: each given once in a category, none too far down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from juryapp.domain.answers import order_criterion
from juryapp.domain.criteria import Criterion
from juryapp.domain.ids import CategoryId
from juryapp.domain.nominees import Nominee
from juryapp.domain.statements import Answer
from juryapp.exchange import refusals
from juryapp.exchange.score_documents import MarkDocument, Score


def check_orders(score: Score, criteria: Sequence[Criterion], nominees: Sequence[Nominee]) -> None:
    """Raise FileFormatError (E-PLACE-TWICE, E-RANGE), naming the row, unless all places make an order.

    A nominee that was withdrawn, or for whom the juror stands down, may keep a place that another has by
    now: it is in no order.
    """
    asked = order_criterion(criteria)
    if asked is None:
        return
    listed: dict[str, Nominee] = {nominee.id: nominee for nominee in nominees}
    size = Counter(nominee.category for nominee in nominees)
    aside = _aside(score)
    taken: dict[tuple[CategoryId, int], str] = {}
    for row, said in _newest(score, asked.id):
        nominee = listed.get(said.nominee)
        if nominee is None or said.points is None:
            continue
        if said.points > size[nominee.category]:
            raise refusals.ROW_BEYOND.error(
                row=row, nominee=nominee.name, place=said.points, most=size[nominee.category]
            )
        if nominee.withdrawn or said.nominee in aside:
            continue
        other = taken.setdefault((nominee.category, said.points), nominee.name)
        if other != nominee.name:
            raise refusals.ROW_PLACE.error(
                row=row, nominee=nominee.name, place=said.points, other=other
            )


def _newest(score: Score, criterion: str) -> list[tuple[int, MarkDocument]]:
    """Return what stands of each nominee on `criterion`, with its row."""
    newest: dict[str, tuple[int, MarkDocument]] = {}
    for row, said in enumerate(score.marks, 1):
        known = newest.get(said.nominee)
        if said.criterion == criterion and (known is None or known[1].rev < said.rev):
            newest[said.nominee] = row, said
    return sorted(newest.values(), key=lambda found: found[0])


def _aside(score: Score) -> set[str]:
    """Return the nominees for whom the juror stands down, by the newest answer."""
    newest: dict[str, tuple[int, str]] = {}
    for said in score.declarations:
        if newest.get(said.nominee, (0, ""))[0] < said.rev:
            newest[said.nominee] = said.rev, said.answer
    return {n for n, (_rev, answer) in newest.items() if answer == Answer.RECUSED.value}
