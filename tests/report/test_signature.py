"""Signatures that poppler believes too, and a verify that believes nothing changed by one bit."""

import io
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from inspector_app.report import signature
from inspector_app.report.outline import Cell, Outline, Row, Table, Text
from inspector_app.report.pdf import compose
from tests.report import authority, samples
from tests.report.authority import Holder
from tests.report.reading import poppler

ROOT = authority.root()
FIRST, SECOND = authority.issue(ROOT, "督学乙"), authority.issue(ROOT, "督学丙")


def paper() -> bytes:
    """A short page with one box to sign in."""
    table = Table((60, 60), (Row((Cell("签名"), Cell(ink=samples.ink(1), anchor="signature")), 40),))
    return compose(Outline("督导检查记录表", (Text("东侧安全出口被挂锁锁闭。"), table))).data


def signed(pdf: bytes, holder: Holder, field: str, issuer: Holder = ROOT, stamp: bytes | None = None) -> bytes:
    return signature.sign(
        pdf,
        key_pem=holder.key,
        certificate_pem=holder.certificate,
        authority_pem=issuer.certificate,
        field_name=field,
        page=0,
        box=(72, 700, 172, 740),
        reason="签署督导检查记录表",
        at=samples.at(11, 31),
        stamp=stamp,
    )


@pytest.fixture(scope="module")
def once() -> bytes:
    return signed(paper(), FIRST, "inspector_1")


@pytest.fixture(scope="module")
def twice(once: bytes) -> bytes:
    return signed(once, SECOND, "inspector_2")


def verdict(pdf: bytes, issuer: Holder = ROOT) -> tuple[str, tuple[str, ...]]:
    report = signature.verify(pdf, [issuer.certificate])
    return report.status, report.reasons


def test_two_inspectors_sign_one_after_the_other(once: bytes, twice: bytes) -> None:
    """The second adds to the first's file; the report names both, their times and why they signed."""
    assert twice.startswith(once)
    report = signature.verify(twice, [ROOT.certificate])
    assert ("valid", ()) == (report.status, report.reasons)
    assert ["督学乙", "督学丙"] == [one.name for one in report.signers]
    assert [samples.at(11, 31)] * 2 == [one.at for one in report.signers]
    assert ["签署督导检查记录表"] * 2 == [one.reason for one in report.signers]


def test_poppler_calls_every_signature_valid(twice: bytes, tmp_path: Path) -> None:
    """pdfsig does not know our authority, so only its word on the signatures counts."""
    path = tmp_path / "signed.pdf"
    path.write_bytes(twice)
    said = poppler("pdfsig", "-nocert", path)
    assert 2 == said.count("Signature is Valid")
    assert 1 == said.count("Total document signed")


def positions(pdf: bytes) -> list[int]:
    """Bytes of every kind: anywhere, the whole of the last signature's DER, its padding, its frame, the file's end."""
    rng = random.Random(20261123)
    hole = pdf.rindex(b"/Contents <") + len(b"/Contents ")
    der = range(hole, hole + 2500, 7)
    padding = rng.sample(range(hole + 2500, hole + 8_190), 25)
    return [*rng.sample(range(len(pdf)), 70), *der, *padding, hole, hole + 8_193, *range(len(pdf) - 40, len(pdf), 4)]


def test_one_flipped_bit_anywhere_is_invalid(twice: bytes) -> None:
    """pyHanko alone calls 8% of such files valid: those whose flip lies in the signature's hole."""
    rng = random.Random(1)
    accepted = []
    for position in positions(twice):
        changed = bytearray(twice)
        changed[position] ^= 1 << rng.randrange(8)
        if signature.verify(bytes(changed), [ROOT.certificate]).status != "invalid":
            accepted.append(position)
    assert [] == accepted


def hole(pdf: bytes) -> slice:
    start = pdf.rindex(b"/Contents <") + len(b"/Contents <")
    return slice(start, pdf.index(b">", start))


def lower_case(pdf: bytes) -> bytes:
    place = hole(pdf)
    return pdf[: place.start] + pdf[place].lower() + pdf[place.stop :]


def something_in_the_padding(pdf: bytes) -> bytes:
    place = hole(pdf)
    return pdf[: place.stop - 8] + b"DEADBEEF" + pdf[place.stop :]


def white_space_in_the_padding(pdf: bytes) -> bytes:
    place = hole(pdf)
    return pdf[: place.stop - 2] + b"  " + pdf[place.stop :]


def unsigned_attribute(pdf: bytes) -> bytes:
    """Put an attribute where the signature does not look; every reader still calls the signature good."""
    from asn1crypto import cms, core  # type: ignore[import-untyped]

    place = hole(pdf)
    content = cms.ContentInfo.load(bytes.fromhex(pdf[place].decode()))
    info = content["content"]["signer_infos"][0]
    info["unsigned_attrs"] = cms.CMSAttributes(
        [cms.CMSAttribute({"type": "1.2.3.4.5", "values": [core.Any(core.OctetString(b"hidden"))]})]
    )
    der: bytes = content.dump(force=True)
    return pdf[: place.start] + der.hex().upper().encode().ljust(place.stop - place.start, b"0") + pdf[place.stop :]


def the_other_ecdsa_value(pdf: bytes) -> bytes:
    """(r, n - s) is a second good signature that needs no key."""
    from asn1crypto import algos, cms

    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    place = hole(pdf)
    content = cms.ContentInfo.load(bytes.fromhex(pdf[place].decode()))
    info = content["content"]["signer_infos"][0]
    value = algos.DSASignature.load(info["signature"].native)
    twin = algos.DSASignature({"r": value["r"].native, "s": order - value["s"].native})
    info["signature"] = twin.dump()
    der: bytes = content.dump()
    return pdf[: place.start] + der.hex().upper().encode().ljust(place.stop - place.start, b"0") + pdf[place.stop :]


def junk_after_the_end(pdf: bytes) -> bytes:
    return pdf + b"\n% read me\n"


def cut_short(pdf: bytes) -> bytes:
    return pdf[:-7]


def page_changed_by_a_later_increment(pdf: bytes) -> bytes:
    from pyhanko.pdf_utils.generic import pdf_name
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer: Any = IncrementalPdfFileWriter(io.BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"][0]
    page[pdf_name("/Rotate")] = writer.root["/Pages"]["/Count"]
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def changed_then_signed_again(pdf: bytes) -> bytes:
    """An insider with a good certificate alters the page between two signatures."""
    return signed(page_changed_by_a_later_increment(pdf), SECOND, "inspector_9")


def signatures_taken_off(pdf: bytes) -> bytes:
    return pdf[: pdf.index(b"%%EOF") + 6]


@pytest.mark.parametrize(
    "attack",
    [
        lower_case,
        something_in_the_padding,
        white_space_in_the_padding,
        unsigned_attribute,
        the_other_ecdsa_value,
        junk_after_the_end,
        cut_short,
        page_changed_by_a_later_increment,
        changed_then_signed_again,
        signatures_taken_off,
    ],
)
def test_known_attacks_are_invalid_with_a_reason(attack: Callable[[bytes], bytes], twice: bytes) -> None:
    """Each leaves a file that some reader still shows as signed."""
    report = signature.verify(attack(twice), [ROOT.certificate])
    assert "invalid" == report.status
    assert all(report.lines("zh"))
    assert all(report.lines("en"))
    assert 1 == len(report.reasons)


def test_another_authority_s_signature_is_untrusted(once: bytes) -> None:
    """Anybody can make a certificate that says 督学乙."""
    stranger = authority.root()
    forged = signed(paper(), authority.issue(stranger, "督学乙"), "inspector_1", stranger)
    assert ("invalid", ("untrusted",)) == verdict(forged)
    assert ("invalid", ("untrusted",)) == verdict(once, authority.root("another bureau"))


@pytest.mark.parametrize("pdf", [b"", b"not a pdf", b"\x00" * 100])
def test_what_cannot_be_read_is_invalid_not_an_exception(pdf: bytes) -> None:
    """A validator's exception is never a valid file, nor a crash."""
    assert ("invalid", ("unreadable",)) == verdict(pdf)


def test_an_unsigned_pdf_is_invalid() -> None:
    """It may be the right record, but nobody vouches for it."""
    assert ("invalid", ("none",)) == verdict(paper())
    assert ("invalid", ("none",)) == verdict(b"%PDF-1.7\n")


def test_a_stamp_is_shown_and_leaves_the_signature_good() -> None:
    """The visible field may carry a picture made by our own drawing, so no other font machinery is needed."""
    stamp = compose(Outline("stamp", (Text("督学乙"),))).data
    assert ("valid", ()) == verdict(signed(paper(), FIRST, "inspector_1", stamp=stamp))


def test_the_keys_of_the_bureau_work_here() -> None:
    """The certificates keys issues carry what verify asks for."""
    from inspector_app import keys

    now = samples.at(10, 0)
    bureau = keys.new_authority("示例县教育局", now)
    vault, public = keys.new_person_key("246810")
    person = keys.open_person_key(vault, "246810")
    issued = keys.issue(bureau, "I02", "督学乙", public, now)
    pdf = signature.sign(
        paper(),
        key_pem=person.p256_private,
        certificate_pem=issued,
        authority_pem=bureau.certificate,
        field_name="inspector_1",
        at=now,
    )
    assert "valid" == signature.verify(pdf, [bureau.certificate]).status
