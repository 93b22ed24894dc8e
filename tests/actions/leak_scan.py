"""What an insider with the laptop, its passphrase and this page of code finds of a school: every file, raw and decrypted.

Decrypted with the laptop's own keys: each page of the database and of its write-ahead log (free pages included), blobs, the
readable side of sealed tasks, bundles. The roster's own entries name every school alike; a find whose neighbouring bytes are
the roster's own is not counted. A sealed task whose size is not the one size is a find too: a length can tell a name.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from inspector_app import keys
from inspector_app.bundle import task
from inspector_app.errors import Problem
from inspector_app.journal.entry import encode
from inspector_app.workspace import Workspace

PAGE, RESERVE, IV = 4096, 80, 16
AROUND = 10


def traces(ws: Workspace, words: list[str]) -> list[str]:
    """Return each place where one of the words is found: file, layer, spelling."""
    spellings = {(word, name): data for word in words for name, data in _spellings(word).items()}
    roster = b"\0\0".join(encode(one.value) for one in ws.store.entries(kind="school_profile"))
    found = []
    for place, data in _layers(ws):
        for (word, spelling), wanted in spellings.items():
            if _foreign(data, wanted, roster):
                found.append(f"{place}: {word} ({spelling})")
    return sorted({*found, *_sizes(ws)})


def _spellings(word: str) -> dict[str, bytes]:
    spelt = {name: word.encode(name, "ignore") for name in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")}
    spelt["json"] = word.encode("ascii", "backslashreplace")
    spelt["hex"] = word.encode().hex().encode()
    return spelt


def _foreign(data: bytes, wanted: bytes, roster: bytes) -> bool:
    at = data.find(wanted)
    while at >= 0:
        around = data[max(at - AROUND, 0) : at + len(wanted) + AROUND]
        if around not in roster:
            return True
        at = data.find(wanted, at + 1)
    return False


def _sizes(ws: Workspace) -> Iterator[str]:
    for entry in ws.store.entries(kind="sealed_task"):
        blob = entry.value["blob"] if isinstance(entry.value, Mapping) else None
        if blob and len(ws.store.blob(str(blob))) != task.FILE:
            yield f"sealed task {str(blob)[:8]}: its size"


def _layers(ws: Workspace) -> Iterator[tuple[str, bytes]]:
    for file in sorted(one for one in ws.folder.rglob("*") if one.is_file()):
        name, data = str(file.relative_to(ws.folder)), file.read_bytes()
        yield f"{name} raw", data + file.name.encode()
        if file.name == "journal.db":
            yield f"{name} pages", b"".join(_pages(data, ws.secrets.database_key))
        elif file.name == "journal.db-wal":
            yield f"{name} frames", b"".join(_frames(data, ws.secrets.database_key))
        elif "age-encryption.org" in data[:64].decode("latin-1"):
            yield from _opened(f"{name} opened", _decrypted(data, ws), ws)
        elif data.startswith(b"\x89INSP"):
            yield from _bundle(name, _decrypted(data[512:], ws))
    for row in ws.store.log_lines():
        yield "log", repr(row).encode()


def _opened(place: str, data: bytes, ws: Workspace) -> Iterator[tuple[str, bytes]]:
    yield place, data
    if len(data) == task.FILE:
        yield f"{place} inside", _decrypted(data[4 : 4 + int.from_bytes(data[:4], "big")], ws)


def _bundle(name: str, plain: bytes) -> Iterator[tuple[str, bytes]]:
    if not plain:
        return
    with zipfile.ZipFile(io.BytesIO(plain)) as bag:
        for member in bag.namelist():
            data = bag.read(member)
            yield f"{name} {member}", zlib.decompress(data) if member.endswith("data/entries") else data


def _decrypted(data: bytes, ws: Workspace) -> bytes:
    try:
        return keys.decrypt(data, [ws.secrets.age_identity])
    except Problem:
        return b""  # the laptop itself cannot read it: what it sent to the bureau alone


def _pages(data: bytes, key: bytes) -> Iterator[bytes]:
    for start in range(0, len(data), PAGE):
        yield _page(data[start : start + PAGE], key, first=start == 0)


def _frames(data: bytes, key: bytes) -> Iterator[bytes]:
    for start in range(32, len(data) - PAGE, 24 + PAGE):
        number = int.from_bytes(data[start : start + 4], "big")
        yield _page(data[start + 24 : start + 24 + PAGE], key, first=number == 1)


def _page(page: bytes, key: bytes, *, first: bool) -> bytes:
    iv = page[PAGE - RESERVE : PAGE - RESERVE + IV]
    cipher = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
    return cipher.update(page[16 if first else 0 : PAGE - RESERVE]) + cipher.finalize()
