"""A visit's journal entries as the events of its life (visit_life): which kind of entry says what happened."""

from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import datetime

from inspector_app.journal import Entry, Value
from inspector_app.supervision.visit_life import Event

_WORK = frozenset({"answer", "row", "row_answer", "photo", "finding", "confirmation", "process", "attribute"})
_PLAIN = {"feedback": "feed_back", "reply": "reply", "freeze": "freeze", "refusal": "refuse", "document": "complete"}
RECORD = "documents/site_record"
STEPS = frozenset({"task", "gate_time", "card_shown", "ink", "visit_step", *_PLAIN})
"""The kinds that move a visit on; the rest are answers and what belongs to them."""


def events(entries: Iterable[Entry], before_card: Container[str] = ()) -> Iterator[Event]:
    """Yield the events that entries stand for, in the order in which they were written.

    `before_card` are the items open at the gate. Entries of other kinds, and of kinds this version does not know, say nothing
    about a visit's life. The texts of a refusal lie in a blob: that it was complete was checked when it was written (R-40).
    """
    for entry in sorted(entries, key=lambda one: (one.clock, one.device, one.seq)):
        value = entry.value if isinstance(entry.value, Mapping) else {}
        at = datetime.fromisoformat(entry.at)
        if entry.kind == "task":
            yield Event("unseal", at, entry.author)
        elif entry.kind == "gate_time":
            yield Event("arrive", datetime.fromisoformat(str(entry.value)), entry.author)
        elif entry.kind == "card_shown":
            yield Event("show_card", _time(value, at), entry.author)
        elif entry.kind in _WORK:
            yield Event("work", at, entry.author, facts=_work(entry.path, before_card))
        elif entry.kind == "ink":
            yield _ink(entry, value)
        elif entry.kind == "visit_step":
            yield _step(entry, value)
        elif entry.kind in _PLAIN and (entry.kind != "document" or entry.path == RECORD):
            told = {"who": "—", "words": "—", "video": "—"} if entry.kind == "refusal" else {}
            if entry.kind == "freeze":
                told = {"digest": str(value.get("digest", ""))}
            yield Event(_PLAIN[entry.kind], _time(value, at), entry.author, facts=told)


def _work(path: str, before_card: Container[str]) -> dict[str, str]:
    _, _, item = path.partition("/items/")
    code = item.partition("/")[0]
    # What is learned about the school at the gate, and what the process says, is no answer to an item.
    free = not path.partition("/")[2].startswith(("items/", "rows/", "findings/", "confirmations/"))
    return {"path": path, "before_card": "yes" if free or code in before_card else ""}


def _ink(entry: Entry, value: Mapping[str, Value]) -> Event:
    head = entry.path == "signatures/head"
    signer = "" if head else entry.path.rpartition("/")[2]
    at = _time(value, datetime.fromisoformat(entry.at))
    facts = {"signer": "head" if head else "inspector", "digest": str(value.get("digest", ""))}
    return Event("sign", at, signer, facts=facts)


def _step(entry: Entry, value: Mapping[str, Value]) -> Event:
    given = value.get("facts")
    facts = {str(name): str(text) for name, text in given.items()} if isinstance(given, Mapping) else {}
    at = _time(value, datetime.fromisoformat(entry.at))
    return Event(str(value.get("event", "")), at, entry.author, str(value.get("role", "")), facts)


def _time(value: Mapping[str, Value], other: datetime) -> datetime:
    text = value.get("at") or value.get("issued_at")
    return datetime.fromisoformat(text) if isinstance(text, str) else other
