"""A new edition as the last one was: its texts, categories, criteria, rules and jury, without nominees."""

from __future__ import annotations

from dataclasses import replace

from juryapp.application.edition.files import EditionDraft
from juryapp.application.session import Session
from juryapp.domain.ids import CategoryId, CriterionId, JurorId


def draft_of(session: Session) -> EditionDraft:
    """Return a draft for the year after, with new ids; jurors who have left are left out."""
    with session.reading() as uow:
        edition = uow.edition()
        jurors = [juror for juror in uow.jurors.all() if not juror.left]
        return EditionDraft(
            award_name=edition.award_name,
            title=_next_title(edition.title, edition.year),
            year=edition.year + 1,
            owner=edition.owner,
            purpose=edition.purpose,
            statutes=edition.statutes,
            languages=edition.languages,
            rules=uow.rules(),
            categories=tuple(replace(c, id=CategoryId("")) for c in uow.categories.all()),
            criteria=tuple(replace(c, id=CriterionId(""), version=1) for c in uow.criteria.all()),
            jurors=tuple(
                replace(juror, id=JurorId(""), number=number)
                for number, juror in enumerate(jurors, start=1)
            ),
        )


def _next_title(title: str, year: int) -> str:
    """Return the title with the year counted up where it names one."""
    return title.replace(str(year), str(year + 1))
