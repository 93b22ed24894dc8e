"""The database's revisions, oldest first, and the one way to bring a file up to the newest.

Revisions are ordinary Alembic modules, listed here by name rather than found in a folder: a frozen build has no folder.
This module is read at every open and must stay light; Alembic itself is imported only when there is something to do.
"""

from collections.abc import Callable, Sequence
from typing import Protocol

from sqlalchemy import Connection, text

REVISIONS = ("0001", "0002")


class Revision(Protocol):
    """What each revision module has."""

    revision: str
    upgrade: Callable[[], None]


def newest() -> str:
    """Return the revision that this program writes."""
    return REVISIONS[-1]


def stored(connection: Connection) -> str:
    """Return the revision of an open database."""
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())


def upgrade(connection: Connection, found: str | None) -> None:
    """Apply every revision after `found` (None: a new file) inside the caller's transaction."""
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext

    context = MigrationContext.configure(connection)
    if found is None:
        # The same table that Alembic's own command line would keep, so that it too can read the file.
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
    with Operations.context(context):
        for revision in _after(found):
            revision.upgrade()
    connection.execute(text("DELETE FROM alembic_version"))
    connection.execute(text("INSERT INTO alembic_version VALUES (:newest)"), {"newest": newest()})


def _after(found: str | None) -> Sequence[Revision]:
    from inspector_app.store.migrations import r0001_first, r0002_stretches

    modules: tuple[Revision, ...] = (r0001_first, r0002_stretches)
    known = {module.revision: place for place, module in enumerate(modules, 1)}
    return modules[known[found] if found else 0 :]
