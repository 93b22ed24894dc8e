"""Makes the two default faces once: Noto SC from its package, cut to GBK and rare names, as TrueType for ReportLab.

What it leaves to others: finding the faces at run time (fonts.py). Same input, same bytes; only changed input is built again.
"""

import hashlib
import importlib.util
import io
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from inspector_app.durable import publish
from inspector_app.errors import Problem
from inspector_app.packaged import data_folder

FACES = ("NotoSansSC-Regular", "NotoSerifSC-Regular")
RECIPE = 1  # raise when the conversion below changes, so that old caches are built again
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
    publish(stamp, wanted.encode("ascii"))
    return made


def convert(face: str, characters: str | None = None) -> bytes:
    """Return `face` as TrueType holding `characters` (default: all of `repertoire()`) and the tick boxes."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    font = TTFont(source(face), recalcTimestamp=False)
    options = Options(layout_features=[], hinting=False, notdef_outline=True, legacy_cmap=False)
    options.drop_tables += ["DSIG", "BASE", "VORG", "vhea", "vmtx"]
    subsetter = Subsetter(options)
    subsetter.populate(text=repertoire() if characters is None else characters)
    subsetter.subset(font)
    _to_truetype(font)
    _add_tick_boxes(font)
    out = io.BytesIO()
    font.save(out, reorderTables=False)
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


def _to_truetype(font) -> None:  # type: ignore[no-untyped-def]  # a TTFont; fontTools is typed too loosely to help
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from fontTools.ttLib import newTable

    order, drawn, glyphs = font.getGlyphOrder(), font.getGlyphSet(), {}
    for name in order:
        pen = TTGlyphPen(None)
        drawn[name].draw(Cu2QuPen(pen, _ERROR, reverse_direction=True))
        glyphs[name] = pen.glyph()
    del font["CFF "]
    font["loca"] = newTable("loca")
    font["glyf"] = glyf = newTable("glyf")
    glyf.glyphOrder, glyf.glyphs = order, glyphs
    maxp = font["maxp"]
    maxp.tableVersion = 0x00010000
    maxp.maxZones = 1
    for field in (
        "TwilightPoints",
        "Storage",
        "FunctionDefs",
        "InstructionDefs",
        "StackElements",
        "SizeOfInstructions",
    ):
        setattr(maxp, f"max{field}", 0)
    maxp.maxTwilightPoints = maxp.maxComponentElements = maxp.maxSizeOfInstructions = 0
    font["post"].formatType = 3.0
    font.sfntVersion = "\000\001\000\000"


def _add_tick_boxes(font) -> None:  # type: ignore[no-untyped-def]  # as above
    """Draw ☐ ☑ ☒, which Noto SC lacks and every paper form needs, on the body of a full-width character."""
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    tick = [(250, 330), (450, 120), (800, 590), (740, 635), (445, 235), (300, 385)]
    cross = [[(270, 150), (320, 100), (730, 510), (680, 560)], [(270, 510), (680, 100), (730, 150), (320, 560)]]
    frame = [[(120, -50), (120, 710), (880, 710), (880, -50)], [(170, 0), (830, 0), (830, 660), (170, 660)]]
    order = font.getGlyphOrder()
    for code, name, inside in ((0x2610, "box", []), (0x2611, "boxtick", [tick]), (0x2612, "boxcross", cross)):
        pen = TTGlyphPen(None)
        for contour in [*frame, *inside]:
            pen.moveTo(contour[0])
            for point in contour[1:]:
                pen.lineTo(point)
            pen.closePath()
        font["glyf"].glyphs[name] = pen.glyph()
        order.append(name)
        font["hmtx"][name] = (1000, 120)
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap[code] = name
    font.setGlyphOrder(order)
    font["glyf"].glyphOrder = order


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
