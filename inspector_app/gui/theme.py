"""The one visual language: colours by meaning, type scale, spacing, the application's font and its style sheet.

Widgets state what they are by dynamic properties, and the style sheet (gui/qss.py) gives them their looks:
`role` (title, heading, muted, caption, card, chip, banner …), `kind` of a button (primary, quiet, danger …) and
`tone` (pass, fail, na, warning, accent). What is painted by hand asks `colours()`.
"""

import os
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from inspector_app.errors import Problem
from inspector_app.gui.qss import style_sheet
from inspector_app.packaged import data_folder

ThemeName = Literal["light", "dark", "contrast"]
Tone = Literal["", "pass", "fail", "na", "warning", "accent"]

# Spacing steps in device-independent pixels; layouts use these and no other numbers.
XS, S, M, L, XL = 4, 8, 12, 16, 24
TARGET = 40  # smallest height of anything a finger must hit
BASE_POINTS = 10.5
FONT_FILE = "NotoSansSC-Regular.ttf"


@dataclass(frozen=True)
class Colours:
    """Colours by meaning, as #rrggbb; every text/background pair used has a contrast of at least 4.5 (tests hold it)."""

    background: str
    surface: str
    sunken: str
    line: str
    line_strong: str
    text: str
    muted: str
    accent: str
    accent_hover: str
    accent_soft: str
    on_accent: str
    passed: str
    passed_soft: str
    failed: str
    failed_soft: str
    on_failed: str
    na: str
    na_soft: str
    warning: str
    warning_soft: str
    rail: str
    rail_text: str
    rail_active: str
    rail_active_text: str
    hero: str
    hero_text: str
    hero_muted: str
    hero_track: str
    paper: str

    def of_tone(self, tone: Tone) -> tuple[str, str]:
        """Return (foreground, soft background) of a tone; "" is ordinary text on the sunken ground."""
        pairs = {
            "": (self.text, self.sunken),
            "pass": (self.passed, self.passed_soft),
            "fail": (self.failed, self.failed_soft),
            "na": (self.na, self.na_soft),
            "warning": (self.warning, self.warning_soft),
            "accent": (self.accent, self.accent_soft),
        }
        return pairs[tone]


LIGHT = Colours(
    background="#f3f5f8",
    surface="#ffffff",
    sunken="#eaeef3",
    line="#d8dfe8",
    line_strong="#8d99a8",
    text="#18222e",
    muted="#536072",
    accent="#1b5fae",
    accent_hover="#154c8d",
    accent_soft="#e3eefb",
    on_accent="#ffffff",
    passed="#17703a",
    passed_soft="#e1f3e8",
    failed="#b3241b",
    failed_soft="#fce8e6",
    on_failed="#ffffff",
    na="#546070",
    na_soft="#e9edf2",
    warning="#855300",
    warning_soft="#fff1d2",
    rail="#16304f",
    rail_text="#bccbdd",
    rail_active="#2b5080",
    rail_active_text="#ffffff",
    hero="#1b5fae",
    hero_text="#ffffff",
    hero_muted="#dbe8f8",
    hero_track="#4c82c2",
    paper="#cfd6df",
)

DARK = Colours(
    background="#12171e",
    surface="#1b222c",
    sunken="#252e3a",
    line="#333f4e",
    line_strong="#6d7c8f",
    text="#e7edf4",
    muted="#a5b2c2",
    accent="#82b6ff",
    accent_hover="#a3caff",
    accent_soft="#1f3655",
    on_accent="#0b1a30",
    passed="#6fd494",
    passed_soft="#173726",
    failed="#ff978e",
    failed_soft="#482220",
    on_failed="#2b0a07",
    na="#adb9c7",
    na_soft="#2a333f",
    warning="#f3c163",
    warning_soft="#3d3016",
    rail="#0c1118",
    rail_text="#a5b2c2",
    rail_active="#1f3655",
    rail_active_text="#e7f0ff",
    hero="#1f3655",
    hero_text="#e7f0ff",
    hero_muted="#b4c9e6",
    hero_track="#3a5680",
    paper="#0b0f14",
)

CONTRAST = Colours(
    background="#000000",
    surface="#000000",
    sunken="#1c1c1c",
    line="#9a9a9a",
    line_strong="#ffffff",
    text="#ffffff",
    muted="#e0e0e0",
    accent="#ffe14d",
    accent_hover="#fff0a0",
    accent_soft="#333000",
    on_accent="#000000",
    passed="#7dff9e",
    passed_soft="#00310f",
    failed="#ffb0a8",
    failed_soft="#4a0a05",
    on_failed="#000000",
    na="#e0e0e0",
    na_soft="#2a2a2a",
    warning="#ffd27a",
    warning_soft="#3a2800",
    rail="#000000",
    rail_text="#ffffff",
    rail_active="#ffe14d",
    rail_active_text="#000000",
    hero="#1c1c1c",
    hero_text="#ffffff",
    hero_muted="#e0e0e0",
    hero_track="#5a5a5a",
    paper="#1c1c1c",
)

THEMES: dict[ThemeName, Colours] = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}


def colours() -> Colours:
    """Return the colours in force (a widget's own palette would not do: the style sheet changes it)."""
    background = QApplication.palette().color(QPalette.ColorRole.Window).name()
    return next((tokens for tokens in THEMES.values() if tokens.background == background), LIGHT)


def scaled(pixels: int) -> int:
    """Return a length that grows with the person's text size (icons, panels; spacing does not)."""
    return round(pixels * QApplication.font().pointSizeF() / BASE_POINTS)


def set_tone(widget: QWidget, tone: Tone) -> None:
    """Give `widget` another tone and let the style sheet look at it again."""
    set_property(widget, "tone", tone)


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Set a dynamic property that the style sheet selects on; without re-polishing Qt would keep the old look."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def contrast(one: str, other: str) -> float:
    """Return the WCAG 2 contrast ratio of two colours (1…21)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def apply_theme(app: QApplication, theme: str, text_scale: float = 1.0) -> None:
    """Put colours, font size and style sheet on the application; `theme` is one of THEMES or system."""
    name = _resolved(app, theme)
    tokens = THEMES[name]
    app.setStyle("Fusion")
    app.setPalette(_palette(tokens))
    font = QFont(app.font())
    font.setPointSizeF(BASE_POINTS * text_scale)
    app.setFont(font)
    values = {field.name: str(getattr(tokens, field.name)) for field in fields(tokens)}
    app.setStyleSheet(style_sheet(values, "light" if name == "light" else "dark", BASE_POINTS * text_scale))


def load_font(app: QApplication) -> str:
    """Register the shipped Chinese face, make it the application's font, return its family."""
    path = find_font()
    identity = QFontDatabase.addApplicationFont(str(path))
    families = QFontDatabase.applicationFontFamilies(identity) if identity >= 0 else []
    if not families:
        raise Problem("gui.font_unreadable", path)
    font = QFont(families[0])
    font.setPointSizeF(BASE_POINTS)
    font.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
    app.setFont(font)
    return str(families[0])


def find_font() -> Path:
    """Return the screen's font file: the folder named by INSPECTOR_FONTS, the packaged one, the checkout's cache."""
    named = os.environ.get("INSPECTOR_FONTS")
    resources = data_folder("resources")
    folders = [Path(named)] if named else [resources / "fonts", resources.parent / ".cache" / "fonts"]
    for folder in folders:
        if (folder / FONT_FILE).is_file():
            return folder / FONT_FILE
    raise Problem("gui.font_missing", folders[0] / FONT_FILE)


def _resolved(app: QApplication, theme: str) -> ThemeName:
    for name in THEMES:
        if theme == name:
            return name
    return "dark" if app.styleHints().colorScheme() == Qt.ColorScheme.Dark else "light"


def _luminance(colour: str) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)

    value = QColor(colour)
    return 0.2126 * linear(value.redF()) + 0.7152 * linear(value.greenF()) + 0.0722 * linear(value.blueF())


def _palette(tokens: Colours) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    pairs = {
        role.Window: tokens.background,
        role.WindowText: tokens.text,
        role.Base: tokens.surface,
        role.AlternateBase: tokens.sunken,
        role.Text: tokens.text,
        role.PlaceholderText: tokens.muted,
        role.Button: tokens.surface,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.failed,
        role.Highlight: tokens.accent,
        role.HighlightedText: tokens.on_accent,
        role.Link: tokens.accent,
        role.LinkVisited: tokens.accent,
        role.ToolTipBase: tokens.text,
        role.ToolTipText: tokens.surface,
        role.Light: tokens.surface,
        role.Midlight: tokens.sunken,
        role.Mid: tokens.line,
        role.Dark: tokens.line_strong,
        role.Shadow: tokens.line_strong,
    }
    for key, colour in pairs.items():
        palette.setColor(key, QColor(colour))
    for key in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, key, QColor(tokens.line_strong))
    return palette
