"""Dates and times as ODK counts them: ISO text whose number is days since 1970-01-01T00:00Z, read in one time zone."""

import math
import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)
_OFFSET = r"(?P<zone>Z|[+-]\d{2}(?::?\d{2})?)?"
_TIME = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?P<fraction>\.\d+)?)?"
_MOMENT = re.compile(
    rf"\s*(?P<year>\d{{4}})-(?P<month>\d{{1,2}})-(?P<day>\d{{1,2}})(?:[T ]{_TIME}\s*{_OFFSET})?\s*", re.ASCII
)
_CLOCK = re.compile(rf"\s*{_TIME}\s*{_OFFSET}\s*", re.ASCII)


class Moment(str):
    """A date or date-time produced by a function: its ISO text, compared as a number of days; "Invalid Date" is NaN."""

    __slots__ = ()


INVALID = Moment("Invalid Date")


def parse_moment(text: str, zone: tzinfo) -> datetime | None:
    """Return the moment an ISO date or date-time names, in `zone` (as are midnight and missing offsets), or None."""
    match = _MOMENT.fullmatch(text)
    if match is None:
        return None
    try:
        day = date(int(match["year"]), int(match["month"]), int(match["day"]))
        clock = _clock(match, zone) if match["hour"] else time(tzinfo=zone)
        return None if clock is None else datetime.combine(day, clock).astimezone(zone)
    except (ValueError, OverflowError):
        return None


def parse_clock(text: str, zone: tzinfo) -> time | None:
    """Return the time of day `text` gives, with its offset or `zone`, or None."""
    match = _CLOCK.fullmatch(text)
    try:
        return _clock(match, zone) if match else None
    except ValueError:
        return None


def days(moment: datetime) -> float:
    """Return days since the epoch, fractions included."""
    return (moment - _EPOCH) / _DAY


def days_of(text: str, zone: tzinfo) -> float:
    """Return the days of an ISO date or date-time, NaN for anything else."""
    moment = parse_moment(text, zone)
    return math.nan if moment is None else days(moment)


def from_days(count: float, zone: tzinfo) -> datetime | None:
    """Return the moment `count` days after the epoch, to the millisecond, in `zone`; None outside years 1…9999."""
    if math.isnan(count) or math.isinf(count):
        return None
    try:
        return (_EPOCH + timedelta(milliseconds=round(count * 86_400_000))).astimezone(zone)
    except OverflowError:
        return None


def written(moment: datetime) -> Moment:
    """Return the ISO text: the date alone at midnight, else with milliseconds and offset."""
    if (moment.hour, moment.minute, moment.second, moment.microsecond) == (0, 0, 0, 0):
        return Moment(moment.date().isoformat())
    return written_fully(moment)


def written_fully(moment: datetime) -> Moment:
    """Return the ISO text with milliseconds and offset (`Z` for UTC)."""
    return Moment(moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"))


def day_fraction(clock: time) -> float:
    """Return the part of its UTC-shifted day that a time of day stands for, within one local day."""
    seconds = clock.hour * 3600 + clock.minute * 60 + clock.second + clock.microsecond / 1e6
    return seconds / 86_400


_NAMES = {
    "a": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "A": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "b": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "B": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}


def formatted(moment: datetime, template: str) -> str:
    """Return `moment` by ODK's format-date codes: Y y m n B b d e H h M S 3 a A W."""
    return re.sub(r"%([YymnBbdeHhMS3aAW%])", lambda match: _piece(moment, match[1]), template)


def _piece(moment: datetime, code: str) -> str:
    match code:
        case "a" | "A":
            return _NAMES[code][moment.weekday()]
        case "b" | "B":
            return _NAMES[code][moment.month - 1]
    pieces = {
        "Y": f"{moment.year:04d}",
        "y": f"{moment.year % 100:02d}",
        "m": f"{moment.month:02d}",
        "n": str(moment.month),
        "d": f"{moment.day:02d}",
        "e": str(moment.day),
        "H": f"{moment.hour:02d}",
        "h": str(moment.hour),
        "M": f"{moment.minute:02d}",
        "S": f"{moment.second:02d}",
        "3": f"{moment.microsecond // 1000:03d}",
        "W": str(moment.isocalendar().week),
        "%": "%",
    }
    return pieces[code]


def _clock(match: re.Match[str], zone: tzinfo) -> time | None:
    microsecond = round(float(match["fraction"] or 0) * 1e6)
    offset = _offset(match["zone"]) if match["zone"] else zone
    if offset is None:
        return None
    return time(int(match["hour"]), int(match["minute"]), int(match["second"] or 0), min(microsecond, 999_999), offset)


def _offset(text: str) -> tzinfo | None:
    if text == "Z":
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    hours, minutes = int(digits[:2]), int(digits[2:])
    if hours > 23 or minutes > 59:
        return None
    shift = timedelta(hours=hours, minutes=minutes)
    return timezone(-shift if text[0] == "-" else shift)
