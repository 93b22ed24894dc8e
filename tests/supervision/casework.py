"""A finding's case as the tests play it: real entries, written by a real author, folded and lived through."""

from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from inspector_app.journal import Author, Entry, Value, fold
from inspector_app.supervision.calendar import due_date, load
from inspector_app.supervision.finding_life import live, live_in
from inspector_app.supervision.finding_state import FindingState, Raised, Rules, raised_in
from inspector_app.supervision.parameters import Parameters
from inspector_app.supervision.roster import Person, Roster, School

CALENDAR = load(Path(__file__).parents[2] / "resources" / "sample_county" / "calendar.csv")
VISIT = "01936f0e-7b7a-7000-8000-000000000001"
FORM = "campus_safety"
SHA, OTHER_SHA = "a" * 64, "b" * 64
CHINA = timezone(timedelta(hours=8))
FOUND = datetime(2024, 5, 6, 10, 20, tzinfo=CHINA)
PEOPLE = (
    Person("I01", "督学甲", "office_head"),
    Person("I02", "督学乙", "full_time_inspector"),
    Person("I03", "督学丙", "part_time_inspector"),
    Person("I07", "督学庚", "part_time_inspector", current="S003"),
    Person("I08", "督学辛", "part_time_inspector", current="G231"),  # at a teaching point of S003
    Person("I09", "督学壬", "full_time_inspector", active=False),
    Person("L01", "领导甲", "bureau_leader"),
    Person("D01", "局长", "bureau_director"),
)
SCHOOLS = (School("S003"), School("G231", parent="S003"), School("S005"))
ROSTER = Roster({one.id: one for one in SCHOOLS}, {one.id: one for one in PEOPLE})


def day(text: str) -> date:
    """Return a date."""
    return date.fromisoformat(text)


def rules(parameters: Parameters | None = None, roster: Roster = ROSTER) -> Rules:
    """Return what the rules are asked with; the same parameters on every day."""
    return Rules(lambda _on: parameters or Parameters(), CALENDAR, roster)


class Case:
    """One finding of a visit at S003: its entries so far, and where they bring it."""

    def __init__(
        self,
        grade: str = "O-H",
        rectify: str = "deadline",
        unit: str = "school",
        photos_allowed: bool = True,
        code: str = "SAF-FIRE-08",
        found: datetime = FOUND,
    ) -> None:
        self.author = Author("a" * 32, None, 0, lambda: found)
        self.rules = rules()
        path = f"{FORM}/findings/{code}"
        finding = {"facts": "疏散通道堆放桌椅", "grade": grade, "rectify": rectify, "responsible_unit": unit}
        task: Value = {"number": "1", "school_id": "S003", "forms": {}, "team": [], "leader": "I02"}
        self.entries = [
            self.author.next(VISIT, "task", "task", task, author="I02"),
            self.author.next(VISIT, "finding", path, finding, author="I02"),
        ]
        raised = raised_in(fold(self.entries), VISIT, FORM, code, photos_allowed)
        assert raised is not None
        self.raised: Raised = raised

    def write(self, kind: str, author: str = "I01", /, **value: Value) -> FindingState:
        """Write an event and return where the case stands then."""
        self.entries.append(self.author.next(self.raised.record, kind, "", value, author=author))
        return self.state

    @property
    def state(self) -> FindingState:
        """Return where the case stands after all its entries."""
        state = live_in(fold(self.entries), self.raised, self.rules)
        assert state == live(self.raised, self.entries, self.rules)
        return state

    @property
    def last(self) -> Entry:
        """Return the last entry written."""
        return self.entries[-1]

    def refuses(self, kind: str, author: str = "I01", /, **value: Value) -> tuple[str, str]:
        """Write an event that must be refused, alone, without changing anything; return the Problem's code and its rule."""
        before = self.state
        after = self.write(kind, author, **value)
        assert len(before.refused) + 1 == len(after.refused)
        assert self.last.id == after.refused[-1].entry
        problem = after.refused[-1].problem
        assert problem.where
        self.entries.pop()
        assert before == self.state
        return problem.code, str(problem.fields["rule"])

    def notice(self, days: int = 10, on: str = "2024-05-07", document: str = "", supervisor: str = "") -> FindingState:
        """The notice is issued; a major hazard's as a listed supervision by L01 unless said otherwise."""
        document = document or ("listed_supervision" if self.state.major else "rectification_notice")
        supervisor = supervisor or ("L01" if document == "listed_supervision" else "")
        return self.write(
            "notice", issued_on=on, number="融教督〔2024〕1号", days=days, document=document, supervisor=supervisor
        )

    def serve(self, on: str = "2024-05-08") -> FindingState:
        """The paper is served in person."""
        due = due_date(day(on), self.state.term, CALENDAR).isoformat()
        return self.write("service", served=on, way="in_person", due=due, receiver="校长", receipt="回执1")

    def running(self, days: int = 10) -> FindingState:
        """The notice is issued and served: ten working days from 2024-05-08 end on 2024-05-21 (5-11 is worked)."""
        self.notice(days)
        return self.serve()

    def report(self, on: str = "2024-05-15", person: str = "总务主任 周某", /, **line: Value) -> FindingState:
        """The school reports one measure, complete unless `line` says otherwise."""
        measure: dict[str, Value] = {"measure": "清通道", "person": person, "done_on": on, "evidence": [SHA], **line}
        return self.write("rectification_report", "I02", at=on, measures=[measure])

    def recheck(self, passed: bool, on: str = "2024-05-20", by: str = "I03", on_site: bool = True) -> FindingState:
        """I03 re-checks on site unless said otherwise."""
        return self.write("recheck", by, at=on, by=by, passed=passed, on_site=on_site, facts="通道畅通")
