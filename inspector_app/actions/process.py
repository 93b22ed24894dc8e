"""How the visit went: places, counts and declarations of the site record's second part; never names of pupils or teachers."""

from dataclasses import asdict, dataclass
from datetime import datetime

from inspector_app.actions.visit_record import VisitRecord
from inspector_app.errors import Problem
from inspector_app.journal import Value

MOST_HIGHLIGHTS = 3


@dataclass(frozen=True)
class Process:
    """Part 2 of the site record (reports.md §2); `leave_time` is ISO text with offset, empty until known."""

    places: tuple[str, ...] = ()
    lessons: int = 0
    interviewed: int = 0
    records_read: tuple[str, ...] = ()
    resampled: int = 0
    leave_time: str = ""
    recusal_declared: bool = False
    no_reception: bool = False
    highlights: tuple[str, ...] = ()


def process(record: VisitRecord) -> Process:
    """Return what was written about how the visit went."""
    stored = record.mapping("process")
    parts = {name: tuple(part) if isinstance(part, list) else part for name, part in stored.items()}
    return Process(**parts)  # type: ignore[arg-type] # payloads.py checked the types when it was written


def save(record: VisitRecord, facts: Process) -> datetime:
    """Write how the visit went; Problem signing.highlights above three of them."""
    if len(facts.highlights) > MOST_HIGHLIGHTS:
        raise Problem("signing.highlights", record.number)
    value: dict[str, Value] = {
        name: list(part) if isinstance(part, tuple) else part for name, part in asdict(facts).items()
    }
    return datetime.fromisoformat(record.put("process", "process", value).at)
