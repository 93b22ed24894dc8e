"""The default faces are made once from the package, as TrueType that keeps rare names and gains tick boxes."""

import io
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from inspector_app.report import fontbuild


@pytest.fixture(scope="module")
def small() -> TTFont:
    return TTFont(io.BytesIO(fontbuild.convert("NotoSansSC-Regular", "督学𬭎 1")))


def test_a_converted_face_is_truetype_with_the_characters_asked_for(small: TTFont) -> None:
    """ReportLab takes glyf outlines only; the em and the advance stay those of the original."""
    assert "glyf" in small
    assert "CFF " not in small
    assert {ord(c) for c in "督学𬭎 1☐☑☒"} == set(small.getBestCmap())
    assert 1000 == small["hmtx"][small.getBestCmap()[ord("𬭎")]][0]


def test_the_curves_stay_within_the_original_body(small: TTFont) -> None:
    """督 fills its square: a conversion that lost contours or turned them would not."""
    glyph = small["glyf"][small.getBestCmap()[ord("督")]]
    assert 5 < glyph.numberOfContours
    assert 800 < glyph.xMax - glyph.xMin < 1000
    assert 800 < glyph.yMax - glyph.yMin < 1000


def test_the_repertoire_holds_gbk_rare_names_and_the_symbols_of_our_documents() -> None:
    """A character missing here stops a print on the spot, in a village, without network."""
    assert set("镕喆堃𬭎䶮𬱖〔〕—→★☆ℓ℃≥≤×№·…“”①√㎡囍") <= set(fontbuild.repertoire())
    assert 21_000 < len(fontbuild.repertoire())


def test_faces_already_made_are_not_made_again(tmp_path: Path) -> None:
    """dev.py calls build before every run; the second call only looks."""
    for face in fontbuild.FACES:
        (tmp_path / f"{face}.ttf").write_bytes(b"made earlier")
    (tmp_path / "fonts.sha256").write_text(fontbuild.fingerprint())
    assert [tmp_path / f"{face}.ttf" for face in fontbuild.FACES] == fontbuild.build(tmp_path)
    assert b"made earlier" == (tmp_path / "NotoSansSC-Regular.ttf").read_bytes()


def test_the_command_line_wants_one_folder() -> None:
    """Wrong usage is exit 2, as everywhere in this program."""
    assert 2 == fontbuild.main([])
