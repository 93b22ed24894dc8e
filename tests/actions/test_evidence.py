"""Photos as evidence: taken on site, bound by hash, never changed; what is refused leaves nothing behind."""

import hashlib
import io
import os
from datetime import datetime
from pathlib import Path

import pytest
from PIL import Image

from inspector_app.actions import setup
from inspector_app.actions.answering import Sitting, open_sitting
from tests.actions.county import PASSPHRASE, County, at_work, refused

ITEM = "SAF-FIRE-01"


def jpeg(taken: str = "", shade: int = 0) -> bytes:
    """A small photo with a camera's own time ("2026:11:23 10:02:05"), or without."""
    exif = Image.Exif()
    if taken:
        exif[0x8769] = {0x9003: taken, 0x9011: "+08:00"}
    out = io.BytesIO()
    Image.new("RGB", (64, 48), (shade, 90, 90)).save(out, "JPEG", exif=exif)
    return out.getvalue()


def camera(moment: datetime) -> str:
    return f"{moment:%Y:%m:%d %H:%M:%S}"


def test_r27_a_photo_older_than_the_gate_is_refused_but_the_schools_own_is_welcome(sitting: Sitting) -> None:
    """R-27: the camera's time decides for evidence, before and after; `supplied` is the school's, whatever its age."""
    old = jpeg("2026:11:22 16:00:00")
    for role in ("evidence", "before", "after"):
        with refused("evidence.older_than_gate"):
            sitting.attach_photo(ITEM, old, "old.jpg", role)
    assert [] == sitting.photos(ITEM)
    sitting.attach_photo(ITEM, old, "old.jpg", "supplied")
    gate = sitting.gate_time
    assert gate is not None
    sitting.attach_photo(ITEM, jpeg(camera(gate), 1), "gate.jpg")
    sitting.attach_photo(ITEM, jpeg("", 2), "no time.jpg")
    assert ["supplied", "evidence", "evidence"] == [one.role for one in sitting.photos(ITEM)]


def test_r27_the_original_is_kept_to_the_byte_and_survives_its_file(
    county: County, sitting: Sitting, tmp_path: Path
) -> None:
    """The card may be emptied afterwards: the bytes are in the workspace, under their hash, after a restart too."""
    data = jpeg(shade=3)
    (tmp_path / "照片 1.jpg").write_bytes(data)
    sitting.attach_photo(ITEM, tmp_path / "照片 1.jpg", "照片 1.jpg")
    (tmp_path / "照片 1.jpg").unlink()
    (photo,) = open_sitting(county.leader, sitting.visit).photos(ITEM)
    assert hashlib.sha256(data).hexdigest() == photo.sha256
    assert data == sitting.photo_bytes(photo.sha256, view=False)
    assert Image.open(io.BytesIO(sitting.photo_bytes(photo.sha256))).size == (64, 48)


def test_removing_a_photo_unlinks_it_and_keeps_the_bytes(sitting: Sitting) -> None:
    """What was evidence once stays under retention; attached again it stands again."""
    data = jpeg(shade=4)
    sitting.attach_photo(ITEM, data, "a.jpg")
    sitting.attach_photo("SAF-FIRE-04", data, "a.jpg")
    (photo,) = sitting.photos(ITEM)
    sitting.remove_photo(ITEM, photo.sha256)
    assert [] == sitting.photos(ITEM)
    assert [photo.sha256] == [one.sha256 for one in sitting.photos("SAF-FIRE-04")]
    assert data == sitting.photo_bytes(photo.sha256, view=False)
    sitting.attach_photo(ITEM, data, "a.jpg")
    assert [photo.sha256] == [one.sha256 for one in open_sitting(sitting.ws, sitting.visit).photos(ITEM)]


@pytest.mark.parametrize(
    "broken",
    [b"", b"not a picture", jpeg()[:300], os.urandom(5_000), b"GIF89a" + bytes(50), b"%PDF-1.7\n"],
    ids=["empty", "text", "cut", "noise", "gif", "pdf"],
)
def test_a_broken_photo_is_refused_and_nothing_else_changes(sitting: Sitting, broken: bytes) -> None:
    """Neither an entry nor a blob; the item and what it holds stay as they were."""
    sitting.attach_photo(ITEM, jpeg(shade=5), "good.jpg")
    entries, blobs = (
        len(sitting.ws.store.entries(sitting.visit)),
        sum(1 for _ in (sitting.ws.folder / "blobs").rglob("*")),
    )
    with refused("photos.unreadable"):
        sitting.attach_photo(ITEM, broken, "坏照片.jpg")
    assert entries == len(sitting.ws.store.entries(sitting.visit))
    assert blobs == sum(1 for _ in (sitting.ws.folder / "blobs").rglob("*"))
    assert ["good.jpg"] == [one.name for one in sitting.photos(ITEM)]


def test_a_photo_that_is_gone_or_is_a_folder_is_a_problem(sitting: Sitting, tmp_path: Path) -> None:
    """The card was pulled between choosing and reading."""
    for path in (tmp_path / "gone.jpg", tmp_path):
        with refused("evidence.unreadable"):
            sitting.attach_photo(ITEM, path, path.name)


def test_r64_where_photos_are_forbidden_none_is_taken(sitting: Sitting) -> None:
    """R-64: an NP item takes no photo, not even the school's own."""
    for role in ("evidence", "supplied"):
        with refused("evidence.forbidden"):
            sitting.attach_photo("SAF-EMG-02", jpeg(), "x.jpg", role)


def test_a_lost_photo_file_is_found_out_and_named(county: County, sitting: Sitting) -> None:
    """Somebody deletes or changes a file under blobs/: opening says so, verify names it, the journal keeps the hash."""
    sitting.attach_photo(ITEM, jpeg(shade=6), "a.jpg")
    (photo,) = sitting.photos(ITEM)
    file = county.leader.folder / "blobs" / photo.sha256[:2] / photo.sha256
    whole = file.read_bytes()
    file.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    with refused("store.blob_damaged"):
        sitting.photo_bytes(photo.sha256)
    assert any(photo.sha256 in line for line in county.leader.store.verify(own=county.leader.device))
    file.unlink()
    with refused("store.blob_missing"):
        sitting.photo_bytes(photo.sha256)
    assert [photo.sha256] == [one.sha256 for one in sitting.photos(ITEM)]
    file.write_bytes(whole)
    assert [] == county.leader.store.verify(own=county.leader.device)


def test_photos_wait_for_the_right_passphrase(county: County) -> None:
    """A lost laptop: nothing of a picture lies about in clear."""
    assert PASSPHRASE
    for file in (county.leader.folder / "blobs").rglob("*"):
        assert file.is_dir() or not file.read_bytes().startswith(b"\xff\xd8")
    with refused("workspace.in_use"):
        setup.unlock(county.leader.folder, PASSPHRASE)


def test_the_same_picture_on_two_laptops_is_no_disagreement(county: County, visit: str) -> None:
    """Both attach one photo from the same phone; it stands once, and nobody has anything to settle."""
    for ws in (county.leader, county.second):
        at_work(ws, visit).attach_photo(ITEM, jpeg(), "phone.jpg")
    county.carry(county.second, county.leader)
    sitting = open_sitting(county.leader, visit)
    assert ([], ["phone.jpg"]) == (sitting.conflicts(), [photo.name for photo in sitting.photos(ITEM)])
