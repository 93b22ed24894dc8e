"""The files of a draw: the plan it is asked for by, what is published first, what stays in the office, what is published last."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Literal

import msgspec
import yaml
from msgspec import Struct

from inspector_app.durable import io_problems, publish
from inspector_app.errors import Problem
from inspector_app.packaged import data_folder
from inspector_app.supervision.draw import Draw
from inspector_app.supervision.draw_commitment import HEAD_COLUMNS, SCHOOL_COLUMNS, check_commitment, rows
from inspector_app.supervision.draw_key import Candidate, key, uniform

COMMITMENT, RESULT, SEED, DISCLOSURE = "commitment.csv", "result.json", "seed.json", "disclosure"
ROSTER_COLUMNS = frozenset({"school_id", "school_type", "status", "township_code", "risk_level", "last_visit_date"})
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
Table = list[dict[str, str]]


class Span(Struct, frozen=True, forbid_unknown_fields=True):
    """Two days, both included."""

    first: date
    last: date


class AvoidedDays(Struct, frozen=True, forbid_unknown_fields=True):
    """Days on which nobody goes (R-05); no `schools` means all."""

    first: date
    last: date
    why: Literal["vacation", "exam", "county_exam"]
    schools: list[str] = []


class NamedSchool(Struct, frozen=True, forbid_unknown_fields=True):
    """A school named by a person (R-12)."""

    school: str
    manual_reason: str
    emergency: bool = False


class PlanFile(Struct, frozen=True, forbid_unknown_fields=True):
    """A plan as a YAML or JSON file; only `quota` is needed: a number, or seats by stratum. `ends` is the batch's last day."""

    quota: int | dict[str, int]
    number: str = ""
    school_types: list[str] = []
    mode: str = "routine_unannounced"
    list_item: str = ""
    exception: str = ""
    letter: str = ""
    notice: str = ""
    self_evaluation: bool | None = None
    on: date | None = None
    ends: date | None = None
    term: Span | None = None
    named: list[NamedSchool] = []
    avoided: list[AvoidedDays] = []
    earlier: list[dict[str, int]] = []


def read_plan(file: Path) -> PlanFile:
    """Return the plan of a file; Problem files.*, draw_file.plan with the first thing that does not fit."""
    with io_problems(file):
        data = file.read_bytes()
    try:
        # YAML 1.1 reads the key `on` as true.
        tree = yaml.load(data.decode("utf-8-sig"), yaml.BaseLoader)  # texts only, nothing is made
        return msgspec.convert(tree, PlanFile, strict=False)
    except (UnicodeDecodeError, yaml.YAMLError, msgspec.ValidationError) as error:
        raise Problem("draw_file.plan", file, reason=str(error).splitlines()[0]) from error


def overruled(plan: PlanFile, on: date | None, ends: date | None, school_types: Sequence[str]) -> PlanFile:
    """Return the plan with what was said beside it."""
    types = [*school_types] or plan.school_types
    return msgspec.structs.replace(plan, on=on or plan.on, ends=ends or plan.ends, school_types=types)


def read_roster(file: Path) -> Table:
    """Return the rows of a roster; Problem files.*, draw_file.roster when it is no such table."""
    with io_problems(file):
        data = file.read_bytes()
    try:
        lines = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
        table = [{str(name): text or "" for name, text in row.items() if name is not None} for row in lines]
    except (UnicodeDecodeError, csv.Error) as error:
        raise Problem("draw_file.roster", file, columns=", ".join(sorted(ROSTER_COLUMNS))) from error
    if not ROSTER_COLUMNS <= set(lines.fieldnames or ()):
        raise Problem("draw_file.roster", file, columns=", ".join(sorted(ROSTER_COLUMNS)))
    return table


def check_new(folder: Path) -> None:
    """Make the folder; Problem draw_file.exists when a draw lies in it."""
    with io_problems(folder):
        folder.mkdir(parents=True, exist_ok=True)
        if any((folder / name).exists() for name in (COMMITMENT, RESULT, SEED, DISCLOSURE)):
            raise Problem("draw_file.exists", folder)


def check_cells(*texts: str) -> None:
    """Raise Problem draw.bad_text for a seed, salt or number that a spreadsheet would take for a formula.

    It could not be published as it is, and with a mark before it nobody could recompute the draw.
    """
    for text in texts:
        if text.startswith(_FORMULA):
            raise Problem("draw.bad_text", text)


def result(head: Mapping[str, str], drawn: Draw) -> dict[str, object]:
    """Return the whole result as it is written: nothing of the seed."""
    return {
        "head": dict(head),
        "quotas": dict(drawn.quotas),
        "pool": dict(drawn.sizes),
        "drawn": drawn.drawn,
        "substitutes": {code: drawn.substitutes(code) for code in drawn.sizes},
        "excluded": {one.school.id: [f"{rule} {why}" for rule, why in one.reasons] for one in drawn.excluded},
        "named": {one.school: one.manual_reason for one in drawn.named},
        "random_share": str(drawn.random_share),
        "too_little_random": drawn.too_little_random,
        "schools": rows(drawn),
    }


def write_draw(folder: Path, head: Mapping[str, str], whole: Mapping[str, object], secret: Mapping[str, str]) -> None:
    """Write the three files, the secret first: without it nothing could ever be published."""
    publish(folder / SEED, _json(secret))
    publish(folder / RESULT, _json(whole))
    publish(folder / COMMITMENT, _head(head))


def read_draw(folder: Path) -> tuple[dict[str, str], Table, dict[str, str]]:
    """Return head, schools and secret of a draw; Problem draw_file.no_draw, draw_file.changed."""
    if not (folder / RESULT).is_file() or not (folder / SEED).is_file():
        raise Problem("draw_file.no_draw", folder)
    with io_problems(folder):
        texts = [(folder / name).read_bytes() for name in (RESULT, SEED)]
    try:
        whole = msgspec.json.decode(texts[0], type=_Whole)
        secret = msgspec.json.decode(texts[1], type=_Secret)
    except msgspec.DecodeError as error:
        raise Problem("draw_file.changed", folder) from error
    return whole.head, whole.schools, {"seed": secret.seed, "salt": secret.salt}


def check_unchanged(head: Mapping[str, str], table: Table, secret: Mapping[str, str]) -> None:
    """Recompute promise and keys; Problem draw.other_seed, draw_file.changed names the school whose key differs."""
    check_commitment(head["draw_id"], head["commitment"], secret["seed"], secret["salt"])
    for row in table:
        if row["key"]:
            given = Candidate(row["school_id"], Fraction(row["weight"]))
            exact = key(given, secret["seed"], head["draw_id"])
            u = uniform(secret["seed"], head["draw_id"], row["school_id"])
            if (f"{exact:.12f}", f"{u:.12f}") != (row["key"], row["u"]):
                raise Problem("draw_file.changed", row["school_id"])


def write_disclosure(folder: Path, head: Mapping[str, str], table: Sequence[Mapping[str, str]]) -> Path:
    """Write what everybody may read: the head with the seed, the schools, and how to recompute; returns the folder."""
    target = folder / DISCLOSURE
    with io_problems(target):
        target.mkdir(exist_ok=True)
    publish(target / "schools.csv", _csv(SCHOOL_COLUMNS, table))
    publish(target / "head.csv", _head(head))
    publish(target / "README.md", (data_folder("resources") / "draw_recompute.md").read_bytes())
    return target


class _Whole(Struct, frozen=True):
    head: dict[str, str]
    schools: list[dict[str, str]]


class _Secret(Struct, frozen=True):
    seed: str
    salt: str


def _json(tree: Mapping[str, object]) -> bytes:
    return (json.dumps(tree, ensure_ascii=False, indent=1) + "\n").encode()


def _head(head: Mapping[str, str]) -> bytes:
    return _csv(HEAD_COLUMNS, [{"name": name, "value": text} for name, text in head.items()])


def _csv(columns: Sequence[str], table: Sequence[Mapping[str, str]]) -> bytes:
    """UTF-8 with a mark, so that Excel reads the Chinese; no cell can be a formula."""
    text = io.StringIO(newline="")
    lines = csv.DictWriter(text, columns)
    lines.writeheader()
    lines.writerows(
        {name: f"'{cell}" if cell.startswith(_FORMULA) else cell for name, cell in row.items()} for row in table
    )
    return text.getvalue().encode("utf-8-sig")
