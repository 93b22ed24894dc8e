"""Files that a form takes choices from, made up where a corpus lacks them: a few rows that its choice filters let through."""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, tostring

from inspector_app.form.definition import Field, Form

_FROM_FILE = ("select_one_from_file", "select_multiple_from_file")
_PAIR = re.compile(r"([\w-]+)\s*=\s*\$\{\s*([\w.-]+)\s*\}|\$\{\s*([\w.-]+)\s*\}\s*=\s*([\w-]+)")


def pairs(choice_filter: str) -> list[tuple[str, str]]:
    """Return what a choice filter compares: columns of the choices with questions."""
    return [(match[1] or match[4], match[2] or match[3]) for match in _PAIR.finditer(choice_filter)]


def write(form: Form, folder: Path) -> list[str]:
    """Write every file of choices that is missing into `folder`; return their names."""
    fields = {field.name: field for field in _below(form.survey)}
    written = []
    for field in fields.values():
        kind, _, name = field.type.partition(" ")
        stem = name.rpartition(".")[0]
        if kind in _FROM_FILE and stem in form.instances and form.instances[stem].missing and name not in written:
            rows = list(_rows(field, fields, form))
            (folder / name).write_text(_FORMATS[name.rpartition(".")[2]](rows), "utf-8")
            written.append(name)
    return written


def _rows(field: Field, fields: Mapping[str, Field], form: Form) -> Iterator[dict[str, str]]:
    """Yield a row for each answer that the filter's questions can have, two where it has none."""
    given = dict(part.split("=", 1) for part in field.parameters.split() if "=" in part)
    value, label = given.get("value", "name"), given.get("label", "label")
    filtered = pairs(field.choice_filter)
    answers = [_names(fields[name], fields, form) if name in fields else [] for _, name in filtered]
    for number in range(max([len(names) for names in answers] or [0]) or 2):
        name = f"{field.name}_{number + 1}"
        wanted = {
            column: names[number % len(names)] for (column, _), names in zip(filtered, answers, strict=True) if names
        }
        yield {"id": name, "name": name, "label": name.title(), value: name, label: name.title(), **wanted}


def _names(field: Field, fields: Mapping[str, Field], form: Form) -> list[str]:
    kind, _, listed = field.type.partition(" ")
    if kind in _FROM_FILE:
        return [row["name"] for row in _rows(field, fields, form)]
    return [choice.name for choice in form.choices.get(listed, ())]


def _as_csv(rows: list[dict[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(dict.fromkeys(key for row in rows for key in row)))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _as_geojson(rows: list[dict[str, str]]) -> str:
    point = {"type": "Point", "coordinates": [113.2, 23.1]}
    features = [{"type": "Feature", "id": row["id"], "geometry": point, "properties": row} for row in rows]
    return json.dumps({"type": "FeatureCollection", "features": features})


def _as_xml(rows: list[dict[str, str]]) -> str:
    top = Element("root")
    for row in rows:
        item = SubElement(top, "item")
        for name, text in row.items():
            SubElement(item, name).text = text
    return tostring(top, "unicode")


_FORMATS = {"csv": _as_csv, "geojson": _as_geojson, "xml": _as_xml}


def _below(fields: tuple[Field, ...]) -> Iterator[Field]:
    for field in fields:
        yield field
        yield from _below(field.fields)
