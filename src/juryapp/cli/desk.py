"""`juryapp desk open|news|history|order|receipt|…`: what a juror does at the own computer beside marks."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from juryapp.application.desk.moving import move_out, take_move, use_again
from juryapp.application.desk.opening import open_desk
from juryapp.application.desk.receipts import (
    Match,
    ReceptionView,
    TakenReceipt,
    desk_for,
    reception,
    sentence,
    take_receipt,
)
from juryapp.application.desk.view import desk_juror
from juryapp.application.session import Session
from juryapp.base.errors import UsageError
from juryapp.base.i18n import N_, _
from juryapp.cli.answer import Answer, Exit
from juryapp.cli.arguments import Parser, add_command, add_group
from juryapp.cli.context import Context
from juryapp.cli.desk_erase import add_erase, erase_chosen, finished_before
from juryapp.cli.desk_files import add_files, files_answer
from juryapp.cli.desk_news import (
    add_history,
    add_news,
    add_open,
    history_answer,
    news_answer,
)
from juryapp.cli.desk_order import add_order, order_answer
from juryapp.domain.ids import EditionId, JurorId

NO_DESK = N_("There is no such desk on this computer. Open your jury package first.")
WHICH_DESK = N_("There are several desks here. Say which one: {known}.")


def add_parser(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the commands of a juror's desk."""
    group = add_group(commands, "desk", _("what a juror does on the own computer"))
    add_open(group)
    _add_receipt(group)
    move, again = _add_moving(group)
    looks = (
        (add_order(group), run_order),
        (add_files(group), run_files),
        (add_news(group), run_news),
        (add_history(group), run_history),
        (add_erase(group), run_erase),
    )
    for command, run in looks:
        command.set_defaults(run=run)
    for command in (move, again, *(command for command, _run in looks)):
        command.add_argument("--juror", default="", help=_("if there are several desks here"))


def _add_receipt(group: argparse._SubParsersAction[Parser]) -> None:
    receipt = add_command(
        group,
        "receipt",
        _("open a receipt from the secretariat"),
        about=_(
            "Checks that the receipt is signed by the award, is for the juror of this computer, and says\n"
            "what was sent from here; then keeps it. Exit code 1: it is true and says something else."
        ),
        examples=("juryapp desk receipt 2026-03-IS-1f0c22aa.juryreceipt",),
    )
    receipt.add_argument("file", type=Path, metavar="FILE")
    receipt.set_defaults(run=run_receipt)


def _add_moving(group: argparse._SubParsersAction[Parser]) -> tuple[Parser, Parser]:
    """Add what takes a desk to another computer; return what needs to know which desk."""
    move = add_command(
        group,
        "move",
        _("go on on another computer: write the whole desk to a locked file"),
        about=_(
            "Writes a file with everything that is at the desk, and shows the word that opens it. This\n"
            "computer is closed for changes then. If the file gets lost: juryapp desk again."
        ),
        examples=("juryapp desk move --out E:", "juryapp desk take 2026-03-IS.jurymove --word …"),
    )
    move.add_argument("--out", type=Path, default=Path(), metavar="FILE|DIR", help=_("where to"))
    move.set_defaults(run=run_move)
    take = add_command(group, "take", _("open a desk that comes from another computer"))
    take.add_argument("file", type=Path, metavar="FILE")
    take.add_argument("--word", default="", help=_("that the other computer showed"))
    take.set_defaults(run=run_take)
    again = add_command(group, "again", _("use this computer again, as a second machine"))
    again.set_defaults(run=run_again)
    return move, again


def run_receipt(context: Context) -> Answer:
    """Open a receipt and keep it."""
    file: Path = context.options.file
    content = context.services.receipts.read(file).content
    session = desk_for(context.services, content, file.name)
    try:
        taken = take_receipt(session, file)
        view = reception(session)
    finally:
        session.close()
    same = taken.known.match is Match.SAME and not view.is_warning
    document = {"edition": content.edition, "juror": content.juror, **_document(taken, view)}
    return Answer(list(view.sentences), document, Exit.DONE if same else Exit.TO_DECIDE)


def _document(taken: TakenReceipt, view: ReceptionView) -> dict[str, object]:
    receipt = taken.known.receipt
    return {
        "match": str(taken.known.match),
        "reception": str(view.reception),
        "again": taken.again,
        "message": sentence(taken.known),
        "score_file": receipt.sha256,
        "seq": receipt.seq,
        "taken": receipt.taken,
        "complete": receipt.complete,
        "received": receipt.received,
        "log": {"chain": receipt.chain, "head": receipt.head},
    }


def run_move(context: Context) -> Answer:
    """Write the whole desk to a locked file."""
    with _desk(context) as desk:
        moved = move_out(desk, context.options.out)
        edition = desk.edition().id
    lines = [
        _("Everything lies in {file}.").format(file=moved.path),
        _("The word that opens it, shown only now: {word}").format(word=moved.word),
        _("This computer is closed for changes; go on on the other one."),
    ]
    document = {"edition": edition, "file": str(moved.path.absolute()), "word": moved.word}
    return Answer(lines, document)


def run_take(context: Context) -> Answer:
    """Open a desk that comes from another computer."""
    options = context.options
    desk = take_move(context.services, options.file, word=options.word)
    try:
        with desk.reading() as uow:
            edition, juror = uow.edition(), desk_juror(uow)
    finally:
        desk.close()
    told = _("The desk of {juror} for “{title}” is on this computer now.")
    document = {"edition": edition.id, "title": edition.title, "juror": juror.id}
    return Answer([told.format(juror=juror.name, title=edition.title)], document)


def run_again(context: Context) -> Answer:
    """Use this computer again although a move file was made."""
    with _desk(context) as desk:
        use_again(desk)
        edition = desk.edition().id
    told = _(
        "This computer is in use again, as a second machine: the secretariat will be asked to say yes to the"
        " next score file from it."
    )
    return Answer([told], {"edition": edition})


def run_files(context: Context) -> Answer:
    """List the files of the candidates."""
    with _desk(context) as desk:
        return files_answer(context, desk)


def run_order(context: Context) -> Answer:
    """Show the order that the juror's own marks give."""
    with _desk(context) as desk:
        return order_answer(context, desk)


def run_news(context: Context) -> Answer:
    """Tell what the updated package changed."""
    with _desk(context) as desk:
        return news_answer(context, desk)


def run_history(context: Context) -> Answer:
    """Show everything that was said, with its time."""
    with _desk(context) as desk:
        return history_answer(context, desk)


def run_erase(context: Context) -> Answer:
    """Erase a desk from this computer, or tell of the one whose erasing was finished at this start."""
    if finished := context.finished:
        return finished_before(finished)
    with _desk(context) as desk:
        return erase_chosen(context, desk)


@contextmanager
def _desk(context: Context) -> Iterator[Session]:
    """Give the desk that is meant: the only one, or by --edition and --juror."""
    options = context.options
    found = [
        desk
        for desk in context.services.store.desks()
        if not desk.problem
        and options.edition in {None, "", desk.edition}
        and options.juror in {"", desk.juror, desk.juror_name}
    ]
    if not found:
        raise UsageError(NO_DESK, code="E-NO-DESK")
    if len(found) > 1:
        known = ", ".join(f"--edition {desk.edition} --juror {desk.juror}" for desk in found)
        raise UsageError(WHICH_DESK, code="E-WHICH-DESK", known=known)
    store, desk = context.services.store, found[0]
    database = store.desk(EditionId(desk.edition), JurorId(desk.juror))
    session = open_desk(context.services, database)
    try:
        yield session
    finally:
        session.close()
