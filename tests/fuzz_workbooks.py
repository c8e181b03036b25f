"""The reader of Excel ballots as a function of bytes: a workbook, or the sheet with the answers in one."""

from __future__ import annotations

import contextlib
import io
import zipfile
from dataclasses import replace

from fuzz_readers import Bench, Target, layered, small
from juryapp.application.merge.workbooks import answers_in
from juryapp.application.packages.writing import write_packages
from juryapp.application.ports.workbooks import stamp_of
from juryapp.intake.ballot_cells import read_ballot
from juryapp.intake.ballot_reader import filled_in
from juryapp.intake.guards import check_workbook
from workbook_examples import fill

ANSWERS = "xl/worksheets/sheet2.xml"


class WorkbookTarget:
    """One ballot of the small award, filled in; bytes take the place of the whole or of its answers."""

    def __init__(self, on: Bench) -> None:
        session, folder = on.award.session, on.award.folder / "workbooks"
        juror = on.award.juror("bjarne").id
        written, _ = write_packages(session, folder, jurors=[juror], workbook=True)
        self._codes = session.services.workbook_codes
        self.whole = fill(written[0].path, note="Good.").bytes()
        with session.reading() as uow:
            packages = uow.packages()
        self._expected = replace(on.expected, packages=packages)

    def target(self) -> Target:
        """Return the target."""
        return Target("workbook", self.read, self.seeds)

    def read(self, data: bytes) -> None:
        """Read a workbook. Past the guards the library may give up: it does so in its own process."""
        book = layered(data, lambda whole: whole, self._with_answers)
        check_workbook(book)
        answer = None
        with contextlib.suppress(Exception):
            answer = read_ballot(book)
        if answer is None:
            return
        filled = filled_in(answer)
        written = self._codes.read(filled.code)
        assert stamp_of(written.sha256)
        answers_in(filled, written, self._expected)

    def _with_answers(self, xml: bytes) -> bytes:
        """Return the ballot with another sheet of answers."""
        target = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(self.whole)) as old,
            zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
        ):
            for name in old.namelist():
                new.writestr(name, xml if name == ANSWERS else old.read(name))
        return target.getvalue()

    def seeds(self) -> list[bytes]:
        """Return the ballot, its sheet of answers, and answers that are refused."""
        with zipfile.ZipFile(io.BytesIO(self.whole)) as book:
            sheet = book.read(ANSWERS)
        formula = sheet.replace(b"<v>7.5</v>", b"<f>1+6.5</f><v>7.5</v>")
        error = sheet.replace(b"<v>7.5</v>", b"<v>7.4</v>")
        tables = [b"\1" + made for made in (sheet, formula, error)]
        return small(iter([b"\0" + self.whole, *tables]))
