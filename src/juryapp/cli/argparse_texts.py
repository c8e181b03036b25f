"""What argparse itself says, in the user's language.

argparse asks gettext's default catalogue, which holds nothing; here it is given ours. Its texts are named, so
that the extraction finds them; their placeholders are argparse's own.
"""

from __future__ import annotations

import argparse
from typing import Final

from juryapp.base.i18n import N_, _

TEXTS: Final = (
    N_("usage: "),
    N_("options"),
    N_("positional arguments"),
    N_("show this help message and exit"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("expected one argument"),
    N_("expected at least one argument"),
    N_("the following arguments are required: %s"),
    N_("one of the arguments %s is required"),
    N_("not allowed with argument %s"),
    N_("unrecognized arguments: %s"),
    N_("ignored explicit argument %r"),
    N_("invalid %(type)s value: %(value)r"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
)


def speak_our_language() -> None:
    """Let argparse take its texts from our catalogue, in the language in use."""
    setattr(argparse, "_", _)  # noqa: B010 - the name is argparse's own and has no public form
