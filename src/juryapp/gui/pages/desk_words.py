"""What stands around the juror's page: the keys that work at each place, and the help."""

from __future__ import annotations

from collections.abc import Sequence

from juryapp.base.i18n import _
from juryapp.domain.criteria import CriterionKind
from juryapp.gui.controllers.desk_state import Place
from juryapp.gui.widgets import KeyHint


def key_hints(
    place: Place, *, locked: bool, kind: CriterionKind = CriterionKind.POINTS
) -> Sequence[KeyHint]:
    """Return the keys that work at a place; `kind` is what the places are made of."""
    if place is Place.IMPARTIALITY:
        return [
            KeyHint(("↑", "↓"), _("candidate")),
            KeyHint(("1",), _("nothing to report")),
            KeyHint(("2",), _("the panel should know")),
            KeyHint(("3",), _("in doubt")),
            KeyHint(("Tab",), _("to the facts")),
            KeyHint(("Ctrl", "F"), _("find")),
            KeyHint(("Ctrl", "↵"), _("looked through all")),
        ]
    if place is not Place.SHEET:
        return []
    going = [
        KeyHint(("Ctrl", "←"), _("previous candidate")),
        KeyHint(("Ctrl", "→"), _("the one after")),
        KeyHint((_("Space"),), _("read on")),
        KeyHint(("Ctrl", "M"), _("flag")),
    ]
    if locked:
        return going
    return [
        *_answering(kind),
        KeyHint((_("Space"),), _("read on")),
        KeyHint(("Ctrl", "↵"), _("next candidate")),
        KeyHint(("Ctrl", "Z"), _("undo")),
        KeyHint(("Ctrl", "M"), _("flag")),
        *([] if kind is CriterionKind.TEXT else [KeyHint(("Delete",), _("clear"))]),
    ]


def giving(kind: CriterionKind) -> list[KeyHint]:
    """Return the keys that answer where many candidates or two are seen: yes, a level, or a mark."""
    skip, adjust = KeyHint(("N",), _("not assessed")), KeyHint(("←", "→"), _("adjust"))
    match kind:
        case CriterionKind.YES_NO:
            return [KeyHint(("1",), _("yes")), KeyHint(("0",), _("no")), skip]
        case CriterionKind.RECOMMENDATION:
            return [KeyHint(("1", "–", "9"), _("level")), skip, adjust]
        case CriterionKind.POINTS:
            return [KeyHint(("0", "–", "9"), _("mark")), skip, adjust]
        case _:
            return []


def _answering(kind: CriterionKind) -> list[KeyHint]:
    """Return the keys with which an answer is given."""
    skip, criterion = KeyHint(("N",), _("not assessed")), KeyHint(("↑", "↓"), _("criterion"))
    adjust = KeyHint(("←", "→"), _("adjust"))
    match kind:
        case CriterionKind.ORDER:
            move = KeyHint(("Alt", "↑", "↓"), _("move"))
            place, go = KeyHint(("1", "–", "9"), _("place")), KeyHint(("↑", "↓"), _("candidate"))
            return [place, move, skip, go, KeyHint(("↵",), _("papers"))]
        case CriterionKind.YES_NO:
            return [KeyHint(("1",), _("yes")), KeyHint(("0",), _("no")), skip, criterion]
        case CriterionKind.RECOMMENDATION:
            return [KeyHint(("1", "–", "9"), _("level")), skip, criterion, adjust]
        case CriterionKind.TEXT:
            return [KeyHint(("Tab",), _("to the next field"))]
        case _:
            mark, ten = KeyHint(("0", "–", "9"), _("mark")), KeyHint(("1", "0"), _("ten"))
            return [mark, ten, skip, criterion, adjust]


def _how_to_answer(kind: CriterionKind) -> str:
    match kind:
        case CriterionKind.ORDER:
            return _(
                "Put the candidates of each category into your order, the best first: drag them, move them"
                " with Alt and the arrows, or type the place."
            )
        case CriterionKind.YES_NO:
            return _("Answer yes or no for each candidate: press 1 or 0, or click.")
        case CriterionKind.RECOMMENDATION:
            return _("Choose a level for each candidate: press its number, or click.")
        case CriterionKind.TEXT:
            return _("Write what you think of each candidate.")
        case _:
            return _("Give a mark for each criterion: type it, or click a cell.")


def help_text(place: Place, *, practises: bool, kind: CriterionKind = CriterionKind.POINTS) -> str:
    """Return the help for a place, "" where there is none of its own."""
    practice = _(
        "Try the desk with the invented candidate: type a mark for each criterion, undo, say “not"
        " assessed”, write a comment. Then hand in: the file shows the secretariat your answers and that"
        " your machine works. The practice marks count nowhere."
    )
    saved = _(
        "Everything is saved at once on this machine. When all candidates are finished, hand in:"
        " juryapp makes a file that you send to the secretariat."
    )
    marking = f"{_how_to_answer(kind)} {saved}"
    texts = {
        Place.NEWS: _(
            "The secretariat sent a newer package. Everything you have said is kept; here you see what is"
            " new. Candidates that are new or changed stay marked in the list until you look at them."
        ),
        Place.IMPARTIALITY: _(
            "Answer for each candidate whether you have a connection. What you report goes to the panel,"
            " which decides without you. You can change an answer until you hand in."
        ),
        Place.SHEET: practice if practises else marking,
        Place.HAND_IN: _(
            "Make the score file, then send it to the secretariat, for example by e-mail. Only they can"
            " open it. If you want to change something afterwards, open your sheet again and make a new"
            " file."
        ),
    }
    return texts.get(place, "")


def help_in_words(place: Place) -> str:
    """Return what one of the other views is for where the answers are no marks."""
    if place is Place.ACROSS:
        return _(
            "All candidates on one criterion, so that you judge everyone alike. Answers are saved at once, as"
            " on the sheet. Rows stay in place while you answer; sort and filter them as you like."
        )
    if place is Place.ORDER:
        return _(
            "The order that your own answers give, in each category. What you try is kept nowhere and gone"
            " when the desk is closed, and no answer changes by itself."
        )
    return _(
        "Two candidates side by side: papers above, answers below, and how they differ. Answers can be"
        " changed here too where they are not places or comments."
    )
