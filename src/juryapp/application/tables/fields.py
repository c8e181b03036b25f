"""Which columns a table from outside may have, and by which headings people call them.

The synonyms are headings as they stand in forms and spreadsheets, in bokmål, nynorsk and English. They are
no texts of ours and are not translated; the titles are.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from juryapp.base.i18n import N_
from juryapp.domain.jury import Role
from juryapp.domain.nominees import Relation


class FieldKind(StrEnum):
    """How the text of a cell is to be understood."""

    TEXT = "text"  # taken as it stands
    NAME = "name"  # one line; invisible characters and double spaces are put right, with a warning
    DATE = "date"  # becomes an ISO day
    CHOICE = "choice"  # one of the field's own words
    ID = "id"  # our form of ids, else left out with a warning


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing that a table may tell us about each row."""

    key: str
    title: str  # an `N_` text
    synonyms: tuple[str, ...] = ()
    required: bool = False  # the column must be there, and every row must say something
    expected: bool = False  # the column must be there; a cell may be empty
    kind: FieldKind = FieldKind.TEXT
    instead: str = ""  # the field whose column is taken where this one has none
    unique: bool = False  # two rows that say the same are refused
    choices: tuple[tuple[str, tuple[str, ...]], ...] = ()  # our value, the words people use for it
    strict: bool = False  # an unknown word is refused; otherwise it is left out with a warning


NOMINATION_FIELDS: Final = (
    Field(
        key="nominee",
        title=N_("Nominee"),
        required=True,
        kind=FieldKind.NAME,
        instead="place",  # in an award for municipalities, "Kommune" is who is nominated
        synonyms=(
            "navn", "namn", "name", "kandidat", "candidate", "nominert", "den nominerte",
            "nominert kommune", "nominert kandidat", "nominert person", "nominert bedrift",
            "navn på nominert", "navn på kandidat", "namn på nominert", "namn på kandidat",
            "navn på den nominerte", "namn på den nominerte", "hvem nominerer du",
            "hvem vil du nominere", "kven nominerer du", "kven vil du nominere",
            "name of nominee", "nominee name", "nominated", "who do you nominate",
        ),
    ),
    Field(
        key="category",
        title=N_("Category"),
        synonyms=("kategori", "klasse", "class", "priskategori", "award category", "gruppe"),
    ),
    Field(
        key="text",
        title=N_("Grounds for the nomination"),
        synonyms=(
            "begrunnelse", "grunngjeving", "grunngiving", "nominasjonstekst", "beskrivelse",
            "skildring", "omtale", "tekst", "text", "nomination text", "grounds", "reason",
            "justification", "description", "statement", "hvorfor", "kvifor", "why",
            "begrunnelse for nominasjonen", "grunngjeving for nominasjonen",
        ),
    ),
    Field(
        key="nominator",
        title=N_("Nominator"),
        kind=FieldKind.NAME,
        synonyms=(
            "nominert av", "forslagsstiller", "forslagsstillar", "innsender", "innsendar",
            "avsender", "avsendar", "foreslått av", "føreslått av", "ditt navn", "ditt namn",
            "navn på forslagsstiller", "namn på forslagsstillar", "navn på innsender",
            "den som nominerer", "navn på den som nominerer", "namn på den som nominerer",
            "kontaktperson", "nominated by", "proposer", "proposed by", "your name", "submitter",
            "submitted by", "sender",
        ),
    ),
    Field(
        key="organisation",
        title=N_("Nominator’s organisation"),
        kind=FieldKind.NAME,
        synonyms=(
            "organisasjon", "organization", "organisation", "virksomhet", "verksemd", "bedrift",
            "arbeidsgiver", "arbeidsgjevar", "forslagsstillers organisasjon", "firma", "company",
            "organisasjonen til forslagsstillaren", "nominator organisation", "employer",
            "nominators organisation", "nominators organization",
        ),
    ),
    Field(
        key="relation",
        title=N_("Nominates themselves or another"),
        kind=FieldKind.CHOICE,
        synonyms=(
            "relasjon", "relation", "egen eller andre", "egennominasjon", "eigennominasjon",
            "nominerer seg selv", "nominerer seg sjølv", "nominerer", "self or other",
            "self nomination", "selv eller andre", "sjølv eller andre",
        ),
        choices=(
            (Relation.SELF, (
                "self", "selv", "sjølv", "seg selv", "seg sjølv", "oss selv", "oss sjølve",
                "meg selv", "meg sjølv", "egen", "eigen", "egennominasjon", "eigennominasjon",
                "ja", "yes", "own", "myself", "ourselves",
            )),
            (Relation.OTHER, (
                "other", "others", "another", "andre", "annen", "anna", "en annen", "ein annan",
                "noen andre", "nokon andre", "nei", "no", "someone else",
            )),
        ),
    ),
    Field(
        key="received",
        title=N_("Received"),
        kind=FieldKind.DATE,
        synonyms=(
            "mottatt", "motteke", "mottatt dato", "motteken dato", "dato", "date", "innkommet",
            "innkommen", "received date", "date received", "tidspunkt", "tidsmerke", "timestamp",
            "fullføringstidspunkt", "completion time", "sendt", "submitted", "innsendt",
        ),
    ),
    Field(
        key="place",
        title=N_("Place or municipality"),
        kind=FieldKind.NAME,
        synonyms=(
            "sted", "stad", "place", "kommune", "municipality", "by", "city", "town", "poststed",
            "poststad", "hjemkommune", "heimkommune", "fylke", "county", "region",
        ),
    ),
    Field(
        key="facts",
        title=N_("Facts"),
        synonyms=(
            "innbyggere", "innbyggjarar", "innbyggertall", "innbyggjartal", "folketall", "folketal",
            "inhabitants", "population", "fakta", "nøkkeltall", "nykeltal", "facts",
        ),
    ),
    Field(
        key="id",
        title=N_("Id"),
        kind=FieldKind.ID,
        unique=True,
        synonyms=("nominasjonsid", "nominasjons-id", "nomination id"),
    ),
)  # fmt: skip
"""A list of nominations. Several rows may name one nominee; then they spell the name alike."""

JUROR_FIELDS: Final = (
    Field(
        key="name",
        title=N_("Name"),
        required=True,
        kind=FieldKind.NAME,
        unique=True,
        synonyms=(
            "navn", "namn", "juror", "jurymedlem", "medlem", "member", "fullt navn", "fullt namn",
            "full name", "navn på jurymedlem", "namn på jurymedlem", "jury member", "judge",
        ),
    ),
    Field(
        key="email",
        title=N_("E-mail"),
        synonyms=(
            "e-post", "epost", "e-postadresse", "mail", "e-mail address", "email address",
            "mailadresse",
        ),
    ),
    Field(
        key="organisation",
        title=N_("Organisation"),
        kind=FieldKind.NAME,
        synonyms=(
            "organisasjon", "organization", "virksomhet", "verksemd", "bedrift", "arbeidsgiver",
            "arbeidsgjevar", "arbeidssted", "arbeidsstad", "firma", "company", "employer",
            "tilhørighet", "tilhøyrsle", "affiliation",
        ),
    ),
    Field(
        key="role",
        title=N_("Role"),
        kind=FieldKind.CHOICE,
        strict=True,
        synonyms=("rolle", "verv", "funksjon", "function", "oppgave", "oppgåve"),
        choices=(
            (Role.CHAIR, (
                "chair", "chairperson", "leader", "head", "leder", "leiar", "juryleder", "juryleiar",
                "president", "chair of the jury",
            )),
            (Role.DEPUTY_CHAIR, (
                "deputy chair", "deputy_chair", "vice chair", "nestleder", "nestleiar",
            )),
            (Role.MEMBER, (
                "member", "medlem", "jurymedlem", "juror", "fast medlem", "jury member", "judge",
            )),
            (Role.DEPUTY_MEMBER, (
                "deputy member", "deputy_member", "deputy", "varamedlem", "vara", "substitute",
            )),
            (Role.SECRETARY, (
                "secretary", "sekretær", "jurysekretær", "sekretariat", "jury secretary",
            )),
            (Role.OBSERVER, ("observer", "observatør")),
        ),
    ),
    Field(
        key="id",
        title=N_("Id"),
        kind=FieldKind.ID,
        unique=True,
        synonyms=("jurorid", "juror-id", "juror id"),
    ),
)  # fmt: skip
"""A list of the people of the jury."""

MARK_FIELDS: Final = (
    Field(
        key="nominee",
        title=N_("Nominee"),
        required=True,
        kind=FieldKind.NAME,
        synonyms=("kandidat", "candidate", "nominert", "navn", "namn", "name"),
    ),
    Field(
        key="criterion",
        title=N_("Criterion"),
        expected=True,  # empty in a row that says "recused"
        kind=FieldKind.NAME,
        synonyms=("kriterium", "criteria", "kriterie"),
    ),
    Field(
        key="mark",
        title=N_("Mark"),
        expected=True,  # empty means: clear the mark
        synonyms=("poeng", "points", "score", "karakter", "vurdering"),
    ),
    Field(
        key="note",
        title=N_("Note"),
        synonyms=("merknad", "kommentar", "comment", "remark", "notat", "notes"),
    ),
)
"""One juror's marks: nominee, criterion, mark, note."""
