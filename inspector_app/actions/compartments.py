"""Compartments at the bureau (R-60, R-61): appointing officers, taking sealed notes in, opening with an officer's own PIN.

A compartment is a journal of its own in a database of its own beside the bureau's, under a key that only an officer's PIN
gives: neither the bureau's passphrase nor its bundles reach what is in it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from inspector_app import keys
from inspector_app.actions import county, enrolment
from inspector_app.actions.writing import Draft, write
from inspector_app.bundle import sealed_note
from inspector_app.durable import io_problems
from inspector_app.errors import Problem
from inspector_app.journal import Entry, Value, fold
from inspector_app.journal.clock import Author
from inspector_app.keys import CompartmentKey
from inspector_app.store import Store
from inspector_app.supervision.compartments import COMPARTMENTS, Compartment, check_opening
from inspector_app.supervision.compartments import entrances as entrances_of
from inspector_app.workspace import Workspace

_FOLDER = "compartments"


@dataclass(frozen=True)
class Note:
    """One note of a compartment as its officer reads it; `report` is what it belongs to, `at` the sender's clock."""

    report: str
    type: str
    visit: str
    school: str
    author: str
    at: datetime
    unit: str
    receiver: str
    text: str


@dataclass(frozen=True)
class Opening:
    """One opening of a compartment, or a failed try."""

    at: datetime
    officer: str
    outcome: str


class _Tried(msgspec.Struct):
    """Tries that could not be written into a journal that stayed shut; the next opening writes them."""

    at: str
    officer: str
    outcome: str


def officers(ws: Workspace) -> dict[str, dict[str, str]]:
    """Return who may open which compartment, with each one's recipient: compartment -> person -> age1…"""
    folded = fold(ws.store.entries(county.COUNTY_RECORD))
    found: dict[str, dict[str, str]] = {name: {} for name in COMPARTMENTS}
    for path in folded.registers(county.COUNTY_RECORD):
        parts = path.split("/")
        value = folded.value(county.COUNTY_RECORD, path)
        if parts[0] == _FOLDER and isinstance(value, Mapping):
            found[parts[1]][parts[2]] = str(value["recipient"])
    return found


def entrances(ws: Workspace, person: str) -> tuple[Compartment, ...]:
    """Return the compartments whose door this person sees (R-61)."""
    return entrances_of(person, officers(ws))


def appoint(bureau: Workspace, name: Compartment, officer: str, pin: str, *, by: tuple[str, str] | None = None) -> None:
    """Give `officer` a key to a compartment, wrapped by his own PIN; its first officer founds it.

    A further one is let in by an officer of it, `by` = (person, his PIN). Problem compartments.needs_an_officer, and those
    of `opened`.
    """
    shared = None
    if officers(bureau)[name]:
        if by is None:
            raise Problem("compartments.needs_an_officer", name)
        shared = _key(bureau, name, *by)
    wrapped, key = keys.new_compartment_key(pin, shared)
    if shared is None:
        _found(bureau, name, key).close()
    bureau.store.put_setting(_setting(name, f"key/{officer}"), wrapped)
    value: Value = {"recipient": key.recipient}
    write(bureau, [Draft(county.COUNTY_RECORD, "compartment_officer", f"{_FOLDER}/{name}/{officer}", value)])


def take_in(bureau: Workspace, name: Compartment, paths: Iterable[Path]) -> int:
    """Lay sealed notes in the compartment's box, unread, and return how many; opening the compartment files them."""
    box = _box(bureau, name)
    before = len(box)
    for path in paths:
        with io_problems(path):
            data = path.read_bytes() if path.stat().st_size == sealed_note.SEALED_SIZE else b""
        if not data:
            raise Problem("compartments.bad_note", path, reason="size")
        box += [] if data in box else [data]
    bureau.store.put_setting(_setting(name, "box"), msgspec.msgpack.encode(box))
    return len(box) - before


class OpenCompartment:
    """A compartment while its officer reads it."""

    def __init__(self, store: Store, refused: int) -> None:
        """`refused` notes of the box could not be believed and were left out."""
        self._store = store
        self.refused = refused

    def notes(self) -> list[Note]:
        """Return every note, in the order of the sender's clock."""
        found = [_note(entry) for entry in self._store.entries(kind="compartment_note")]
        return sorted(found, key=lambda one: one.at)

    def openings(self) -> list[Opening]:
        """Return every opening and every failed try, in order (R-61)."""
        values = [_fields(entry) for entry in self._store.entries(kind="compartment_opening")]
        return [Opening(datetime.fromisoformat(one["at"]), one["officer"], one["outcome"]) for one in values]

    def verify(self) -> list[str]:
        """Return a line for each thing in the compartment's journal that is not as it was written."""
        return self._store.verify()


@contextmanager
def opened(bureau: Workspace, name: Compartment, officer: str, pin: str) -> Iterator[OpenCompartment]:
    """Open a compartment; the opening is an entry of its journal before anything is read.

    Problem compartments.not_yours, keys.wrong_passphrase: such a try is written down at the next opening.
    """
    key = _key(bureau, name, officer, pin)
    store, anew = _store(bureau, name, key)
    try:
        tried = _tried(bureau, name)
        if anew:
            tried = [_Tried(bureau.now().isoformat(timespec="seconds"), officer, "restored"), *tried]
        now = _Tried(bureau.now().isoformat(timespec="seconds"), officer, "opened")
        _append(bureau, store, key, name, [("compartment_opening", msgspec.to_builtins(one)) for one in [*tried, now]])
        bureau.store.put_setting(_setting(name, "tried"), msgspec.msgpack.encode([]))
        yield OpenCompartment(store, _file(bureau, store, key, name))
    finally:
        store.close()


def _file(bureau: Workspace, store: Store, key: CompartmentKey, name: Compartment) -> int:
    """Write what lies in the box into the compartment's journal, and return how many notes could not be believed.

    Sealed notes stay in the box: it goes into the bureau's backups, and the compartment's own journal does not.
    """
    held = {_fields(entry)["note"] for entry in store.entries(kind="compartment_note")}
    left, drafts, refused = [], [], 0
    for data in _box(bureau, name):
        try:
            told = sealed_note.open_note(data, key.age_identity, lambda device: enrolment.verify_key(bureau, device))
        except Problem as problem:
            refused += problem.code == "compartments.bad_note"
            left += [data] if problem.code == "keys.cannot_decrypt" else []  # for another officer
            continue
        left.append(data)
        if told["note"] not in held:
            held.add(told["note"])
            drafts.append(("compartment_note", told))
    _append(bureau, store, key, name, drafts)
    bureau.store.put_setting(_setting(name, "box"), msgspec.msgpack.encode(left))
    return refused


def _store(bureau: Workspace, name: Compartment, key: CompartmentKey) -> tuple[Store, bool]:
    """Open the compartment's journal; begun anew (True) where a restored bureau has none: its notes are in the box."""
    try:
        return Store.open(bureau.folder / _FOLDER / name, key.database_key, key.age_identity), False
    except Problem as problem:
        if problem.code != "store.missing":
            raise
    return _found(bureau, name, key), True


def _found(bureau: Workspace, name: Compartment, key: CompartmentKey) -> Store:
    folder = bureau.folder / _FOLDER / name
    with io_problems(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Store.create(folder, key.database_key, key.age_identity)


def _append(
    bureau: Workspace, store: Store, key: CompartmentKey, name: str, drafts: Sequence[tuple[str, Value]]
) -> None:
    head = store.heads().get(key.device)
    pen = Author(key.device, head, head.clock if head else 0, bureau.now)
    record = county.record_of("compartment", name)
    store.append(tuple(pen.next(record, kind, "", value) for kind, value in drafts))


def _key(bureau: Workspace, name: Compartment, officer: str, pin: str) -> CompartmentKey:
    try:
        check_opening(name, officer, officers(bureau))
        return keys.open_compartment_key(bureau.store.get_setting(_setting(name, f"key/{officer}")) or b"", pin)
    except Problem as problem:
        outcome = "not_yours" if problem.code == "compartments.not_yours" else "wrong_pin"
        tried = [*_tried(bureau, name), _Tried(bureau.now().isoformat(timespec="seconds"), officer, outcome)]
        bureau.store.put_setting(_setting(name, "tried"), msgspec.msgpack.encode(tried))
        raise


def _tried(bureau: Workspace, name: str) -> list[_Tried]:
    data = bureau.store.get_setting(_setting(name, "tried"))
    return msgspec.msgpack.decode(data, type=list[_Tried]) if data else []


def _box(bureau: Workspace, name: str) -> list[bytes]:
    data = bureau.store.get_setting(_setting(name, "box"))
    return msgspec.msgpack.decode(data, type=list[bytes]) if data else []


def _setting(name: str, what: str) -> str:
    return f"compartment/{name}/{what}"


def _fields(entry: Entry) -> dict[str, str]:
    return {str(name): str(text) for name, text in entry.value.items()} if isinstance(entry.value, Mapping) else {}


def _note(entry: Entry) -> Note:
    told = _fields(entry)
    parts = {name: told.get(name, "") for name in ("visit", "school", "unit", "receiver", "text")}
    return Note(told["report"], told["type"], author=told["author"], at=datetime.fromisoformat(told["at"]), **parts)
