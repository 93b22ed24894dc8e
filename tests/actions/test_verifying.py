"""Checking files that others bring, and what a check may never do to the work that follows it."""

import shutil
import subprocess
import sys
from pathlib import Path

from inspector_app.actions import documents, verifying
from tests.actions.county import County, issued, refused, template

CHECK_THEN_SIGN = """
import sys
from pathlib import Path
from inspector_app.actions import verifying
from tests.actions.county import issued, opened
with opened(Path(sys.argv[1])) as county:
    print(verifying.verify_pdf(county.leader, Path(sys.argv[2])).status)
    print(issued(county.leader, county.new_visit()).number)
"""


def test_a_damaged_file_checked_first_does_not_stop_the_signing(county: County, visit: str, tmp_path: Path) -> None:
    """In a program just started: somebody checks a damaged record, then a visit is issued."""
    record = documents.pdf(county.leader, issued(county.leader, visit).sha256)
    middle = len(record) // 2
    (tmp_path / "damaged.pdf").write_bytes(record[:middle] + bytes([record[middle] ^ 1]) + record[middle + 1 :])
    shutil.copytree(template(), tmp_path / "county")
    command = [sys.executable, "-c", CHECK_THEN_SIGN, str(tmp_path / "county"), str(tmp_path / "damaged.pdf")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ["invalid", "JL-2026-001"] == done.stdout.split(), done.stderr


def test_what_cannot_be_read_is_a_problem_and_what_is_no_pdf_is_invalid(county: County, tmp_path: Path) -> None:
    """A file that is gone, a folder; a photo, an empty file, a PDF nobody signed."""
    for path in (tmp_path / "gone.pdf", tmp_path):
        with refused("verify.unreadable"):
            verifying.verify_pdf(county.leader, path)
    for data in (b"", b"\xff\xd8\xff", b"%PDF-1.7\n%%EOF\n"):
        (tmp_path / "other.pdf").write_bytes(data)
        verdict = verifying.verify_pdf(county.leader, tmp_path / "other.pdf")
        assert "invalid" == verdict.status
        assert verdict.reasons


def test_a_workspace_whose_bytes_were_changed_is_invalid_and_the_place_named(county: County, visit: str) -> None:
    """A photo's or document's file changed by hand is found, and found well again when it is put back."""
    sha256 = issued(county.leader, visit).sha256
    file = county.leader.folder / "blobs" / sha256[:2] / sha256
    good = file.read_bytes()
    file.write_bytes(good[:-1] + bytes([good[-1] ^ 1]))
    verdict = verifying.verify_workspace(county.leader)
    assert "invalid" == verdict.status
    assert any(sha256 in reason for reason in verdict.reasons)
    file.write_bytes(good)
    assert "valid" == verifying.verify_workspace(county.leader).status
