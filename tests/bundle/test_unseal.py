"""Opening what may be hostile: one changed byte anywhere refuses the whole, and nothing is left in the scratch folder."""

import io
import stat
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector_app.bundle import archive, bag, columns, envelope, file_kind, read_header
from inspector_app.errors import Problem
from tests.bundle.builders import PHOTO, World, secrets, sha
from tests.journal.builders import DEVICES

each_position = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def refused(world: World, data: bytes, scratch: Path) -> str:
    """Open `data` as a bundle, which must be refused with a Problem of this area; return its code."""
    path = scratch.parent / "wrong.bundle"
    path.write_bytes(data)
    with pytest.raises(Problem) as caught:
        world.open(path, scratch)
    assert [] == list(scratch.iterdir())
    assert str(path) == caught.value.where
    assert 3 == len(caught.value.lines("zh")) == len(caught.value.lines("en"))
    assert caught.value.code.startswith("bundle.")
    return caught.value.code


def test_every_byte_before_the_ciphertext(world: World, bundle: Path, scratch: Path) -> None:
    """Each of the 512 bytes of header and signature, changed."""
    data = bundle.read_bytes()
    for position in range(512):
        changed = bytearray(data)
        changed[position] ^= 0x55
        refused(world, bytes(changed), scratch)


@each_position
@given(st.data())
def test_any_bit_anywhere(world: World, bundle: Path, scratch: Path, data: st.DataObject) -> None:
    """One bit flipped anywhere in header, signature or ciphertext."""
    changed = bytearray(bundle.read_bytes())
    place = data.draw(st.sampled_from(["header", "signature", "age header", "body", "end"]))
    size = len(changed)
    low, high = {
        "header": (0, 447),
        "signature": (448, 511),
        "age header": (512, 1100),
        "body": (1100, size - 1),
        "end": (size - 40, size - 1),
    }[place]
    changed[data.draw(st.integers(low, high))] ^= 1 << data.draw(st.integers(0, 7))
    refused(world, bytes(changed), scratch)


@each_position
@given(st.data())
def test_cut_anywhere_or_followed_by_anything(world: World, bundle: Path, scratch: Path, data: st.DataObject) -> None:
    """A cut end, an inserted, a removed or an added byte."""
    whole = bundle.read_bytes()
    position = data.draw(st.integers(0, len(whole) - 1))
    extra = data.draw(st.binary(min_size=1, max_size=4))
    refused(world, whole[:position], scratch)
    refused(world, whole[:position] + extra + whole[position:], scratch)
    refused(world, whole + extra, scratch)
    refused(world, whole[:position] + whole[position + 1 :], scratch)


def test_unknown_sender(world: World, bundle: Path, scratch: Path) -> None:
    """A laptop that is not enrolled is named, before anything is decrypted."""
    with pytest.raises(Problem, match="bundle.unknown_device") as caught:
        world.open(bundle, scratch, verify_key_of=lambda _: None)
    assert {"device": DEVICES[0][:8]} == caught.value.fields


def test_later_format(world: World, bundle: Path, scratch: Path) -> None:
    """A format of the future is named as such."""
    data = bundle.read_bytes()
    assert "bundle.newer" == refused(world, data[:8] + b"\0\2" + data[10:], scratch)


def test_not_a_bundle(world: World, scratch: Path) -> None:
    """Empty files, noise and a missing file are told apart from damage."""
    assert ["bundle.not_a_bundle"] * 3 == [refused(world, data, scratch) for data in (b"", b"PK\3\4" * 200, bytes(600))]
    with pytest.raises(Problem, match="files.missing"):
        world.open(scratch / "gone.bundle", scratch)


def test_rewrapped_ciphertext(world: World, bundle: Path, scratch: Path) -> None:
    """Laptop two cannot put laptop one's ciphertext into an envelope of its own, nor change the bureau or the number."""
    header = read_header(bundle)
    plain = world.plain(bundle)
    for changes in ({"device": DEVICES[1]}, {"bureau": "other"}, {"number": 2}, {"last": 2}, {"head": "1" * 64}):
        fields = {name: getattr(header, name) for name in header.__struct_fields__}
        other = envelope.Header(**{**fields, **changes})
        path = world.envelop(plain, other, scratch.parent / "x.bundle")
        assert "bundle.invalid" == refused(world, path.read_bytes(), scratch)


def test_bytes_that_change_between_two_readings(world: World, bundle: Path, scratch: Path) -> None:
    """A stick that gives other bytes the second time: what is decrypted must be what was verified."""
    good = bundle.read_bytes()
    other = world.seal(scratch.parent / "other.bundle", world.one.seen[:1]).path.read_bytes()
    path = scratch.parent / "stick.bundle"
    path.write_bytes(good)

    class Swapping(list[str]):
        """Gives the bureau's identity when it is needed, and swaps the ciphertext at that moment."""

        def __iter__(self) -> Iterator[str]:
            path.write_bytes(good[:512] + other[512:])
            return iter([world.bureau.age_identity])

    with pytest.raises(Problem, match="bundle.damaged"):
        world.open(path, scratch, identities=Swapping())
    assert [] == list(scratch.iterdir())


# ---- hostile insides, rightly signed: what only an enrolled laptop could send -----------------------------------------


def rezip(plain: bytes, change: Callable[[list[tuple[str, bytes]]], list[tuple[str, bytes]]]) -> bytes:
    """The same zip in the same spelling with other content."""
    with zipfile.ZipFile(io.BytesIO(plain)) as old:
        contents = [(info.filename, old.read(info)) for info in old.infolist()]
    return b"".join(archive.write(change(contents)))


def foreign_zip(plain: bytes, **changes: object) -> bytes:
    """The same content as Python's zipfile writes it, with ZipInfo attributes changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            fresh = zipfile.ZipInfo(info.filename)
            fresh.create_system = 0
            for name, value in changes.items():
                setattr(fresh, name, value)
            new.writestr(fresh, old.read(info))
    return out.getvalue()


BASE = "aaaaaaaa-000001/"
BLOB = f"{BASE}data/blobs/{sha(PHOTO)}"
Rows = list[tuple[str, bytes]]


def _put(name: str, data: bytes) -> Callable[[Rows], Rows]:
    return lambda rows: [*rows[:-2], (name, data), *rows[-2:]]


def _set(name: str, data: bytes) -> Callable[[Rows], Rows]:
    return lambda rows: [(old, data if old == BASE + name else content) for old, content in rows]


def _rename(name: str) -> Callable[[Rows], Rows]:
    return lambda rows: [(name if old == BLOB else old, content) for old, content in rows]


EVIL: dict[str, Callable[[bytes], bytes]] = {
    "nothing": lambda _: b"",
    "no zip": lambda _: b"x" * 1000,
    "empty zip": lambda _: b"".join(archive.write([])),
    "file outside": lambda p: rezip(p, _put("../../evil", b"x")),
    "absolute name": lambda p: rezip(p, _put("/etc/evil", b"x")),
    "file beside the bag": lambda p: rezip(p, _put("evil", b"x")),
    "file that nobody announced": lambda p: rezip(p, _put(BASE + "data/evil", b"x")),
    "fetch.txt": lambda p: rezip(p, _put(BASE + "fetch.txt", b"http://example.org 1 data/x\n")),
    "blob renamed upwards": lambda p: rezip(p, _rename(BASE + "data/blobs/../../../evil")),
    "blob renamed by case": lambda p: rezip(p, _rename(BLOB.upper())),
    "blob of other bytes": lambda p: rezip(p, _set(f"data/blobs/{sha(PHOTO)}", PHOTO[:-1])),
    "document of other bytes": lambda p: rezip(p, _set("data/documents/site_record.pdf", b"%PDF-1.4")),
    "entries of other bytes": lambda p: rezip(p, _set("data/entries", columns.pack([]))),
    "manifest of other bytes": lambda p: rezip(p, _set("data/manifest.json", b"{}")),
    "manifest that is no JSON": lambda p: rezip(p, _set("data/manifest.json", b"[" * 100_000)),
    "bag of another version": lambda p: rezip(p, _set("bagit.txt", bag.DECLARATION.replace(b"1.0", b"0.9"))),
    "bag list of other hashes": lambda p: rezip(p, _set("manifest-sha256.txt", b"")),
    "tag list of other hashes": lambda p: rezip(p, _set("tagmanifest-sha256.txt", b"")),
    "one file twice": lambda p: rezip(p, lambda rows: [*rows, rows[0]]),
    "one file missing": lambda p: rezip(p, lambda rows: [row for row in rows if row[0] != BLOB]),
    "other order": lambda p: rezip(p, lambda rows: [rows[1], rows[0], *rows[2:]]),
    "other time": lambda p: foreign_zip(p, date_time=(2026, 11, 23, 0, 0, 0)),
    "deflated": lambda p: foreign_zip(p, compress_type=zipfile.ZIP_DEFLATED),
    "a link": lambda p: foreign_zip(p, external_attr=(stat.S_IFLNK | 0o777) << 16),
    "a comment": lambda p: foreign_zip(p, comment=b"hello"),
    "an extra field": lambda p: foreign_zip(p, extra=b"\x99\x99\x01\x00x"),
    "before the zip": lambda p: b"x" + p,
    "after the zip": lambda p: p + b"x",
    "cut": lambda p: p[:-1],
    "directory names another file": lambda p: p[: p.rindex(b"blobs")] + b"BLOBS" + p[p.rindex(b"blobs") + 5 :],
    "sum in the header": lambda p: p[:14] + bytes([p[14] ^ 1]) + p[15:],
    "huge size in the header": lambda p: p[:18] + b"\xff" * 8 + p[26:],
    "zip comment": lambda p: p[:-2] + b"\1\0x",
}


@pytest.mark.parametrize("name", EVIL)
def test_hostile_bags(world: World, bundle: Path, scratch: Path, name: str) -> None:
    """Archives made to harm, in a right envelope: refused, nothing outside, nothing left."""
    evil = EVIL[name](world.plain(bundle))
    path = world.envelop(evil, read_header(bundle), scratch.parent / "evil.bundle")
    before = sorted(path.parent.rglob("*"))
    assert "bundle.invalid" == refused(world, path.read_bytes(), scratch)
    assert {scratch.parent / "wrong.bundle"} == set(path.parent.rglob("*")) - set(before)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_bag_with_any_byte_changed(world: World, bundle: Path, scratch: Path, data: st.DataObject) -> None:
    """Even rightly signed, a plaintext with one changed byte is refused: every byte of it is accounted for."""
    plain = bytearray(world.plain(bundle))
    plain[data.draw(st.integers(0, len(plain) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    path = world.envelop(bytes(plain), read_header(bundle), scratch.parent / "evil.bundle")
    assert "bundle.invalid" == refused(world, path.read_bytes(), scratch)


def test_the_sound_one_passes_the_same_way(world: World, bundle: Path, scratch: Path) -> None:
    """The negative control: the untouched zip in an envelope made by the same helper is accepted."""
    path = world.envelop(world.plain(bundle), read_header(bundle), scratch.parent / "good.bundle")
    world.open(path, scratch).discard()
    with pytest.raises(Problem, match="bundle.not_for_us"):
        world.open(path, scratch, identities=[secrets().age_identity])


def test_file_kind(bundle: Path, tmp_path: Path) -> None:
    """Files are told apart by their first bytes, and by name only when those are gone."""
    (tmp_path / "renamed.txt").write_bytes(bundle.read_bytes())
    (tmp_path / "broken.bundle").write_bytes(b"x")
    (tmp_path / "letter.txt").write_bytes(b"hello")
    kinds = [file_kind(tmp_path / name) for name in ("renamed.txt", "broken.bundle", "letter.txt")]
    assert ["bundle", "bundle", None] == kinds
