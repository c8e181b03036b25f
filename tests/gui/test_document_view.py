"""A document in place: only what is seen is drawn, all by keyboard, with a text for those who do not see."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from document_examples import pdf_pages, picture
from juryapp.base.errors import RuleError
from juryapp.domain.attachments import Media
from juryapp.gui.documents.reading import DocumentTexts
from juryapp.gui.shell import Shell
from juryapp.gui.theme import theme
from juryapp.gui.widgets.document_view import Document, DocumentView
from juryapp.gui.widgets.page_tiles import MOST_KEPT
from juryapp.gui.widgets.pages_view import Fit

Show = Callable[[QWidget], QWidget]
PAGES = tuple(f"Side {n} om blåbær" for n in range(1, 13))


class Desk:
    """A view with its texts, on documents in memory."""

    def __init__(self, shell: Shell, show: Show, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.files: dict[str, bytes] = {}
        self.texts = DocumentTexts(shell.drawing, lambda name: self.files[name])
        self.view = DocumentView(shell.drawing, self.texts)
        self.view.resize(560, 420)
        show(self.view)

    def open(self, data: bytes, media: Media = Media.PDF, name: str = "Plan.pdf") -> DocumentView:
        """Show a document and wait until it is open."""
        self.files[name] = data
        document = Document(sha256=name, name=name, media=media, load=lambda: data)
        self.view.show_document(document)
        self.qtbot.waitUntil(lambda: self.view.is_ready, timeout=20_000)
        self.view.enter()
        return self.view

    def drawn(self, page: int = 1) -> None:
        """Wait until a page is drawn."""
        self.qtbot.waitUntil(lambda: self.view.pages.is_drawn(page), timeout=20_000)

    def key(self, *keys: Qt.Key) -> None:
        """Press keys where the focus is."""
        for key in keys:
            self.qtbot.keyClick(QApplication.focusWidget() or self.view, key)


@pytest.fixture
def desk(shell: Shell, show: Show, qtbot: QtBot) -> Desk:
    return Desk(shell, show, qtbot)


def test_of_three_hundred_pages_only_what_is_seen_is_drawn(desk: Desk) -> None:
    view = desk.open(pdf_pages(*(f"Page {n}" for n in range(300))))
    desk.drawn()

    assert view.page_count() == 300
    assert view.pages.drawn_pages() <= {1, 2}
    view.go_to(200)
    desk.drawn(200)
    assert view.pages.drawn_pages() <= {1, 2, 199, 200, 201}
    assert view.pages.drawn_count <= 6


def test_memory_stays_bounded_however_much_is_looked_at(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    most = 4 << 20
    assert most < MOST_KEPT
    monkeypatch.setattr("juryapp.gui.widgets.page_tiles.MOST_KEPT", most)
    view = desk.open(pdf_pages(*PAGES))
    for page in range(1, 13):
        view.go_to(page)
        desk.drawn(page)
        view.pages.grab()

    seen = 3 * 600 * 900 * 4  # what is on the screen stays in any case
    assert view.pages.kept_bytes() <= most + seen


def test_a_page_of_absurd_size_costs_no_more_than_a_window(desk: Desk) -> None:
    view = desk.open(pdf_pages("x", size=(14_400, 14_400)))
    desk.drawn()
    for _step in range(8):
        view.step_zoom(1)
        desk.qtbot.waitUntil(lambda: view.pages.is_drawn(1), timeout=20_000)

    assert view.pages.zoom() > 1
    assert view.pages.kept_bytes() < MOST_KEPT


def test_pages_are_turned_and_chosen_by_keyboard_alone(desk: Desk) -> None:
    view = desk.open(pdf_pages(*PAGES))

    desk.key(Qt.Key.Key_PageDown, Qt.Key.Key_PageDown)
    assert (view.page(), view.tools.page.text(), view.tools.of.text()) == (3, "3", "of 12")
    desk.key(Qt.Key.Key_G)
    assert view.tools.page.hasFocus()
    desk.key(Qt.Key.Key_1, Qt.Key.Key_1, Qt.Key.Key_Return)
    assert view.page() == 11
    assert view.pages.hasFocus()
    desk.key(Qt.Key.Key_G, Qt.Key.Key_4, Qt.Key.Key_Escape)
    assert (view.page(), view.tools.page.text()) == (11, "11")
    desk.key(Qt.Key.Key_End)
    assert view.pages.accessibleDescription() == "Page 12 of 12"


def test_zoom_follows_keys_buttons_and_the_wheel(desk: Desk) -> None:
    view = desk.open(pdf_pages(*PAGES))
    fitting = view.pages.zoom()

    desk.key(Qt.Key.Key_A)
    assert (view.pages.zoom(), view.tools.zoom.text()) == (1.0, "100%")
    desk.key(Qt.Key.Key_Plus)
    assert view.pages.zoom() == 1.25
    view.tools.smaller.click()
    assert view.pages.zoom() == 1.0
    wheel = QWheelEvent(
        QPointF(9, 9), QPointF(9, 9), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view.pages.viewport(), wheel)
    assert view.pages.zoom() == 1.25
    desk.key(Qt.Key.Key_W)
    assert view.pages.zoom() == fitting
    assert view.tools.width_fits.isChecked()


def test_the_text_of_a_pdf_is_read_where_the_page_was(desk: Desk) -> None:
    view = desk.open(pdf_pages(*PAGES))
    view.go_to(5)

    desk.key(Qt.Key.Key_T)
    desk.qtbot.waitUntil(lambda: "Side 12 om" in view.text.toPlainText(), timeout=20_000)

    assert view.text.hasFocus()
    assert view.text.isReadOnly()
    assert view.text.accessibleName() == "Plan.pdf as text"
    assert "Page 5 of 12\n\nSide 5 om blåbær" in view.text.toPlainText()
    desk.key(Qt.Key.Key_T)
    assert view.pages.hasFocus()


def test_a_pdf_of_pictures_says_that_it_is_silent(desk: Desk) -> None:
    view = desk.open(pdf_pages("", ""))

    desk.key(Qt.Key.Key_T)

    desk.qtbot.waitUntil(
        lambda: view.text.toPlainText().startswith("This PDF has no text"), timeout=20_000
    )


def test_what_is_found_is_framed_on_the_page_and_in_its_text(desk: Desk) -> None:
    view = desk.open(pdf_pages(*PAGES))
    desk.texts.read("Plan.pdf", Media.PDF)
    desk.qtbot.waitUntil(lambda: desk.texts.of("Plan.pdf").finished, timeout=20_000)

    view.mark("BLÅBÆR", (8, 0))

    desk.qtbot.waitUntil(lambda: 8 in view._boxes, timeout=20_000)
    assert view.page() in {9, 10}
    [(box, chosen)] = view.pages._marks[8]
    assert chosen
    assert box.width() > 0.03
    assert [is_it for _box, is_it in view.pages._marks[7]] == [False]

    desk.key(Qt.Key.Key_T)
    found = view.text.extraSelections()
    assert len(found) == 12
    view.mark("", None)
    assert view.text.extraSelections() == []


def test_a_picture_is_shown_whole_at_first(desk: Desk) -> None:
    view = desk.open(picture(3_000, 2_000, "JPEG"), Media.JPEG, "Torget.jpg")
    desk.drawn()

    assert view.pages.fit is Fit.WHOLE
    assert view.pages.verticalScrollBar().maximum() == 0
    colours = {view.pages.grab().toImage().pixelColor(x, 170).name() for x in (100, 440)}
    assert len(colours) == 2
    assert view.tools.before.isHidden()
    assert view.tools.as_text.isHidden()


def test_a_text_is_read_as_plain_text_and_nothing_in_it_can_be_followed(desk: Desk) -> None:
    view = desk.open(b"<b>See</b> https://example.org\n", Media.TEXT, "Notat.txt")

    assert view.is_text
    assert view.text.toPlainText() == "<b>See</b> https://example.org\n"
    flags = view.text.textInteractionFlags()
    assert not flags & Qt.TextInteractionFlag.LinksAccessibleByMouse
    assert not flags & Qt.TextInteractionFlag.LinksAccessibleByKeyboard


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7\nbroken", "damaged"),
        (pdf_pages("secret", password="word"), "locked with a password"),
    ],
)
def test_a_hostile_pdf_shows_a_calm_sentence(desk: Desk, data: bytes, words: str) -> None:
    view = desk.open(data)

    assert view.state.isVisible()
    assert "cannot be shown here" in view.state.title.text()
    assert words in view.state.text.text()
    with desk.qtbot.waitSignal(view.outside_requested):
        view.state.buttons[0].click()


def test_a_file_that_is_not_there_is_no_file_for_another_program(desk: Desk) -> None:
    def load() -> bytes:
        raise RuleError("Gone. Ask for it again.", code="E-GONE")

    view = desk.view
    view.show_document(Document(sha256="x", name="x.pdf", media=Media.PDF, load=load))
    desk.qtbot.waitUntil(lambda: view.is_ready)

    assert view.state.text.text() == "Gone. Ask for it again."
    assert view.state.buttons[0].isHidden()


def test_another_document_takes_the_place_of_one_that_is_still_opened(desk: Desk) -> None:
    one, other = pdf_pages(*PAGES), pdf_pages("Only one")
    desk.view.show_document(
        Document(sha256="one", name="one.pdf", media=Media.PDF, load=lambda: one)
    )
    view = desk.open(other, name="other.pdf")

    assert view.page_count() == 1
    desk.drawn()


def test_the_paper_stays_white_in_the_dark(desk: Desk) -> None:
    theme().use("dark")
    view = desk.open(pdf_pages("Plan"))
    desk.drawn()

    picture_ = view.pages.grab().toImage()

    assert picture_.pixelColor(picture_.width() // 2, 300).name() == "#ffffff"
    assert picture_.pixelColor(4, 300).lightnessF() < 0.3


def test_every_tool_has_a_name_and_can_be_reached_by_tab(desk: Desk) -> None:
    view = desk.open(pdf_pages(*PAGES))
    tools = view.tools
    shown = [tools.before, tools.after, tools.page, tools.smaller, tools.zoom, tools.larger,
             tools.width_fits, tools.as_text, tools.outside, tools.large]  # fmt: skip
    for tool in shown:
        interface = QAccessible.queryAccessibleInterface(tool)
        assert interface.text(QAccessible.Text.Name), tool.objectName()
        assert tool.focusPolicy() & Qt.FocusPolicy.TabFocus, tool.objectName()


def test_texts_are_read_once_and_forgotten_when_nobody_waits(desk: Desk) -> None:
    data = pdf_pages(*PAGES)
    desk.files["a"] = data
    loads: list[str] = []
    texts = desk.texts

    def load(name: str) -> bytes:
        loads.append(name)
        return data

    texts._load = load

    texts.read("a", Media.PDF)
    texts.read("a", Media.PDF)
    desk.qtbot.waitUntil(lambda: texts.of("a").finished, timeout=20_000)
    texts.read("a", Media.PDF)

    assert loads == ["a"]
    assert texts.of("a").pages[11] == "Side 12 om blåbær"
    texts.forget()
    assert texts.of("a").pages == []


def test_a_text_that_cannot_be_loaded_does_not_stop_the_others(desk: Desk) -> None:
    def load(name: str) -> bytes:
        if name == "gone":
            raise RuleError("Gone.", code="E-GONE")
        return b"here"

    desk.texts._load = load
    desk.texts.read("gone", Media.TEXT)
    desk.texts.read("here", Media.TEXT)

    desk.qtbot.waitUntil(lambda: desk.texts.of("here").finished)
    assert desk.texts.of("gone").failed
    assert desk.texts.of("here").pages == ["here"]
