"""How what stands in a jury package becomes domain objects, and back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from juryapp.base.characters import fit_to_travel
from juryapp.base.errors import FileFormatError, RuleError
from juryapp.domain.answers import check_ballot
from juryapp.domain.attachments import Attachment
from juryapp.domain.award import Category
from juryapp.domain.criteria import CommentRule, Criterion, CriterionKind, Level, ballot_hash
from juryapp.domain.ids import (
    PRACTICE,
    AwardId,
    CategoryId,
    CriterionId,
    EditionId,
    JurorId,
    NominationId,
    NomineeId,
    RoundId,
    is_reserved,
)
from juryapp.domain.jury import Role
from juryapp.domain.nominees import Nomination, Nominee, PracticeNominee, Relation
from juryapp.domain.packages import PackageContent, PackageHead, PackageKind
from juryapp.domain.scales import Scale
from juryapp.exchange import refusals
from juryapp.exchange.attachment_documents import attachment_documents, attachments_in
from juryapp.exchange.package_documents import (
    CategoryDocument,
    CriterionDocument,
    Data,
    JurorDocument,
    LevelDocument,
    Manifest,
    NominationDocument,
    NomineeDocument,
    PracticeDocument,
    PracticeNomineeDocument,
    Ratio,
)

# ---- domain → documents ----------------------------------------------------------------------------------


def data_of(content: PackageContent) -> Data:
    """Return what the juror will see. Criteria keep every character: a hash stands for them."""
    fit = fit_to_travel
    return Data(
        attachments=attachment_documents(content.attachments),
        award_name=fit(content.award_name),
        categories=[_category_document(category) for category in content.categories],
        comment=content.comment.value,
        criteria=[_criterion_document(criterion) for criterion in content.criteria],
        deadline=content.deadline,
        grounds=[fit(ground) for ground in content.grounds],
        juror=JurorDocument(
            id=content.juror,
            name=fit(content.juror_name),
            number=content.juror_number,
            organisation=fit(content.juror_organisation),
            role=Role(content.juror_role).value,
        ),
        languages=list(content.languages),
        nominations=[_nomination_document(nomination) for nomination in content.nominations],
        nominees=[_nominee_document(nominee) for nominee in content.nominees],
        owner=fit(content.owner),
        practice=_practice_document(content.practice),
        title=fit(content.title),
        v=1,
        year=content.year,
    )


def _category_document(category: Category) -> CategoryDocument:
    return CategoryDocument(
        finalists=category.finalists,
        id=category.id,
        name=fit_to_travel(category.name),
        order=category.order,
        rule=fit_to_travel(category.rule),
        winners=category.winners,
    )


def _criterion_document(criterion: Criterion) -> CriterionDocument:
    return CriterionDocument(
        group=criterion.group,
        guidance=criterion.guidance,
        id=criterion.id,
        kind=criterion.kind.value,
        least=criterion.scale.least,
        levels=[
            LevelDocument(points=level.points, words=level.words) for level in criterion.levels
        ],
        most=criterion.scale.most,
        name=criterion.name,
        order=criterion.order,
        step=_ratio(criterion.scale.step),
        version=criterion.version,
        weight=_ratio(criterion.weight),
    )


def _ratio(value: Fraction) -> Ratio:
    return Ratio(den=value.denominator, num=value.numerator)


def _nominee_document(nominee: Nominee) -> NomineeDocument:
    return NomineeDocument(
        category=nominee.category,
        facts=fit_to_travel(nominee.facts),
        id=nominee.id,
        name=fit_to_travel(nominee.name),
        number=nominee.number,
        place=fit_to_travel(nominee.place),
        withdrawn=nominee.withdrawn,
    )


def _nomination_document(nomination: Nomination) -> NominationDocument:
    return NominationDocument(
        id=nomination.id,
        nominator=fit_to_travel(nomination.nominator),
        nominee=nomination.nominee,
        order=nomination.order,
        organisation=fit_to_travel(nomination.organisation),
        received=nomination.received,
        relation=nomination.relation.value,
        text=fit_to_travel(nomination.text),
    )


def _practice_document(practice: PracticeNominee | None) -> PracticeDocument | None:
    if practice is None:
        return None
    nominee = practice.nominee
    return PracticeDocument(
        nominations=[_nomination_document(nomination) for nomination in practice.nominations],
        nominee=PracticeNomineeDocument(
            category=nominee.category,
            facts=fit_to_travel(nominee.facts),
            id="PRACTICE",
            name=fit_to_travel(nominee.name),
            place=fit_to_travel(nominee.place),
        ),
    )


# ---- documents → domain ----------------------------------------------------------------------------------


def content_of(manifest: Manifest, data: Data) -> PackageContent:
    """Return what a verified package says.

    Raises:
        FileFormatError: It contradicts itself, or holds something that no edition can have.
    """
    _check_references(manifest, data)
    content = PackageContent(
        kind=PackageKind(manifest.kind),
        issue=manifest.issue,
        trial=manifest.trial,
        award=AwardId(manifest.award),
        award_name=data.award_name,
        edition=EditionId(manifest.edition),
        title=data.title,
        year=data.year,
        owner=data.owner,
        languages=tuple(data.languages),
        deadline=data.deadline,
        round=RoundId(manifest.round),
        ballot=manifest.ballot,
        rules=manifest.rules,
        log_head=manifest.log_head,
        made=manifest.made,
        juror=JurorId(manifest.juror),
        juror_number=data.juror.number,
        juror_name=data.juror.name,
        juror_role=data.juror.role,
        juror_organisation=data.juror.organisation,
        comment=CommentRule(data.comment),
        grounds=tuple(data.grounds),
        categories=_categories(data.categories),
        criteria=_criteria(data.criteria),
        nominees=tuple(_nominee(document) for document in data.nominees),
        nominations=tuple(_nomination(document) for document in data.nominations),
        attachments=_attachments(manifest, data),
        practice=_practice(data.practice),
        new_key=manifest.new_key,
        above=manifest.above,
    )
    if ballot_hash(content.criteria, content.comment) != content.ballot:
        raise refusals.PACKAGE_BALLOT.error()
    return content


def _attachments(manifest: Manifest, data: Data) -> tuple[Attachment, ...]:
    """Return the files of nominees; a declare package has none."""
    nominees = (nominee.id for nominee in data.nominees)
    allowed = manifest.kind == PackageKind.SCORE.value
    return attachments_in(data.attachments, nominees, allowed=allowed)


def head_of(manifest: Manifest, data: Data, sha256: str) -> PackageHead:
    """Return what a desk keeps of a package so that it can answer it."""
    return PackageHead(
        sha256=sha256,
        kind=PackageKind(manifest.kind),
        issue=manifest.issue,
        award_key=manifest.award_key,
        seal_key=manifest.seal_key,
        token=manifest.enrol,
        log_head=manifest.log_head,
        grounds=tuple(data.grounds),
        above=manifest.above,
    )


def _check_references(manifest: Manifest, data: Data) -> None:
    """Raise FileFormatError unless every id that is spoken of exists, once."""
    if data.juror.id != manifest.juror:
        raise refusals.SCHEMA.error(field="juror")
    if not _is_deadline(data.deadline):
        raise refusals.SCHEMA.error(field="deadline")
    categories = _ids("categories", (c.id for c in data.categories))
    nominees = _ids("nominees", (n.id for n in data.nominees))
    _ids("criteria", (c.id for c in data.criteria))
    nominations = _ids("nominations", (n.id for n in data.nominations))
    if any(nominee.category not in categories for nominee in data.nominees):
        raise refusals.SCHEMA.error(field="nominees.category")
    if any(nomination.nominee not in nominees for nomination in data.nominations):
        raise refusals.SCHEMA.error(field="nominations.nominee")
    if any(is_reserved(id_) for id_ in (*nominees, *nominations)):
        raise refusals.SCHEMA.error(field="nominees.id")
    _check_practice(manifest, data, categories)


def _check_practice(manifest: Manifest, data: Data, categories: set[str]) -> None:
    """Raise FileFormatError unless there is a practice nominee where one belongs, with its own ids."""
    practice = data.practice
    if (practice is not None) != (manifest.kind == PackageKind.DECLARE.value):
        raise refusals.SCHEMA.error(field="practice")
    if practice is None:
        return
    if not practice.nominee.name.strip():
        raise refusals.SCHEMA.error(field="practice.nominee.name")
    if not categories or practice.nominee.category not in {"", *categories}:
        raise refusals.SCHEMA.error(field="practice.nominee.category")
    for id_ in _ids("practice.nominations", (n.id for n in practice.nominations)):
        if not is_reserved(id_):
            raise refusals.SCHEMA.error(field="practice.nominations.id")
    if any(nomination.nominee != PRACTICE for nomination in practice.nominations):
        raise refusals.SCHEMA.error(field="practice.nominations.nominee")


def _ids(field: str, ids: Iterable[str]) -> set[str]:
    listed = list(ids)
    if len(set(listed)) < len(listed):
        raise refusals.SCHEMA.error(field=f"{field}.id")
    return set(listed)


def _categories(documents: Iterable[CategoryDocument]) -> tuple[Category, ...]:
    categories = tuple(_category(document) for document in documents)
    try:
        for category in categories:
            category.check()
    except RuleError as error:
        raise FileFormatError(error.template, code="E-SCHEMA", **error.params) from None
    return categories


def _category(document: CategoryDocument) -> Category:
    return Category(
        id=CategoryId(document.id),
        name=document.name,
        order=document.order,
        rule=document.rule,
        finalists=document.finalists,
        winners=document.winners,
    )


def _is_deadline(text: str) -> bool:
    """Return whether there is no deadline, or it is a day that exists."""
    try:
        return not text or date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _criteria(documents: Iterable[CriterionDocument]) -> tuple[Criterion, ...]:
    try:
        criteria = tuple(_criterion(document) for document in documents)
        for criterion in criteria:
            criterion.check()
        check_ballot(criteria)
    except RuleError as error:
        raise FileFormatError(error.template, code="E-SCHEMA", **error.params) from None
    return criteria


def _criterion(document: CriterionDocument) -> Criterion:
    step = Fraction(document.step.num, document.step.den)
    return Criterion(
        id=CriterionId(document.id),
        name=document.name,
        weight=Fraction(document.weight.num, document.weight.den),
        scale=Scale(document.least, document.most, step),
        order=document.order,
        group=document.group,
        guidance=document.guidance,
        levels=tuple(Level(level.points, level.words) for level in document.levels),
        kind=CriterionKind(document.kind),
        version=document.version,
    )


def _nominee(document: NomineeDocument) -> Nominee:
    return Nominee(
        id=NomineeId(document.id),
        number=document.number,
        name=document.name,
        category=CategoryId(document.category),
        place=document.place,
        facts=document.facts,
        withdrawn=document.withdrawn,
    )


def _nomination(document: NominationDocument) -> Nomination:
    return Nomination(
        id=NominationId(document.id),
        nominee=NomineeId(document.nominee),
        order=document.order,
        nominator=document.nominator,
        organisation=document.organisation,
        relation=Relation(document.relation),
        text=document.text,
        received=document.received,
    )


def _practice(document: PracticeDocument | None) -> PracticeNominee | None:
    if document is None:
        return None
    nominee = Nominee(
        id=PRACTICE,
        number=0,
        name=document.nominee.name,
        category=CategoryId(document.nominee.category),
        place=document.nominee.place,
        facts=document.nominee.facts,
    )
    nominations = tuple(_nomination(nomination) for nomination in document.nominations)
    return PracticeNominee(nominee=nominee, nominations=nominations)
