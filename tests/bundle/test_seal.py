"""Sealing and opening: what went in comes out, foreign tools agree, and nothing half-done is left."""

import hashlib
import json
import shutil
import subprocess
import zipfile
from pathlib import Path

import bagit
import pytest

from inspector_app import keys
from inspector_app.bundle import Head, bundle_name, envelope, read_header
from inspector_app.errors import Problem
from inspector_app.journal import Entry, fold, merge
from tests.bundle.builders import PHOTO, REPLY, World, secrets, sha
from tests.journal import independent
from tests.journal.builders import DEVICES, PATHS, VISIT, Laptop, answer
from tests.journal.test_format import PAGE, page_entries


def test_round_trip(world: World, bundle: Path, scratch: Path) -> None:
    """Entries, blobs, documents and header come out as they went in; the name is the one of the page."""
    with world.open(bundle, scratch) as opened:
        assert merge(world.one.seen, ()) == merge(opened.entries, ())
        assert {sha(PHOTO): PHOTO, sha(REPLY): REPLY} == {name: p.read_bytes() for name, p in opened.blobs.items()}
        assert {"site_record.pdf": b"%PDF-1.7"} == opened.documents
        assert (DEVICES[0], "qinglan", 1, 1, 3) == (
            opened.header.device,
            opened.header.bureau,
            opened.header.number,
            opened.header.first,
            opened.header.last,
        )
        assert (world.one.seen[-1].id, 3) == (opened.header.head, opened.manifest.entries)
        assert (sha(bundle.read_bytes()), bundle.stat().st_size) == (opened.sha256, opened.size)
    assert [] == list(scratch.iterdir())
    assert bundle.name == bundle_name(DEVICES[0], 1)
    assert opened.header == read_header(bundle)


def test_sealed_says_what_it_is(world: World, tmp_path: Path) -> None:
    """The returned facts are those of the file."""
    sealed = world.seal(tmp_path / "x.bundle")
    data = sealed.path.read_bytes()
    assert (sha(data), len(data), 3, world.one.seen[-1].id) == (sealed.sha256, sealed.size, sealed.entries, sealed.head)
    assert [sealed.path] == list(tmp_path.iterdir())


def test_every_recipient_opens_it(world: World, bundle: Path, scratch: Path) -> None:
    """Both bureau keys open it, and the laptop itself; a stranger is told it is not for him."""
    for one in (world.bureau, world.spare, world.secrets[DEVICES[0]]):
        world.open(bundle, scratch, identities=[one.age_identity]).discard()
    with pytest.raises(Problem, match="bundle.not_for_us"):
        world.open(bundle, scratch, identities=[secrets().age_identity])
    assert [] == list(scratch.iterdir())


def test_bagit_validates_the_bag(world: World, bundle: Path, tmp_path: Path) -> None:
    """The Library of Congress's own tool calls the bag inside valid, and any zip reader can open it."""
    (tmp_path / "bag.zip").write_bytes(world.plain(bundle))
    with zipfile.ZipFile(tmp_path / "bag.zip") as archive:
        assert archive.testzip() is None
        archive.extractall(tmp_path / "out")
    bag = bagit.Bag(str(tmp_path / "out" / "aaaaaaaa-000001"))
    assert bag.validate()
    assert {"aaaaaaaa-000001"} == {bag.info["External-Identifier"]}


@pytest.mark.skipif(shutil.which("age") is None, reason="Debian's age is not installed: not judged")
def test_debians_age_opens_the_ciphertext(world: World, bundle: Path, tmp_path: Path) -> None:
    """`tail -c +513 FILE | age -d -i KEY` gives the zip, as the page says."""
    (tmp_path / "key").write_text(world.bureau.age_identity + "\n")
    tail = bundle.read_bytes()[512:]
    opened = subprocess.run(["age", "-d", "-i", tmp_path / "key"], input=tail, capture_output=True, check=True)
    assert world.plain(bundle) == opened.stdout


def test_the_page_describes_the_envelope() -> None:
    """The product writes the header block and the signed message of the page's vector."""
    inputs, stated = independent.given(PAGE), independent.stated(PAGE)
    front = envelope.front(envelope.Header(**inputs["header"]))
    covered = hashlib.sha256(front + inputs["ciphertext"].encode())
    signature = keys.sign(bytes.fromhex(inputs["seed"]), envelope.signed_message(covered))
    assert (stated["bundle.header"], stated["bundle.signature"]) == (sha(front), signature.hex())
    assert 448 == len(front)


def test_blobs_may_be_files(world: World, tmp_path: Path, scratch: Path) -> None:
    """A blob handed in as a plain file is streamed."""
    (tmp_path / "photo").write_bytes(PHOTO * 40)
    sealed = world.seal(tmp_path / "x.bundle", blobs={sha(PHOTO * 40): tmp_path / "photo"})
    with world.open(sealed.path, scratch) as opened:
        assert PHOTO * 40 == opened.blobs[sha(PHOTO * 40)].read_bytes()


def test_a_wrong_blob_is_not_sealed(world: World, tmp_path: Path) -> None:
    """Bytes that do not have the hash they are filed under stop the sealing; no file is left."""
    with pytest.raises(Problem, match="bundle.blob_damaged"):
        world.seal(tmp_path / "x.bundle", blobs={sha(PHOTO): REPLY})
    assert [] == list(tmp_path.iterdir())


def test_a_bundle_that_does_not_open_again_gets_no_name(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The test-decryption is real: with sealing broken underneath, nothing is published."""

    def broken(source: object, target: object, recipients: object) -> None:
        getattr(target, "write")(b"age-encryption.org/v1\n")  # noqa: B009

    monkeypatch.setattr(keys, "encrypt_stream", broken)
    with pytest.raises(Problem, match="bundle.seal_failed"):
        world.seal(tmp_path / "x.bundle")
    assert [] == list(tmp_path.iterdir())


def test_an_empty_bundle(world: World, tmp_path: Path, scratch: Path) -> None:
    """A bundle without entries of its own is possible (documents only): its slice is 0, 0."""
    sealed = world.seal(tmp_path / "x.bundle", entries=[], blobs={}, documents={})
    with world.open(sealed.path, scratch) as opened:
        assert ((), 0, 0, "0" * 64) == (
            tuple(opened.entries),
            opened.header.first,
            opened.header.last,
            opened.header.head,
        )


def test_relayed_entries_and_heads(world: World, tmp_path: Path, scratch: Path) -> None:
    """What laptop one carries for laptop two is vouched for by two's own head when that came along, else flagged."""
    two, seed = DEVICES[1], world.secrets[DEVICES[1]].signing
    everything = [*world.one.seen, *world.two.seen]
    mine = world.seal(tmp_path / "two.bundle", world.two.seen[1:], device=two, signing_seed=seed)
    with world.open(mine.path, scratch) as opened:
        head = opened.heads
    assert [(two, 1)] == [(one.device, one.seq) for one in head]
    for heads, unvouched in (([], (two,)), (list(head), ())):
        sealed = world.seal(tmp_path / "x.bundle", everything, heads=heads)
        with world.open(sealed.path, scratch) as opened:
            assert (len(merge(everything, ())), unvouched) == (len(opened.entries), opened.unvouched)


def test_a_forged_head_is_refused(world: World, tmp_path: Path, scratch: Path) -> None:
    """Laptop one cannot sign for laptop two."""
    theirs = world.two.seen[1]
    forged = Head(DEVICES[1], 1, theirs.id, keys.sign(world.secrets[DEVICES[0]].signing, b"").hex())
    sealed = world.seal(tmp_path / "x.bundle", [*world.one.seen, theirs], heads=[forged])
    with pytest.raises(Problem, match="bundle.invalid"):
        world.open(sealed.path, scratch)


def test_forks_and_gaps_travel(world: World, tmp_path: Path, scratch: Path) -> None:
    """Both branches of a fork and what lies beyond a gap come out the same."""
    laptop = Laptop(DEVICES[0])
    for note in "abc":
        laptop.edit(PATHS[0], answer(note=note))
    image = laptop.image()
    entries: list[Entry] = []
    for note in "def":
        entries += [laptop.edit(PATHS[0], answer(note=note)), image.edit(PATHS[1], answer("na", note))]
    sent = [laptop.seen[0], *entries[:2], *entries[4:]]
    sealed = world.seal(tmp_path / "x.bundle", sent)
    with world.open(sealed.path, scratch) as opened:
        journal = merge(opened.entries, ())
    assert (merge(sent, ()), merge(sent, ()).gaps, merge(sent, ()).forks) == (journal, journal.gaps, journal.forks)
    assert fold(sent).digest(VISIT) == fold(opened.entries).digest(VISIT)


def test_personal_signatures_are_checked(world: World, tmp_path: Path, scratch: Path) -> None:
    """With the person's key known, an entry signed by another key is refused; a right one passes."""
    sample = page_entries()
    entries = [sample["A1"], sample["A2"]]
    device = sample["A1"].device
    world.secrets.setdefault(device, world.secrets[DEVICES[0]])
    sealed = world.seal(tmp_path / "x.bundle", entries, device=device)
    right = keys.verify_key_of(bytes.fromhex(independent.given(PAGE)["seed"]))
    world.open(sealed.path, scratch, person_key_of=lambda _: right).discard()
    with pytest.raises(Problem, match="bundle.invalid"):
        world.open(sealed.path, scratch, person_key_of=lambda _: world.bureau.verify_key)


def test_manifest_is_plain_to_read(world: World, bundle: Path, tmp_path: Path) -> None:
    """The manifest repeats the header and lists the content, in JSON."""
    (tmp_path / "bag.zip").write_bytes(world.plain(bundle))
    with zipfile.ZipFile(tmp_path / "bag.zip") as archive:
        manifest = json.loads(archive.read("aaaaaaaa-000001/data/manifest.json"))
    header = json.loads(bundle.read_bytes()[12:448].rstrip(b"\0"))
    assert header == {name: manifest[name] for name in header}
    assert (3, sorted([sha(PHOTO), sha(REPLY)])) == (manifest["entries"], manifest["blobs"])
