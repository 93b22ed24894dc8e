"""The journal: what was done, entry by entry, and what it amounts to; storing and sending are left to others."""

from inspector_app.journal.clock import Author
from inspector_app.journal.entry import Dot, Entry, Value, canonical
from inspector_app.journal.fold import Conflict, Folded, fold, value_of
from inspector_app.journal.merge import Fork, Gap, Journal, merge

__all__ = [
    "Author",
    "Conflict",
    "Dot",
    "Entry",
    "Folded",
    "Fork",
    "Gap",
    "Journal",
    "Value",
    "canonical",
    "fold",
    "merge",
    "value_of",
]
