"""The product and the witness, which was written from docs/format.md alone, read and refuse the same bundle files."""

import os
import shutil
import subprocess
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import bagit
import pyrage
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.bundle import seal, unseal
from inspector_app.errors import Problem
from tests.witness.canonical import Refused, pack
from tests.witness.columns import inflate, write_list
from tests.witness.histories import Step, histories, play
from tests.witness.model import Line, union
from tests.witness.reader import CIPHERTEXT, Opened, files_named, open_bundle, read_zip
from tests.witness.test_witness import entry_of, line_of
from tests.witness.writer import Sender, named

SEED = bytes(range(32))
DEVICE = "2" * 32
IDENTITY = pyrage.x25519.Identity.generate()
SENDER = Sender(DEVICE, SEED, "qinglan", [str(IDENTITY.to_public())])
KEYS = {DEVICE: Ed25519PrivateKey.from_private_bytes(SEED).public_key().public_bytes_raw().hex()}
BLOBS = named(b"", b"a photo", b"\x00" * 3000)
PLAYED = [Step("edit", 0, 0, 0), Step("edit", 1, 0, 1), Step("see", 0, 1, 0), Step("settle", 0, 0, 1)]
PLAYED += [Step("edit", 0, 15, 0), Step("edit", 0, 15, 1), Step("edit", 2, 16, 8), Step("event", 0, 0, 1)]
LINES = play(PLAYED, shaped=True)


def decrypt(data: bytes) -> bytes:
    try:
        plain: bytes = pyrage.decrypt(data, [IDENTITY])
    except pyrage.DecryptError as broken:
        raise Refused("decryption") from broken
    return plain


def read(data: bytes) -> Opened:
    return open_bundle(data, KEYS.get, decrypt)


@contextmanager
def folder() -> Iterator[Path]:
    with TemporaryDirectory(prefix="witness-") as name:
        yield Path(name)


def sealed_by_product(lines: Sequence[Line], number: int = 1, at: str = "") -> bytes:
    with folder() as place:
        out = place / f"{DEVICE[:8]}-{number:06}.bundle"
        seal(
            out,
            entries=[entry_of(line) for line in lines],
            blobs=BLOBS,
            documents={"note.txt": b"words"},
            device=DEVICE,
            number=number,
            bureau="qinglan",
            signing_seed=SEED,
            recipients=SENDER.recipients,
            identities_for_test=str(IDENTITY),
            at=at,
        )
        return out.read_bytes()


def unsealed_by_product(data: bytes) -> tuple[list[Line], dict[str, bytes], list[str]] | str:
    """Return entries, blobs and the devices nobody vouches for; or the code of the Problem."""
    with folder() as place:
        path = place / f"{DEVICE[:8]}-000001.bundle"
        path.write_bytes(data)
        try:
            opened = unseal(path, verify_key_of=KEYS.get, identities=[str(IDENTITY)], scratch=place)
        except Problem as problem:
            return problem.code
        with opened:
            lines = [line_of(entry) for entry in opened.entries]
            return lines, {name: file.read_bytes() for name, file in opened.blobs.items()}, sorted(opened.unvouched)


def by_witness(data: bytes) -> tuple[list[Line], dict[str, bytes], list[str]] | str:
    try:
        opened = read(data)
    except Refused as refused:
        return f"refused: {refused}"
    return opened.lines, opened.blobs, opened.unvouched


def both_refuse(data: bytes) -> None:
    ours, theirs = by_witness(data), unsealed_by_product(data)
    assert (str, str) == (type(ours), type(theirs)), (ours, theirs)


def both_agree(data: bytes) -> None:
    """Assert that both refuse, or both read the same."""
    ours, theirs = by_witness(data), unsealed_by_product(data)
    if isinstance(ours, str) or isinstance(theirs, str):
        assert (str, str) == (type(ours), type(theirs)), (ours, theirs)
    else:
        assert {line.id for line in ours[0]} == {line.id for line in theirs[0]}
        assert ours[1:] == theirs[1:]


@given(histories(shaped=True), st.integers(1, 999999), st.sampled_from(("", "2026-11-23T11:00:00+08:00")))
@settings(max_examples=60, deadline=None)
def test_the_witness_reads_every_bundle_of_the_product(lines: list[Line], number: int, at: str) -> None:
    kept = list(union(lines).values())
    opened = read(sealed_by_product(kept, number, at))
    assert {line.id: line for line in kept} == {line.id: line for line in opened.lines}
    assert opened.blobs == BLOBS
    assert opened.documents == {"note.txt": b"words"}
    assert (number, at) == (opened.header["number"], opened.manifest["at"])
    assert opened.unvouched == sorted({line.device for line in kept} - {DEVICE})


@given(histories(shaped=True))
@settings(max_examples=60, deadline=None)
def test_the_product_writes_the_columns_that_the_page_says(lines: list[Line]) -> None:
    kept = list(union(lines).values())
    packed = files_named(read_zip(decrypt(sealed_by_product(kept)[CIPHERTEXT:])), "data/entries")
    assert pack(write_list(kept)) == inflate(packed)


@given(histories(shaped=True))
@settings(max_examples=60, deadline=None)
def test_the_product_reads_every_bundle_of_the_witness(lines: list[Line]) -> None:
    kept = list(union(lines).values())
    theirs = unsealed_by_product(SENDER.bundle(kept, 1, BLOBS))
    assert not isinstance(theirs, str), theirs
    assert {line.id: line for line in kept} == {line.id: line for line in theirs[0]}
    assert theirs[1:] == (BLOBS, sorted({line.device for line in kept} - {DEVICE}))


def test_bagit_validates_the_bag_inside(tmp_path: Path) -> None:
    (tmp_path / "bag.zip").write_bytes(decrypt(BUNDLE[CIPHERTEXT:]))
    with zipfile.ZipFile(tmp_path / "bag.zip") as bag:
        bag.extractall(tmp_path)
    inside = tmp_path / f"{DEVICE[:8]}-000001"
    bagit.Bag(str(inside)).validate()
    (inside / "data" / "entries").write_bytes(b"other")
    with pytest.raises(bagit.BagValidationError):
        bagit.Bag(str(inside)).validate()


def test_the_age_program_opens_the_ciphertext_at_its_offset(tmp_path: Path) -> None:
    program = shutil.which("age")
    if program is None:
        assert "CI" not in os.environ, "CI installs age"
        pytest.skip("Debian's age is not installed here: `apt-get install age` lets it open the ciphertext")
    (tmp_path / "KEY").write_text(str(IDENTITY))
    (tmp_path / "FILE").write_bytes(BUNDLE)
    shell = f"tail -c +513 FILE | {program} -d -i KEY > bag.zip"
    subprocess.run(["/bin/sh", "-c", shell], cwd=tmp_path, check=True, timeout=60)
    assert decrypt(BUNDLE[CIPHERTEXT:]) == (tmp_path / "bag.zip").read_bytes()


BUNDLE = sealed_by_product(LINES)
