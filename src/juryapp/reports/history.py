"""The annex on what changed on the way: the round that was opened again, the jurors who left."""

from __future__ import annotations

from juryapp.base.i18n import N_
from juryapp.domain.protocol import DepartureLine, ProtocolContent, ReopeningLine
from juryapp.reports.blocks import Block, Heading, Item, Items
from juryapp.reports.words import Words


def history(content: ProtocolContent, words: Words) -> list[Block]:
    """Return reopenings and departures; nothing if there were none."""
    items = [_reopened(line, words) for line in content.reopenings]
    items += [_departed(line, words) for line in content.departures]
    if not items:
        return []
    return [Heading(2, words(N_("Changes on the way"))), Items(tuple(items))]


def _reopened(line: ReopeningLine, words: Words) -> Item:
    lead = words(N_("The round was opened again on {at}."), at=words.moment(line.at))
    return Item(lead, ((words(N_("Reason")), line.reason),))


def _departed(line: DepartureLine, words: Words) -> Item:
    sentence = N_("{juror} left the jury on {at}. The marks given until then count.")
    if not line.marks_count:
        sentence = N_("{juror} left the jury on {at}. The marks given until then do not count.")
    if not line.left:
        sentence = N_("{juror} came back to the jury on {at}.")
    details = (
        (words(N_("Takes the seat")), line.deputy),
        (words(N_("Reason")), line.reason),
    )
    lead = words(sentence, juror=line.juror, at=words.moment(line.at))
    return Item(lead, tuple((label, text) for label, text in details if text.strip()))
