"""Photos: facts and view copies from whatever a phone or a stranger's card brings, decoded in a child."""

import io
import struct
import zlib
from datetime import datetime, timedelta, timezone

import pytest
from PIL import Image, ImageDraw

from inspector_app import photos
from inspector_app.errors import Problem
from inspector_app.photos import PhotoFacts

CHINA = timezone(timedelta(hours=8))


def picture(
    width: int = 400, height: int = 300, form: str = "JPEG", mode: str = "RGB", exif: Image.Exif | None = None
) -> bytes:
    image = Image.new(mode, (width, height))
    if mode in {"RGB", "RGBA"}:
        ImageDraw.Draw(image).rectangle((0, 0, width // 4, height // 4), fill="red")
    out = io.BytesIO()
    image.save(out, form, **({"exif": exif} if exif else {}))
    return out.getvalue()


def camera(taken: str = "2026:11:23 10:02:05", offset: str = "+08:00", orientation: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x8769] = {0x9003: taken, 0x9011: offset}
    return exif


def flood(width: int, height: int) -> bytes:
    """A small PNG that unpacks to `width` x `height` grey pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    packed = zlib.compressobj(9)
    row = b"\0" * (width + 1)
    body = b"".join([packed.compress(row * 100) for _ in range(height // 100)]) + packed.flush()
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def test_a_cameras_jpeg_says_when_it_was_taken() -> None:
    """Time and offset come from EXIF, as ISO 8601."""
    expected = PhotoFacts("image/jpeg", 400, 300, datetime(2026, 11, 23, 10, 2, 5, tzinfo=CHINA))

    assert expected == photos.inspect(picture(exif=camera()))


@pytest.mark.parametrize(
    ("taken", "offset", "expected"),
    [
        ("2026:11:23 10:02:05", "junk", "2026-11-23T10:02:05"),
        ("2026:13:23 10:02:05", "+08:00", None),
        ("0000", "+08:00", None),
        ("not a time", "", None),
    ],
)
def test_a_cameras_nonsense_is_no_time(taken: str, offset: str, expected: str | None) -> None:
    """What is not a time or an offset is left out, never guessed."""
    facts = photos.inspect(picture(exif=camera(taken, offset)))

    assert expected == (facts.taken_at.isoformat() if facts.taken_at else None)


def test_a_png_has_no_time() -> None:
    """A screenshot claims nothing."""
    assert PhotoFacts("image/png", 400, 300, None) == photos.inspect(picture(form="PNG"))


def test_a_picture_on_its_side_is_measured_and_shown_upright() -> None:
    """EXIF orientation 6: what the camera stored lying is shown standing, the red corner at the top right."""
    lying = picture(exif=camera(orientation=6))

    facts = photos.inspect(lying)
    copy = Image.open(io.BytesIO(photos.view_copy(lying, 200)))

    assert (300, 400) == (facts.width, facts.height)
    assert (150, 200) == copy.size
    red, _, blue = copy.convert("RGB").getpixel((140, 10))  # type: ignore[misc]
    assert red > 200
    assert blue < 60


def test_a_view_copy_carries_no_exif_and_is_not_enlarged() -> None:
    """Where a teacher's phone was is nobody's business on a printed page."""
    copy = Image.open(io.BytesIO(photos.view_copy(picture(exif=camera()), 1600)))

    assert (400, 300) == copy.size
    assert {} == dict(copy.getexif())


@pytest.mark.parametrize(
    ("form", "mode"),
    [("PNG", "RGBA"), ("PNG", "P"), ("PNG", "LA"), ("PNG", "1"), ("PNG", "I;16"), ("JPEG", "CMYK"), ("JPEG", "L")],
)
def test_every_kind_of_colour_has_a_view_copy(form: str, mode: str) -> None:
    """Transparency, palettes, grey, print colours: all become plain JPEG."""
    copy = Image.open(io.BytesIO(photos.view_copy(picture(form=form, mode=mode), 100)))

    assert ("JPEG", "RGB", (100, 75)) == (copy.format, copy.mode, copy.size)


@pytest.mark.parametrize(
    "broken",
    [b"", b"not a picture", picture()[:-200], picture(form="PNG")[:200], picture(form="GIF"), picture(form="BMP")],
    ids=["empty", "text", "cut jpeg", "cut png", "gif", "bmp"],
)
def test_a_broken_photo_is_named(broken: bytes) -> None:
    """The Problem says which file, in both languages, and what to do."""
    with pytest.raises(Problem, match="photos.unreadable") as caught:
        photos.inspect(broken, "围墙.jpg")

    assert "围墙.jpg" == caught.value.where
    assert caught.value.what("zh")
    assert caught.value.remedy("en")


@pytest.mark.parametrize("side", [7_100, 13_000])
def test_a_flood_of_pixels_is_refused_before_it_is_unpacked(side: int) -> None:
    """A PNG of some kilobytes that means more than 50 megapixels."""
    data = flood(side, side)

    for work in (photos.inspect, photos.view_copy):
        with pytest.raises(Problem, match="photos.too_large") as caught:
            work(data, name="flood.png")
        assert "flood.png" == caught.value.where


def test_the_largest_allowed_photo_passes() -> None:
    """Just under 50 megapixels fits the child's memory, facts and copy."""
    data = flood(7_000, 7_000)

    assert 7_000 == photos.inspect(data).width
    assert (1600, 1600) == Image.open(io.BytesIO(photos.view_copy(data))).size


def test_a_file_of_absurd_size_is_refused_unread() -> None:
    """The cap on bytes comes before any child is started."""
    with pytest.raises(Problem, match="photos.too_large"):
        photos.inspect(bytes(photos.BYTES + 1), "big.jpg")
