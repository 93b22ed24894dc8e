"""From the last item to paper: what must come first, whose ink counts, a refused signature, and what is final."""

import subprocess
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from inspector_app import keys
from inspector_app.actions import documents, drawing, history, issuing, readiness, setup, signing, verifying
from inspector_app.actions.answering import open_sitting
from inspector_app.actions.process import Process
from inspector_app.actions.refusal import Refusal
from inspector_app.actions.signing import Signer
from inspector_app.actions.visit_record import VisitRecord
from tests.actions.county import LEADER, PASSPHRASE, SECOND, STROKES, County, at_work, ink, issued, ready, refused

REFUSED = Refusal("某副校长", "要请示之后再签", "2026-11-23T11:20:00+08:00")
PINS = {LEADER: PASSPHRASE, SECOND: PASSPHRASE}


def read(pdf: bytes, folder: Path) -> str:
    """What poppler reads, without white space."""
    (folder / "read.pdf").write_bytes(pdf)
    text = subprocess.run(["pdftotext", folder / "read.pdf", "-"], capture_output=True, check=True).stdout
    return "".join(text.decode().split())


def test_the_order_is_feedback_reply_freeze_ink_paper(county: County, visit: str) -> None:
    """R-39: each step is refused before the one it rests on, and says what is missing."""
    ws = county.leader
    with refused("signing.not_ready"):
        signing.freeze(ws, visit)
    ready(ws, visit)
    signer = signing.state(ws, visit).signers[0]
    with refused("signing.other_digest"):
        signing.add_ink(ws, visit, signer, STROKES, "")
    with refused("signing.not_frozen"):
        signing.refuse(ws, visit, replace(REFUSED, witness_name="某村干部"))
    with refused("signing.not_frozen"):
        issuing.issue(ws, visit, PINS)
    signing.freeze(ws, visit)
    with refused("signing.too_few"):
        issuing.issue(ws, visit, PINS)
    ink(ws, visit, LEADER, SECOND)
    with refused("signing.head_missing"):
        issuing.issue(ws, visit, PINS)
    ink(ws, visit, "head")
    with refused("signing.no_pin"):
        issuing.issue(ws, visit, {})
    with refused("keys.wrong_passphrase"):
        issuing.issue(ws, visit, {**PINS, SECOND: "wrong"})
    assert () == tuple(one for one in documents.documents(ws) if one.visit == visit)
    document = issuing.issue(ws, visit, PINS)
    assert document == issuing.issue(ws, visit, {})
    assert document.digest == history.digest(ws, visit)


def test_nobody_leaves_before_arriving(county: County, visit: str) -> None:
    """A record whose times contradict each other would not hold in a dispute."""
    ws = county.leader
    ready(ws, visit)
    gate = open_sitting(ws, visit).gate_time
    assert gate is not None
    facts = signing.process(ws, visit)
    signing.save_process(ws, visit, replace(facts, leave_time=(gate - timedelta(hours=1)).isoformat()))
    (obstacle,) = signing.state(ws, visit).obstacles
    assert ("process", "离校时刻早于到校时刻") == (obstacle.step, obstacle.text)


def test_one_inspectors_ink_is_not_enough_whoever_else_signs(county: County, visit: str) -> None:
    """R-39: the same inspector twice, the head, a stranger or an empty pad do not make two inspectors."""
    ws = county.leader
    ready(ws, visit)
    digest = signing.freeze(ws, visit)
    ink(ws, visit, LEADER, "head")
    ink(ws, visit, LEADER)
    with refused("signing.not_a_signer"):
        signing.add_ink(ws, visit, Signer("inspector", "I05", "督学戊", "督学"), STROKES, digest)
    with refused("signing.not_a_signer"):
        signing.add_ink(ws, visit, Signer("head", SECOND, "督学丙", "督学"), STROKES, digest)
    second = signing.state(ws, visit).signers[1]
    with refused("signing.no_ink"):
        signing.add_ink(ws, visit, second, [[[1, 1, 0, 0]]], digest)
    with refused("signing.other_digest"):
        signing.add_ink(ws, visit, second, STROKES, "0" * 64)
    with refused("signing.no_name"):
        signing.add_ink(ws, visit, replace(second, role="head", id="head", name=" "), STROKES, digest)
    with refused("signing.too_few"):
        issuing.issue(ws, visit, PINS)


def test_ink_given_to_another_content_does_not_count(county: County, visit: str) -> None:
    """Both laptops froze on their own; what was signed on the one is no signature under the other's content."""
    for ws in (county.second, county.leader):
        ready(ws, visit)
        signing.freeze(ws, visit)
    ink(county.second, visit, SECOND, "head")
    ink(county.leader, visit, LEADER)
    county.carry(county.second, county.leader)
    frozen = VisitRecord(county.leader, visit).frozen
    other = VisitRecord(county.second, visit).frozen
    assert frozen is not None
    assert other is not None
    if frozen["digest"] != other["digest"]:
        with refused("signing.too_few"):
            issuing.issue(county.leader, visit, PINS)


def test_only_certified_members_of_the_team_seal_the_paper(county: County, visit: str) -> None:
    """A key of somebody else on this laptop, or one the bureau has not certified, does not sign."""
    ws = county.leader
    ready(ws, visit)
    signing.freeze(ws, visit)
    ink(ws, visit, LEADER, SECOND, "head")
    setup.add_person(ws, "I05", PASSPHRASE)
    with refused("signing.not_a_signer"):
        issuing.issue(ws, visit, {"I05": PASSPHRASE})
    with refused("workspace.no_person_key"):
        ws_key = ws.folder / "people" / f"{SECOND}.key"
        hidden = ws_key.rename(ws.folder / "hidden")
        try:
            issuing.issue(ws, visit, PINS)
        finally:
            hidden.rename(ws_key)
    assert issuing.issue(ws, visit, PINS).sha256


def test_a_refused_signature_needs_a_witness_or_a_video(county: County, visit: str, tmp_path: Path) -> None:
    """R-40: refused by name without either, or with a witness of the team; with a witness the record prints the refusal."""
    ws = county.leader
    ready(ws, visit)
    signing.freeze(ws, visit)
    ink(ws, visit, LEADER, SECOND)
    with refused("signing.no_witness"):
        signing.refuse(ws, visit, REFUSED)
    with refused("signing.no_witness"):
        signing.refuse(ws, visit, replace(REFUSED, witness_name="  ", video_number=" "))
    with refused("signing.refusal_incomplete"):
        signing.refuse(ws, visit, replace(REFUSED, words="", witness_name="某村干部"))
    for involved in ("督学丙", REFUSED.who):
        with refused("signing.witness_involved"):
            signing.refuse(ws, visit, replace(REFUSED, witness_name=involved))
    with refused("signing.head_missing"):
        issuing.issue(ws, visit, PINS)

    told = replace(REFUSED, witness_name="梁某", witness_identity="村委会主任", witness_contact="0772-0000000")
    signing.refuse(ws, visit, told)
    document = issuing.issue(ws, visit, PINS)

    text = read(documents.pdf(ws, document.sha256), tmp_path)
    for part in ("拒签记录", told.who, told.words, told.witness_name, told.witness_identity, told.witness_contact):
        assert part in text
    assert told == signing.state(ws, visit).refusal
    assert "valid" == verifying.verify_pdf(ws, documents.export(ws, document.sha256, tmp_path / "r.pdf")).status


def test_a_refusal_shown_on_video_is_enough(county: County, visit: str) -> None:
    """R-40: without a witness the number of the video stands for it."""
    ready(county.leader, visit)
    signing.freeze(county.leader, visit)
    ink(county.leader, visit, LEADER, SECOND)
    signing.refuse(county.leader, visit, replace(REFUSED, video_number="V-7"))
    assert issuing.issue(county.leader, visit, PINS).number


def test_once_issued_nobody_signs_again_or_differently(county: County, visit: str) -> None:
    """Neither another signature, nor a refusal afterwards, nor a second paper."""
    document = issued(county.leader, visit)
    with refused("signing.issued"):
        ink(county.leader, visit, LEADER)
    with refused("signing.issued"):
        signing.refuse(county.leader, visit, replace(REFUSED, witness_name="某村干部"))
    assert document == issuing.issue(county.leader, visit, PINS)
    assert [document] == [one for one in documents.documents(county.leader) if one.visit == visit]


def test_what_cannot_be_printed_is_refused_before_the_freeze(county: County, visit: str) -> None:
    """A character that no font has: after the freeze nobody could take it out, and the paper could never be issued."""
    ws = county.leader
    ready(ws, visit)
    signing.save_reply(ws, visit, "同意 \U0001f600")
    with refused("fonts.no_glyph"):
        signing.freeze(ws, visit)
    signing.save_reply(ws, visit, "同意")
    assert signing.freeze(ws, visit)


def test_a_head_whose_name_cannot_be_printed_signs_again(county: County, visit: str) -> None:
    """The name is typed after the freeze; the paper is refused, nothing is issued, and the signature can be given anew."""
    ws = county.leader
    ready(ws, visit)
    digest = signing.freeze(ws, visit)
    ink(ws, visit, LEADER, SECOND)
    signing.add_ink(ws, visit, Signer("head", "head", "韦\U0001f600", "校长"), STROKES, digest)
    with refused("fonts.no_glyph"):
        issuing.issue(ws, visit, PINS)
    ink(ws, visit, "head")
    assert issuing.issue(ws, visit, PINS).number


def test_a_team_mates_late_bundle_does_not_change_what_was_signed(county: County, visit: str, tmp_path: Path) -> None:
    """Design §3: it is listed as late; answers, digest, paper and its verdict stay as they were signed."""
    ready(county.leader, visit)
    mate = at_work(county.second, visit)
    mate.verdict("SAF-GATE-03", "pass")
    county.carry(county.second, county.leader)
    signing.freeze(county.leader, visit)
    mate.verdict("SAF-GATE-03", "fail")
    mate.note("SAF-GATE-04", "走后才写")
    ink(county.leader, visit, LEADER, SECOND, "head")
    before = drawing.preview(county.leader, visit)
    county.carry(county.second, county.leader)
    assert before == drawing.preview(county.leader, visit)
    document = issuing.issue(county.leader, visit, PINS)
    mate.note("SAF-GATE-06", "更晚")
    county.carry(county.second, county.leader)

    record = VisitRecord(county.leader, visit)
    late = [entry.path for entry in record.late]
    assert [f"campus_safety/items/{code}" for code in ("SAF-GATE-03", "SAF-GATE-04", "SAF-GATE-06")] == late
    sitting = open_sitting(county.leader, visit)
    assert "pass" == sitting.filling.held("saf_gate_03_verdict")
    assert "" == sitting.filling.held("saf_gate_04_note")
    assert [] == sitting.conflicts()
    assert document.digest == history.digest(county.leader, visit)
    paper = documents.export(county.leader, document.sha256, tmp_path / "record.pdf")
    assert "valid" == verifying.verify_pdf(county.leader, paper).status
    with refused("visit.frozen"):
        mate_after = open_sitting(county.leader, visit)
        mate_after.verdict("SAF-GATE-03", "fail")


def test_urgent_findings_and_missing_facts_stand_before_the_freeze(county: County, visit: str) -> None:
    """R-32, R-30: a failed item without its facts, an orange one at once without a measure: each is named."""
    ws = county.leader
    sitting = ready(ws, visit)
    sitting.verdict("SAF-GATE-03", "fail")
    assert ["SAF-GATE-03"] == [one.code for one in readiness.obstacles(sitting)]
    finding = sitting.finding("SAF-GATE-03")
    assert finding is not None
    sitting.save_finding("SAF-GATE-03", replace(finding, facts="用时 72 秒"))
    assert [] == readiness.obstacles(sitting)
    signing.save_process(ws, visit, Process())
    assert 2 == len(readiness.obstacles(open_sitting(ws, visit)))


def test_four_highlights_are_one_too_many(county: County, visit: str) -> None:
    """The record has room for three; what was written before stays."""
    ready(county.leader, visit)
    with refused("signing.highlights"):
        signing.save_process(county.leader, visit, Process(highlights=("一", "二", "三", "四")))
    assert signing.process(county.leader, visit).recusal_declared


def test_a_personal_key_opens_with_its_own_pin_only() -> None:
    """The PIN is the person's, not the workspace's."""
    wrapped, _ = keys.new_person_key("mine")
    with pytest.raises(Exception, match="wrong_passphrase"):
        keys.open_person_key(wrapped, PASSPHRASE)
