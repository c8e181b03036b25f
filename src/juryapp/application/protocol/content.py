"""Gathering what the protocol states, from the same result as the screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from juryapp.application.merge.reports import held_lines, merge_lines
from juryapp.application.packages.overview import load_lines
from juryapp.application.ports import UnitOfWork
from juryapp.application.protocol.answers import (
    answer_given,
    answers_counted,
    levels_in_words,
    settled_answer,
    settled_value,
    value_printed,
)
from juryapp.application.protocol.history import departure_lines, reopening_lines
from juryapp.application.results.scoring import is_waived, load_scoring
from juryapp.application.session import Session, the_round
from juryapp.base.canonical import canonical_hash
from juryapp.domain.answers import counted
from juryapp.domain.award import Round
from juryapp.domain.criteria import Criterion
from juryapp.domain.decisions import (
    Basis,
    Decision,
    Justification,
    Outcome,
    basis_of,
    standing_decisions,
    standing_justifications,
)
from juryapp.domain.ids import CriterionId, JurorId, NomineeId
from juryapp.domain.impartiality import Reach, Ruling, Standing
from juryapp.domain.jury import Juror
from juryapp.domain.nominees import Nominee
from juryapp.domain.packages import FileOrigin, Origin
from juryapp.domain.protocol import (
    CategoryPart,
    CriterionLine,
    DecisionLine,
    FileLine,
    ImpartialityLine,
    JurorLine,
    JurorPart,
    JustificationText,
    MarginLine,
    ProtocolContent,
    RankingLine,
    SettlementLine,
)
from juryapp.domain.results import (
    OPEN_TEXTS,
    CategoryResult,
    OpenQuestion,
    Result,
    Scoring,
    result_of,
)
from juryapp.domain.statements import Answer
from juryapp.domain.tallies import comments
from juryapp.domain.totals import NomineeTotal


def protocol_content(
    session: Session, uow: UnitOfWork, *, version: int, draft: bool
) -> ProtocolContent:
    """Return what the protocol states as things stand now."""
    return _Gatherer(session, uow).content(version=version, draft=draft)


class _Gatherer:
    """Reads everything once and puts it into lines with names."""

    def __init__(self, session: Session, uow: UnitOfWork) -> None:
        self._session, self._uow = session, uow
        self._round: Round = the_round(uow)
        self._scoring: Scoring = load_scoring(uow)
        self._result: Result = result_of(self._scoring)
        self._packages = load_lines(uow, self._scoring.sheets)
        self._jurors: Mapping[JurorId, Juror] = {j.id: j for j in uow.jurors.all()}
        self._nominees: Mapping[NomineeId, Nominee] = {n.id: n for n in uow.nominees.all()}
        self._criteria: Mapping[CriterionId, Criterion] = {c.id: c for c in uow.criteria.all()}
        standing = standing_decisions(uow.decisions.all())
        self._decisions: Sequence[Decision] = [d for d in standing if not _is_taken_back(d)]
        self._texts: Sequence[Justification] = standing_justifications(uow.justifications.all())
        self._voices = [nomination.nominee for nomination in uow.nominations.all()]

    def content(self, *, version: int, draft: bool) -> ProtocolContent:
        edition, rules = self._uow.edition(), self._scoring.rules
        last = self._uow.journal.last()
        return ProtocolContent(
            award=edition.award_name,
            title=edition.title,
            owner=edition.owner,
            year=edition.year,
            purpose=edition.purpose,
            version=version,
            draft=draft,
            trial=edition.trial,
            meeting=self._uow.meeting(),
            jury=tuple(self._juror_line(j) for j in self._uow.jurors.all() if not j.left),
            criteria=tuple(self._criterion_line(c) for c in self._scoring.criteria),
            missing=str(rules.missing),
            minimum_marks=rules.minimum_marks,
            decimals=rules.decimals,
            close_margin=rules.close_margin,
            rules=self._round.rules,
            ballot=self._round.ballot,
            order_seed=self._round.order_seed,
            opened=self._round.opened,
            closed=self._round.closed,
            impartiality=tuple(self._impartiality()),
            categories=tuple(self._category(c) for c in self._result.categories),
            open_questions=tuple(self._open(q) for q in self._result.open_questions),
            waiver=self._waiver(),
            settlements=tuple(self._settlements()),
            files=tuple(self._files()),
            log_entries=last.seq if last else 0,
            log_head=last.hash if last else self._uow.journal.root(),
            statements=self._statements(),
            early=self._given_material(early=True),
            unguarded=self._given_material(early=True, workbook=True),
            declared_first=self._given_material(early=False),
            merges=tuple(merge_lines(self._uow)),
            held=tuple(held_lines(self._uow)),
            reopenings=tuple(reopening_lines(self._uow)),
            departures=tuple(departure_lines(self._uow, self._jurors)),
        )

    def _given_material(self, *, early: bool, workbook: bool = False) -> tuple[str, ...]:
        """Return the jurors who were given the material before they declared, or after.

        Those who had it early and answered in an Excel workbook are returned for `workbook` only: their
        answer came with the material, and nothing kept it closed.
        """
        given = (line for line in self._packages if line.score is not None)
        return tuple(
            line.juror.name
            for line in given
            if line.early is early and workbook is (early and line.unsigned == str(Origin.WORKBOOK))
        )

    def _statements(self) -> str:
        """Return one hash over the hashes of every statement that stands."""
        here = self._round.id
        hashes = [s.hash for s in self._uow.marks.current(here).effective.values()]
        hashes += [s.hash for s in self._uow.declarations.current(here).effective.values()]
        hashes += [s.hash for s in self._uow.notes.current(here).effective.values()]
        return canonical_hash(sorted(hashes))

    def _juror_line(self, juror: Juror) -> JurorLine:
        keys = [k for k in self._uow.keys.all() if k.juror == juror.id and not k.closed]
        key = keys[-1] if keys else None
        return JurorLine(
            name=juror.name,
            role=juror.role,
            organisation=juror.organisation,
            scores=juror.scores,
            key=str(key.confirmation) if key else "",
            fingerprint=self._session.services.keys.fingerprint(key.public_key) if key else "",
        )

    def _criterion_line(self, criterion: Criterion) -> CriterionLine:
        whole = sum((c.weight for c in counted(self._scoring.criteria)), Fraction(0))
        scale = criterion.scale
        return CriterionLine(
            name=criterion.name,
            group=criterion.group,
            share=criterion.weight / whole if criterion.counts else Fraction(0),
            least=scale.value(scale.least),
            most=scale.value(scale.most),
            step=scale.step,
            kind=criterion.kind,
            levels=levels_in_words(criterion),
        )

    def _impartiality(self) -> list[ImpartialityLine]:
        view = self._uow.declarations.current(self._round.id)
        declared = {(k.juror, k.nominee): s.content for k, s in view.effective.items()}
        ruled = {(r.juror, r.nominee): r for r in self._uow.rulings.all()}
        raised = {pair for pair, said in declared.items() if said.answer is not Answer.NOTHING}
        raised |= {*ruled, *((k.juror, k.nominee) for k in view.conflicts)}
        standings = self._scoring.standings.items()
        raised |= {pair for pair, standing in standings if standing is Standing.PENDING}
        pairs = [pair for pair in raised if pair[0] in self._jurors and pair[1] in self._nominees]
        pairs.sort(key=lambda p: (self._nominees[p[1]].number, self._jurors[p[0]].number))
        return [
            self._impartiality_line(
                juror,
                nominee,
                declared[juror, nominee].facts if (juror, nominee) in declared else "",
                ruled.get((juror, nominee)),
            )
            for juror, nominee in pairs
        ]

    def _impartiality_line(
        self, juror: JurorId, nominee: NomineeId, facts: str, ruling: Ruling | None
    ) -> ImpartialityLine:
        return ImpartialityLine(
            juror=self._jurors[juror].name,
            nominee=self._nominees[nominee].name,
            facts=facts,
            standing=self._scoring.standings.get((juror, nominee), Standing.UNDECLARED),
            reach=ruling.reach if ruling else Reach.NOMINEE,
            ground=ruling.ground if ruling else "",
            ruled=ruling is not None,
        )

    def _category(self, result: CategoryResult) -> CategoryPart:
        category = result.category
        here = [d for d in self._decisions if d.category == category.id]
        ranking = [self._ranked(result, r.total, r.place, shared=r.shared) for r in result.ranked]
        ranking += [self._ranked(result, total) for total in result.unranked]
        return CategoryPart(
            name=category.name,
            rule=category.rule,
            finalists=category.finalists,
            winners=category.winners,
            ranking=tuple(ranking),
            decisions=tuple(self._decision(d, result) for d in _by_outcome(here)),
            close=tuple(
                MarginLine(
                    above=self._nominees[margin.above].name,
                    below=self._nominees[margin.below].name,
                    difference=margin.difference,
                )
                for margin in result.close
            ),
            justifications=tuple(self._justifications(category.id, here)),
            kind=result.kind,
        )

    def _ranked(
        self,
        result: CategoryResult,
        total: NomineeTotal,
        place: int | None = None,
        *,
        shared: bool = False,
    ) -> RankingLine:
        nominee = self._nominees[total.nominee]
        recused = [s for s in total.scores if s.standing is Standing.RECUSED]
        return RankingLine(
            place=place,
            shared=shared,
            number=nominee.number,
            nominee=nominee.name,
            home=nominee.place,
            value=value_printed(result, total.value),
            counted=total.counted,
            recused=tuple(self._jurors[s.juror].name for s in recused),
            nominations=self._voices.count(nominee.id),
            outcome=self._outcome(nominee.id),
            parts=tuple(
                JurorPart(
                    juror=self._jurors[s.juror].name,
                    standing=s.standing,
                    value=value_printed(result, s.value),
                    answer=answer_given(s, self._scoring.criteria),
                )
                for s in total.scores
            ),
            answers=answers_counted(total, self._scoring.criteria),
            comments=tuple(
                (self._jurors[juror].name, text)
                for criterion in self._scoring.criteria
                if not criterion.counts
                for juror, text in comments(total, criterion)
            ),
        )

    def _outcome(self, nominee: NomineeId) -> Outcome | None:
        return next((d.outcome for d in self._decisions if d.nominee == nominee), None)

    def _decision(self, decision: Decision, result: CategoryResult) -> DecisionLine:
        nominee = decision.nominee
        return DecisionLine(
            nominee=self._nominees[nominee].name if nominee else "",
            outcome=decision.outcome,
            basis=_basis_now(decision, result),
            place=result.place_of(nominee) if nominee else None,
            reason=decision.reason,
        )

    def _justifications(
        self, category: str, decisions: Sequence[Decision]
    ) -> list[JustificationText]:
        order = [d.nominee for d in _by_outcome(decisions)]
        here = {n.id for n in self._nominees.values() if n.category == category}
        texts = [text for text in self._texts if text.nominee in here]
        texts.sort(key=lambda t: (_place_in(order, t.nominee), t.language))
        return [
            JustificationText(
                nominee=self._nominees[t.nominee].name,
                outcome=self._outcome(t.nominee),
                language=t.language,
                text=t.text,
            )
            for t in texts
        ]

    def _open(self, question: OpenQuestion) -> tuple[str, Mapping[str, str]]:
        names = {"juror": self._jurors[question.juror].name}
        if question.nominee is not None:
            names["nominee"] = self._nominees[question.nominee].name
        if question.criterion is not None:
            names["criterion"] = self._criteria[question.criterion].name
        return OPEN_TEXTS[question.kind], names

    def _waiver(self) -> str:
        return self._uow.waivers.all()[-1].reason if is_waived(self._uow) else ""

    def _settlements(self) -> list[SettlementLine]:
        return [
            SettlementLine(
                juror=self._jurors[s.key.juror].name,
                nominee=self._nominees[s.key.nominee].name,
                criterion=self._criteria[s.key.criterion].name,
                value=settled_value(self._criteria[s.key.criterion], s.content),
                answer=settled_answer(self._criteria[s.key.criterion], s.content),
                reason=s.reason,
                by=self._jurors[JurorId(s.by)].name,
            )
            for s in self._uow.marks.settlements()
        ]

    def _files(self) -> list[FileLine]:
        reasons = {e.sha256: e.reason for e in self._uow.files.exclusions()}
        drafts = {e.sha256: e.reason for e in self._uow.files.let_count()}
        origins = self._uow.files.origins()
        return [
            FileLine(
                juror=self._jurors[file.juror].name,
                sha256=file.sha256,
                received=file.received,
                complete=file.complete,
                excluded=reasons.get(file.sha256, ""),
                let_count=drafts.get(file.sha256, ""),
                **_originated(origins.get(file.sha256)),
            )
            for file in self._uow.files.all()
        ]


def _originated(origin: FileOrigin | None) -> dict[str, str]:
    """Return how a file came about that nobody signed."""
    if origin is None:
        return {}
    return {
        "origin": str(origin.origin),
        "by": origin.by,
        "confirmed_by": origin.confirmed_by,
    }


def _is_taken_back(decision: Decision) -> bool:
    """Return whether nothing is left of a decision: it was taken back, and nobody was passed over."""
    nothing = decision.nominee is not None and decision.outcome is Outcome.NONE
    return nothing and decision.basis is Basis.FOLLOWS and not decision.reason


_OUTCOMES = (Outcome.WINNER, Outcome.FINALIST, Outcome.MENTION, Outcome.NONE)


def _by_outcome(decisions: Sequence[Decision]) -> list[Decision]:
    return sorted(decisions, key=lambda d: (_OUTCOMES.index(d.outcome), d.n))


def _place_in(order: Sequence[NomineeId | None], nominee: NomineeId) -> int:
    return order.index(nominee) if nominee in order else len(order)


def _basis_now(decision: Decision, result: CategoryResult) -> Basis:
    """Return how a standing decision stands to the points as they are now, however they were then.

    What was decided and taken back is no departure from any points.
    """
    if decision.outcome is Outcome.NONE and decision.nominee is not None:
        return decision.basis
    return basis_of(decision.outcome, decision.nominee, result)
