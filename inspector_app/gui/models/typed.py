"""What typed text means: numbers, dates and times of day as people write them, full-width characters included."""

import re
import unicodedata
from datetime import date, time

from inspector_app.form.canonical import fits

_DECIMAL = re.compile(r"[+-]?\d+(\.\d+)?")
_WHOLE = re.compile(r"[+-]?\d+")


def read_number(text: str, decimal: bool) -> str | None:
    """Return the canonical text of a typed number ("１２。5" -> "12.5"), "" for nothing, None when it is no number."""
    plain = unicodedata.normalize("NFKC", text).replace("。", ".").replace(",", "").strip()
    if not plain:
        return ""
    if not (_DECIMAL if decimal else _WHOLE).fullmatch(plain):
        return None
    sign = "-" if plain.startswith("-") else ""
    whole, _, fraction = plain.lstrip("+-").partition(".")
    return sign + (whole.lstrip("0") or "0") + (f".{fraction}" if fraction else "")


def read_date(text: str, today: date) -> str | None:
    """Return a typed date as ISO text; month and day alone mean this year; None when it is no date."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain:
        return ""
    parts = [int(one) for one in re.findall(r"\d+", plain)]
    if len(parts) == 1 and len(plain) in (4, 8):
        digits = plain if len(plain) == 8 else f"{today.year:04}{plain}"
        parts = [int(digits[:4]), int(digits[4:6]), int(digits[6:])]
    if len(parts) == 2:
        parts.insert(0, today.year)
    if len(parts) != 3:
        return None
    try:
        return date(parts[0] + 2000 if parts[0] < 100 else parts[0], parts[1], parts[2]).isoformat()
    except ValueError:
        return None


def read_moment(text: str, today: date, offset: str) -> str | None:
    """Return a typed day and time as ISO text with the offset ("11-23 9:5"); "" for nothing, None when it is neither."""
    plain = unicodedata.normalize("NFKC", text).replace("T", " ").strip()
    if not plain:
        return ""
    day, _, clock = plain.rpartition(" ")
    read, at = read_date(day, today), read_time(clock)
    return f"{read}T{at}:00{offset}" if read and at else None


def read_places(text: str, several: bool) -> str | None:
    """Return typed coordinates ("24.97, 109.41") as ODK writes them; "" for nothing, None when they are none."""
    plain = unicodedata.normalize("NFKC", text).replace(",", " ").replace("，", " ").replace("；", ";")
    points = [" ".join(point.split()) for point in plain.split(";") if point.strip()]
    if not points:
        return ""
    joined = ";".join(points)
    return joined if fits("geotrace" if several else "geopoint", joined) else None


def read_time(text: str) -> str | None:
    """Return a typed time of day as hh:mm; "1002" and "10.2" are times too; None when it is none."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain:
        return ""
    parts = re.findall(r"\d+", plain)
    if len(parts) == 1 and len(parts[0]) in (3, 4):
        parts = [parts[0][:-2], parts[0][-2:]]
    if len(parts) not in (2, 3) or not all(part.isascii() for part in parts):
        return None
    try:
        return time(int(parts[0]), int(parts[1])).strftime("%H:%M")
    except ValueError:
        return None
