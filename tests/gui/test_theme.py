"""Colours, fonts and icons follow the theme, and every pair of colours can be read."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from PySide6.QtGui import QColor, QFontInfo, QIcon, QPixmap
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from juryapp.base.resources import resource
from juryapp.domain.scales import Scale
from juryapp.gui.icons import app_icon, icon, pixmap
from juryapp.gui.theme import color, font, mixed, px, style_sheet, theme
from juryapp.gui.tokens import PAIRS, ROLES, SCHEMES, TEXT_SCALES, Role, Scheme, contrast
from juryapp.gui.widgets import Button, Card, Chip, KeyCap, Label, ScoreScale, Segmented, column


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("front", "ground", "need"), PAIRS)
def test_every_pair_of_roles_has_the_contrast_it_needs(
    scheme: Scheme, front: Role, ground: Role, need: float
) -> None:
    tokens = SCHEMES[scheme]
    assert contrast(tokens[front], tokens[ground]) >= need


def test_both_schemes_name_every_role() -> None:
    assert set(SCHEMES["light"]) == set(SCHEMES["dark"]) == set(ROLES)


def test_contrast_is_measured_as_the_standard_says() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_the_style_sheet_has_no_role_or_length_left_to_fill_in() -> None:
    sheet = style_sheet(SCHEMES["dark"]).split("*/", maxsplit=1)[1]
    assert "@" not in sheet
    assert "sp" not in {word[-2:] for word in sheet.split() if word[:1].isdigit()}


def test_switching_the_theme_recolours_palette_and_colours(qapp: QApplication) -> None:
    theme().use("light")
    light = color("surface"), qapp.palette().window().color()
    theme().use("dark")
    assert (color("surface"), qapp.palette().window().color()) != light
    assert qapp.palette().window().color() == QColor(SCHEMES["dark"]["bg"])
    assert theme().scheme == "dark"


def test_an_icon_that_was_made_before_is_drawn_in_the_new_colours() -> None:
    theme().use("light")
    kept = icon("check", "ok")
    assert _colours(kept.pixmap(24)) == {SCHEMES["light"]["ok"].lower()}
    theme().use("dark")
    assert _colours(kept.pixmap(24)) == {SCHEMES["dark"]["ok"].lower()}


def test_a_disabled_icon_is_quiet() -> None:
    drawn = icon("check", "accent").pixmap(24, QIcon.Mode.Disabled)
    assert _colours(drawn) == {SCHEMES["light"]["text3"].lower()}


def _colours(picture: QPixmap) -> set[str]:
    image = picture.toImage()
    points = [(x, y) for x in range(image.width()) for y in range(image.height())]
    found = [image.pixelColor(x, y) for x, y in points]
    return {colour.name() for colour in found if colour.alpha() == 255}


def test_every_icon_can_be_drawn() -> None:
    names = sorted(path.stem for path in resource("icons").glob("*.svg"))
    assert len(names) > 45
    for name in names:
        image = pixmap(name, "text", 24).toImage()
        inked = any(
            image.pixelColor(x, y).alpha()
            for x in range(image.width())
            for y in range(image.height())
        )
        assert inked, name


def test_a_wrong_icon_name_fails_where_it_is_written() -> None:
    with pytest.raises(LookupError, match="no-such-icon"):
        icon("no-such-icon")


def test_the_programs_own_icon_keeps_its_colours() -> None:
    assert not app_icon().isNull()
    assert len(_colours(pixmap("juryapp", "text", 32))) > 1


def test_custom_painted_widgets_change_their_colours_with_the_theme(qtbot: QtBot) -> None:
    widgets: list[QWidget] = [
        Label("A", "h1"),
        Chip("recused", "recuse"),
        KeyCap("F1"),
        Button("Go", "primary", "check"),
        Card(column(Label("inside"))),
        ScoreScale("Craft", Scale(0, 10, Fraction(1))),
        Segmented("Show"),
    ]
    for widget in widgets:
        qtbot.addWidget(widget)
    theme().use("light")
    before = [widget.grab().toImage() for widget in widgets]
    theme().use("dark")
    for widget, old in zip(widgets, before, strict=True):
        assert widget.grab().toImage() != old, type(widget).__name__


def test_the_text_size_makes_fonts_and_pixels_grow() -> None:
    theme().use(text_scale=1.0)
    small, pixels = font("body").pointSizeF(), px(36)
    theme().use(text_scale=1.4)
    assert font("body").pointSizeF() == pytest.approx(small * 1.4)
    assert px(36) == round(pixels * 1.4)


def test_a_label_follows_the_text_size(show: Callable[[QWidget], QWidget]) -> None:
    label = Label("Packages", "h2")
    show(label)
    before = label.font().pointSizeF()
    theme().use(text_scale=1.3)
    assert label.font().pointSizeF() == pytest.approx(before * 1.3)


def test_a_label_that_was_never_shown_follows_too(show: Callable[[QWidget], QWidget]) -> None:
    label, other = Label("Packages", "h2"), Label("Hidden", "small", "ok")
    box = QWidget()
    box.setLayout(column(label, other))
    theme().use("dark", 1.3)
    show(box)
    assert label.font().pointSizeF() == pytest.approx(18 * 0.75 * 1.3)
    assert other.palette().windowText().color() == color("ok")


def test_text_size_steps_stay_within_their_ends() -> None:
    for _ in range(20):
        theme().step_text_scale(1)
    assert theme().text_scale == TEXT_SCALES[-1]
    for _ in range(20):
        theme().step_text_scale(-1)
    assert theme().text_scale == TEXT_SCALES[0]


def test_our_own_font_is_used() -> None:
    info = QFontInfo(font("body"))
    assert info.family() == "Inter"
    assert info.exactMatch()


def test_system_follows_what_the_platform_says() -> None:
    theme().use("system")
    assert theme().setting == "system"
    assert theme().scheme in {"light", "dark"}


def test_a_colour_between_two_roles_lies_between_them() -> None:
    assert mixed("line", "surface", 0.0).name() == color("line").name()
    assert mixed("line", "surface", 1.0).name() == color("surface").name()
