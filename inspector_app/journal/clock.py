"""Writes a device's chain: the next entry gets the next seq, the id before it, and a clock above all it has seen.

Storing the entry is left to the caller: after a failed append a new Author is built from the stored head.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

import msgspec

from inspector_app.journal.entry import CLOCK_LIMIT, NO_PREVIOUS, Dot, Entry, Value, check_entry, clean
from inspector_app.journal.payloads import check_payload


class Author:
    """The writing end of one device's chain.

    Attributes: `device`; `head` (last entry written, None at first); `clock` (highest clock seen anywhere).
    """

    def __init__(self, device: str, head: Entry | None, clock: int, now: Callable[[], datetime]) -> None:
        self.device = device
        self.head = head
        self.clock = max(clock, head.clock if head else 0)
        self._now = now

    def observe(self, clock: int) -> None:
        """Take note of a clock seen in other devices' entries, so that what is written next comes after it."""
        self.clock = max(self.clock, clock)

    def next(
        self,
        record: str,
        kind: str,
        path: str,
        value: Value,
        replaces: Iterable[Entry | Dot] = (),
        author: str = "bureau",
        sign: Callable[[bytes], bytes] | None = None,
    ) -> Entry:
        """Return the device's next entry and move on; ValueError when it would not be one (a bug of the caller).

        `replaces` is what stands at the path (entries or their dots); `sign` is the author's personal signature.
        """
        dots = set()
        for item in replaces:
            if isinstance(item, Entry):
                self.observe(item.clock)
            dots.add(item.dot if isinstance(item, Entry) else Dot(*item))
        entry = Entry(
            record=record,
            kind=kind,
            path=path,
            value=clean(value),
            replaces=tuple(sorted(dots)),
            author=author,
            device=self.device,
            seq=self.head.seq + 1 if self.head else 1,
            prev=self.head.id if self.head else NO_PREVIOUS,
            clock=min(self.clock + 1, CLOCK_LIMIT),
            at=self._claim(),
        )
        check_entry(entry)
        check_payload(kind, path, entry.value)
        if sign:
            entry = _signed(entry, sign)
        self.head, self.clock = entry, entry.clock
        return entry

    def _claim(self) -> str:
        now = self._now()
        return (now if now.tzinfo else now.astimezone()).isoformat(timespec="seconds")


def _signed(entry: Entry, sign: Callable[[bytes], bytes]) -> Entry:
    return msgspec.structs.replace(entry, signature=sign(entry.signing_bytes()).hex())
