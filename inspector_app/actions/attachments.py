"""Files as answers: a question of type image, audio, video or file holds `<sha256> <size> <name>`; the bytes are a blob.

Photos at checklist items are evidence's. The form docs/format.md gives is read and written here alone.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from inspector_app.durable import io_problems
from inspector_app.errors import Problem
from inspector_app.journal import Value
from inspector_app.workspace import Workspace

LARGEST = 256 * 1024 * 1024
"""What a bundle takes as one blob (docs/format.md §6)."""
_ANSWER = re.compile(r"([0-9a-f]{64}) ([0-9]{1,12}) (\S.*)", re.DOTALL)


class Attachment(NamedTuple):
    """A file that answers a question."""

    sha256: str
    size: int
    name: str

    @property
    def text(self) -> str:
        """The answer as the journal holds it."""
        return f"{self.sha256} {self.size} {self.name}"


def read(answer: str) -> Attachment | None:
    """Return the file that an answer names, None when it names none."""
    match = _ANSWER.fullmatch(answer)
    return Attachment(match[1], int(match[2]), match[3]) if match else None


def keep(ws: Workspace, source: Path | bytes, name: str) -> Attachment:
    """Store a file's bytes untouched; Problem attachments.empty, attachments.too_large, store.*, and what reading refuses."""
    data = source
    if isinstance(source, Path):
        with io_problems(source):
            if source.stat().st_size > LARGEST:
                raise Problem("attachments.too_large", source, megabytes=LARGEST // (1024 * 1024))
            data = source.read_bytes()
    assert isinstance(data, bytes)
    if not data:
        raise Problem("attachments.empty", name)
    plain = " ".join(name.split()) or "file"
    return Attachment(ws.store.put_blob(data), len(data), plain)


def named_in(value: Value) -> Iterator[str]:
    """Yield the blobs that answers name: a text alone, or the texts under `fields`."""
    texts = [value]
    if isinstance(value, Mapping):
        fields = value.get("fields")
        texts = list(fields.values()) if isinstance(fields, Mapping) else []
    for one in texts:
        found = read(one) if isinstance(one, str) else None
        if found is not None:
            yield found.sha256
