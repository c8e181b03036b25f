"""Which of the files that were taken in count.

A file that was taken out does not. A *draft* is kept beside what the juror hands in: as long as nothing was
handed in, drafts show how far the juror is, and none of it is in the result; from the first file that is
whole, no draft says anything about marks or comments any more, whether it came before or after and whatever
its revisions. So a draft can never change what was handed in, and what stands is still a union: it follows
from the set of files and the decisions on them, not from their order. Declarations always count: whoever
stands down in a draft has stood down. The chair can decide, with a reason, that a draft counts like a file
that was handed in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from juryapp.domain.ids import JurorId
from juryapp.domain.packages import PackageKind, ReceivedFile


def hands_in(
    files: Iterable[ReceivedFile],
    *,
    excluded: Collection[str],
    let_count: Collection[str],
    kind: PackageKind = PackageKind.SCORE,
) -> set[JurorId]:
    """Return who has handed in: with a file that is whole, or a draft that the chair lets count.

    Args:
        files: All that were taken in, in any order.
        excluded: Hashes of those that were taken out.
        let_count: Hashes of drafts that the chair lets count.
        kind: What was asked for.
    """
    return {
        file.juror
        for file in files
        if file.kind is kind
        and file.sha256 not in excluded
        and (file.complete or file.sha256 in let_count)
    }


def beside(
    files: Collection[ReceivedFile], *, excluded: Collection[str], let_count: Collection[str]
) -> set[str]:
    """Return the hashes of the drafts whose marks and comments do not count. As `hands_in`."""
    handed_in = hands_in(files, excluded=excluded, let_count=let_count)
    return {
        file.sha256
        for file in files
        if file.kind is PackageKind.SCORE
        and not file.complete
        and file.sha256 not in let_count
        and file.juror in handed_in
    }
