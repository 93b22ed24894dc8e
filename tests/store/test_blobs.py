"""Blobs are named by what is inside, encrypted, never overwritten, and found again after whatever ended the last session."""

import os
from hashlib import sha256
from pathlib import Path

import pytest

from inspector_app.errors import Problem
from tests.store.journals import new_store, reopened

PHOTO = bytes(range(256)) * 1000
NAME = sha256(PHOTO).hexdigest()


def blob_file(folder: Path, name: str = NAME) -> Path:
    return folder / "blobs" / name[:2] / name


def test_a_blob_comes_back_equal(tmp_path: Path) -> None:
    """From bytes or from a file, after reopening, under the SHA-256 of its bytes; the file on the disk is noise."""
    (tmp_path / "photo.jpg").write_bytes(PHOTO)
    (tmp_path / "ws").mkdir()
    store = new_store(tmp_path / "ws")
    assert [NAME, NAME] == [store.put_blob(PHOTO), store.put_blob(tmp_path / "photo.jpg")]
    store.close()
    again = reopened(tmp_path / "ws")

    assert PHOTO == again.blob(NAME)
    assert again.has_blob(NAME)
    assert not again.has_blob("ab" * 32)
    assert PHOTO[:256] not in blob_file(tmp_path / "ws").read_bytes()


def test_the_empty_blob_is_a_blob(tmp_path: Path) -> None:
    """A school's empty reply has a name too."""
    store = new_store(tmp_path)

    assert b"" == store.blob(store.put_blob(b""))


def test_a_blob_that_was_never_kept(tmp_path: Path) -> None:
    """A Problem that names it."""
    with pytest.raises(Problem, match="store.blob_missing") as caught:
        new_store(tmp_path).blob("ab" * 32)

    assert "ab" * 32 in caught.value.where


def test_a_file_that_does_not_exist_is_a_problem(tmp_path: Path) -> None:
    """The stick was pulled before the photo was read."""
    (tmp_path / "ws").mkdir()
    with pytest.raises(Problem, match="files.missing"):
        new_store(tmp_path / "ws").put_blob(tmp_path / "gone.jpg")


def test_a_file_without_its_row_is_taken_in(tmp_path: Path) -> None:
    """Killed between file and row: the bytes prove the name."""
    store = new_store(tmp_path / "a")
    store.put_blob(PHOTO)
    store.close()
    bare = new_store(tmp_path / "b")
    bare.close()
    blob_file(tmp_path / "b").parent.mkdir()
    os.replace(blob_file(tmp_path / "a"), blob_file(tmp_path / "b"))

    again = reopened(tmp_path / "b")

    assert ((NAME,), (), ()) == again.matched
    assert PHOTO == again.blob(NAME)
    assert [] == again.verify()


def test_a_file_that_is_not_what_its_name_says_is_set_aside(tmp_path: Path) -> None:
    """It is kept for whoever wants to look, and counts as no blob."""
    store = new_store(tmp_path)
    store.close()
    blob_file(tmp_path).parent.mkdir()
    blob_file(tmp_path).write_bytes(b"not age at all")

    again = reopened(tmp_path)

    assert ((), (NAME,), ()) == again.matched
    assert b"not age at all" == (tmp_path / "blobs" / "aside" / NAME).read_bytes()
    assert not again.has_blob(NAME)


def test_a_half_written_file_is_cleared_away(tmp_path: Path) -> None:
    """What a killed write left under a temporary name is nobody's."""
    store = new_store(tmp_path)
    store.put_blob(PHOTO)
    store.close()
    half = blob_file(tmp_path).with_name(".new-abc")
    half.write_bytes(b"half")

    assert ((), (), ()) == reopened(tmp_path).matched
    assert not half.exists()


def test_a_lost_file_is_named_and_can_be_given_again(tmp_path: Path) -> None:
    """The same photo added again heals it."""
    store = new_store(tmp_path)
    store.put_blob(PHOTO)
    store.close()
    blob_file(tmp_path).unlink()

    again = reopened(tmp_path)
    assert ((), (), (NAME,)) == again.matched
    with pytest.raises(Problem, match="store.blob_missing"):
        again.blob(NAME)

    again.put_blob(PHOTO)
    assert PHOTO == again.blob(NAME)


def test_a_damaged_file_is_never_given_out_and_can_be_given_again(tmp_path: Path) -> None:
    """One bit: a Problem, and the same photo added again heals it."""
    store = new_store(tmp_path)
    store.put_blob(PHOTO)
    data = bytearray(blob_file(tmp_path).read_bytes())
    data[len(data) // 2] ^= 1
    blob_file(tmp_path).write_bytes(data)

    with pytest.raises(Problem, match="store.blob_damaged"):
        store.blob(NAME)

    store.put_blob(PHOTO)
    assert PHOTO == store.blob(NAME)
