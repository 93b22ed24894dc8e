"""Makes the two default faces once: Noto SC from its package, cut to GBK and rare names, as TrueType for ReportLab.

What it leaves to others: finding the faces at run time (fonts.py). Same input, same bytes; only changed input is built again.
"""

import hashlib
import importlib.util
import io
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from inspector_app.durable import publish
from inspector_app.errors import Problem
from inspector_app.packaged import data_folder

FACES = ("NotoSansSC-Regular", "NotoSerifSC-Regular")
RECIPE = 2  # raise when the conversion below changes, so that old caches are built again
SYMBOLS = "∙−≒№℃ℓ①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳✓√★☆■□▲△●○◆◇→←↑↓¥€‰′″‐‑–—―…“”‘’·〔〕【】《》"
_STAMP = "fonts.sha256"
_ERROR = 1.0  # font units (of 1,000) a TrueType curve may leave its CFF original: invisible in print


def build(target: Path) -> list[Path]:
    """Make `<face>.ttf` for both FACES in `target` and return their paths; quick when they are there already.

    Raises Problem fonts.no_source when the package pylopdf-fonts-zh-cn is not installed.
    """
    made = [target / f"{face}.ttf" for face in FACES]
    stamp = target / _STAMP
    wanted = fingerprint()
    if all(path.is_file() for path in made) and stamp.is_file() and stamp.read_text("ascii") == wanted:
        return made
    target.mkdir(parents=True, exist_ok=True)
    stamp.unlink(missing_ok=True)
    with ProcessPoolExecutor(max_workers=len(FACES)) as pool:
        for path, data in zip(made, pool.map(convert, FACES), strict=True):
            publish(path, data)
            path.chmod(0o644)  # they travel inside the installable folder, for every user of the machine
    publish(stamp, wanted.encode("ascii"))
    return made


def convert(face: str, characters: str | None = None) -> bytes:
    """Return `face` as TrueType holding `characters` (default: all of `repertoire()`) and the tick boxes."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.ttLib import TTFont

    original = TTFont(source(face))
    wanted = repertoire() if characters is None else characters
    known = original.getBestCmap()
    names = {ord(character): known[ord(character)] for character in wanted if ord(character) in known}
    boxes = _tick_boxes()
    order = [".notdef", *sorted(set(names.values()), key=original.getGlyphID), *(name for _, name, _ in boxes)]

    made = FontBuilder(original["head"].unitsPerEm, isTTF=True)
    made.setupGlyphOrder(order)
    made.setupCharacterMap(names | {code: name for code, name, _ in boxes})
    made.setupGlyf(_outlines(original, order[: -len(boxes)]) | {name: glyph for _, name, glyph in boxes})
    widths = {name: original["hmtx"][name][0] for name in order[: -len(boxes)]} | {name: 1000 for _, name, _ in boxes}
    bearings = {name: getattr(made.font["glyf"][name], "xMin", 0) for name in order}
    made.setupHorizontalMetrics({name: (widths[name], bearings[name]) for name in order})
    made.setupHorizontalHeader(ascent=original["hhea"].ascent, descent=original["hhea"].descent)
    made.setupPost(keepGlyphNames=False)
    for table in ("name", "OS/2"):
        made.font[table] = original[table]
    for field in ("created", "modified", "fontRevision", "macStyle"):
        setattr(made.font["head"], field, getattr(original["head"], field))
    made.font.recalcTimestamp = False  # the same input gives the same bytes
    out = io.BytesIO()
    made.font.save(out, reorderTables=False)
    return out.getvalue()


def repertoire() -> str:
    """Return every character the faces keep: ASCII, Latin-1, GBK, the symbols of our documents, rare names."""
    latin = "".join(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x180)]))
    return "".join(sorted({*latin, *_gbk(), *SYMBOLS, *rare_names()}))


def rare_names() -> str:
    """Return the characters of resources/rare_names.txt."""
    lines = (data_folder("resources") / "rare_names.txt").read_text("utf-8").splitlines()
    return "".join("".join(line.split()) for line in lines if not line.startswith("#"))


def source(face: str) -> Path:
    """Return the OpenType file of `face` inside the package pylopdf_fonts_zh_cn."""
    spec = importlib.util.find_spec("pylopdf_fonts_zh_cn")
    for folder in spec.submodule_search_locations or () if spec else ():
        path = Path(folder) / f"{face}.otf"
        if path.is_file():
            return path
    raise Problem("fonts.no_source", face)


def _gbk() -> str:
    pairs = (bytes((high, low)) for high in range(0x81, 0xFF) for low in range(0x40, 0xFF))
    return "".join(pair.decode("gbk", "ignore") for pair in pairs)


def fingerprint() -> str:
    """Return the hash of everything the faces are made from: the recipe, the characters, the source files."""
    digest = hashlib.sha256(f"{RECIPE}\n{repertoire()}\n".encode())
    for face in FACES:
        digest.update(hashlib.sha256(source(face).read_bytes()).digest())
    return digest.hexdigest()


def _outlines(original: Any, names: Sequence[str]) -> dict[str, Any]:
    """Return the glyphs with their cubic curves as quadratic ones."""
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    drawn, glyphs = original.getGlyphSet(), {}
    for name in names:
        pen = TTGlyphPen(None)
        drawn[name].draw(Cu2QuPen(pen, _ERROR, reverse_direction=True))
        glyphs[name] = pen.glyph()
    return glyphs


def _tick_boxes() -> list[tuple[int, str, Any]]:
    """Draw ☐ ☑ ☒, which Noto SC lacks and every paper form needs, on the body of a full-width character."""
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    tick = [(250, 330), (450, 120), (800, 590), (740, 635), (445, 235), (300, 385)]
    cross = [[(270, 150), (320, 100), (730, 510), (680, 560)], [(270, 510), (680, 100), (730, 150), (320, 560)]]
    frame = [[(120, -50), (120, 710), (880, 710), (880, -50)], [(170, 0), (830, 0), (830, 660), (170, 660)]]
    made = []
    for code, name, inside in ((0x2610, "box", []), (0x2611, "boxtick", [tick]), (0x2612, "boxcross", cross)):
        pen = TTGlyphPen(None)
        for contour in [*frame, *inside]:
            pen.moveTo(contour[0])
            for point in contour[1:]:
                pen.lineTo(point)
            pen.closePath()
        made.append((code, name, pen.glyph()))
    return made


def main(arguments: list[str]) -> int:
    """Build the faces into the one folder named."""
    if len(arguments) != 1:
        print("usage: python -m inspector_app.report.fontbuild TARGET", file=sys.stderr)
        return 2
    try:
        for path in build(Path(arguments[0])):
            print(path)
    except Problem as problem:
        print("\n".join(problem.lines()), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
