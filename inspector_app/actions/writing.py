"""Writing to the journal: drafts become chained entries that are durable when `write` returns.

What an entry means is journal's and supervision's; which entries an act needs is decided by the act's own module.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from inspector_app.journal import Dot, Entry, Value
from inspector_app.journal.clock import Author
from inspector_app.workspace import Workspace


class Draft(NamedTuple):
    """One register (or event, path "") to be written; `replaces` are the dots the author saw standing there."""

    record: str
    kind: str
    path: str
    value: Value
    replaces: tuple[Dot, ...] = ()


def write(
    ws: Workspace,
    drafts: Iterable[Draft],
    *,
    author: str | None = None,
    sign: Callable[[bytes], bytes] | None = None,
) -> tuple[Entry, ...]:
    """Append all drafts as one durable transaction and return the entries; Problem store.* leaves nothing half-written.

    The chain's head is read back from the store each time, so a refused commit cannot put this device's sequence out of step.
    """
    with ws.store.writing:
        heads = ws.store.heads()
        clock = max((head.clock for head in heads.values()), default=0)
        pen = Author(ws.device, heads.get(ws.device), clock, ws.now)
        entries = tuple(
            pen.next(draft.record, draft.kind, draft.path, draft.value, draft.replaces, author or ws.person, sign=sign)
            for draft in drafts
        )
        if entries:
            ws.store.append(entries)
    return entries
