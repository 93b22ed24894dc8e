"""The only SQL: entries, blobs, bundles and notes of one workspace, encrypted on the disk, durable when acknowledged."""

from inspector_app.store.blobs import Matched
from inspector_app.store.bundles import BundleRow, Direction, ReceiptRow
from inspector_app.store.merging import Merged
from inspector_app.store.notes import LogRow
from inspector_app.store.store import Store

__all__ = ["BundleRow", "Direction", "LogRow", "Matched", "Merged", "ReceiptRow", "Store"]
