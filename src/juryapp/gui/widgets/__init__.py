"""The kit that pages are built from: `from juryapp.gui.widgets import Button, Label, Table`."""

from juryapp.gui.widgets.announce import announce
from juryapp.gui.widgets.banner import Banner, BannerButton
from juryapp.gui.widgets.buttons import Button, ToolButton
from juryapp.gui.widgets.chips import TONES, Chip, KeyCap, Tone, chip_size, paint_chip
from juryapp.gui.widgets.dot_strip import Dots, DotStrip, paint_dot_strip
from juryapp.gui.widgets.drop_zone import DropZone, files_in
from juryapp.gui.widgets.fields import (
    CheckBox,
    ComboBox,
    FilterEdit,
    LineEdit,
    RadioButton,
    SpinBox,
    TextEdit,
)
from juryapp.gui.widgets.forms import Form, FormRow
from juryapp.gui.widgets.key_strip import KeyHint, KeyStrip
from juryapp.gui.widgets.labels import ElidedLabel, IconLabel, Label
from juryapp.gui.widgets.list_rows import ListRow, RowList
from juryapp.gui.widgets.progress import ProgressBar
from juryapp.gui.widgets.score_scale import ScoreScale, link_scales
from juryapp.gui.widgets.segmented import Segmented
from juryapp.gui.widgets.surfaces import Card, Footer, Rule, Scrolled, Side, column, row
from juryapp.gui.widgets.table import Table, clipboard_data
from juryapp.gui.widgets.table_model import Column, RowsTableModel
from juryapp.gui.widgets.tiles import EmptyState, StatTile

__all__ = [
    "TONES",
    "Banner",
    "BannerButton",
    "Button",
    "Card",
    "CheckBox",
    "Chip",
    "Column",
    "ComboBox",
    "DotStrip",
    "Dots",
    "DropZone",
    "ElidedLabel",
    "EmptyState",
    "FilterEdit",
    "Footer",
    "Form",
    "FormRow",
    "IconLabel",
    "KeyCap",
    "KeyHint",
    "KeyStrip",
    "Label",
    "LineEdit",
    "ListRow",
    "ProgressBar",
    "RadioButton",
    "RowList",
    "RowsTableModel",
    "Rule",
    "ScoreScale",
    "Scrolled",
    "Segmented",
    "Side",
    "SpinBox",
    "StatTile",
    "Table",
    "TextEdit",
    "Tone",
    "ToolButton",
    "announce",
    "chip_size",
    "clipboard_data",
    "column",
    "files_in",
    "link_scales",
    "paint_chip",
    "paint_dot_strip",
    "row",
]
