"""Asks for a new edition: what it builds on, its names, year, languages and deadline."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from juryapp.application.edition.files import EditionDraft
from juryapp.base.i18n import LANGUAGE_NAMES, N_, _, ngettext
from juryapp.gui.choosers import Choosers
from juryapp.gui.dialogs.day_edit import NO_DAY, DayEdit
from juryapp.gui.dialogs.entry_dialog import EntryDialog
from juryapp.gui.widgets import CheckBox, ComboBox, Label, LineEdit, SpinBox, column, row

FROM_FILE: Final = "file"
TEMPLATE_NAMES: Final = {
    "plain": N_("A plain award: one category, three criteria that count alike"),
    "host-municipality": N_("An award for municipalities: two categories, seven criteria"),
}

Drafts = Callable[[str], EditionDraft | None]


class EditionDialog(EntryDialog):
    """Gives an EditionDraft.

    Args:
        sources: What an edition can build on: keys that `drafts` understands, and texts.
        drafts: Returns the draft of a source, or None if it was refused (and said so).
        choosers: For the file dialog.
        source: What to begin with.
        year: The year to propose.
        parent: As in Qt.
    """

    def __init__(
        self,
        sources: Sequence[tuple[str, str]],
        drafts: Drafts,
        choosers: Choosers,
        *,
        source: str = "",
        year: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            _("New edition"),
            _("Make the edition"),
            parent,
            intro=_("You can change everything later, until the round is opened."),
            width=620,
        )
        self.setObjectName("edition_dialog")
        self._drafts, self._choosers, self._year = drafts, choosers, year
        self._draft: EditionDraft | None = None
        self._title_follows = True
        self._sources = list(sources)
        self._build()
        self.source.choose(source or sources[0][0])
        self._chosen = self.source.current_key()
        self._take(self._drafts(self._chosen))
        self.award_name.setFocus()
        self.award_name.selectAll()

    def _build(self) -> None:
        form = self.form
        choices = [*self._sources, (FROM_FILE, _("From a file …"))]
        self.source = form.add("source", N_("It &builds on"), ComboBox(choices))
        self.brings = Label("", "caption", "text2", wrap=True)
        form.add_widget(self.brings)
        self.award_name = form.add("award_name", N_("&Name of the award"), LineEdit(limit=200))
        self.year = SpinBox(1900, 2200)
        self.edition_title = form.add(
            "edition_title", N_("&Title of the edition"), LineEdit(limit=200)
        )
        form.add("year", N_("&Year"), self.year)
        self.owner = form.add(
            "owner",
            N_("&Owner of the award"),
            LineEdit(limit=200),
            N_("As it stands in the protocol."),
        )
        self._build_languages()
        self.deadline = form.add(
            "deadline",
            N_("&Deadline for the jurors"),
            DayEdit(),
            N_("May be left open, and can be moved later."),
        )
        self.beside("edition_title", "year", stretch=(3, 1))
        self.beside("owner", "deadline", stretch=(3, 2))
        self.source.currentIndexChanged.connect(self._source_chosen)
        self.award_name.textEdited.connect(self._follow)
        self.year.valueChanged.connect(self._follow)
        self.edition_title.textEdited.connect(self._title_edited)
        self.language.currentIndexChanged.connect(self._fold_languages)

    def _build_languages(self) -> None:
        self.language = self.form.add(
            "main_language",
            N_("Main &language"),
            ComboBox(list(LANGUAGE_NAMES.items())),
            N_("Letters and protocol are in this language unless you choose another."),
        )
        self.more_languages = {code: CheckBox(name) for code, name in LANGUAGE_NAMES.items()}
        for code, box in self.more_languages.items():
            box.setObjectName(f"language_{code}")
        self.also = Label(_("Justifications are also written in"), "smallM")
        boxes = row(*self.more_languages.values(), None, gap=16)
        self.form.add_widget(_box(column(self.also, boxes)))

    # --- what it builds on

    def _source_chosen(self) -> None:
        key = self.source.current_key()
        if key == FROM_FILE:
            self.source.choose(self._chosen)
            self._choosers.open_files(
                self,
                title=_("Open an edition written as TOML"),
                kinds=[(_("Edition as TOML"), ".toml")],
                then=self._file_chosen,
                several=False,
            )
        elif key != self._chosen:
            self._use(key)

    def _file_chosen(self, files: Sequence[Path]) -> None:
        self.use_file(files[0])

    def use_file(self, path: Path) -> None:
        """Build on a TOML file."""
        key = f"file:{path}"
        draft = self._drafts(key)
        if draft is None:
            self.reject()  # why stands on the page behind
            return
        self._sources = [(key, path.name), *(s for s in self._sources if s[0] != key)]
        self._chosen = key
        self.source.set_choices([*self._sources, (FROM_FILE, _("From a file …"))])
        self.source.choose(key)
        self._take(draft)

    def _use(self, key: str) -> None:
        draft = self._drafts(key)
        if draft is None:
            self.source.choose(self._chosen)
            self.show_problem(
                _("That edition cannot be read now. It may be open in another window.")
            )
            return
        self._chosen = key
        self.show_problem("")
        self._take(draft)

    def _take(self, draft: EditionDraft | None) -> None:
        if draft is None:
            return
        self._draft = draft
        generic = self._chosen.startswith("template:")
        self.award_name.setText("" if generic else draft.award_name)
        self.year.setValue(self._year if generic else draft.year)
        self.edition_title.setText("" if generic else draft.title)
        self._title_follows = generic
        self.owner.setText(draft.owner)
        self.language.choose(draft.languages[0])
        for code, box in self.more_languages.items():
            box.setChecked(code in draft.languages[1:])
        self.deadline.show_day(draft.deadline)
        self.brings.setText(_brings(draft))
        self._fold_languages()

    def _follow(self) -> None:
        if self._title_follows:
            name = self.award_name.text().strip()
            self.edition_title.setText(f"{name} {self.year.value()}" if name else "")

    def _title_edited(self, text: str) -> None:
        self._title_follows = not text.strip()

    def _fold_languages(self) -> None:
        main = self.language.current_key()
        for code, box in self.more_languages.items():
            box.setVisible(code != main)

    # --- the value

    @override
    def value(self) -> EditionDraft | None:
        deadline = self.deadline.day()
        if not self.award_name.text().strip():
            self.form.show_error("award_name", _("Write the name of the award."))
        elif not self.edition_title.text().strip():
            self.form.show_error("edition_title", _("Write a title, for example name and year."))
        elif deadline is None:
            self.form.show_error("deadline", _(NO_DAY))
        elif self._draft is not None:
            return self._filled(self._draft, deadline)
        return None

    def _filled(self, draft: EditionDraft, deadline: str) -> EditionDraft:
        main = self.language.current_key()
        others = [code for code, box in self.more_languages.items() if box.isChecked()]
        return replace(
            draft,
            award_name=self.award_name.text().strip(),
            title=self.edition_title.text().strip(),
            year=self.year.value(),
            owner=self.owner.text().strip(),
            languages=(main, *(code for code in others if code != main)),
            deadline=deadline,
        )


def _brings(draft: EditionDraft) -> str:
    categories, criteria, jurors = len(draft.categories), len(draft.criteria), len(draft.jurors)
    parts = [
        ngettext("{n} category", "{n} categories", categories).format(n=categories),
        ngettext("{n} criterion", "{n} criteria", criteria).format(n=criteria),
    ]
    if jurors:
        parts.append(ngettext("{n} juror", "{n} jurors", jurors).format(n=jurors))
    return _("It brings: {parts}.").format(parts=", ".join(parts))


def _box(layout: object) -> QWidget:
    widget = QWidget()
    widget.setLayout(layout)  # type: ignore[arg-type]
    return widget
