"""Two small tables: settings of this workspace as bytes by name, and the log of what passed between here and elsewhere."""

import json
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, insert, select
from sqlalchemy.dialects.sqlite import insert as insert_or

from inspector_app.store import schema

_settings, _log = schema.settings, schema.log


class LogRow(NamedTuple):
    """One line of the log: when, what, and a few short facts (names of files, counts; never a form's values)."""

    at: datetime
    event: str
    fields: dict[str, str | int]


def put_setting(connection: Connection, name: str, value: bytes) -> None:
    """Set or change one setting."""
    row = insert_or(_settings).values(name=name, value=value)
    connection.execute(row.on_conflict_do_update(index_elements=["name"], set_={"value": value}))


def get_setting(connection: Connection, name: str) -> bytes | None:
    """Return one setting, or None when it was never set."""
    return connection.execute(select(_settings.c.value).where(_settings.c.name == name)).scalar()


def add_line(connection: Connection, line: LogRow) -> None:
    """Add one line to the log."""
    fields = json.dumps(line.fields, ensure_ascii=False, sort_keys=True)
    connection.execute(insert(_log), {"at": line.at.isoformat(), "event": line.event, "fields": fields})


def lines(connection: Connection) -> list[LogRow]:
    """Return the log, the newest line first."""
    rows = connection.execute(select(_log).order_by(_log.c.number.desc()))
    return [LogRow(datetime.fromisoformat(row.at), row.event, json.loads(row.fields)) for row in rows]
