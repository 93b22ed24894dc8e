"""The way of a filled survey form to the bureau: entries of a journal, sealed in a bundle, opened, folded, filled anew.

Registers stand as docs/format.md has them: an `answer` for each part of the form, a `row` with its own fields for each row.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from inspector_app.form import Filling, Form
from inspector_app.journal import Entry, Value, fold
from tests.bundle.builders import World
from tests.form.small import NOW
from tests.journal.builders import DEVICES, VISIT, Laptop, answer


def entries(filling: Filling) -> list[Entry]:
    """Return the entries that say what was entered, in the order of the form, each row before those inside it."""
    form, held = filling.form, filling.answers()
    author = Laptop(DEVICES[0]).author
    parts: dict[str, dict[str, str]] = {}
    for name, text in held["questions"].items():
        parts.setdefault(form.by_name[name].path.split("/")[2], {})[name] = text
    written = [
        author.next(VISIT, "answer", f"{_id(form)}/items/{number}", answer() | {"fields": fields}, (), "I02")
        for number, fields in enumerate(parts.values(), 1)
    ]
    for number, row in enumerate(held["rows"], 1):
        value: dict[str, Value] = {"repeat": row["repeat"], "number": number, "parent": row.get("parent", "")}
        path = f"{_id(form)}/rows/{row['id']}"
        written.append(author.next(VISIT, "row", path, value | {"fields": row["values"]}, (), "I02"))
    return written


def answers(written: Iterable[Entry]) -> dict[str, Any]:
    """Return what entries say as a new filling takes it."""
    folded = fold(written)
    questions: dict[str, str] = {}
    rows = []
    for path in folded.registers(VISIT):
        value: Any = folded.value(VISIT, path)
        if "/items/" in path:
            questions |= value["fields"]
        else:
            inside = {"parent": value["parent"]} if value["parent"] else {}
            given = {"id": path.rpartition("/")[2], "repeat": value["repeat"], **inside, "values": value["fields"]}
            rows.append((value["number"], given))
    return {"questions": questions, "rows": [row for _, row in sorted(rows, key=lambda one: int(one[0]))]}


def through_bundle(filling: Filling, world: World, folder: Path, context: Mapping[str, str]) -> Filling:
    """Return a filling of the same form made of what the bureau reads in the sealed bundle."""
    sealed = world.seal(folder / "form.bundle", entries(filling), blobs={}, documents={})
    with world.open(sealed.path, folder) as opened:
        read = answers(opened.entries)
    sealed.path.unlink()
    return Filling(filling.form, answers=read, context=context, language=filling.language, now=NOW)


def _id(form: Form) -> str:
    return re.sub(r"[^a-z0-9_]+", "_", f"f_{form.form_id.lower()}")
