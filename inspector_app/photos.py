"""Photos: what a JPEG or PNG says about itself, and a small upright copy for the screen and the paper.

Pictures come from strangers' cards and phones: every one is decoded in a limited child process. Originals are kept as they are
by whoever stores them; a view copy carries no EXIF (no place, no device).
"""

import io
import re
import warnings
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from inspector_app import child
from inspector_app.errors import Problem

if TYPE_CHECKING:
    from PIL import Image

PIXELS = 50_000_000
BYTES = 64 << 20

_TYPES = {
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",
    "PNG": "image/png",
}  # MPO: a phone's JPEG with a second picture behind
_EXIF_FOLDER, _TAKEN, _TAKEN_OFFSET = 0x8769, 0x9003, 0x9011
_EXIF_TIME = re.compile(r"(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)")
_ORIENTATION, _ON_ITS_SIDE = 0x0112, {5, 6, 7, 8}
_PIXEL_LIMIT = f"{PIXELS // 1_000_000} Mpx"
_OFFSET = re.compile(r"[+-]\d\d:\d\d")


class PhotoFacts(msgspec.Struct, frozen=True):
    """What a picture says of itself: media type, upright width and height in pixels, and the camera's claim of when.

    `taken_at` has an offset only where the camera wrote one, and is None where it wrote no time.
    """

    type: str
    width: int
    height: int
    taken_at: datetime | None = None


def inspect(data: bytes, name: str = "") -> PhotoFacts:
    """Return the facts of a picture that decodes whole; raises Problem photos.unreadable or photos.too_large at `name`."""
    return msgspec.json.decode(_limited(facts_in_child, data, name), type=PhotoFacts)


def view_copy(data: bytes, longest: int = 1600, name: str = "") -> bytes:
    """Return a JPEG whose longer side is at most `longest` pixels, upright, without EXIF; raises as `inspect`."""
    return _limited(copy_in_child, data, name, str(longest))


def _limited(function: child.Work, data: bytes, name: str, *arguments: str) -> bytes:
    if len(data) > BYTES:
        raise Problem("photos.too_large", name, limit=f"{BYTES >> 20} MiB")
    try:
        return child.run(function, data, name, *arguments, where=name)
    except Problem as problem:
        if problem.code in {"child.out_of_memory", "child.too_slow"}:
            raise Problem("photos.too_large", name, limit=_PIXEL_LIMIT) from problem
        if problem.code == "child.failed":
            raise Problem("photos.unreadable", name, reason=problem.fields["reason"]) from problem
        raise


def facts_in_child(data: bytes, name: str) -> bytes:
    """Decode all of the picture and return its PhotoFacts as JSON (runs in the child)."""
    with _opened(data, name) as image:
        image.load()
        exif = image.getexif()
        width, height = image.size[::-1] if exif.get(_ORIENTATION) in _ON_ITS_SIDE else image.size
        facts = PhotoFacts(_TYPES[image.format or ""], width, height, _taken(exif.get_ifd(_EXIF_FOLDER)))
    return msgspec.json.encode(facts)


def copy_in_child(data: bytes, name: str, longest: str) -> bytes:
    """Return the view copy (runs in the child)."""
    from PIL import Image, ImageOps

    side = int(longest)
    with _opened(data, name) as image:
        plain: Image.Image = image
        if image.mode.startswith("I"):  # 16 bits of grey: a plain conversion would clip all but the darkest
            plain = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
        plain.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=1.0)
        small: Image.Image = ImageOps.exif_transpose(plain)
        if small.has_transparency_data:
            ground = Image.new("RGBA", small.size, "white")
            small = Image.alpha_composite(ground, small.convert("RGBA"))
        out = io.BytesIO()
        small.convert("RGB").save(out, "JPEG", quality=85, optimize=True)
    return out.getvalue()


def _opened(data: bytes, name: str) -> "Image.Image":
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = PIXELS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return Image.open(io.BytesIO(data), formats=("JPEG", "PNG"))
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as bomb:
        raise Problem("photos.too_large", name, limit=_PIXEL_LIMIT) from bomb


def _taken(exif: Mapping[int, object]) -> datetime | None:
    when = _EXIF_TIME.match(str(exif.get(_TAKEN, "")))
    if not when:
        return None
    year, month, day, clock = when.groups()
    offset = str(exif.get(_TAKEN_OFFSET, ""))
    try:
        return datetime.fromisoformat(f"{year}-{month}-{day}T{clock}{offset if _OFFSET.fullmatch(offset) else ''}")
    except ValueError:
        return None
