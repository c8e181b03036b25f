from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import pytest

from domain_examples import category, criterion, nominee
from juryapp.application.ports import Waiver
from juryapp.base.files import sha256
from juryapp.domain.award import Category, Edition, Round, RoundState
from juryapp.domain.criteria import CommentRule, Criterion, Level, Missing, Rules
from juryapp.domain.decisions import Basis, Decision, Justification, Outcome
from juryapp.domain.ids import (
    AwardId,
    CategoryId,
    CriterionId,
    EditionId,
    JurorId,
    NominationId,
    NomineeId,
    RoundId,
)
from juryapp.domain.impartiality import Reach, Ruling
from juryapp.domain.jury import Juror, Role
from juryapp.domain.log import check_chain
from juryapp.domain.nominees import Nomination, Nominee, Relation
from juryapp.domain.packages import (
    Confirmation,
    Exclusion,
    JurorKey,
    PackageIssue,
    PackageKind,
    Receipt,
)
from juryapp.domain.protocol import Meeting, ProtocolRecord
from juryapp.domain.scales import Scale
from juryapp.storage.unit_of_work import SqlUnitOfWork
from storage_examples import (
    AT,
    CHAIN,
    EDITION,
    ROOT_HASH,
    a_desk,
    an_edition,
    file_hash,
    filled_edition,
    log,
    received,
    store_in,
)


@pytest.fixture(scope="module")
def uow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlUnitOfWork]:
    database = filled_edition(store_in(tmp_path_factory.mktemp("repositories")))
    with database.unit_of_work() as opened:
        yield opened
    database.close()


def test_an_edition_is_kept_with_every_field(uow: SqlUnitOfWork) -> None:
    edition = Edition(
        id=EDITION,
        award=AwardId("AW-9"),
        award_name="Stedsprisen",
        title="Stedsprisen 2026",
        year=2026,
        owner="KS & NHO",
        purpose="Å hedre gode steder",
        statutes="§ 1",
        languages=("nn", "nb", "en"),
        deadline="2026-10-01",
        made=AT,
        trial=True,
    )
    uow.put_edition(edition)

    assert uow.edition() == edition


def test_categories_come_in_their_order(uow: SqlUnitOfWork) -> None:
    first = Category(
        id=CategoryId("Z"), name="Small", order=-1, rule="< 15 000", finalists=5, winners=2
    )
    uow.categories.put(first)

    assert uow.categories.all()[0] == first
    assert uow.categories.find(CategoryId("Z")) == first


def test_a_criterion_is_kept_exactly(uow: SqlUnitOfWork) -> None:
    exact = Criterion(
        id=CriterionId("EXACT"),
        name="Craft",
        weight=Fraction(1, 3),
        scale=Scale(2, 20, Fraction(1, 2)),
        order=4,
        group="Quality",
        guidance="Look closely.",
        levels=(Level(2, "weak"), Level(20, "others can learn from it – «best»")),
        version=3,
    )
    uow.criteria.put(exact)

    assert uow.criteria.find(CriterionId("EXACT")) == exact


def test_putting_again_replaces(uow: SqlUnitOfWork) -> None:
    uow.nominees.put(nominee("ASH"))
    changed = Nominee(
        id=NomineeId("ASH"),
        number=7,
        name="Ash village",
        category=category().id,
        place="Ås",
        facts="700 inhabitants",
        withdrawn=True,
    )
    uow.nominees.put(changed, nominee("CEDAR"))

    assert uow.nominees.find(NomineeId("ASH")) == changed
    assert len({n.id for n in uow.nominees.all()}) == len(uow.nominees.all())


def test_what_is_removed_is_gone_and_what_is_not_there_is_no_error(uow: SqlUnitOfWork) -> None:
    uow.criteria.put(criterion("GOES"))
    uow.criteria.remove(CriterionId("GOES"))
    uow.criteria.remove(CriterionId("GOES"))

    assert uow.criteria.find(CriterionId("GOES")) is None


def test_putting_nothing_is_nothing(uow: SqlUnitOfWork) -> None:
    before = uow.jurors.all()
    uow.jurors.put()

    assert uow.jurors.all() == before


def test_a_nomination_is_kept_with_every_field(uow: SqlUnitOfWork) -> None:
    nomination = Nomination(
        id=NominationId("NO-1"),
        nominee=NomineeId("BIRCH"),
        order=2,
        nominator="Ola",
        organisation="Laget",
        relation=Relation.SELF,
        text="Because.\nAnd also.",
        received="2026-05-01",
    )
    uow.nominations.put(nomination)

    assert uow.nominations.find(NominationId("NO-1")) == nomination


def test_jurors_come_by_number(uow: SqlUnitOfWork) -> None:
    chair = Juror(
        id=JurorId("AAA"),
        number=9,
        name="Åse",
        role=Role.CHAIR,
        email="a@example.org",
        organisation="KS",
        left=True,
    )
    uow.jurors.put(chair)

    assert uow.jurors.find(JurorId("AAA")) == chair
    assert [juror.number for juror in uow.jurors.all()] == [1, 9]


def test_a_round_is_kept_with_its_hashes(uow: SqlUnitOfWork) -> None:
    opened = Round(
        id=RoundId("R-9"),
        number=9,
        state=RoundState.CLOSED,
        ballot="b" * 64,
        rules="c" * 64,
        order_seed="ff" * 16,
        opened=AT,
        closed=AT,
    )
    uow.rounds.put(opened)

    assert uow.rounds.all()[-1] == opened


def test_rules_are_the_usual_ones_until_they_are_set(uow: SqlUnitOfWork) -> None:
    assert uow.rules() == Rules()
    rules = Rules(
        method="median",
        missing=Missing.VOID,
        minimum_marks=3,
        ties=("priority", "shared"),
        places="1223",
        decimals=3,
        close_margin=Fraction(1, 7),
        comment=CommentRule.ALL,
    )
    uow.put_rules(rules)

    assert uow.rules() == rules


def test_a_meeting_is_empty_until_it_is_set(uow: SqlUnitOfWork) -> None:
    assert uow.meeting() == Meeting()
    meeting = Meeting(
        number="3/2026",
        date="2026-11-12",
        place="Oslo",
        chair="Åse",
        keeper="Ola",
        present=("Åse", "Kari"),
        absent=("Per",),
        remarks="None",
    )
    uow.put_meeting(meeting)

    assert uow.meeting() == meeting


def test_packages_come_by_juror_number_and_issue(uow: SqlUnitOfWork) -> None:
    def issue(juror: str, number: int) -> PackageIssue:
        return PackageIssue(
            juror=JurorId(juror),
            issue=number,
            kind=PackageKind.SCORE,
            round=RoundId("R-9"),
            token="ab" * 16,
            sha256=file_hash(f"{juror}{number}"),
            ballot="b" * 64,
            made=AT,
            file_name="2026-01-KN.jurypack",
        )

    uow.jurors.put(
        Juror(id=JurorId("KARI"), number=1, name="Kari"),
        Juror(id=JurorId("AAA"), number=9, name="Åse"),
    )
    for juror, number in (("AAA", 1), ("KARI", 2), ("KARI", 1)):
        uow.put_package(issue(juror, number))

    assert uow.packages() == [issue("KARI", 1), issue("KARI", 2), issue("AAA", 1)]


def test_a_final_protocol_keeps_its_bytes(uow: SqlUnitOfWork) -> None:
    pdf = b"%PDF-1.7 final"
    record = ProtocolRecord(
        version=1,
        draft=False,
        language="nb",
        digest="d" * 64,
        log_head="e" * 64,
        pdf_sha256=sha256(pdf),
        at=AT,
        by="chair",
    )
    uow.put_protocol(record, pdf)
    uow.put_protocol(record, pdf)  # printed again: the stored bytes

    assert uow.protocols() == [record, record]
    assert uow.protocol_pdf(sha256(pdf)) == pdf


def test_files_come_in_the_order_received_and_stay_as_they_were(uow: SqlUnitOfWork) -> None:
    later, earlier = received(file_hash("0")), received(file_hash("1"))
    uow.files.put(earlier, b"one", b"opened one")
    uow.files.put(later, b"two", b"opened two")
    uow.files.put(earlier, b"changed", b"changed")

    assert uow.files.all() == [earlier, later]
    assert uow.files.find(file_hash("0")) == later
    assert uow.files.find(file_hash("9")) is None
    assert uow.files.sealed(file_hash("1")) == b"one"


def test_the_last_word_on_a_file_counts(uow: SqlUnitOfWork) -> None:
    def word(n: int, *, excluded: bool) -> Exclusion:
        return Exclusion(
            n=n, sha256=file_hash("0"), excluded=excluded, reason="Wrong file", by="s", at=AT
        )

    first, again = uow.files.next_exclusion(), uow.files.next_exclusion() + 1
    uow.files.exclude(word(first, excluded=True))
    assert uow.files.exclusions() == [word(first, excluded=True)]

    uow.files.exclude(word(again, excluded=False))
    assert uow.files.exclusions() == []
    assert uow.files.next_exclusion() == again + 1


def test_keys_come_in_the_order_pinned_and_can_be_confirmed(uow: SqlUnitOfWork) -> None:
    def pinned(juror: str, confirmation: Confirmation, closed: str = "") -> JurorKey:
        return JurorKey(
            juror=JurorId(juror),
            public_key="ab" * 32,
            device="DEVICE",
            issue=1,
            confirmation=confirmation,
            pinned=AT,
            closed=closed,
        )

    uow.keys.put(pinned("KARI", Confirmation.PACKAGE))
    uow.keys.put(pinned("AAA", Confirmation.PACKAGE))
    uow.keys.put(pinned("KARI", Confirmation.WORD, closed=AT))

    assert uow.keys.all() == [
        pinned("KARI", Confirmation.WORD, closed=AT),
        pinned("AAA", Confirmation.PACKAGE),
    ]


def test_the_log_is_chained_from_its_root(uow: SqlUnitOfWork) -> None:
    log(uow, "round.opened")
    entries = uow.journal.all()

    assert (uow.journal.chain(), uow.journal.root()) == (CHAIN, ROOT_HASH)
    assert [entry.seq for entry in entries] == [1, 2, 3, 4]
    assert check_chain(entries, ROOT_HASH).whole
    assert uow.journal.last() == entries[-1]


def test_a_new_chain_is_written_to_from_its_beginning(uow: SqlUnitOfWork) -> None:
    uow.journal.begin("CHAIN-2", "f" * 64)
    assert uow.journal.last() is None

    log(uow, "copy.restored")

    assert [entry.chain for entry in uow.journal.all()] == ["CHAIN-2"]
    assert [chain for chain, _ in uow.journal.chains()] == [CHAIN, "CHAIN-2"]


def test_rulings_are_added_and_numbered(uow: SqlUnitOfWork) -> None:
    assert uow.rulings.next_number() == 1
    ruling = Ruling(
        n=1,
        juror=JurorId("KARI"),
        nominee=NomineeId("ASH"),
        recused=True,
        reach=Reach.CATEGORY,
        ground="Family",
        by="secretary",
        at=AT,
    )
    uow.rulings.add(ruling)

    assert uow.rulings.all() == [ruling]
    assert uow.rulings.next_number() == 2


def test_waivers_decisions_and_justifications_are_kept_with_every_field(
    uow: SqlUnitOfWork,
) -> None:
    waiver = Waiver(n=1, waived=True, reason="Ill", by="chair", at=AT)
    no_award = Decision(
        n=1,
        category=CategoryId("A"),
        nominee=None,
        outcome=Outcome.NONE,
        basis=Basis.DEPARTS,
        reason="None was good enough",
        by="chair",
        at=AT,
    )
    winner = Decision(
        n=2,
        category=CategoryId("A"),
        nominee=NomineeId("ASH"),
        outcome=Outcome.WINNER,
        basis=Basis.FOLLOWS,
    )
    text = Justification(n=1, nominee=NomineeId("ASH"), language="nn", text="Fin", by="s", at=AT)
    uow.waivers.add(waiver)
    uow.decisions.add(no_award)
    uow.decisions.add(winner)
    uow.justifications.add(text)

    assert uow.waivers.all() == [waiver]
    assert uow.decisions.all() == [no_award, winner]
    assert uow.justifications.all() == [text]


def test_an_edition_is_no_desk_and_a_desk_keeps_what_it_knows(uow: SqlUnitOfWork) -> None:
    assert uow.desk() is None

    uow.put_desk(a_desk())

    assert uow.desk() == a_desk()


def test_a_private_note_is_kept_changed_and_emptied(uow: SqlUnitOfWork) -> None:
    ash = NomineeId("ASH")
    assert uow.private_note(ash) == ""

    uow.put_private_note(ash, "Ask about the bridge")
    uow.put_private_note(ash, "Ask about the bridge again")
    assert uow.private_note(ash) == "Ask about the bridge again"

    uow.put_private_note(ash, "")
    assert uow.private_note(ash) == ""


def test_a_database_without_an_edition_or_log_says_so(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    database = store_in(tmp_path_factory.mktemp("empty")).create_edition(EditionId("EMPTY"))
    with database.unit_of_work() as empty:
        with pytest.raises(LookupError, match="no edition"):
            empty.edition()
        with pytest.raises(LookupError, match="not begun"):
            empty.journal.chain()
        empty.put_edition(an_edition("EMPTY"))
        assert empty.edition().id == "EMPTY"
    database.close()


def test_every_receipt_is_kept_and_the_same_one_only_once(uow: SqlUnitOfWork) -> None:
    held = Receipt(
        sha256=file_hash("A"), file="", seq=0, taken=False, complete=True, statements="",
        received=AT, chain=CHAIN, head="a" * 64,
    )  # fmt: skip
    taken = Receipt(
        sha256=file_hash("A"), file="FILE", seq=3, taken=True, complete=False,
        statements="c" * 64, received=AT, chain=CHAIN, head="b" * 64,
    )  # fmt: skip
    for receipt, document in ((taken, b"two"), (held, b"one"), (taken, b"two")):
        uow.put_receipt(receipt, document)

    assert uow.receipts() == [held, taken]
