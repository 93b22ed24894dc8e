"""The whole story to signed paper: what the demo leaves, read back by poppler, and verified here, elsewhere and after damage."""

import hashlib
import random
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector_app.actions import setup, verifying
from inspector_app.workspace import Workspace
from tests.journeys.played import copied, played, summary

RECORD = "record.pdf"


@pytest.fixture(scope="module")
def leader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = copied(tmp_path_factory.mktemp("paper"))
    with setup.unlock(folder / "leader", summary()["passphrase"]) as ws:
        yield ws


def poppler(tool: str, *arguments: str | Path) -> str:
    """Return what one of poppler's tools prints."""
    if shutil.which(tool) is None:
        pytest.skip(f"{tool} is not here: apt-get install poppler-utils")
    return subprocess.run([tool, *map(str, arguments)], capture_output=True, check=True).stdout.decode()


def squeezed(text: str) -> str:
    """Without white space: lines are broken where the paper needs it."""
    return "".join(text.split())


def test_the_paper_holds_the_school_every_finding_and_every_signer() -> None:
    """pdftotext: school, both inspectors, the head, the digest, and each failed item's code and facts word for word."""
    told, text = summary(), squeezed(poppler("pdftotext", played() / RECORD, "-"))
    for part in (told["school"], told["head"], *told["inspectors"], told["score"], told["digest"][:8]):
        assert squeezed(part) in text, part
    for finding in told["findings"]:
        assert finding["code"] in text
        assert squeezed(finding["facts"]) in text, finding["facts"]
    (conflict,) = told["conflicts"]
    assert conflict["path"].rpartition("/")[2] in text


def test_every_page_carries_the_digest(tmp_path: Path) -> None:
    """A page that is swapped is told apart."""
    pages = poppler("pdftotext", played() / RECORD, "-").split("\f")[:-1]
    assert len(pages) >= 5
    assert all(summary()["digest"][:8] in squeezed(page) for page in pages)


def test_only_embedded_subsets_carry_text() -> None:
    """pdffonts: every face is embedded, a subset, and maps to Unicode; nothing depends on the reader's machine."""
    rows = poppler("pdffonts", played() / RECORD).splitlines()[2:]
    assert rows
    for row in rows:
        assert re.match(r"[A-Z]{6}\+", row), row
        assert ["yes", "yes", "yes"] == row.split()[-5:-2], row


def test_poppler_calls_both_signatures_valid(leader: Workspace) -> None:
    """pdfsig on the signed record: one PAdES signature of each inspector, the last over the whole file."""
    told = poppler("pdfsig", "-nocert", played() / RECORD)
    assert 2 == told.count("Signature #")
    assert 2 == told.count("Signature is Valid.")
    assert 2 == told.count("ETSI.CAdES.detached")
    assert 1 == told.count("Total document signed")
    for inspector in summary()["inspectors"]:
        assert inspector in told or inspector in squeezed(told)


def test_the_file_is_the_one_in_the_journal(leader: Workspace) -> None:
    """valid in the workspace that issued it and in the bureau's; its hash is the summary's."""
    record = played() / RECORD
    assert summary()["pdf_sha256"] == hashlib.sha256(record.read_bytes()).hexdigest()
    verdict = verifying.verify_pdf(leader, record)
    assert "valid" == verdict.status
    assert all(name in verdict.reasons[0] for name in summary()["inspectors"])


def test_elsewhere_it_is_unknown(tmp_path: Path) -> None:
    """Without a workspace, on a laptop that never took it in, and in another county: well signed, but not known here."""
    record = played() / RECORD
    assert "unknown_here" == verifying.verify_pdf(None, record).status
    folder = copied(tmp_path)
    with setup.unlock(folder / "second", summary()["passphrase"]) as second:
        assert "unknown_here" == verifying.verify_pdf(second, record).status
    with setup.first_start(tmp_path / "county" / "laptop", "another one 7", "I01") as stranger:
        verdict = verifying.verify_pdf(stranger, record)
        assert "unknown_here" == verdict.status
        assert 2 == len(verdict.reasons)


def test_one_changed_byte_anywhere_is_invalid(leader: Workspace, tmp_path: Path) -> None:
    """First and last bytes, inside each /Contents and its padding, in each /ByteRange, and 60 places over the file."""
    good = (played() / RECORD).read_bytes()
    chance = random.Random(2026)
    places = {*range(8), *range(len(good) - 8, len(good)), *(len(good) * part // 60 for part in range(60))}
    holes = [found.span() for found in re.finditer(rb"<[0-9A-F]{4000,}>", good)]
    assert 2 == len(holes)
    for start, end in holes:
        places |= {
            start,
            start + 1,
            start + 2,
            start + 3,
            end - 1,
            end - 2,
            *(chance.randrange(start, end) for _ in range(12)),
        }
    for found in re.finditer(rb"/ByteRange \[[^]]*\]", good):
        places |= {found.start() + 2, found.end() - 2, found.start() + 13}
    assert len(places) >= 60
    changed = tmp_path / "changed.pdf"
    for place in sorted(places):
        for flip in (1, 0x20):
            changed.write_bytes(good[:place] + bytes([good[place] ^ flip]) + good[place + 1 :])
            verdict = verifying.verify_pdf(leader, changed)
            assert "invalid" == verdict.status, (place, flip, good[place : place + 1])
            assert verdict.reasons
            assert "invalid" == verifying.verify_pdf(None, changed).status, (place, flip)


@pytest.mark.parametrize("tail", [b"\n", b"\0", b"%%EOF\n", b"junk"])
def test_something_behind_the_end_or_a_cut_is_invalid(leader: Workspace, tmp_path: Path, tail: bytes) -> None:
    """Appended bytes, and a file that lost its last ones."""
    good = (played() / RECORD).read_bytes()
    for data in (good + tail, good[: -len(tail)], tail + good, b""):
        (tmp_path / "changed.pdf").write_bytes(data)
        assert "invalid" == verifying.verify_pdf(leader, tmp_path / "changed.pdf").status
        assert "invalid" == verifying.verify_pdf(None, tmp_path / "changed.pdf").status


def test_the_first_signature_alone_is_a_well_signed_stranger(leader: Workspace, tmp_path: Path) -> None:
    """Cut back to the first inspector's revision: his signature holds, but the journal knows no such file."""
    good = (played() / RECORD).read_bytes()
    ends = [found.end() for found in re.finditer(rb"%%EOF\n?", good)]
    (tmp_path / "first.pdf").write_bytes(good[: ends[1]])
    assert "unknown_here" == verifying.verify_pdf(leader, tmp_path / "first.pdf").status
