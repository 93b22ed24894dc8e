"""Signed ends of other devices' chains, kept to travel on with the entries they vouch for (docs/format.md)."""

from collections.abc import Iterable

import msgspec

from inspector_app.bundle import Head
from inspector_app.workspace import Workspace

_SETTING = "heads"


def kept(ws: Workspace) -> list[Head]:
    """Return the heads that came with bundles taken in here."""
    data = ws.store.get_setting(_SETTING)
    return msgspec.json.decode(data, type=list[Head]) if data else []


def keep(ws: Workspace, heads: Iterable[Head]) -> None:
    """Keep heads beside those known already."""
    known = kept(ws)
    fresh = [head for head in heads if head not in known]
    if fresh:
        ws.store.put_setting(_SETTING, msgspec.json.encode([*known, *fresh]))
