"""The practice nominee: invented, in every declare package, and counted nowhere.

With it a juror tries the desk before the real material comes, and the secretariat learns from the answer that
the juror's machine works. It is no nominee of the edition: the program brings it, in three languages.
"""

from __future__ import annotations

import tomllib
from functools import cache

from juryapp.application.ports import UnitOfWork
from juryapp.base.resources import resource
from juryapp.domain.ids import PRACTICE, CategoryId, JurorId, NominationId
from juryapp.domain.nominees import Nomination, Nominee, PracticeNominee
from juryapp.domain.packages import OpenedScoreFile, PackageKind, PracticeRun


@cache
def practice_nominee(language: str) -> PracticeNominee:
    """Return the practice nominee in one of the program's languages."""
    told = tomllib.loads(resource("practice", f"{language}.toml").read_text(encoding="utf-8"))
    nominee = Nominee(
        id=PRACTICE,
        number=0,
        name=told["name"],
        category=CategoryId(""),
        place=told["place"],
        facts=told["facts"].strip(),
    )
    nominations = tuple(
        Nomination(
            id=NominationId(f"{PRACTICE}-{order}"),
            nominee=PRACTICE,
            order=order,
            nominator=voice["nominator"],
            organisation=voice["organisation"],
            text=voice["text"].strip(),
        )
        for order, voice in enumerate(told["nomination"], start=1)
    )
    return PracticeNominee(nominee=nominee, nominations=nominations)


def keep_practice(uow: UnitOfWork, file: OpenedScoreFile) -> None:
    """Record how much of the practice ballot a file brings; the marks themselves are not kept."""
    if file.content.kind is PackageKind.DECLARE:
        given, asked = file.content.practised, len(uow.criteria.all())
        uow.files.put_practice(PracticeRun(sha256=file.sha256, given=given, asked=asked))


def working_machines(uow: UnitOfWork) -> frozenset[JurorId]:
    """Return the jurors whose machine works: a whole practice ballot, or a score file, opened here.

    What a file says that was taken out again still shows that the machine could write it. Whoever hands in
    an Excel ballot or a paper needs no machine, so nothing is left to try.
    """
    whole = {run.sha256 for run in uow.files.practice() if run.whole}
    return frozenset(
        file.juror
        for file in uow.files.all()
        if file.sha256 in whole or (file.kind is PackageKind.SCORE and file.complete)
    )
