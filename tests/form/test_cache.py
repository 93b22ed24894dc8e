"""What is kept of a form opens it again the same; whatever else lies in its place is ignored."""

from pathlib import Path

import pytest

from inspector_app.form import Filling, load
from tests.form.small import NOW, written
from tests.form.test_survey import CITIES


def test_a_kept_form_is_the_form(tmp_path: Path) -> None:
    """Same version, same behaviour, and the file itself need not be understood again."""
    file = written(tmp_path, CITIES)
    first = load(file, tmp_path / "kept")
    again = load(file, tmp_path / "kept")
    assert (first.version, first) == (again.version, again)
    filling = Filling(again, now=NOW)
    filling.answer("province", "gd")
    assert ["gz", "sz"] == [choice.name for choice in filling.choices("city")]
    assert 1 == len(list((tmp_path / "kept").iterdir()))


@pytest.mark.parametrize("place", [0, 40, 200, -1])
def test_damaged_bytes_are_ignored(tmp_path: Path, place: int) -> None:
    """One changed byte anywhere: the file is read afresh, and kept anew."""
    file = written(tmp_path, CITIES)
    first = load(file, tmp_path / "kept")
    [kept] = (tmp_path / "kept").iterdir()
    whole = kept.read_bytes()
    damaged = bytearray(whole)
    damaged[place] ^= 1
    kept.write_bytes(damaged)
    assert first == load(file, tmp_path / "kept")
    assert whole == kept.read_bytes()


@pytest.mark.parametrize("data", [b"", b"\x80\x04K\x01.", b"x" * 4000, b"\xc1" * 40])
def test_foreign_bytes_are_ignored(tmp_path: Path, data: bytes) -> None:
    """Nothing, a pickle, text, invalid msgpack."""
    file = written(tmp_path, CITIES)
    first = load(file, tmp_path / "kept")
    [kept] = (tmp_path / "kept").iterdir()
    kept.write_bytes(data)
    assert first == load(file, tmp_path / "kept")


def test_another_text_is_another_form(tmp_path: Path) -> None:
    """What is kept belongs to the file's contents, not to its name."""
    file = written(tmp_path, CITIES)
    load(file, tmp_path / "kept")
    assert "g" == load(written(tmp_path, CITIES.replace("form: f", "form: g")), tmp_path / "kept").form_id


def test_a_folder_that_cannot_be_written_is_no_obstacle(tmp_path: Path) -> None:
    """Then nothing is kept."""
    (tmp_path / "kept").write_text("a file")
    assert "f" == load(written(tmp_path, CITIES), tmp_path / "kept").form_id
