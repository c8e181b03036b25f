"""What opening a jury package of 200 MB with 500 attachments costs: little, and none of it for the files.

Times are ratios to reading the same file once from end to end, which is the least that checking all of it
could cost; bytes and memory are counted.
"""

from __future__ import annotations

import statistics
import sys
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Self

import pytest

from juryapp.application.desk.attachments import attachment_bytes, desk_attachments
from juryapp.application.desk.contents import desk_contents
from juryapp.application.desk.copying import copy_attachments, is_all_here
from juryapp.application.desk.opening import open_package
from juryapp.application.desk.saying import declare_rest, record_mark
from juryapp.base.errors import Cancelled
from juryapp.base.files import sha256
from juryapp.domain.attachments import Attachment, Media
from juryapp.domain.ids import NomineeId
from juryapp.domain.nominees import Nominee
from juryapp.domain.statements import mark
from juryapp.exchange.jury_package import JuryPackages, read_package
from juryapp.exchange.key_folder import KeyFolder
from juryapp.exchange.key_store import FolderKeyStore
from package_examples import CONTENT, EDITION, TOKEN
from workplace import services_in

pytestmark = [pytest.mark.benchmark, pytest.mark.slow]

FILES: Final = 500
SIZE: Final = 400 << 10  # of one file: 200 MB together
NOMINEES: Final = 50
LEAST_OF_IT: Final = 100  # opening reads less than a hundredth of the file
REPEATS: Final = 5


@dataclass(frozen=True)
class Large:
    """A large package, and what is in it."""

    path: Path
    attachments: tuple[Attachment, ...]


@dataclass
class Counting:
    """A file that counts what is read of it."""

    path: Path
    read_bytes: int = 0

    def __enter__(self) -> Self:
        self._file = self.path.open("rb", buffering=0)
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def read(self, size: int = -1, /) -> bytes | None:
        data = self._file.read(size)
        self.read_bytes += len(data)
        return data

    def seek(self, offset: int, whence: int = 0, /) -> int:
        return self._file.seek(offset, whence)


def content_of(n: int) -> bytes:
    """Return a text of its own for each file."""
    line = f"Vedlegg {n:04d}\n".encode()
    return (line * (SIZE // len(line) + 1))[:SIZE]


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Large]:
    folder = tmp_path_factory.mktemp("large")
    store = FolderKeyStore(KeyFolder(folder / "keys"))
    store.make_award_keys(EDITION)
    home = CONTENT.categories[0].id
    nominees = tuple(
        Nominee(id=NomineeId(f"N{n}"), number=n, name=f"Sted {n}", category=home)
        for n in range(1, NOMINEES + 1)
    )
    attachments = tuple(
        Attachment(
            nominee=nominees[n % NOMINEES].id,
            sha256=sha256(content_of(n)),
            name=f"Vedlegg {n}.txt",
            media=Media.TEXT,
            size=SIZE,
            order=n,
        )
        for n in range(FILES)
    )
    content = replace(CONTENT, nominees=nominees, nominations=(), attachments=attachments)
    files: dict[str, Callable[[], list[bytes]]] = {
        a.sha256: (lambda n=n: [content_of(n)])  # type: ignore[misc]
        for n, a in enumerate(attachments)
    }
    path = folder / "large.jurypack"
    tracemalloc.start()
    try:
        JuryPackages(store).write(content, TOKEN, path, files=files)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    tell(f"\nwriting {path.stat().st_size >> 20} MB: at most {peak >> 10} kB of memory")
    assert path.stat().st_size > FILES * SIZE
    assert peak < 16 << 20
    yield Large(path, attachments)
    path.unlink()


def tell(text: str) -> None:
    """Print a line for whoever looks at benchmarks."""
    sys.stdout.write(text + "\n")


def seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def raw(path: Path) -> None:
    with path.open("rb", buffering=0) as file:
        while file.read(1 << 20):
            pass


def test_the_first_nominee_is_shown_without_reading_it_all(large: Large, tmp_path: Path) -> None:
    opening, reading = [], []
    for n in range(REPEATS):
        services = services_in(tmp_path / f"juror-{n}")

        def show(services: object = services) -> None:
            desk = open_package(services, large.path)  # type: ignore[arg-type]
            try:
                contents = desk_contents(desk)
                assert len(contents.papers) == NOMINEES
            finally:
                desk.close()

        opening.append(seconds(show))
        reading.append(seconds(lambda: raw(large.path)))
    with Counting(large.path) as source:
        opened = read_package(source)
    whole = large.path.stat().st_size
    with Counting(large.path) as everything:
        every = seconds(lambda: read_package(everything, thoroughly=True))

    assert len(opened.content.attachments) == FILES
    assert source.read_bytes * LEAST_OF_IT < whole
    assert everything.read_bytes > whole
    ours, floor = statistics.median(opening), statistics.median(reading)
    tell(
        f"\nopening, with the first nominee: {ours * 1000:.0f} ms, {source.read_bytes >> 10} kB of"
        f" {whole >> 20} MB read; reading it raw {floor * 1000:.0f} ms: ratio {ours / floor:.1f};"
        f" with every byte checked {every * 1000:.0f} ms: ratio {every / floor:.1f}"
    )


def test_opening_needs_little_memory(large: Large) -> None:
    tracemalloc.start()
    try:
        with Counting(large.path) as source:
            read_package(source)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    tell(f"\nopening: at most {peak >> 10} kB of memory")
    assert peak < 16 << 20


def test_one_file_is_read_where_it_lies_and_copying_needs_little_memory(
    large: Large, tmp_path: Path
) -> None:
    desk = open_package(services_in(tmp_path / "juror"), large.path)
    declare_rest(desk)
    first = large.attachments[-1]
    shown = seconds(lambda: attachment_bytes(desk, first.sha256))
    assert attachment_bytes(desk, first.sha256) == content_of(FILES - 1)
    assert len(desk_attachments(desk)) == NOMINEES

    class Stop:
        """Stops when a tenth has come, as a juror who closes the window does."""

        def step(self, done: int, total: int) -> None:
            if done > total // 10:
                raise Cancelled

    with pytest.raises(Cancelled):
        copy_attachments(desk, Stop())
    tracemalloc.start()
    try:
        copying = seconds(lambda: copy_attachments(desk))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    tell(
        f"\none file shown before it is copied: {shown * 1000:.0f} ms; copying the rest: {copying:.1f} s,"
        f" at most {peak >> 10} kB of memory"
    )
    assert is_all_here(desk)
    assert peak < 24 << 20
    desk.close()


def test_a_mark_hardly_waits_while_files_are_copied(large: Large, tmp_path: Path) -> None:
    desk = open_package(services_in(tmp_path / "juror"), large.path)
    declare_rest(desk)
    nominee = large.attachments[0].nominee

    def say(n: int) -> float:
        return seconds(lambda: record_mark(desk, nominee, CONTENT.criteria[0].id, mark(n % 20)))

    alone = [say(n) for n in range(60)]
    copier = threading.Thread(target=copy_attachments, args=[desk])
    copier.start()
    beside: list[float] = []
    while copier.is_alive() and len(beside) < 200:
        beside.append(say(len(beside)))
        time.sleep(0.01)
    copier.join()
    floor, ours, worst = statistics.median(alone), statistics.median(beside), max(beside)
    tell(
        f"\na mark while files are copied: {ours * 1000:.1f} ms, {ours / floor:.1f} × one alone"
        f" ({floor * 1000:.1f} ms); the slowest of {len(beside)}: {worst * 1000:.0f} ms"
    )
    assert is_all_here(desk)
    desk.close()
