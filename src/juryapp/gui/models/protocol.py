"""What to look at before the protocol is approved, and the digests of what is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from juryapp.application.protocol.board import ProtocolBoard
from juryapp.application.protocol.printing import (
    NO_DECISION,
    NO_JUSTIFICATION,
    NO_MEETING,
    NO_PRESENT,
    Advice,
)
from juryapp.base.i18n import LANGUAGE_NAMES, N_, _, ngettext, translated
from juryapp.base.instants import format_instant
from juryapp.domain.protocol import ProtocolRecord
from juryapp.gui.widgets import Tone

ROUND_OPEN = N_("The round is still open: score files are still taken in.")


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceRow:
    """Something to look at, and where it is mended.

    Attributes:
        text: A whole sentence.
        tone: "error" keeps the protocol from being approved, "warn" does not.
        link: What the link says, "" for none.
        page: Where it leads: a page, or "field" for a field of the meeting.
        argument: What the page is given, or the name of the field.
    """

    text: str
    tone: Tone
    link: str = ""
    page: str = ""
    argument: Any = None

    @property
    def icon(self) -> str:
        """The icon that goes with the tone."""
        return "error" if self.tone == "error" else "info"


def advice_rows(board: ProtocolBoard, warnings: Sequence[str] = ()) -> list[AdviceRow]:
    """Return what a careful chair would look at before approving, what hinders first."""
    rows = [*_hindrances(board)]
    if not board.is_closed and board.round is not None:
        to_results = _("To the results")
        rows.append(AdviceRow(text=_(ROUND_OPEN), tone="warn", link=to_results, page="results"))
    rows += [_advice_row(board, advice) for advice in board.advice]
    rows += [AdviceRow(text=sentence, tone="warn") for sentence in warnings]
    return sorted(rows, key=lambda found: found.tone != "error")


def _hindrances(board: ProtocolBoard) -> list[AdviceRow]:
    rows = []
    if board.open_questions:
        text = ngettext(
            "{n} question is open, so this can only be a draft.",
            "{n} questions are open, so this can only be a draft.",
            board.open_questions,
        ).format(n=board.open_questions)
        rows.append(AdviceRow(text=text, tone="error", link=_("To the results"), page="results"))
    error = board.hindrance
    if error is not None and error.code not in {"E-NOT-OFFICIAL", "E-NO-DECISION"}:
        argument = board.nominees.get(str(error.params.get("nominee", "")))
        rows.append(
            AdviceRow(
                text=translated(error),
                tone="error",
                link=_("To the decision"),
                page="decisions",
                argument=argument,
            )
        )
    return rows


def _advice_row(board: ProtocolBoard, advice: Advice) -> AdviceRow:
    text = _(advice.template).format(**advice.params)
    if advice.template == NO_DECISION:
        return AdviceRow(text=text, tone="error", link=_("To the decision"), page="decisions")
    if advice.template == NO_JUSTIFICATION:
        nominee = board.nominees.get(advice.params["nominee"])
        return AdviceRow(
            text=text,
            tone="warn",
            link=_("Write it"),
            page="decisions",
            argument=("justify", nominee) if nominee else None,
        )
    field = {NO_MEETING: "date", NO_PRESENT: "present"}.get(advice.template, "")
    link = _("Fill it in") if field else ""
    return AdviceRow(
        text=text, tone="warn", link=link, page="field" if field else "", argument=field
    )


def hex_groups(digest: str) -> str:
    """Return a digest as people compare it: groups of eight digits, four on a line."""
    groups = [digest[i : i + 8] for i in range(0, len(digest), 8)]
    return "\n".join(" ".join(groups[i : i + 4]) for i in range(0, len(groups), 4))


def short_digest(digest: str) -> str:
    """Return the beginning of a digest, as it stands at the foot of every page."""
    return f"{digest[:8]} {digest[8:16]} …"


def version_words(record: ProtocolRecord) -> tuple[str, str]:
    """Return which version it is, and in which language and when it was approved."""
    return (
        _("Version {n}").format(n=record.version),
        _("{language}, approved {when}").format(
            language=LANGUAGE_NAMES[record.language], when=format_instant(record.at)
        ),
    )
