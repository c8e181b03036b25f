"""`juryapp desk open|news|history`: arriving at a desk, what an updated package changed, what was said."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

from juryapp.application.desk.arriving import check_package
from juryapp.application.desk.history import HistoryEntry, desk_history
from juryapp.application.desk.news import News
from juryapp.application.desk.news_words import kept_text, news_lines, unconfirmed_text
from juryapp.application.desk.opening import open_package
from juryapp.application.desk.updates import confirm_marks, desk_news, news_seen
from juryapp.application.desk.view import desk_juror, own_sheet
from juryapp.application.naming import find_nominee
from juryapp.application.session import Session
from juryapp.base.i18n import _, ngettext
from juryapp.base.instants import format_instant
from juryapp.cli.answer import Answer, Exit, columns
from juryapp.cli.arguments import Parser, add_command
from juryapp.cli.context import Context

_NOTE_SHOWN = 60


def add_open(group: argparse._SubParsersAction[Parser]) -> Parser:
    """Add the command that opens a package."""
    parser = add_command(
        group,
        "open",
        _("open a jury package; a newer one keeps everything and says what changed"),
        examples=("juryapp desk open 2026-03-IS.jurypack",),
    )
    parser.add_argument("package", type=Path, metavar="PACKAGE")
    parser.add_argument("--password", default="", help=_("of the package"))
    parser.add_argument(
        "--another",
        action="store_true",
        help=_("another juror of the same jury works at this computer too"),
    )
    parser.set_defaults(run=run_open)
    return parser


def add_news(group: argparse._SubParsersAction[Parser]) -> Parser:
    """Add the command that tells what the newest package changed."""
    parser = add_command(
        group,
        "news",
        _("tell what the updated jury package changed"),
        about=_(
            "Tells what changed since you last looked. Exit code 1: there are marks to confirm, since the\n"
            "words of their criterion were changed after you gave them."
        ),
        examples=("juryapp desk news", "juryapp desk news --seen", "juryapp desk news --confirm"),
    )
    parser.add_argument("--seen", action="store_true", help=_("do not tell it again"))
    parser.add_argument("--confirm", action="store_true", help=_("let all these marks stand"))
    return parser


def add_history(group: argparse._SubParsersAction[Parser]) -> Parser:
    """Add the command that shows every revision."""
    parser = add_command(
        group,
        "history",
        _("show everything that you said, with its time, the newest first"),
        examples=("juryapp desk history", "juryapp desk history --nominee Fjordby --json"),
    )
    parser.add_argument("--nominee", default="", metavar="NAME", help=_("only this one"))
    return parser


def run_open(context: Context) -> Answer:
    """Open a package and say whose desk it is, how far it is, and what changed."""
    options = context.options
    asked = {"password": options.password}
    check_package(context.services, options.package, another=options.another, **asked)
    desk = open_package(context.services, options.package, **asked)
    try:
        with desk.reading() as uow:
            edition, juror, sheet = uow.edition(), desk_juror(uow), own_sheet(uow)
        news = desk_news(desk)
    finally:
        desk.close()
    done, total = sum(cell.finished for cell in sheet.cells), len(sheet.cells)
    told = ngettext(
        "The desk of {juror} for “{title}”: {done} of {n} nominee finished.",
        "The desk of {juror} for “{title}”: {done} of {n} nominees finished.",
        total,
    )
    line = told.format(juror=juror.name, title=edition.title, done=done, n=total)
    document = {"edition": edition.id, "juror": juror.id, "finished": done, "nominees": total}
    lines = [] if news.seen else _lines(news)
    return Answer([line, *lines], {**document, "news": _document(news)}, _code(news))


def news_answer(context: Context, desk: Session) -> Answer:
    """Tell what changed, and record what is asked for."""
    news = desk_news(desk)
    if context.options.confirm:
        confirm_marks(desk)
    if context.options.seen:
        news_seen(desk)
    left = desk_news(desk)
    lines = [_("There is nothing new.")] if news.seen and not news.unconfirmed else _lines(news)
    if news.unconfirmed and not left.unconfirmed:
        lines.append(_("They stand."))
    document = {**_document(news), "confirmed": len(news.unconfirmed) - len(left.unconfirmed)}
    return Answer(lines, document, _code(left))


def _code(news: News) -> Exit:
    return Exit.TO_DECIDE if news.unconfirmed else Exit.DONE


def _lines(news: News) -> list[str]:
    lines = []
    if news.at and not news.seen:
        when = _("A newer package was opened {when}.").format(when=format_instant(news.at))
        lines = [f"{when} {kept_text(news)}", *(f"  {line.said}" for line in news_lines(news))]
    if news.unconfirmed:
        lines.append(unconfirmed_text(len(news.unconfirmed)) + ".")
    return lines


def _document(news: News) -> dict[str, Any]:
    return {
        "opened": news.at,
        "seen": news.seen,
        "changes": [
            {
                "change": str(line.change),
                "nominee": line.nominee,
                "criterion": line.criterion,
                "message": line.said,
            }
            for line in news_lines(news)
        ],
        "unconfirmed": [asdict(mark) for mark in news.unconfirmed],
    }


def history_answer(context: Context, desk: Session) -> Answer:
    """Show what was said, and when."""
    nominee = None
    if context.options.nominee:
        with desk.reading() as uow:
            nominee = find_nominee(uow.nominees.all(), context.options.nominee).id
    entries = desk_history(desk, nominee)
    lines = columns([_cells(entry) for entry in entries])
    return Answer(lines or [_("Nothing has been said yet.")], {"said": list(map(_entry, entries))})


def _cells(entry: HistoryEntry) -> list[str]:
    arrow = f"{entry.before} → {entry.now}" if entry.before else entry.now
    words = "  ".join(part for part in (arrow, entry.note) if part).replace("\n", " ")
    shown = words if len(words) <= _NOTE_SHOWN else words[: _NOTE_SHOWN - 1] + "…"
    return [format_instant(entry.at), entry.name, entry.what, shown]


def _entry(entry: HistoryEntry) -> dict[str, Any]:
    return {**asdict(entry), "about": str(entry.about)}
