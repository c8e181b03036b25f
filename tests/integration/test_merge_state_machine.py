"""Jurors, laptops, restores, packages made anew, drafts, decisions and closings in any order.

A machine of random steps does the same to a real edition, with real score files, and to a small model; after
every step what stands must be the same in both. Some faults are built in on purpose: it has to find them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from typing_extensions import override

from juryapp.application.edition.rounds import close_round, open_round
from juryapp.application.log.check import check_log
from juryapp.application.merge import merging
from juryapp.application.merge.conflicts import settle, settle_declaration, settle_note
from juryapp.application.merge.merging import (
    FileStatus,
    MergePlan,
    merge,
    preview_held,
    preview_merge,
)
from juryapp.application.merge.taking_out import let_count, put_back, take_out
from juryapp.application.packages.writing import write_packages
from juryapp.application.ports import Statements
from juryapp.application.session import Session
from juryapp.base.files import sha256
from juryapp.domain.ids import CriterionId, JurorId, RoundId
from juryapp.domain.merging import Settlement, changes_between
from juryapp.domain.packages import Origin, PackageHead, PackageKind, ScoreContent
from juryapp.domain.statements import (
    Answer,
    DeclarationContent,
    MarkContent,
    MarkKey,
    MarkState,
    NomineeKey,
    NoteContent,
    Provenance,
    Stated,
    StatementKind,
    mark,
)
from juryapp.domain.union import GrowingView
from juryapp.storage.repositories import statements as storage
from juryapp.storage.repositories.statement_queries import EXCLUDED_SOURCES
from merge_model import Decided, Laptop, Model, SentFile
from prepared_award import Award, award_at
from workplace import services_in

ROUND = RoundId("R1")
SAM = CriterionId("SAM")
WHO = ("bjarne", "cecilie")  # Astrid is in the chair and settles
LAPTOPS = ("bjarne", "bjarne", "bjarne", "cecilie")
MARKS = (mark(2), mark(14), MarkContent(MarkState.NOT_ASSESSED), MarkContent(MarkState.CLEARED))
NOTES = (NoteContent("Sterk"), NoteContent("Svak", usable=True))
ANSWERS = (DeclarationContent(Answer.NOTHING), DeclarationContent(Answer.TELL, "Naboer"))
SAID = {
    StatementKind.MARK: MARKS,
    StatementKind.NOTE: NOTES,
    StatementKind.DECLARATION: ANSWERS,
}
SETTLING: dict[StatementKind, Callable[..., object]] = {
    StatementKind.MARK: settle,
    StatementKind.NOTE: settle_note,
    StatementKind.DECLARATION: settle_declaration,
}
places = st.integers(0, 99)  # a place in a list, whatever its length
laptops = st.integers(0, 3)


class _WithoutBackups:
    """A store that makes no backups, to be quick: there would be hundreds."""

    def __init__(self, store: object) -> None:
        self._store = store

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def back_up(self, *_args: object) -> Path:
        return Path()


class Secretariat(RuleBasedStateMachine):
    """The edition and its jurors' machines, beside the model."""

    def __init__(self) -> None:
        super().__init__()
        self._stack = ExitStack()
        self.award: Award = self._stack.enter_context(award_at("packages"))
        services = self.award.session.services
        quick = replace(services, store=_WithoutBackups(services.store))  # type: ignore[arg-type]
        self.session: Session = replace(self.award.session, services=quick)
        self.model = Model()
        self.sent: list[SentFile] = []
        self.jurors = {name: self.award.juror(name).id for name in WHO}
        self.nominee = self.award.nominee("Fjordby").id
        self.laptops = [Laptop(name, f"{name}{n}") for n, name in enumerate(LAPTOPS)]
        self.heads = {name: self._head(name) for name in WHO}

    @override
    def teardown(self) -> None:
        try:
            assert check_log(self.session).sound
        finally:
            self.let_go()

    def let_go(self) -> None:
        """Close the edition and remove it."""
        self._stack.close()

    # ------------------------------------------------------------ the jurors

    @rule(laptop=laptops, kind=st.sampled_from(list(SAID)), said=places)
    def say(self, laptop: int, kind: StatementKind, said: int) -> None:
        machine = self.laptops[laptop]
        contents: tuple[Any, ...] = SAID[kind]
        about = NomineeKey(ROUND, self.jurors[machine.juror], self.nominee)
        key = MarkKey(*about, SAM) if kind is StatementKind.MARK else about
        machine.say(kind, key, contents[said % len(contents)])

    @rule(laptop=laptops, kind=st.sampled_from(list(SAID)), said=places, complete=st.booleans())
    def hand_in(self, laptop: int, kind: StatementKind, said: int, complete: bool) -> None:
        self.say(laptop, kind, said)
        machine = self.laptops[laptop]
        machine.seq += 1
        name = f"{len(self.sent)}.juryscore"
        data = self._written(machine, complete=complete)
        (self.award.folder / name).write_bytes(data)
        holds = frozenset((what, statement) for (what, _), statement in machine.said.items())
        self.sent.append(SentFile(name, sha256(data), machine.juror, complete, holds))

    @rule(laptop=laptops)
    def back_up_a_laptop(self, laptop: int) -> None:
        self.laptops[laptop].back_up()

    @precondition(lambda self: any(laptop.saved[0] for laptop in self.laptops))
    @rule(laptop=laptops)
    def restore_a_laptop(self, laptop: int) -> None:
        if self.laptops[laptop].saved[0]:
            self.laptops[laptop].restore()

    # ------------------------------------------------------- the secretariat

    @precondition(lambda self: self.sent)
    @rule(chosen=st.lists(places, min_size=1, max_size=4))
    def merge_files(self, chosen: list[int]) -> None:
        files = [self.sent[-1 - n % len(self.sent)] for n in chosen]
        if self.model.closed:
            files = [file for file in files if file.sha256 not in self.model.out]
        paths = [self.award.folder / file.name for file in files]
        accepted = [] if self.model.closed else [file.sha256 for file in files]
        plan = preview_merge(self.session, paths, accepted=accepted)
        self._check_statuses(plan)
        self._carry_out(plan)
        for file in files:
            self.model.take(file)

    @precondition(lambda self: self.model.held and not self.model.closed)
    @rule()
    def take_in_what_was_laid_aside(self) -> None:
        held = [file for file in self.sent if file.sha256 in self.model.held]
        plan = preview_held(self.session, accepted=[file.sha256 for file in held])
        assert {v.opened.sha256 for v in plan.files if v.opened} == set(self.model.held)
        self._carry_out(plan)
        for file in held:
            self.model.take(file)

    @precondition(lambda self: set(self.model.taken) - self.model.out)
    @rule(which=places)
    def take_a_file_out(self, which: int) -> None:
        digest = self._chosen(set(self.model.taken) - self.model.out, which)
        take_out(self.session, digest, "A reason")
        self.model.out.add(digest)
        self.model.let_count.discard(digest)

    @precondition(lambda self: self.model.out)
    @rule(which=places)
    def put_a_file_back(self, which: int) -> None:
        digest = self._chosen(self.model.out, which)
        put_back(self.session, digest)
        self.model.out.discard(digest)

    @precondition(lambda self: not self.model.closed and self._drafts())
    @rule(which=places)
    def let_a_draft_count(self, which: int) -> None:
        digest = self._chosen(self._drafts(), which)
        let_count(self.session, digest, "The juror is ill")
        self.model.out.discard(digest)
        self.model.let_count.add(digest)

    @precondition(lambda self: any(self.model.standing(kind)[1] for kind in SAID))
    @rule(which=places, content=places)
    def let_the_chair_settle(self, which: int, content: int) -> None:
        found = [(k, key) for k in SAID for key in sorted(self.model.standing(k)[1])]
        kind, key = found[which % len(found)]
        contents: tuple[Any, ...] = SAID[kind]
        chosen = contents[content % len(contents)]
        rivals = self.model.standing(kind)[1][key]
        with self.session.reading() as uow:
            rev = _of(uow, kind).current(ROUND).conflicts[key][0].rev
        SETTLING[kind](self.session, key, chosen, "Said so")
        self.model.decided[kind].append(Decided(key, rev, chosen, rivals))

    @rule(name=st.sampled_from(WHO))
    @precondition(lambda self: not self.model.closed)
    def make_a_package_anew(self, name: str) -> None:
        write_packages(self.session, self.award.folder / "anew", jurors=[self.jurors[name]])
        self.heads[name] = self._head(name)

    @precondition(lambda self: not self.model.closed)
    @rule()
    def close(self) -> None:
        close_round(self.session)
        self.model.closed = True

    @precondition(lambda self: self.model.closed)
    @rule()
    def open_again(self) -> None:
        open_round(self.session, reason="The post was late")
        self.model.closed = False

    # ------------------------------------------------------ what must be so

    @invariant()
    def what_stands_is_what_the_model_says(self) -> None:
        with self.session.reading() as uow:
            for kind in SAID:
                statements = _of(uow, kind)
                view = statements.current(ROUND)
                assert view == statements.derived(ROUND)
                stands, contradicts = self.model.standing(kind)
                assert {key: s.content for key, s in view.effective.items()} == stands
                found = {k: frozenset(s.content for s in v) for k, v in view.conflicts.items()}
                assert found == contradicts

    @invariant()
    def nothing_is_lost_and_nothing_invented(self) -> None:
        with self.session.reading() as uow:
            for kind in SAID:
                told = {stated.statement for stated in _of(uow, kind).history(ROUND)}
                assert told == self.model.ever_said(kind)
            assert {file.sha256 for file in uow.files.all()} == set(self.model.taken)
            assert {file.sha256 for file in uow.files.held()} == set(self.model.held)

    # --------------------------------------------------------------- helpers

    def _carry_out(self, plan: MergePlan) -> None:
        """Merge, and check that the preview said just what the merge did."""
        with self.session.reading() as uow:
            before = (uow.marks.current(ROUND), uow.declarations.current(ROUND))
        merge(self.session, plan)
        with self.session.reading() as uow:
            after = (uow.marks.current(ROUND), uow.declarations.current(ROUND))
        assert changes_between(before[0], after[0]) == list(plan.marks)
        assert changes_between(before[1], after[1]) == list(plan.declarations)

    def _check_statuses(self, plan: MergePlan) -> None:
        seen: set[str] = set()
        for verdict in plan.files:
            assert verdict.opened is not None, verdict.error
            digest = verdict.opened.sha256
            known = digest in set(self.model.taken) - self.model.out
            if known or not self.model.closed:
                assert (verdict.status is FileStatus.ALREADY) == (known or digest in seen)
            else:
                aside = digest in self.model.held or digest in seen
                assert verdict.status is (FileStatus.HELD_ALREADY if aside else FileStatus.HELD)
            seen.add(digest)

    def _chosen(self, digests: Collection[str], which: int) -> str:
        """Return one of the files, by the order in which they were written."""
        listed = [file.sha256 for file in self.sent if file.sha256 in digests]
        return listed[which % len(listed)]

    def _drafts(self) -> set[str]:
        return {digest for digest, file in self.model.taken.items() if not file.complete}

    def _head(self, name: str) -> PackageHead:
        juror = self.jurors[name]
        with self.session.reading() as uow:
            issue = [p for p in uow.packages() if p.juror == juror][-1]
            edition = uow.edition().id
        keys = self.session.services.keys.award_keys(edition)
        assert keys is not None
        return PackageHead(
            sha256=issue.sha256,
            kind=PackageKind.SCORE,
            issue=issue.issue,
            award_key=keys.sign,
            seal_key=keys.seal,
            token=issue.token,
            log_head="",
            grounds=(),
        )

    def _written(self, machine: Laptop, *, complete: bool) -> bytes:
        services = services_in(self.award.folder / machine.name)
        edition, head = self.session.edition(), self.heads[machine.juror]
        juror = JurorId(self.jurors[machine.juror])
        services.keys.juror_key(edition.id, juror)
        with self.session.reading() as uow:
            ballot = uow.rounds.all()[-1].ballot
        content = ScoreContent(
            kind=PackageKind.SCORE,
            trial=False,
            award=edition.award,
            edition=edition.id,
            round=ROUND,
            ballot=ballot,
            package=head.sha256,
            juror=juror,
            device=machine.name.upper(),
            file=services.ids.new_id(),
            seq=machine.seq,
            previous="",
            made=services.now(),
            app_version="0",
            complete=complete,
            origin=Origin.OWN,
            marks=_stated(machine, StatementKind.MARK),
            declarations=_stated(machine, StatementKind.DECLARATION),
            notes=_stated(machine, StatementKind.NOTE),
        )
        return services.score_files.write(content, head)


def _of(uow: Any, kind: StatementKind) -> Statements[Any, Any]:
    found: Statements[Any, Any] = {
        StatementKind.MARK: uow.marks,
        StatementKind.NOTE: uow.notes,
        StatementKind.DECLARATION: uow.declarations,
    }[kind]
    return found


def _stated(machine: Laptop, kind: StatementKind) -> tuple[Any, ...]:
    at = Provenance("2026-11-12T14:00:00Z", machine.name.upper())
    return tuple(Stated(s, at) for (what, _), s in sorted(machine.said.items()) if what is kind)


def run(examples: int, steps: int, **more: Any) -> None:
    """Let the machine make `examples` runs of up to `steps` steps."""
    run_state_machine_as_test(
        Secretariat,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            **more,
        ),
    )


def test_any_order_of_steps_comes_to_what_the_model_says() -> None:
    run(4, 20)


@pytest.mark.slow
def test_many_orders_of_many_steps_come_to_what_the_model_says() -> None:
    run(60, 50)


def _no_drafts_apart(patch: pytest.MonkeyPatch) -> None:
    """Let drafts say what counts, as if they were handed in."""
    patch.setattr(storage, "SOURCES_BESIDE", EXCLUDED_SOURCES)


def _settlements_for_ever(patch: pytest.MonkeyPatch) -> None:
    """Let a settlement answer also what nobody knew when it was made."""
    patch.setattr(Settlement, "answers", lambda *_: True)


def _last_one_wins(patch: pytest.MonkeyPatch) -> None:
    """Let the preview forget a rival at the same revision."""

    def joined(_self: object, standing: tuple[Any, ...], said: Any) -> tuple[Any, ...]:
        return (said,) if said.rev >= standing[0].rev else standing

    patch.setattr(GrowingView, "_joined", joined)


def _drafts_stay(patch: pytest.MonkeyPatch) -> None:
    """Let what only a draft said stand on after something was handed in."""
    patch.setattr(merging, "_leave_drafts_behind", lambda *_: None)


def _taking_out_does_nothing(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(storage.SqlStatements, "refresh", lambda _self: None)


def _two_marks_and_a_third_after_the_chair(machine: Secretariat) -> None:
    machine.hand_in(0, StatementKind.MARK, 0, complete=True)
    machine.hand_in(1, StatementKind.MARK, 1, complete=True)
    machine.merge_files([0, 1])
    machine.let_the_chair_settle(0, 0)
    machine.hand_in(2, StatementKind.MARK, 2, complete=True)
    machine.merge_files([0])


def _two_marks_one_after_the_other(machine: Secretariat) -> None:
    machine.hand_in(0, StatementKind.MARK, 0, complete=True)
    machine.merge_files([0])
    machine.hand_in(1, StatementKind.MARK, 1, complete=True)
    machine.merge_files([0])


def _a_draft_with_a_comment_and_a_whole_file_without(machine: Secretariat) -> None:
    machine.hand_in(0, StatementKind.NOTE, 0, complete=False)
    machine.merge_files([0])
    machine.hand_in(1, StatementKind.MARK, 0, complete=True)
    machine.merge_files([0])


def _a_file_taken_out(machine: Secretariat) -> None:
    _two_marks_one_after_the_other(machine)
    machine.take_a_file_out(1)


Steps = Callable[[Secretariat], None]
Fault = Callable[[pytest.MonkeyPatch], None]
FAULTS: list[tuple[Fault, Steps]] = [
    (_no_drafts_apart, _a_draft_with_a_comment_and_a_whole_file_without),
    (_settlements_for_ever, _two_marks_and_a_third_after_the_chair),
    (_last_one_wins, _two_marks_one_after_the_other),
    (_drafts_stay, _a_draft_with_a_comment_and_a_whole_file_without),
    (_taking_out_does_nothing, _a_file_taken_out),
]


def walk(steps: Steps) -> None:
    """Take some steps and look at what came of them."""
    machine = Secretariat()
    try:
        steps(machine)
        machine.what_stands_is_what_the_model_says()
        machine.nothing_is_lost_and_nothing_invented()
    finally:
        machine.let_go()


@pytest.mark.parametrize(("fault", "steps"), FAULTS)
def test_the_model_sees_each_fault_that_is_built_in(
    fault: Fault, steps: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk(steps)

    fault(monkeypatch)

    with pytest.raises(AssertionError):
        walk(steps)


@pytest.mark.slow
@pytest.mark.parametrize("fault", [_no_drafts_apart, _taking_out_does_nothing])
def test_random_steps_find_a_fault_that_is_built_in(
    fault: Fault, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault(monkeypatch)

    with pytest.raises(AssertionError):
        run(200, 40, database=None, derandomize=True, phases=[Phase.generate])
