"""What a site record is made of: plain frozen data, gathered from the journal by the caller. No store, no drawing.

Times carry their offset and print as local wall time of that offset; numbers are Decimal; words from forms and
schools are already in the document's language.
"""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from inspector_app.text import Language

# One pen stroke: points (x, y, milliseconds, pressure 0..1000) in a box 10,000 wide and 4,000 high, y downwards.
Point = tuple[int, int, int, int]
Stroke = tuple[Point, ...]


@dataclass(frozen=True)
class Inspector:
    """One of the team as the header names them (R-39: at least two)."""

    name: str
    credential_type: str  # inspector_card | work_permit | none
    credential_no: str
    leader: bool = False


@dataclass(frozen=True)
class Process:
    """How the visit went: counts, never names of teachers or pupils."""

    places: tuple[str, ...] = ()
    lessons: int = 0
    interviewed: int = 0
    records_read: tuple[str, ...] = ()
    resampled: int = 0
    recusal_declared: bool = False
    no_reception: bool = False


@dataclass(frozen=True)
class Finding:
    """One line of the findings table."""

    code: str
    place: str
    facts: str  # time, place, quantity; no judgement
    grade: str  # R-M, O-H …; "" = not graded
    rectify: str  # immediate | deadline | suspend_listed | refer | none
    title: str = ""  # the item's wording, shortened by the caller if it likes
    quantity: str = ""
    deadline_days: int | None = None  # working days, when rectify = deadline
    responsible_unit: str = ""  # glossary's enumeration; "" or school = the school itself
    measures_taken: str = ""  # what was done on the spot about a danger to life
    measures_at: datetime | None = None
    found_at: datetime | None = None  # when the result was written down: a claim of the laptop
    photos: tuple[int, ...] = ()  # numbers of the plates


@dataclass(frozen=True)
class ImmediateFix:
    """Re-check before leaving of what was put right at once."""

    code: str
    place: str
    measures: str
    before_at: datetime | None
    after_at: datetime | None
    photos: tuple[int, ...] = ()


@dataclass(frozen=True)
class FormResult:
    """The outcome of one form (R-45 … R-48)."""

    code: str
    title: str
    version: str  # hash of the definition
    score: Decimal | None
    coverage: Decimal | None
    conclusion: str  # as scoring gives it; "" prints nothing
    graded: bool = True  # False: teaching guidance, ethics, integrity print no grade
    failed_key_items: tuple[str, ...] = ()  # codes


@dataclass(frozen=True)
class AnsweredItem:
    """One line of the annex: an item of the form and what was found."""

    code: str
    wording: str
    state: (
        str  # pass | fail | partial | na | unchecked; checked: answered, of a kind that is not judged; "": a question
    )
    answer: tuple[str, ...] = ()  # one field value or note a line
    points: Decimal | None = None  # None: recorded only
    earned: Decimal | None = None  # None: out of the score
    key: bool = False


@dataclass(frozen=True)
class AnsweredSection:
    """A section of a form with its items, in the form's order; `form` names the form that begins here, of several."""

    title: str
    items: tuple[AnsweredItem, ...]
    letter: str = ""
    form: str = ""


@dataclass(frozen=True)
class Plate:
    """One photo of the annex; `image` is JPEG or PNG, already upright and no larger than print needs (1,600 px)."""

    number: int
    code: str
    image: bytes
    taken_at: datetime | None = None
    role: str = "evidence"  # evidence | before | after | supplied
    name: str = ""
    added_at: datetime | None = None  # printed where the camera tells no time


@dataclass(frozen=True)
class Signature:
    """One ink signature; without strokes its box stays empty for a pen on paper."""

    role: str  # inspector | leader | head | delegate | witness
    name: str
    title: str = ""
    at: datetime | None = None
    strokes: tuple[Stroke, ...] = ()


@dataclass(frozen=True)
class Refusal:
    """The school would not sign (R-40)."""

    who: str
    words: str
    at: datetime | None
    witness_name: str = ""
    witness_identity: str = ""
    witness_contact: str = ""
    witness_strokes: tuple[Stroke, ...] = ()
    video_number: str = ""


@dataclass(frozen=True)
class SiteRecordData:
    """All that a 督导检查记录表 says (domain/reports.md §2)."""

    visit: str  # uuid
    version: int  # 1, then one more for each amendment
    digest: str  # 64 hex digits; "" before the freeze
    number: str  # JL-2026-…; "" before issue
    task_number: str
    school: str
    school_type: str  # glossary's enumeration
    mode: str  # supervision_mode of the glossary
    plan: str
    list_item: str
    gate_time: datetime | None
    leave_time: datetime | None
    inspectors: tuple[Inspector, ...]
    process: Process
    results: tuple[FormResult, ...]
    sections: tuple[AnsweredSection, ...]
    findings: tuple[Finding, ...] = ()
    fixes: tuple[ImmediateFix, ...] = ()
    highlights: tuple[str, ...] = ()
    reply: str | None = None  # None or blank: the box is struck through
    signatures: tuple[Signature, ...] = ()
    refusal: Refusal | None = None
    plates: tuple[Plate, ...] = ()
    bureau: str = ""  # printed above the title
    stage: str = ""  # 学段, ready words; "" = from school_type
    address: str = ""
    objection_days: int = 5
    issued_at: datetime | None = None
    draft: bool = True
    language: Language = "zh"
    extra: tuple[str, ...] = field(default=())  # further notes printed under the conclusion
