"""The files a form names beside it (`jr://file-csv/…`): CSV, XML and GeoJSON as data for `instance('id')`."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from inspector_app.errors import Problem
from inspector_app.form.definition import Instance
from inspector_app.form.xml_text import LARGEST, element_of, plain_xml

_MOST_ROWS = 200_000


def attached(source: str, folder: Path) -> Instance:
    """Return the data that a source names, from the folder of the form; `missing` while the file is not there."""
    name = source.rpartition("/")[2]
    path = folder / name
    if "last-saved" in source:
        return Instance(source=source)
    if not name or name != Path(name).name or not path.is_file() or path.stat().st_size > LARGEST:
        return Instance(source=source, missing=True)
    try:
        match path.suffix.lower():
            case ".csv":
                return Instance(rows=tuple(_csv_rows(path)), source=source)
            case ".geojson":
                return Instance(rows=tuple(_features(path)), source=source)
            case ".xml":
                return Instance(xml=f"<instance>{plain_xml(element_of(path))}</instance>", source=source)
    except (OSError, ValueError, csv.Error) as error:
        raise Problem("form.unreadable", name, reason=str(error)) from error
    return Instance(source=source, missing=True)


def _csv_rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines)):
            if number >= _MOST_ROWS:
                raise ValueError(f"more than {_MOST_ROWS} rows")
            yield {name.strip(): text or "" for name, text in row.items() if name and isinstance(text, str | None)}


def _features(path: Path) -> Iterator[dict[str, str]]:
    """Yield the features of a GeoJSON collection with ODK's column `geometry` (points only)."""
    found: Any = json.loads(path.read_text("utf-8"))
    for feature in found.get("features", ()):
        row = {str(name): str(text) for name, text in (feature.get("properties") or {}).items()}
        if "id" in feature:
            row.setdefault("id", str(feature["id"]))
        geometry = feature.get("geometry") or {}
        if geometry.get("type") == "Point":
            longitude, latitude = geometry["coordinates"][:2]
            row["geometry"] = f"{latitude} {longitude} 0 0"
        yield row
