"""Protocol contents for tests: people, places and marks are invented."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from fractions import Fraction

from juryapp.domain.decisions import Basis, Outcome
from juryapp.domain.impartiality import Reach, Standing
from juryapp.domain.jury import Role
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
    Meeting,
    ProtocolContent,
    RankingLine,
    SettlementLine,
)

JURORS = (
    ("Ingeborg Aasland Tveiten", Role.CHAIR, "Fyrlyktstiftinga"),
    ("Torbjørn Myklebust", Role.DEPUTY_CHAIR, "Kystnett Vest"),
    ("Máret Áŋot Bieski", Role.MEMBER, "Sámi oahpahusguovddáš"),
    ("Solveig Ødegård", Role.MEMBER, "Høgskulen i Nordsund"),
    ("Åsmund Fjellheim", Role.MEMBER, ""),
    ("Ragna-Elise Sørensen-Hatløy", Role.MEMBER, "Landsrådet for små kommunar"),
    ("Jon Kvam", Role.MEMBER, "Næringsforum Indre"),
)
SECRETARY = JurorLine(
    name="Live Brekke", role=Role.SECRETARY, organisation="Sekretariatet", scores=False
)
PLACES = ("Nordsund", "Øyrane", "Breivikfjord", "Áhkkánjárga", "Ytre Solvær", "Storlia", "Ånesheia")
WORKS = (
    "Ferjekaia som samlingsstad",
    "Straum frå sjøen",
    "Lærlingordninga på Holmen",
    "Giellagáddi",
    "Attbruk av oljetankar",
    "Nattopen brygge",
    "Fiskebåten som klasserom",
    "Vinterlys i hamna",
    "Det flytande biblioteket",
    "Tareskogen",
)
QUOTE = (
    "Ein liten kommune har gjort ei nedlagd ferjekai til staden der folk møtest. Juryen la vekt på at"
    " næringslivet og frivillige har bygd saman, og at arbeidet heldt fram då støtta tok slutt.\n\n"
    "Kaia er open heile året. Ho er teikna av ungdom frå bygda, betalt av fem bedrifter og driven av dei som"
    " bruker henne. Andre kan lære av det: det kosta lite, og det gjekk fort."
)


def jurors(count: int = 7) -> tuple[JurorLine, ...]:
    """Return `count` jurors who score, and the secretary."""
    lines = []
    for n in range(count):
        name, role, organisation = JURORS[n % len(JURORS)]
        again = f" {n // len(JURORS) + 1}" if n >= len(JURORS) else ""
        digits = str(int(hashlib.sha256(f"{name}{n}".encode()).hexdigest()[:20], 16))[:20].zfill(20)
        lines.append(
            JurorLine(
                name=name + again,
                role=role if not again else Role.MEMBER,
                organisation=organisation,
                scores=True,
                key="package" if n % 3 else "word",
                fingerprint=" ".join(digits[i : i + 5] for i in range(0, 20, 5)),
            )
        )
    return (*lines, SECRETARY)


def ranking(
    count: int, panel: tuple[JurorLine, ...], *, seed: str = "a", outcomes: dict[int, Outcome]
) -> tuple[RankingLine, ...]:
    """Return `count` ranked lines with invented marks, one juror recused in the first and the fourth."""
    lines = []
    for n in range(count):
        parts = _parts(n, panel, seed)
        values = [part.value for part in parts if part.value is not None]
        lines.append((sum(values, Fraction(0)) / len(values), parts))
    lines.sort(key=lambda line: -line[0])
    made: list[RankingLine] = []
    for n, (total, parts) in enumerate(lines):
        equal = n > 0 and lines[n - 1][0] == total
        place = made[-1].place if equal else n + 1
        shared = equal or (n + 1 < count and lines[n + 1][0] == total)
        made.append(
            RankingLine(
                place=place,
                shared=shared,
                number=(n * 7) % count + 1,
                nominee=WORKS[n % len(WORKS)]
                + (f" {n // len(WORKS) + 1}" if n >= len(WORKS) else ""),
                home=PLACES[n % len(PLACES)],
                value=total,
                counted=sum(part.value is not None for part in parts),
                recused=tuple(p.juror for p in parts if p.standing is Standing.RECUSED),
                nominations=1 + n % 3,
                outcome=outcomes.get(n),
                parts=parts,
            )
        )
    return tuple(made)


def _parts(n: int, panel: tuple[JurorLine, ...], seed: str) -> tuple[JurorPart, ...]:
    parts = []
    for at, juror in enumerate(line for line in panel if line.scores):
        recused = (n, at) in {(0, 2), (3, 5)}
        noise = hashlib.sha256(f"{seed}{n}{at}".encode()).digest()[0] % 13
        value = Fraction(150 - 9 * min(n, 9) + 2 * noise - n // 10, 17)
        standing = Standing.RECUSED if recused else Standing.IMPARTIAL
        value_or_none = (
            None if recused or (n, at) == (5, 4) else min(max(value, Fraction(0)), Fraction(10))
        )
        parts.append(JurorPart(juror=juror.name, standing=standing, value=value_or_none))
    return tuple(parts)


def full_content(
    rows: int = 12, panel_size: int = 7, *, draft: bool = False, open_ones: int = 0
) -> ProtocolContent:
    """Return a protocol with something in every section."""
    panel = jurors(panel_size)
    outcomes = {0: Outcome.FINALIST, 1: Outcome.WINNER, 2: Outcome.FINALIST, 4: Outcome.MENTION}
    lines = list(ranking(rows, panel, outcomes=outcomes))
    if rows > 8:
        tied = replace(lines[3], place=3, shared=True, value=lines[2].value, counted=6)
        lines[2:4] = [replace(lines[2], shared=True), tied]
        last = replace(lines[-1], place=None, value=None, counted=0, recused=(), shared=False)
        lines[-1] = replace(last, parts=tuple(replace(p, value=None) for p in last.parts))
    return ProtocolContent(
        award="Fyrlyktprisen",
        title="Fyrlyktprisen 2026",
        owner="Fyrlyktstiftinga",
        year=2026,
        purpose="Prisen går til ein god vertskommune for næringsliv og folk, som andre kan lære av.",
        version=2,
        draft=draft,
        trial=False,
        meeting=Meeting(
            number="3/2026",
            date="2026-11-12",
            place="Nordsund rådhus, Storsalen",
            chair=JURORS[0][0],
            keeper=SECRETARY.name,
            present=tuple(name for name, _, _ in JURORS[:6]),
            absent=(JURORS[6][0],),
            remarks="Møtet vart heilt ope om kriteria og lukka om kandidatane. Juryen kunne gjere vedtak.",
        ),
        jury=panel,
        criteria=_criteria(),
        missing="renormalise",
        minimum_marks=3,
        decimals=2,
        close_margin=Fraction(1, 2),
        rules=hashlib.sha256(b"rules").hexdigest(),
        ballot=hashlib.sha256(b"ballot").hexdigest(),
        order_seed=hashlib.sha256(b"seed").hexdigest()[:32],
        opened="2026-10-01T07:00:00Z",
        closed="2026-11-02T22:59:00Z",
        impartiality=_impartiality(),
        categories=(_small(lines), _large(panel)) if rows else (_empty(),),
        open_questions=tuple(_question(n) for n in range(open_ones)),
        waiver="To jurymedlem kjende ikkje til Tareskogen og ville ikkje gjette.",
        settlements=(
            SettlementLine(
                juror="Jon Kvam",
                nominee="Straum frå sjøen",
                criterion="Nyskaping",
                value=Fraction(15, 2),
                reason="Jon Kvam stadfesta på telefon at den siste poengfila gjeld.",
                by="Ingeborg Aasland Tveiten",
            ),
        ),
        files=tuple(_file(n, juror) for n, juror in enumerate(panel) if juror.scores),
        log_entries=1214,
        log_head=hashlib.sha256(b"log").hexdigest(),
    )


def _criteria() -> tuple[CriterionLine, ...]:
    shares = (
        ("Vertskap for næringslivet", "Gjennomføring", 2),
        ("Nyskaping", "Idé", 1),
        ("Overføringsverdi for andre kommunar", "Idé", 1),
        ("Deltaking", "", 2),
    )
    return tuple(
        CriterionLine(
            name=name,
            group=group,
            share=Fraction(weight, 6),
            least=Fraction(0),
            most=Fraction(10),
            step=Fraction(1, 2),
        )
        for name, group, weight in shares
    )


def _impartiality() -> tuple[ImpartialityLine, ...]:
    return (
        ImpartialityLine(
            juror="Máret Áŋot Bieski",
            nominee="Ferjekaia som samlingsstad",
            facts="Søster mi er prosjektleiar der.",
            standing=Standing.RECUSED,
            reach=Reach.CATEGORY,
            ground="Nær familie",
            ruled=True,
        ),
        ImpartialityLine(
            juror="Ragna-Elise Sørensen-Hatløy",
            nominee="Giellagáddi",
            facts="",
            standing=Standing.RECUSED,
            reach=Reach.NOMINEE,
            ground="",
            ruled=False,
        ),
        ImpartialityLine(
            juror="Torbjørn Myklebust",
            nominee="Straum frå sjøen",
            facts="Eg heldt eit foredrag der i 2019.",
            standing=Standing.IMPARTIAL,
            reach=Reach.NOMINEE,
            ground="",
            ruled=True,
        ),
    )


def _small(lines: list[RankingLine]) -> CategoryPart:
    second = lines[1 % len(lines)]
    decisions: tuple[DecisionLine, ...] = (
        DecisionLine(
            nominee=lines[0].nominee,
            outcome=Outcome.FINALIST,
            basis=Basis.FOLLOWS,
            place=1,
            reason="",
        ),
        DecisionLine(
            nominee=second.nominee,
            outcome=Outcome.WINNER,
            basis=Basis.DEPARTS,
            place=second.place,
            reason="Tiltaket har vart lengst og er lettast å gjere etter. Skilnaden i poeng er liten.",
        ),
    )
    if len(lines) > 4:
        decisions += (
            DecisionLine(
                nominee=lines[2].nominee,
                outcome=Outcome.FINALIST,
                basis=Basis.TIE,
                place=3,
                reason="Dei to deler plassen; juryen valde den som har med flest bedrifter.",
            ),
            DecisionLine(
                nominee=lines[4].nominee,
                outcome=Outcome.MENTION,
                basis=Basis.FOLLOWS,
                place=lines[4].place,
                reason="",
            ),
        )
    close = (
        MarginLine(
            above=lines[0].nominee,
            below=second.nominee,
            difference=(lines[0].value or Fraction(0)) - (second.value or Fraction(0)),
        ),
    )
    return CategoryPart(
        name="Kommunar under 15 000 innbyggjarar",
        rule="Folketalet 1. januar 2026 gjeld",
        finalists=3,
        winners=1,
        ranking=tuple(lines),
        decisions=decisions,
        close=close if len(lines) > 1 else (),
        justifications=(
            JustificationText(
                nominee=second.nominee, outcome=Outcome.WINNER, language="nn", text=QUOTE
            ),
        ),
    )


def _large(panel: tuple[JurorLine, ...]) -> CategoryPart:
    return CategoryPart(
        name="Kommunar over 15 000 innbyggjarar",
        rule="",
        finalists=3,
        winners=1,
        ranking=ranking(5, panel, seed="b", outcomes={}),
        decisions=(
            DecisionLine(
                nominee="",
                outcome=Outcome.NONE,
                basis=Basis.DEPARTS,
                place=None,
                reason="Ingen av tiltaka har verka lenge nok til at andre kan lære av dei.",
            ),
        ),
        close=(),
        justifications=(),
    )


def _empty() -> CategoryPart:
    return CategoryPart(
        name="Open klasse",
        rule="",
        finalists=3,
        winners=1,
        ranking=(),
        decisions=(),
        close=(),
        justifications=(),
    )


def _file(n: int, juror: JurorLine) -> FileLine:
    return FileLine(
        juror=juror.name,
        sha256=hashlib.sha256(f"file {n}".encode()).hexdigest(),
        received=f"2026-10-{10 + n:02d}T12:{n:02d}:00Z",
        complete=n != 4,
        excluded="sendt ved ein feil" if n == 6 else "",
    )


def _question(n: int) -> tuple[str, dict[str, str]]:
    template = "{juror} has no mark for {nominee}, {criterion}."
    names = {"juror": JURORS[n % 7][0], "nominee": WORKS[n % 10], "criterion": "Nyskaping"}
    return template, names
