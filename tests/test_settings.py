"""Preferences of one device survive a restart, and a damaged file never stops the program."""

from pathlib import Path

import pytest

from inspector_app import settings
from inspector_app.errors import Problem
from inspector_app.settings import Settings


def test_what_was_saved_is_loaded(tmp_path: Path) -> None:
    """A saved preference comes back, in a folder that did not exist before."""
    file = tmp_path / "new" / "settings.json"
    mine = Settings(language="en", theme="dark", text_scale=1.25, last_workspace=str(tmp_path / "督查"))

    settings.save(mine, file)

    assert mine == settings.load(file)


def test_no_file_means_defaults(tmp_path: Path) -> None:
    """The first start has no file and gets Chinese and the system's theme."""
    assert Settings(language="zh", theme="system", text_scale=1.0) == settings.load(tmp_path / "none.json")


@pytest.mark.parametrize("damage", [b"", b"{", b"\xff\xfe\x00", b'{"language": "fr"}', b'{"text_scale": 40}', b"[]"])
def test_a_damaged_file_is_put_aside(tmp_path: Path, damage: bytes) -> None:
    """Defaults serve, and the damaged bytes are kept for whoever wants to look."""
    file = tmp_path / "settings.json"
    file.write_bytes(damage)

    assert Settings() == settings.load(file)
    assert damage == (tmp_path / "settings.json.damaged").read_bytes()
    assert not file.exists()


def test_a_setting_of_a_newer_version_is_passed_over(tmp_path: Path) -> None:
    """An older program reads what it knows of a newer one's file."""
    file = tmp_path / "settings.json"
    file.write_bytes(b'{"theme": "dark", "from_the_future": 1}')

    assert Settings(theme="dark") == settings.load(file)


def test_a_place_that_cannot_be_written_is_a_problem(tmp_path: Path) -> None:
    """Saving below a plain file names the place instead of crashing."""
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(Problem) as caught:
        settings.save(Settings(), tmp_path / "file" / "settings.json")

    assert caught.value.code.startswith("files.")
