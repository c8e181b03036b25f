"""What `juryapp merge` does besides taking files in: taking one out again, putting it back."""

from __future__ import annotations

import argparse

from juryapp.application.merge.taking_out import let_count, put_back, take_out
from juryapp.application.session import Session
from juryapp.base.i18n import _
from juryapp.cli.answer import Answer
from juryapp.cli.arguments import Parser


def add_options(parser: Parser) -> None:
    """Add the options that decide on a file which was taken in."""
    parser.add_argument(
        "--held",
        action="store_true",
        help=_("take in what was laid aside while the round was closed"),
    )
    parser.add_argument("--take-out", metavar="SHA256", help=_("take a file out again"))
    parser.add_argument("--put-back", metavar="SHA256", help=_("let it count again"))
    parser.add_argument(
        "--let-count", metavar="SHA256", help=_("let a draft count, as the chair decides")
    )
    parser.add_argument("--reason", default="", help=_("why, for the protocol"))


def decides(options: argparse.Namespace) -> bool:
    """Return whether the command is about a file that was taken in."""
    return bool(options.take_out or options.put_back or options.let_count)


def decided(session: Session, options: argparse.Namespace) -> Answer:
    """Do what is asked and say it."""
    if options.take_out:
        take_out(session, options.take_out, options.reason)
        return Answer(
            [_("The file does not count any more. It is kept, and can be put back.")],
            {"sha256": options.take_out, "counts": False},
        )
    if options.let_count:
        let_count(session, options.let_count, options.reason)
        return Answer([_("The draft counts.")], {"sha256": options.let_count, "counts": True})
    put_back(session, options.put_back)
    return Answer(
        [_("The file counts again.")],
        {"sha256": options.put_back, "counts": True},
    )
