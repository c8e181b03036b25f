"""The report on a merge on paper: what was read in, what was not and why, and who was still missing."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from juryapp.base.i18n import N_
from juryapp.domain.merge_report import (
    HELD,
    REFUSED,
    STATUS_WORDS,
    UNSIGNED_WORDS,
    HeldLine,
    MergeFileLine,
    MergeLine,
    MergeReportContent,
    why_refused,
)
from juryapp.reports.blocks import (
    Align,
    Block,
    Cell,
    Column,
    Digits,
    Facts,
    Grid,
    Heading,
    Item,
    Items,
    Prose,
    Row,
    Title,
    Tone,
)
from juryapp.reports.opening import TRIAL_NOTICE
from juryapp.reports.words import Words

PAPER = N_("Report on reading in score files")
NUMBER = N_("No. {n}")
NO_MARKS = N_("The report names files and counts marks. It holds no marks.")
NOT_COUNTED = N_(
    "Nothing of these files was read in by this merge. One that was laid aside is kept as it came."
)
NOTHING_OF_THEM = N_(
    "Nothing of these files counts. One that was laid aside is kept as it came; of a refused one nothing is."
)
BROUGHT = N_("{n} marks were new, {m} replaced older ones, none was deleted; conflicts: {c}.")
ACTORS = {"secretary": N_("the secretariat"), "chair": N_("the chair")}


def merge_report_blocks(content: MergeReportContent, words: Words) -> list[Block]:
    """Return the whole report in the language of `words`."""
    merge = content.merge
    kicker = (content.owner, "" if content.award in content.title else content.award)
    head = Title(
        kicker="  ·  ".join(part for part in kicker if part),
        text=content.title,
        kind=words(PAPER),
        facts=(words(NUMBER, n=merge.n), words.moment(merge.at)),
        draft=False,
    )
    trial = [Prose(words(TRIAL_NOTICE), Tone.NOTICE)] if content.trial else []
    return [
        head,
        *trial,
        Prose(words(NO_MARKS), Tone.MUTED),
        Facts(_facts(merge, words)),
        *_taken(merge, words),
        *_not_taken(merge, words),
    ]


def _facts(merge: MergeLine, words: Words) -> tuple[tuple[str, str], ...]:
    missing = words.listed(merge.missing) or words(N_("nobody"))
    by = words(ACTORS[merge.by]) if merge.by in ACTORS else merge.by
    rows = (
        (N_("Read in by"), by),
        (N_("Files read in"), words.exactly(len(merge.taken))),
        (N_("New marks"), words.exactly(merge.new)),
        (N_("Marks that replace older ones"), words.exactly(merge.changed)),
        (N_("Deleted marks"), words.exactly(0)),
        (N_("Conflicts that came with them"), words.exactly(merge.conflicts)),
        (N_("Files laid aside"), words.exactly(len(merge.with_status(HELD)))),
        (N_("Files refused"), words.exactly(len(merge.with_status(REFUSED)))),
        (N_("Still missing afterwards"), missing),
    )
    return tuple((words(label), value) for label, value in rows)


def _taken(merge: MergeLine, words: Words) -> list[Block]:
    heading = Heading(2, words(N_("Files read in")))
    if not merge.taken:
        return [heading, Prose(words(N_("No file was read in.")))]
    columns = (
        Column(title=words(N_("Juror"))),
        Column(title=words(N_("New")), width=14, align=Align.RIGHT),
        Column(title=words(N_("Replaced")), width=20, align=Align.RIGHT),
        Column(title=words(N_("Conflicts")), width=22, align=Align.RIGHT),
        Column(title=words(N_("Hash of the file (SHA-256)")), width=64),
    )
    return [heading, Grid(columns=columns, rows=tuple(_taken_row(f, words) for f in merge.taken))]


def _taken_row(file: MergeFileLine, words: Words) -> Row:
    return Row(
        cells=(
            Cell(text=file.juror or file.file, small=_taken_words(file, words)),
            Cell(text=words.exactly(file.new)),
            Cell(text=words.exactly(file.changed)),
            Cell(text=words.exactly(file.conflicts), strong=bool(file.conflicts)),
            Cell(text=Digits(file.sha256)),
        )
    )


def _taken_words(file: MergeFileLine, words: Words) -> str:
    """Return how far a file that was read in goes: complete or draft, and whether it brings anything."""
    told = [words(N_("complete") if file.complete else N_("draft"))]
    if file.status != "new":
        told.append(words(STATUS_WORDS[file.status]))
    if file.origin in UNSIGNED_WORDS:
        told.append(words(UNSIGNED_WORDS[file.origin]))
    return ", ".join(told)


def _not_taken(merge: MergeLine, words: Words) -> list[Block]:
    others = [file for file in merge.files if not file.taken]
    if not others:
        return []
    return [
        Heading(2, words(N_("Files not read in"))),
        Prose(words(NOT_COUNTED), Tone.MUTED),
        Grid(columns=_other_columns(words), rows=tuple(_other_row(f, words) for f in others)),
    ]


def _other_columns(words: Words) -> tuple[Column, ...]:
    return (
        Column(title=words(N_("File"))),
        Column(title=words(N_("What became of it")), width=52),
        Column(title=words(N_("Hash of the file (SHA-256)")), width=64),
    )


def _other_row(file: MergeFileLine, words: Words) -> Row:
    return Row(
        cells=(
            Cell(text=file.juror or file.file, small=file.file if file.juror else ""),
            Cell(text=_fate(file, words), small=file.code),
            Cell(text=Digits(file.sha256) if file.sha256 else "–", muted=True),
        )
    )


def _fate(file: MergeFileLine, words: Words) -> str:
    """Return what became of a file that was not read in."""
    if file.status == REFUSED:
        return words(N_("refused: {why}"), why=words(why_refused(file.code)))
    return words(STATUS_WORDS.get(file.status, file.status))


def merges_told(
    merges: Sequence[MergeLine],
    held: Sequence[HeldLine],
    words: Words,
    *,
    taken: Collection[str] = (),
) -> list[Block]:
    """Return for the protocol's annex what each reading-in did, and the files that count for nothing.

    `taken` are the hashes of files that were read in: one that was refused at first is no refused file then.
    """
    blocks: list[Block] = []
    if merges:
        items = tuple(_told(merge, words) for merge in merges)
        blocks += [Heading(3, words(N_("What each reading-in did"))), Items(items)]
    refused = {f.sha256 or f.file: f for m in merges for f in m.with_status(REFUSED)}
    refused = {key: file for key, file in refused.items() if key not in taken}
    if refused or held:
        rows = (
            *(_held_row(line, words) for line in held),
            *(_other_row(f, words) for f in refused.values()),
        )
        heading = Heading(3, words(N_("Files laid aside or refused")))
        blocks += [
            heading,
            Prose(words(NOTHING_OF_THEM), Tone.MUTED),
            Grid(columns=_other_columns(words), rows=rows),
        ]
    return blocks


def _told(merge: MergeLine, words: Words) -> Item:
    n = len(merge.taken)
    files = words.ngettext("{n} file was read in", "{n} files were read in", n)
    brought = words(BROUGHT, n=merge.new, m=merge.changed, c=merge.conflicts)
    details = (
        ("", brought if n else ""),
        (words(N_("Files laid aside")), _some(len(merge.with_status(HELD)), words)),
        (words(N_("Files refused")), _some(len(merge.with_status(REFUSED)), words)),
        (words(N_("Still missing afterwards")), words.listed(merge.missing)),
    )
    lead = words(
        N_("No. {n}, {when}: {files}."), n=merge.n, when=words.moment(merge.at), files=files
    )
    return Item(lead, tuple((label, text) for label, text in details if text))


def _some(n: int, words: Words) -> str:
    return words.exactly(n) if n else ""


def _held_row(line: HeldLine, words: Words) -> Row:
    return Row(
        cells=(
            Cell(text=line.juror, small=words.moment(line.received)),
            Cell(text=words(STATUS_WORDS[HELD])),
            Cell(text=Digits(line.sha256), muted=True),
        )
    )
