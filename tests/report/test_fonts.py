"""Every character gets a face or the print stops and says which character, where, and what to do."""

from pathlib import Path

import pytest

from inspector_app.errors import Problem
from inspector_app.report.fonts import Faces, Typesetter, clean, faces
from inspector_app.report.outline import Outline, Text
from inspector_app.report.pdf import draw
from tests.report.reading import squeezed, words


def test_a_character_no_face_has_stops_by_name() -> None:
    """𠮷 is in neither default face; ReportLab alone would leave a hole without a word."""
    with pytest.raises(Problem) as caught:
        draw(Outline("x", (Text("校长𠮷某", where="签字区"),)))
    assert "fonts.no_glyph" == caught.value.code
    assert "签字区" == caught.value.where
    assert "𠮷" in caught.value.what("zh")
    assert "U+20BB7" in caught.value.what("en")


def test_a_private_character_stops_too() -> None:
    """A stand-in for a name's character that some other machine could draw must not vanish."""
    with pytest.raises(Problem, match="fonts.no_glyph"):
        draw(Outline("x", (Text("\ue000"),)))


def test_rare_names_beyond_the_bmp_read_back(tmp_path: Path) -> None:
    """Between ordinary characters, in both faces; half-width marks drawn full-width read back as typed."""
    text = "督学𬭎喆、镕堃䶮𬱖:10时,合格(3处)"
    assert squeezed(text) in words(draw(Outline("x", (Text(text),))), tmp_path)


def test_a_role_whose_face_lacks_a_character_borrows_another(tmp_path: Path) -> None:
    """Per character, so that one rare name does not change the whole line."""
    default = faces()
    poor = tmp_path / "poor.ttf"
    from inspector_app.report import fontbuild

    poor.write_bytes(fontbuild.convert("NotoSerifSC-Regular", "督学 "))
    setter = Typesetter(Faces(song=default.song, hei=default.hei, fang=poor, kai=default.song, title=default.song))
    assert str(poor) == setter.face("督", "fang").name
    assert str(default.song.resolve()) == setter.face("喆", "fang").name


def test_missing_faces_are_a_problem_with_a_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fresh clone before its first run."""
    monkeypatch.setenv("INSPECTOR_FONTS", str(tmp_path))
    with pytest.raises(Problem, match="fonts.missing") as caught:
        faces()
    assert "python3 dev.py run" in caught.value.remedy("zh")


def test_control_and_direction_characters_never_reach_paper() -> None:
    """A bidi override could make a page say something else than the record."""
    assert "合格abc x\ny" == clean("合格\u202eabc\tx\r\ny\u200b\x07")
