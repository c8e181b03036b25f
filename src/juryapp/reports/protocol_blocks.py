"""The protocol put together: its sections in order, numbered, the annexes with letters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from juryapp.base.i18n import N_
from juryapp.domain.protocol import ProtocolContent
from juryapp.reports import annexes, categories, closing, history, opening
from juryapp.reports.blocks import Block, Heading, NewPage
from juryapp.reports.words import Words


def protocol_blocks(content: ProtocolContent, words: Words) -> list[Block]:
    """Return the whole protocol in the language of `words`."""
    main = [
        opening.brief(content, words),
        opening.meeting(content, words),
        opening.jury(content, words),
        opening.impartiality(content, words),
        opening.criteria(content, words),
        *(categories.category(part, content, words) for part in content.categories),
        closing.open_questions(content, words),
        closing.approval(content, words),
    ]
    marks = annexes.marks_per_juror(content, words)
    after = [
        annexes.method(content, words),
        annexes.score_files(content, words),
        annexes.settlements(content, words),
        history.history(content, words),
        annexes.log(content, words),
    ]
    after[0] = [NewPage(), *after[0]] if marks else after[0]
    start = [] if marks else [NewPage()]
    numbers = (str(n) for n in range(1, len(main) + 1))
    letters = (words(N_("Annex {letter}"), letter=chr(ord("A") + n)) for n in range(len(after) + 1))
    return [
        *opening.title(content, words),
        *_numbered(main, numbers),
        *start,
        *_numbered([marks, *after], letters),
    ]


def _numbered(sections: Sequence[list[Block]], numbers: Iterable[str]) -> list[Block]:
    """Number the first heading of each section that has anything to say."""
    waiting = iter(numbers)
    blocks: list[Block] = []
    for section in filter(None, sections):
        number = next(waiting)
        blocks += [_with_number(block, number) for block in section]
    return blocks


def _with_number(block: Block, number: str) -> Block:
    if isinstance(block, Heading) and block.level == 2:
        return replace(block, number=number)
    return block
