"""What can go wrong and is not a bug; everything else is one and is never swallowed.

An error carries its *source text* and parameters, so that one place (`base.i18n.translated`) turns it
into a sentence in the reader's language, whether that reader sits at the window, the command line or a log.
"""

from __future__ import annotations

from typing import Any

from typing_extensions import override


class UserError(Exception):
    """Something that the user can cause or mend.

    Args:
        template: A whole sentence, marked with `N_`, with named placeholders for `str.format`.
        code: A stable name for scripts, the same in every language (`E-…`).
        params: What the placeholders stand for. A value may be an `i18n.OurText`.
    """

    default_code = "E-USER"

    def __init__(self, template: str, *, code: str = "", **params: Any) -> None:
        super().__init__(template)
        self.template = template
        self.code = code or self.default_code
        self.params = params

    @override
    def __str__(self) -> str:
        """Return the sentence in English, for logs of tests and for the command line's `--debug`."""
        return self.template.format_map(self.params)


class RuleError(UserError):
    """A rule of the award or the jury says no."""

    default_code = "E-RULE"


class UsageError(UserError):
    """The command line was used wrongly, or names something that does not exist."""

    default_code = "E-USAGE"


class FileFormatError(UserError):
    """A file from outside is refused; nothing of it was stored.

    `file`, `row` and `column` say where, when that is known (rows and columns count from 1).
    """

    default_code = "E-FILE"

    def __init__(
        self,
        template: str,
        *,
        code: str = "",
        file: str = "",
        row: int | None = None,
        column: str | None = None,
        **params: Any,
    ) -> None:
        super().__init__(template, code=code, file=file, row=row, column=column, **params)
        self.file = file
        self.row = row
        self.column = column

    def named(self, file: str) -> FileFormatError:
        """Return the same error, saying which file it speaks of."""
        params = {k: v for k, v in self.params.items() if k not in {"file", "row", "column"}}
        return FileFormatError(
            self.template, code=self.code, file=file, row=self.row, column=self.column, **params
        )


class UnavailableError(UserError):
    """The machine says no: disk full, no rights, folder gone. Trying again may help."""

    default_code = "E-UNAVAILABLE"


class BusyError(UnavailableError):
    """The edition is open in another window or program."""

    default_code = "E-BUSY"


class Cancelled(Exception):  # noqa: N818 - it is not an error: the user asked for it
    """The user cancelled a job; nothing was committed."""
