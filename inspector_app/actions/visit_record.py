"""One visit's standing values, folded from the journal once and kept current with each write of this laptop."""

import uuid
from collections.abc import Callable, Iterable, Mapping

from inspector_app.actions.writing import Draft, write
from inspector_app.errors import Problem
from inspector_app.journal import Conflict, Dot, Entry, Folded, Value, fold, value_of
from inspector_app.journal.entry import EntryTooLargeError
from inspector_app.supervision.visit_events import STEPS
from inspector_app.workspace import Workspace


class VisitRecord:
    """The registers of one visit: `value(path)`, `paths(prefix)`, `put(...)`.

    A write of this laptop replaces everything it saw standing at the path, so keeping up with it needs no new fold:
    the cost of an edit does not grow with the visit. `reload()` folds anew after a merge.
    """

    def __init__(self, ws: Workspace, visit: str) -> None:
        self.ws = ws
        self.visit = visit
        self.reload()

    def reload(self) -> None:
        """Fold the visit's entries anew (after a merge, or a write by another object).

        Once frozen, what was frozen stands here; what came late is in `late`, never mixed in.
        """
        whole = list(self.ws.store.entries(self.visit))
        # What moves the visit on, in every version: the state machine wants the story, not what stands (visit_life).
        self.steps: list[Entry] = [entry for entry in whole if entry.kind in STEPS]
        self.folded: Folded = fold(whole)
        self._standing: dict[str, tuple[Entry, ...]] = dict(self.folded.frozen(self.visit).registers(self.visit))
        for path, entries in self.folded.registers(self.visit).items():
            if any(entry.kind in AFTER_FREEZE for entry in entries):
                self._standing[path] = entries

    def value(self, path: str) -> Value:
        """Return what stands at `path`; the first of several in a conflict; None when nothing does."""
        standing = self._standing.get(path)
        return value_of(standing[0]) if standing else None

    def mapping(self, path: str) -> Mapping[str, Value]:
        """Return the value at `path` when it is a mapping, else an empty one."""
        value = self.value(path)
        return value if isinstance(value, dict) else {}

    def entry(self, path: str) -> Entry | None:
        """Return the entry that stands at `path` (the first of several)."""
        standing = self._standing.get(path)
        return standing[0] if standing else None

    def paths(self, prefix: str) -> list[str]:
        """Return the registers below `prefix` whose value stands and is not a removal, in order of path."""
        # A copy: a photo may be taken in by the window's background thread meanwhile.
        return sorted(path for path in [*self._standing] if path.startswith(prefix) and self.value(path) is not None)

    def dots(self, path: str) -> tuple[Dot, ...]:
        """Return the dots that stand at `path`: what a new entry there must name in `replaces`."""
        return tuple(sorted(entry.dot for entry in self._standing.get(path, ())))

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Return the registers at which different values stand, that no write of this laptop has touched since."""
        return tuple(one for one in self.folded.conflicts if len(self._standing.get(one.path, ())) > 1)

    @property
    def frozen(self) -> Mapping[str, Value] | None:
        """Return the value of the freeze entry, or None while the visit is open."""
        freeze = self.folded.freeze(self.visit)
        return freeze.value if freeze and isinstance(freeze.value, dict) else None

    @property
    def late(self) -> tuple[Entry, ...]:
        """Return what a team-mate's laptop wrote without having seen the freeze: a later version, shown as such (design §3)."""
        return self.folded.late(self.visit)

    def put(
        self,
        kind: str,
        path: str,
        value: Value,
        *,
        author: str | None = None,
        sign: Callable[[bytes], bytes] | None = None,
    ) -> Entry:
        """Write one register durably and return its entry; what stood there before is replaced."""
        return self.put_all([(kind, path, value)], author=author, sign=sign)[0]

    def put_all(
        self,
        registers: Iterable[tuple[str, str, Value]],
        *,
        author: str | None = None,
        sign: Callable[[bytes], bytes] | None = None,
        also: Iterable[Draft] = (),
    ) -> tuple[Entry, ...]:
        """Write several registers (and what goes `also` to other records) as one transaction.

        Problems: visit.frozen when the kind may not be written any more, conflicts.open where two values stand: only a
        settlement with its reason decides between them, visit.too_long.
        """
        drafts = [Draft(self.visit, kind, path, value, self.dots(path)) for kind, path, value in registers]
        contents = [draft for draft in drafts if draft.kind not in AFTER_FREEZE]
        disputed = {one.path for one in self.conflicts}
        with self.ws.store.writing:
            if contents:
                self._refuse_frozen()
            for draft in contents:
                if draft.path in disputed and draft.kind != "settlement":
                    raise Problem("conflicts.open", draft.path.rpartition("/items/")[2])
            try:
                written = write(self.ws, [*drafts, *also], author=author, sign=sign)
            except EntryTooLargeError as error:
                raise Problem("visit.too_long", drafts[0].path) from error
        entries = written[: len(drafts)]
        self.steps += [entry for entry in entries if entry.kind in STEPS]
        for entry in entries:
            if entry.path:
                self._standing[entry.path] = (entry,)
        if any(not entry.path for entry in entries):
            self.reload()
        return entries

    def _refuse_frozen(self) -> None:
        """Ask the journal and not this object: another page may have frozen the visit since it was read here."""
        if self.frozen is None and self.visit in self.ws.store.records("freeze"):
            self.reload()
        if self.frozen is not None:
            raise Problem("visit.frozen", self.number)

    @property
    def number(self) -> str:
        """Return the task number, the name people use for the visit."""
        return str(self.mapping("task").get("number", self.visit))


AFTER_FREEZE = frozenset({"ink", "refusal", "document"})
"""Kinds that may follow the freeze: they witness the frozen content and are not part of its digest (R-42)."""


def new_visit_id(now_ms: int, random_bits: int) -> str:
    """Return a UUIDv7 from milliseconds since 1970 and 74 random bits (RFC 9562)."""
    number = (now_ms & ((1 << 48) - 1)) << 80 | 0x7 << 76 | (random_bits >> 62 & 0xFFF) << 64
    number |= 0b10 << 62 | random_bits & ((1 << 62) - 1)
    return str(uuid.UUID(int=number))
