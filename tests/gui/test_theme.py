"""The visual language: readable in every theme, one font that is really there."""

from pathlib import Path

import pytest
from PySide6.QtGui import QFontDatabase, QImage
from PySide6.QtWidgets import QApplication

from inspector_app.errors import Problem
from inspector_app.gui import icons, theme
from inspector_app.gui.theme import THEMES, Colours, ThemeName, Tone
from inspector_app.packaged import data_folder

READABLE = 4.5
TONES: tuple[Tone, ...] = ("", "pass", "fail", "na", "warning", "accent")


def _pairs(tokens: Colours) -> dict[str, tuple[str, str]]:
    """Return every pair of text and ground that the style sheet draws."""
    grounds = {"background": tokens.background, "surface": tokens.surface, "sunken": tokens.sunken}
    pairs = {f"text on {name}": (tokens.text, ground) for name, ground in grounds.items()}
    pairs |= {f"muted on {name}": (tokens.muted, ground) for name, ground in grounds.items()}
    pairs |= {f"{tone} on its soft ground": tokens.of_tone(tone) for tone in TONES}
    pairs |= {f"{tone} on surface": (tokens.of_tone(tone)[0], tokens.surface) for tone in TONES}
    pairs |= {f"{tone} on background": (tokens.of_tone(tone)[0], tokens.background) for tone in TONES}
    return pairs | {
        "primary button": (tokens.on_accent, tokens.accent),
        "primary button, hovered": (tokens.on_accent, tokens.accent_hover),
        "failed button": (tokens.on_failed, tokens.failed),
        "rail": (tokens.rail_text, tokens.rail),
        "rail, present page": (tokens.rail_active_text, tokens.rail_active),
        "next step": (tokens.hero_text, tokens.hero),
        "next step, small": (tokens.hero_muted, tokens.hero),
        "text on failed ground": (tokens.text, tokens.failed_soft),
        "text on warning ground": (tokens.text, tokens.warning_soft),
        "text on passed ground": (tokens.text, tokens.passed_soft),
        "text on chosen ground": (tokens.text, tokens.accent_soft),
        "muted on chosen ground": (tokens.muted, tokens.accent_soft),
        "muted on failed ground": (tokens.muted, tokens.failed_soft),
    }


@pytest.mark.parametrize("name", THEMES)
def test_every_text_is_readable(name: ThemeName) -> None:
    """Each pair of text and ground has a contrast of at least 4.5."""
    poor = {
        what: theme.contrast(*pair) for what, pair in _pairs(THEMES[name]).items() if theme.contrast(*pair) < READABLE
    }
    assert {} == poor


def test_contrast_knows_the_ends() -> None:
    """Black on white is 21, a colour on itself is 1."""
    assert (21, 1) == (round(theme.contrast("#000000", "#ffffff")), round(theme.contrast("#777777", "#777777")))


def test_the_theme_in_force_is_found_again(qapp: QApplication) -> None:
    """Whatever theme is applied, what is painted by hand gets its colours."""
    for name, tokens in THEMES.items():
        theme.apply_theme(qapp, name)
        assert tokens == theme.colours()
    theme.apply_theme(qapp, "light")


def test_the_shipped_font_has_chinese(qapp: QApplication) -> None:
    """The font that is loaded writes simplified Chinese."""
    family = theme.load_font(qapp)
    assert QFontDatabase.WritingSystem.SimplifiedChinese in QFontDatabase.writingSystems(family)


def test_a_missing_font_is_a_problem_with_a_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the font nothing is drawn as boxes: the person is told what is missing and where."""
    monkeypatch.setenv("INSPECTOR_FONTS", str(tmp_path))
    with pytest.raises(Problem) as raised:
        theme.find_font()
    assert ("gui.font_missing", str(tmp_path / theme.FONT_FILE)) == (raised.value.code, raised.value.where)


def test_a_broken_font_is_a_problem(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A font file that cannot be read says so."""
    (tmp_path / theme.FONT_FILE).write_bytes(b"no font")
    monkeypatch.setenv("INSPECTOR_FONTS", str(tmp_path))
    with pytest.raises(Problem, match="font_unreadable"):
        theme.load_font(qapp)


def test_every_icon_draws_something(qapp: QApplication) -> None:
    """No icon file is empty or broken."""
    names = [file.stem for file in (data_folder("resources") / "icons").glob("*.svg")]
    blank = [name for name in names if not _inked(icons.pixmap(name, "#ff0000", 24, 1).toImage())]
    assert names
    assert [] == blank


def _inked(image: QImage) -> bool:
    return any(image.pixelColor(x, y).alpha() for x in range(image.width()) for y in range(image.height()))
