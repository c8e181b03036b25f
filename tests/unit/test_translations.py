"""The catalogues of bokmål and nynorsk: whole, up to date, compiled, and in the words of the glossary."""

from __future__ import annotations

import ast
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT: Final = Path(__file__).parents[2]
SOURCE: Final = ROOT / "src" / "juryapp"
I18N: Final = ROOT / "resources" / "i18n"
NORWEGIAN: Final = ("nb", "nn")
KEYWORDS: Final = {"_": None, "N_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
QT: Final = "src/juryapp/gui/qt_texts.py"
PYTHON: Final = "src/juryapp/cli/argparse_texts.py"
PLACEHOLDER: Final = re.compile(r"\{[^{}]*\}|%\d|%(?:\(\w+\))?[sr]")
COMMAND: Final = re.compile(
    r"[«“](?:juryapp|declare)\b[^»”]*[»”]|^  juryapp.*$|--\w+|\.jury\w+|\b(?:declare|score): ",
    re.MULTILINE,
)
WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")

Key = tuple[str | None, tuple[str, ...]]


class Entry(NamedTuple):
    """A text in English and in one of the two Norwegian forms; two of each where something is counted."""

    context: str | None
    english: tuple[str, ...]
    norwegian: tuple[str, ...]
    places: frozenset[str]
    fuzzy: bool

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Yield the forms side by side."""
        yield from zip(self.english, self.norwegian, strict=True)


@cache
def catalogue(language: str) -> Catalog:
    """Return the catalogue of `language` as it is kept."""
    path = I18N / language / "LC_MESSAGES" / "juryapp.po"
    with path.open("rb") as file:
        return read_po(file, locale=language, domain="juryapp")


@cache
def entries(language: str) -> tuple[Entry, ...]:
    """Return what the catalogue of `language` says, without its head."""
    return tuple(
        Entry(
            context=message.context,
            english=forms(message.id),
            norwegian=forms(message.string or ""),
            places=frozenset(path for path, _ in message.locations),
            fuzzy=message.fuzzy,
        )
        for message in catalogue(language)
        if message.id
    )


def forms(text: str | Sequence[str]) -> tuple[str, ...]:
    """Return one form, or two."""
    return (text,) if isinstance(text, str) else tuple(text)


@cache
def wanted() -> frozenset[Key]:
    """Return the texts that the sources ask for."""
    found = extract_from_dir(SOURCE, method_map=[("**.py", "python")], keywords=KEYWORDS)
    return frozenset((context, forms(text)) for _, _, text, _, context in found)


def expect_none(offences: Iterable[object], mend: str = "") -> None:
    """Fail with all offences, one a line, unless there are none."""
    found = [str(offence) for offence in offences]
    if found:
        pytest.fail("\n".join([mend or "found:", *found]), pytrace=False)


def prose(text: str) -> str:
    """Return a text without placeholders, keys and names of commands."""
    return PLACEHOLDER.sub(" ", COMMAND.sub(" ", text)).replace("&", "")


@pytest.fixture(params=NORWEGIAN)
def language(request: pytest.FixtureRequest) -> str:
    """Bokmål, then nynorsk."""
    return str(request.param)


# ------------------------------------------------------------------- whole and up to date


def test_the_catalogue_has_just_the_texts_of_the_sources(language: str) -> None:
    kept = {(entry.context, entry.english) for entry in entries(language)}

    expect_none(sorted(wanted() ^ kept, key=str), "mend with: python3 dev.py texts")


def test_every_text_is_translated_and_none_is_only_a_guess(language: str) -> None:
    missing = [entry.english for entry in entries(language) if not all(entry.norwegian)]
    guessed = [entry.english for entry in entries(language) if entry.fuzzy]

    expect_none([*missing, *guessed])


def test_the_head_names_language_and_plurals(language: str) -> None:
    head = dict(catalogue(language).mime_headers)

    assert head["Language"] == language
    assert head["Plural-Forms"] == "nplurals=2; plural=(n != 1);"
    assert head["Project-Id-Version"].startswith("juryapp ")
    assert head["Content-Type"] == "text/plain; charset=utf-8"


def test_the_compiled_catalogue_is_made_of_the_one_that_people_write(language: str) -> None:
    compiled = io.BytesIO()
    write_mo(compiled, catalogue(language))

    kept = (I18N / language / "LC_MESSAGES" / "juryapp.mo").read_bytes()
    assert kept == compiled.getvalue(), "mend with: python3 dev.py texts"


# ------------------------------------------------------------------- the same shape as the English text


def test_placeholders_are_the_same_in_every_form(language: str) -> None:
    expect_none(
        [
            pair
            for entry in entries(language)
            for pair in entry.pairs()
            if Counter(PLACEHOLDER.findall(pair[0])).keys() != set(PLACEHOLDER.findall(pair[1]))
        ]
    )


def test_what_is_counted_has_a_form_for_one_and_one_for_many(language: str) -> None:
    assert {len(entry.norwegian) - len(entry.english) for entry in entries(language)} == {0}


def outer_space(text: str) -> tuple[str, str, int]:
    """Return the space before a text, after it, and how many lines it breaks into."""
    bare = text.strip()
    start = text.index(bare)
    return text[:start], text[start + len(bare) :], text.count("\n")


def test_spaces_around_a_text_and_its_lines_are_kept(language: str) -> None:
    pairs = [pair for entry in entries(language) for pair in entry.pairs()]

    expect_none([p for p in pairs if outer_space(p[0]) != outer_space(p[1])])


def last_sign(text: str) -> str:
    """Return the sign that ends a text, "" if it ends in a letter or a placeholder."""
    bare = text.strip().replace("...", "…")
    return bare[-1:] if bare[-1:] in {".", ":", "…", "?"} else ""


def test_a_text_ends_as_the_english_one_does(language: str) -> None:
    pairs = [pair for entry in entries(language) for pair in entry.pairs()]

    expect_none([p for p in pairs if last_sign(p[0]) != last_sign(p[1])])


def key_of(text: str) -> str:
    """Return the letter that is pressed with Alt, "" if there is none."""
    found = re.search(r"&(\w)", text)
    return found[1].casefold() if found else ""


def test_what_has_a_key_in_english_has_one_here(language: str) -> None:
    pairs = [pair for entry in entries(language) for pair in entry.pairs()]

    expect_none([p for p in pairs if p[0].count("&") != p[1].count("&")])
    expect_none([p for p in pairs if bool(key_of(p[0])) != bool(key_of(p[1]))])


def test_no_form_has_a_key_twice(language: str) -> None:
    keys: dict[tuple[str, str], list[str]] = {}
    for entry in entries(language):
        for place in entry.places - {QT}:
            if key := key_of(entry.norwegian[0]):
                keys.setdefault((place, key), []).append(entry.norwegian[0])

    expect_none([texts for texts in keys.values() if len(texts) > 1])


# ------------------------------------------------------------------- words

ENGLISH: Final = {
    "and", "are", "by", "cannot", "edition", "file", "from", "has", "is", "juror", "jurors", "mark",
    "marks", "nominee", "not", "of", "the", "this", "was", "which", "with",
}  # fmt: skip

# What the glossary has replaced. Part of a word is enough: "avvik" also stands in "avviker".
NOT_OURS: Final = (
    "prisgiver", "prisgivar", "slå sammen", "slå saman", "flett", "avvik", "eksport", "juror",
    "stemmeseddel", "røystesetel", "dobbeltstemme", "dobbeltrøyst", "habilitetserklæring", "lerret",
    "beslutning", "karakter", "score", "z-skår", "sprikjer", "spriker", "poenglikhet",
    "poenglikskap", "diskvalifi", "forslagsstill", "fingeravtrykk", "fratre", "du må",
    "eit jurymedlem", "kvart jurymedlem",
)  # fmt: skip

NOT_NYNORSK: Final = {
    "ikke", "jeg", "hvem", "hva", "hvor", "hvorfor", "hvordan", "hvilken", "hvilket", "hvilke",
    "hver", "hvert", "hvis", "noen", "noe", "være", "gjøre", "gjør", "fra", "også", "bare", "mer",
    "selv", "uten", "en", "et", "én", "ett", "de", "dem", "deres", "hun", "kun", "ble", "nå", "da",
    "frem", "sier", "åpne", "åpen", "åpent", "åpnet", "sted", "kommer", "leser", "velger", "velg",
    "skriver", "teller", "trenger", "finnes", "følger", "ligger", "gjelder", "tas", "begrunnelse",
    "begrunnelsen", "sikkerhetskopi", "sikkerhetskopien", "utgave", "utgaven", "navn", "navnet",
    "navnene", "kandidater", "kandidatene", "kategorier", "kategoriene", "nominasjoner",
    "nominasjonene", "kriterier", "kriteriene", "poengene", "filen", "mappen", "listen", "maskinen",
    "siden", "pakken", "jurypakken", "poengfilen", "vinner", "vinnere", "finalister", "juryleder",
    "nestleder", "møteleder", "jurymedlemmet", "jurymedlemmets", "avgjørelse", "avgjørelsen",
    "avgjør", "rekkefølge", "rekkefølgen", "annen", "endelig", "hel", "hele", "lest", "laget",
    "lagret", "endret", "valgt", "brukt på", "tilknytning", "eksempel", "høyre", "størrelse",
    "mottatt", "fortsatt", "sammen", "bekreft", "utskriften", "egen", "eget", "egne", "hoved",
    "hovedspråk", "vera", "gjera", "koma", "skriva", "lesa", "seia", "begynn", "tilbyr", "igjennom",
}  # fmt: skip

NOT_BOKMAL: Final = {
    "ikkje", "eg", "kven", "kva", "kvar", "kvifor", "korleis", "kor", "nokon", "noko", "nokre",
    "vere", "gjere", "gjer", "frå", "òg", "berre", "meir", "sjølv", "utan", "ein", "eit", "éin",
    "dei", "deira", "ho", "vart", "då", "fram til", "seier", "opne", "stad", "kjem", "vel",
    "treng", "finst", "følgjer", "ligg", "gjeld", "grunngjeving", "tryggingskopi", "utgåve",
    "utgåva", "namn", "namnet", "kandidatar", "kategoriar", "nominasjonar", "kriteria", "poenga",
    "fila", "mappa", "lista", "maskina", "sida", "pakka", "jurypakka", "poengfila", "vinnar",
    "juryleiar", "juryleiaren", "nestleiar", "avgjerd", "avgjerda", "avgjer", "rekkjefølgje",
    "endeleg", "heil", "lesen", "lesne", "laga", "lagra", "endra", "høgre", "storleik", "att",
    "jurymedlemmen", "hovud", "hovudspråk", "sidan", "alltid fyrst", "fyrst",
}  # fmt: skip


def words_of(text: str) -> set[str]:
    """Return the words of a text in small letters, without placeholders and names of commands."""
    return {word.casefold() for word in WORD.findall(prose(text))}


# Names of columns and languages, and words that programs say in English, are no English left behind.
SPEAKS_ENGLISH: Final = ("nb, nn", "nominee, criterion, mark", "(in)")


def with_words(language: str, forbidden: set[str]) -> list[object]:
    """Return the texts that have one of these whole words, and which."""
    return [
        (sorted(words_of(text) & forbidden), text)
        for entry in entries(language)
        for text in entry.norwegian
        if words_of(text) & forbidden and not any(part in text for part in SPEAKS_ENGLISH)
    ]


def test_no_english_is_left(language: str) -> None:
    expect_none(with_words(language, ENGLISH))


def test_the_words_are_those_of_the_glossary(language: str) -> None:
    expect_none(
        [
            (part, text)
            for entry in entries(language)
            for text in entry.norwegian
            for part in NOT_OURS
            if part in prose(text).casefold()
        ]
    )


def test_nynorsk_is_no_bokmal_and_bokmal_no_nynorsk() -> None:
    expect_none(with_words("nn", NOT_NYNORSK))
    expect_none(with_words("nb", NOT_BOKMAL))


def test_nynorsk_has_no_passive_in_s_but_after_a_verb_like_may() -> None:
    """“Lesast” stands after “kan”; “leses” is bokmål."""
    fine = {"stades", "samrøystes", "dømes", "elles"}

    expect_none(
        [
            text
            for entry in entries("nn")
            for text in entry.norwegian
            if {word for word in words_of(text) if re.fullmatch(r"\w{2,}es", word)} - fine
        ]
    )


def test_quotation_marks_are_norwegian(language: str) -> None:
    expect_none(
        [t for entry in entries(language) for t in entry.norwegian if re.search('[“”"„]', t)]
    )


TERMS: Final = {
    "score file": ("poengfil", "poengfil"),
    "jury package": ("jurypakke", "jurypakk"),
    "backup": ("sikkerhetskopi", "tryggingskopi"),
    "nominations": ("nominasjon", "nominasjon"),
    "justification": ("begrunn", "grunngj"),
    "secretariat": ("sekretariat", "sekretariat"),
    "protocol": ("protokoll", "protokoll"),
    "deputy chair": ("nestleder", "nestleiar"),
    "recused": ("inhabil", "inhabil"),
    "impartiality": ("habilitet", "habilitet"),
    "criterion": ("kriteri", "kriteri"),
    "category": ("kategori", "kategori"),
    "edition": ("utgave", "utgåv"),
}


@pytest.mark.parametrize("term", TERMS)
def test_a_term_is_always_the_same_word(term: str) -> None:
    stray = [
        (language, english, norwegian)
        for language, word in zip(NORWEGIAN, TERMS[term], strict=True)
        for entry in entries(language)
        for english, norwegian in entry.pairs()
        if re.search(rf"\b{term}", prose(english), re.IGNORECASE)
        and word not in norwegian.casefold()
        and not any(part in norwegian for part in SPEAKS_ENGLISH)
    ]

    expect_none(stray)


# ------------------------------------------------------------------- the English texts themselves

AMERICAN: Final = re.compile(
    r"\w*(?:color|center|favorite|license\b|organiz|recogniz|gray\b|canceled|catalog\b)\w*",
    re.IGNORECASE,
)


def test_english_is_spelt_the_british_way() -> None:
    ours = [e for e in entries("nb") if e.places not in ({QT}, {PYTHON})]

    expect_none([t for entry in ours for t in entry.english if AMERICAN.search(t)])


def test_english_has_curly_apostrophes_and_quotation_marks() -> None:
    ours = [e for e in entries("nb") if e.places not in ({QT}, {PYTHON})]

    expect_none([t for entry in ours for t in entry.english if re.search(r"\"|\w'", t)])


def calls(*names: str) -> Iterator[tuple[str, ast.Call]]:
    """Yield the calls of our functions for texts, with where they stand."""
    for path in sorted(set(SOURCE.rglob("*.py")) - {SOURCE / "base" / "i18n.py"}):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and called(node) in names:
                yield f"{path.relative_to(SOURCE).as_posix()}:{node.lineno}", node


def called(node: ast.Call) -> str:
    """Return the name of what is called."""
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def literal(node: ast.expr) -> str | None:
    """Return the text that stands here, None if it is no literal."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def test_counted_texts_stand_where_they_are_counted() -> None:
    """A constant marked by `N_` is never found as a plural: the window would stay English there."""
    found = [
        place
        for place, node in calls("ngettext", "pgettext")
        if None in {literal(argument) for argument in node.args[:2]}
    ]

    expect_none(found)


def test_what_is_filled_in_is_what_the_text_asks_for() -> None:
    wrong = []
    for place, node in calls("format"):
        text = node.func.value if isinstance(node.func, ast.Attribute) else None
        if not isinstance(text, ast.Call) or called(text) not in {"_", "ngettext", "pgettext"}:
            continue
        asked = {
            name
            for argument in text.args
            for name in re.findall(r"\{(\w+)", literal(argument) or "")
        }
        given = {keyword.arg for keyword in node.keywords}
        if asked and None not in given and asked != given:
            wrong.append((place, asked ^ given))

    expect_none(wrong)


def run_at_import(node: ast.AST) -> Iterator[ast.Call]:
    """Yield the calls that are made when a module is imported, not when a function runs."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(child, ast.Call):
            yield child
        yield from run_at_import(child)


def test_no_text_is_translated_before_the_language_is_known() -> None:
    """A constant is marked by `N_` and translated where it is shown; else a switch would not reach it."""
    found = [
        f"{path.relative_to(SOURCE).as_posix()}:{call.lineno}"
        for path in sorted(SOURCE.rglob("*.py"))
        for call in run_at_import(ast.parse(path.read_text(encoding="utf-8")))
        if called(call) in {"_", "ngettext", "pgettext"}
    ]

    expect_none(found)
