"""The bag inside a bundle: BagIt 1.0 (RFC 8493) in one spelling, names from our own list (docs/format.md §6).

Zip framing is left to archive, encryption and signatures to seal and unseal.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Annotated

import msgspec
from msgspec import Meta

from inspector_app.bundle import archive, canonical_json
from inspector_app.bundle.archive import Content, Member
from inspector_app.bundle.envelope import DeviceId, Header, Hex64, Seq
from inspector_app.bundle.heads import Head

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
DOCUMENT_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,59}")
_BLOB_NAME = re.compile(r"[0-9a-f]{64}")
_TEXT_LIMIT = 16 << 20
_PACKED_LIMIT = 256 << 20
_DOCUMENT_LIMIT = 64 << 20
_BLOB_LIMIT = 256 << 20


class DamagedBlob(ValueError):
    """The bytes handed in for a blob do not have its hash."""


class _HeadRow(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    device: DeviceId
    seq: Seq
    id: Hex64
    signature: Annotated[str, Meta(pattern=r"^[0-9a-f]{128}\Z")]


class Manifest(Header, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The header once more, inside, and what the bag holds: how many entries, which blobs and documents, whose heads."""

    entries: Seq
    blobs: list[Hex64]
    documents: dict[str, Hex64]
    heads: list[_HeadRow]
    at: str = ""

    @property
    def signed_heads(self) -> tuple[Head, ...]:
        """Return the heads as heads knows them."""
        return tuple(Head(row.device, row.seq, row.id, row.signature) for row in self.heads)

    @property
    def header(self) -> Header:
        """Return the part that must equal the header outside."""
        return Header(**{name: getattr(self, name) for name in Header.__struct_fields__})


def make_manifest(
    header: Header, entries: int, blobs: list[str], documents: Mapping[str, bytes], heads: list[Head], at: str
) -> Manifest:
    """Return the manifest of a bag with this content."""
    return Manifest(
        **{name: getattr(header, name) for name in Header.__struct_fields__},
        entries=entries,
        blobs=sorted(blobs),
        documents={name: hashlib.sha256(data).hexdigest() for name, data in sorted(documents.items())},
        heads=[_HeadRow(*head) for head in sorted(heads)],
        at=at,
    )


def write(
    manifest: Manifest, packed: bytes, documents: Mapping[str, bytes], blobs: Mapping[str, Content]
) -> Iterator[bytes]:
    """Give the bytes of the zip with the bag; DamagedBlob names one whose bytes do not have its hash."""
    text = canonical_json.dump(msgspec.to_builtins(manifest))
    sums = _sums(manifest, text, packed)
    tags = _tags(manifest)

    def contents() -> Iterator[tuple[str, Content]]:
        for name, tag in tags.items():
            yield name, tag
        yield "data/manifest.json", text
        yield "data/entries", packed
        for name in manifest.documents:
            yield f"data/documents/{name}", documents[name]
        for sha256 in manifest.blobs:
            content = blobs[sha256]
            if _hash(archive.pieces(content)) != sha256:
                raise DamagedBlob(sha256)
            yield f"data/blobs/{sha256}", content
        payload = _listing(sums)
        yield "manifest-sha256.txt", payload
        yield "tagmanifest-sha256.txt", _tag_listing(tags, payload)

    return archive.write((f"{manifest.name}/{name}", content) for name, content in contents())


class Opened(msgspec.Struct, frozen=True):
    """A bag that was read: manifest, packed entries, documents, and the blobs as files in a scratch folder."""

    manifest: Manifest
    packed: bytes
    documents: dict[str, bytes]
    blobs: dict[str, Path]


def read(stream: IO[bytes], size: int, header: Header, scratch: Path) -> Opened:
    """Return what is in the zip with the bag; ValueError unless every name, size, sum and hash is as it must be.

    In this order: the zip's spelling; the manifest, equal to `header`; the names, exactly those the manifest asks for, in
    order; sizes; each content against its hash; the bag's own lists. Blobs are written to `scratch` under their hashes.
    """
    found = archive.members(stream, size)
    tags = len(_TAG_NAMES)
    if len(found) < tags + 4 or found[tags].name != f"{header.name}/data/manifest.json":
        raise ValueError("bag without manifest")
    text = _small(stream, found[tags], _TEXT_LIMIT)
    manifest = msgspec.convert(canonical_json.load(text), Manifest)
    if manifest.header != header:
        raise ValueError("manifest and header differ")
    _check_manifest(manifest)
    if [member.name for member in found] != [f"{manifest.name}/{name}" for name in _names(manifest)]:
        raise ValueError("names other than the manifest's")
    contents = dict(zip(_names(manifest), found, strict=True))
    packed = _small(stream, contents["data/entries"], _PACKED_LIMIT)
    documents = {
        name: _small(stream, contents[f"data/documents/{name}"], _DOCUMENT_LIMIT) for name in manifest.documents
    }
    for name, data in documents.items():
        if hashlib.sha256(data).hexdigest() != manifest.documents[name]:
            raise ValueError(f"hash of {name}")
    payload = _listing(_sums(manifest, text, packed))
    expected = {**_tags(manifest), "manifest-sha256.txt": payload}
    expected["tagmanifest-sha256.txt"] = _tag_listing(_tags(manifest), payload)
    for name, data in expected.items():
        if _small(stream, contents[name], _TEXT_LIMIT) != data:
            raise ValueError(name)
    blobs = {sha256: _extract(stream, contents[f"data/blobs/{sha256}"], scratch / sha256) for sha256 in manifest.blobs}
    return Opened(manifest, packed, documents, blobs)


_TAG_NAMES = ("bagit.txt", "bag-info.txt")


def _names(manifest: Manifest) -> list[str]:
    return [
        *_TAG_NAMES,
        "data/manifest.json",
        "data/entries",
        *(f"data/documents/{name}" for name in manifest.documents),
        *(f"data/blobs/{sha256}" for sha256 in manifest.blobs),
        "manifest-sha256.txt",
        "tagmanifest-sha256.txt",
    ]


def _check_manifest(manifest: Manifest) -> None:
    if manifest.blobs != sorted(set(manifest.blobs)) or list(manifest.documents) != sorted(manifest.documents):
        raise ValueError("manifest not in order")
    if not all(DOCUMENT_NAME.fullmatch(name) for name in manifest.documents):
        raise ValueError("document name")
    heads = [(row.device, row.seq, row.id, row.signature) for row in manifest.heads]
    if heads != sorted(set(heads)):
        raise ValueError("heads not in order")


def _tags(manifest: Manifest) -> dict[str, bytes]:
    info = f"Bag-Software-Agent: Inspector\nExternal-Identifier: {manifest.name}\n"
    return dict(zip(_TAG_NAMES, (DECLARATION, info.encode()), strict=True))


def _sums(manifest: Manifest, text: bytes, packed: bytes) -> dict[str, str]:
    return {
        "data/manifest.json": hashlib.sha256(text).hexdigest(),
        "data/entries": hashlib.sha256(packed).hexdigest(),
        **{f"data/documents/{name}": sha256 for name, sha256 in manifest.documents.items()},
        **{f"data/blobs/{sha256}": sha256 for sha256 in manifest.blobs},
    }


def _tag_listing(tags: Mapping[str, bytes], payload: bytes) -> bytes:
    files = {**tags, "manifest-sha256.txt": payload}
    return _listing({name: hashlib.sha256(data).hexdigest() for name, data in files.items()})


def _listing(sums: Mapping[str, str]) -> bytes:
    return "".join(f"{sha256}  {name}\n" for name, sha256 in sums.items()).encode()


def _small(stream: IO[bytes], member: Member, limit: int) -> bytes:
    if member.size > limit:
        raise ValueError(f"{member.name} too large")
    return b"".join(archive.read(stream, member))


def _extract(stream: IO[bytes], member: Member, target: Path) -> Path:
    if member.size > _BLOB_LIMIT:
        raise ValueError(f"{member.name} too large")
    hashed = hashlib.sha256()
    with target.open("xb") as file:
        for piece in archive.read(stream, member):
            hashed.update(piece)
            file.write(piece)
    if hashed.hexdigest() != target.name:
        raise ValueError(f"hash of {member.name}")
    return target


def _hash(content: Iterator[bytes]) -> str:
    hashed = hashlib.sha256()
    for piece in content:
        hashed.update(piece)
    return hashed.hexdigest()
