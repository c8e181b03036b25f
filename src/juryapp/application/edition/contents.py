"""Reading everything that an edition's database holds, for an archive or to be combined with another copy."""

from __future__ import annotations

from juryapp.application.ports import Statements, UnitOfWork
from juryapp.application.ports.contents import Chain, EditionContents, Said, Sourced
from juryapp.domain.ids import RoundId
from juryapp.domain.statements import C, K, Statement


def read_contents(uow: UnitOfWork, *, standing: bool = True) -> EditionContents:
    """Return everything in an edition's database, without keys, private notes and the bytes of files.

    Args:
        uow: The database.
        standing: Read also what stands of all that was said.
    """
    rounds = uow.rounds.all()
    return EditionContents(
        edition=uow.edition(),
        rules=uow.rules(),
        meeting=uow.meeting(),
        categories=tuple(uow.categories.all()),
        criteria=tuple(uow.criteria.all()),
        nominees=tuple(uow.nominees.all()),
        nominations=tuple(uow.nominations.all()),
        attachments=tuple(uow.attachments.all()),
        jurors=tuple(uow.jurors.all()),
        rounds=tuple(rounds),
        marks=_said(uow.marks, standing=standing),
        declarations=_said(uow.declarations, standing=standing),
        notes=_said(uow.notes, standing=standing),
        rulings=tuple(uow.rulings.all()),
        waivers=tuple(uow.waivers.all()),
        decisions=tuple(uow.decisions.all()),
        justifications=tuple(uow.justifications.all()),
        departures=tuple(uow.departures.all()),
        reopenings=tuple(uow.reopenings.all()),
        merges=tuple(uow.merges.all()),
        files=tuple(uow.files.all()),
        origins=tuple(uow.files.origins().values()),
        paper_ballots=tuple(uow.paper_ballots.all()),
        paper_verdicts=tuple(uow.paper_verdicts.all()),
        exclusions=tuple(uow.files.all_exclusions()),
        held=tuple(uow.files.held()),
        practice=tuple(uow.files.practice()),
        keys=tuple(uow.keys.all()),
        packages=tuple(uow.packages()),
        protocols=tuple(uow.protocols()),
        anchors=tuple(uow.anchors()),
        chains=tuple(read_chains(uow)),
        own_chain=uow.journal.chain(),
    )


def read_chains(uow: UnitOfWork) -> list[Chain]:
    """Return the chains of the log in the order they came."""
    joined = uow.journal.joined()
    return [
        Chain(
            id=chain,
            root=root,
            joined=joined.get(chain, ""),
            entries=tuple(uow.journal.entries(chain)),
        )
        for chain, root in uow.journal.chains()
    ]


def _said(kind: Statements[K, C], *, standing: bool) -> Said[K, C]:
    holders: dict[Statement[K, C], list[str]] = {}
    for file, statements in kind.by_file().items():
        for statement in statements:
            holders.setdefault(statement, []).append(file)
    rounds = sorted({RoundId(statement.key[0]) for statement in holders})
    return Said(
        statements=tuple(
            Sourced(stated, tuple(sorted(holders.get(stated.statement, ()))))
            for round_id in rounds
            for stated in kind.history(round_id)
        ),
        views={round_id: kind.current(round_id) for round_id in rounds if standing},
        settlements=tuple(kind.settlements()),
    )
