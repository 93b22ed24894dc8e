"""Signed ends of other devices' chains, kept to travel on with the entries they vouch for (docs/format.md)."""

from collections.abc import Iterable

import msgspec

from inspector_app.bundle import Head
from inspector_app.store import Store
from inspector_app.workspace import Workspace

_SETTING = "heads"


def kept(ws: Workspace) -> list[Head]:
    """Return the heads that came with bundles taken in here."""
    return _read(ws.store)


def keep(ws: Workspace, heads: Iterable[Head]) -> None:
    """Keep heads beside those known already."""
    add(ws.store, heads)


def add(store: Store, heads: Iterable[Head]) -> None:
    """The same in a store whose workspace is not open (one being restored)."""
    known = _read(store)
    fresh = [head for head in heads if head not in known]
    if fresh:
        store.put_setting(_SETTING, msgspec.json.encode([*known, *fresh]))


def _read(store: Store) -> list[Head]:
    data = store.get_setting(_SETTING)
    return msgspec.json.decode(data, type=list[Head]) if data else []
