"""How a visit came to be what it is: what was settled by whom and why, and the digest anyone can recompute."""

from dataclasses import dataclass

from inspector_app.journal import Value, fold, value_of
from inspector_app.workspace import Workspace


@dataclass(frozen=True)
class Settled:
    """One conflict that a person settled: every value that stood, the person's id and reason."""

    path: str
    values: list[Value]
    settled_by: str
    reason: str


def settled(ws: Workspace, visit: str) -> list[Settled]:
    """Return the visit's settled conflicts in the order in which they were settled."""
    entries = ws.store.entries(visit)
    by_dot = {entry.dot: entry for entry in entries}
    found = []
    for entry in entries:
        if entry.kind == "settlement" and isinstance(entry.value, dict):
            values = [value_of(by_dot[dot]) for dot in entry.replaces if dot in by_dot]
            found.append(Settled(entry.path, values, entry.author, str(entry.value["reason"])))
    return found


def digest(ws: Workspace, visit: str) -> str:
    """Return the digest of the visit as this journal holds it (docs/format.md): of the frozen content once it is frozen."""
    return fold(ws.store.entries(visit)).digest(visit)
