"""PAdES B-B signatures on finished PDFs, one after another, and the strict reading of them. All of pyHanko is here.

Leaves to others: keys and certificates (keys), what the page says (documents), and looking the file's hash up in the
journal (actions): a valid signature says who vouched for these bytes, not that they are this workspace's record.
"""

import hashlib
import io
import logging
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from inspector_app.text import Language, text

if TYPE_CHECKING:
    from pyhanko.sign.signers import PdfSigner

BOX = tuple[float, float, float, float]

for _library in ("pyhanko", "pyhanko_certvalidator"):  # a broken file is an answer here, not news for stderr
    logging.getLogger(_library).addHandler(logging.NullHandler())

_HOLE = 8_192  # hex digits kept free for one signature: two P-256 certificates take about a third
_RANGE = re.compile(rb"/ByteRange \[(\d{1,12}) (\d{1,12}) (\d{1,12}) (\d{1,12}) *\]")
_HEX = re.compile(rb"<[0-9A-F]+>")
# Of an ECDSA signature (r, s) anybody can make (r, order - s), as good as the first. We write the lower and take no other.
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_SEQUENCE, _SET, _OCTETS, _TAGGED_0 = 0x30, 0x31, 0x04, 0xA0
_VERSION_1 = bytes.fromhex("020101")
_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
_PLAIN_DATA = bytes.fromhex("300b06092a864886f70d010701")
_SHA256 = bytes.fromhex("300d06096086480165030402010500")
_ECDSA_SHA256 = bytes.fromhex("300a06082a8648ce3d040302")
_BY_SIGNATURE = {"digital_signature", "non_repudiation"}


@dataclass(frozen=True)
class Signed:
    """One signature found: whose, when by their own clock, in which field, with which reason."""

    name: str
    at: datetime | None
    field: str
    reason: str


@dataclass(frozen=True)
class SignatureReport:
    """What verify found. `reasons` are codes under `signature.` of the catalogue; empty when valid."""

    status: Literal["valid", "invalid"]
    reasons: tuple[str, ...]
    signers: tuple[Signed, ...]

    def lines(self, language: Language = "zh") -> list[str]:
        """Return the reasons in words."""
        return [text(f"signature.{reason}", language) for reason in self.reasons]


class _Refused(Exception):
    """A check said no; its argument is the reason's code."""


def sign(  # noqa: PLR0913 - a signature has this many facts, all named
    pdf: bytes,
    *,
    key_pem: bytes | str,
    certificate_pem: bytes | str,
    authority_pem: bytes | str,
    field_name: str,
    at: datetime,
    reason: str = "",
    page: int = 0,
    box: BOX | None = None,
    stamp: bytes | None = None,
) -> bytes:
    """Return `pdf` with one more signature appended; what was there is an exact prefix of the result.

    `page` counts from 0 and `box` is x1, y1, x2, y2 in points (None: no visible field). `stamp` is a one-page PDF shown
    in the box; without it the field is a clear pane over what the page already shows there.
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata

    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    meta = PdfSignatureMetadata(
        field_name=field_name,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        reason=reason or None,
    )
    corners: Any = box and tuple(round(corner) for corner in box)
    spec = SigFieldSpec(field_name, on_page=page, box=corners)
    signer = _signer(_bytes(key_pem), _bytes(certificate_pem), _bytes(authority_pem))
    with tempfile.TemporaryDirectory() as folder:
        shown = _stamp(stamp, Path(folder)) if box else None
        out = _pdf_signer(meta, signer, spec, shown, at).sign_pdf(writer, bytes_reserved=_HOLE)
    return bytes(out.getbuffer())


def verify(pdf: bytes, authorities: Sequence[bytes | str]) -> SignatureReport:
    """Judge every signature in `pdf` against our own authorities, offline. Anything unexpected is invalid.

    In order: the last signature reaches the file's end and its digest is the file's; the file can be read strictly;
    every revision after the first was made by one signature; each signature's hole in the file is exactly its canonical
    bytes; the last covers the whole file, each earlier one its whole revision; digest and signature hold; after an
    earlier signature there came further signature fields and nothing else; the certificate is issued by one of
    `authorities` and meant for signing.
    """
    signers: list[Signed] = []
    try:
        _check(pdf, [_bytes(pem) for pem in authorities], signers)
    except _Refused as refusal:
        return SignatureReport("invalid", (str(refusal),), tuple(signers))
    except Exception:  # a validator that stumbles over a file has not vouched for it
        return SignatureReport("invalid", ("unreadable",), tuple(signers))
    return SignatureReport("valid", (), tuple(signers))


def authorities_inside(pdf: bytes) -> tuple[str, ...]:
    """Return the self-signed certificates (PEM) that the signatures bring along; nobody here has vouched for any of them.

    Verifying against these says that the file is as its signers left it, not who they are.
    """
    from asn1crypto import pem  # type: ignore[import-untyped]
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        found = PdfFileReader(io.BytesIO(pdf), strict=True).embedded_signatures
        brought = [other for one in found for other in one.other_embedded_certs]
    except Exception:  # what cannot be read brings nothing along
        return ()
    roots = {other.dump(): None for other in brought if _is_self_signed(other)}
    return tuple(pem.armor("CERTIFICATE", root).decode() for root in roots)


def _is_self_signed(certificate: Any) -> bool:
    """Tell whether a root holds by its own key: nothing else in the file covers the bytes of the last one brought along."""
    from pyhanko_certvalidator.sig_validate import DEFAULT_SIGNATURE_VALIDATOR

    try:
        facts, algorithm = certificate["tbs_certificate"], certificate["signature_algorithm"]
        signature = certificate["signature_value"].native
        DEFAULT_SIGNATURE_VALIDATOR.validate_signature(signature, facts.dump(), certificate.public_key, algorithm)
        return bool(certificate.self_issued and algorithm.dump() == facts["signature"].dump())
    except Exception:  # whatever it stumbles over, the certificate has not vouched for itself
        return False


def _check(pdf: bytes, authorities: Sequence[bytes], signers: list[Signed]) -> None:
    from pyhanko.pdf_utils.reader import PdfFileReader

    _glance(pdf)
    reader = PdfFileReader(io.BytesIO(pdf), strict=True)
    found = reader.embedded_signatures
    if not found:
        raise _Refused("none")
    roots = [_certificate(pem) for pem in authorities]
    ends = [_hole(pdf, one, roots) for one in found]
    if ends[-1] != len(pdf):
        raise _Refused("not_whole")
    if reader.xrefs.total_revisions != len(found) + 1 or [one.signed_revision for one in found] != list(
        range(1, len(found) + 1)
    ):
        raise _Refused("later_change")
    if any(field.get_object().get("/FT") != "/Sig" for field in reader.root["/AcroForm"]["/Fields"]):
        raise _Refused("later_change")
    for one in found:
        signers.append(_signed(one))
        _judge(one, roots, last=one is found[-1])


def _glance(pdf: bytes) -> None:
    """The cheap look first: the last /ByteRange written in the file must reach its end and match the digest signed.

    It finds most damage a hundred times faster than the full reading below, and without a parser that could be fooled.
    """
    # First, though unused here: asn1crypto keeps the names it knows when it reads its first CMS object, and pyHanko's and
    # its own later ones have to be among them, or nothing can be signed any more in this process.
    import pyhanko.sign.signers  # noqa: F401
    from asn1crypto import cms

    if not pdf.startswith(b"%PDF-"):
        raise _Refused("unreadable")
    ranges = _RANGE.findall(pdf)
    if not ranges:
        raise _Refused("none")
    start, before, after, rest = map(int, ranges[-1])
    if start or after + rest != len(pdf) or not before < after < len(pdf):
        raise _Refused("not_whole")
    if after - before != _HOLE + 2 or not _HEX.fullmatch(pdf, before, after):
        raise _Refused("hole")
    content = cms.ContentInfo.load(bytes.fromhex(pdf[before + 1 : after - 1].decode()))["content"]
    (signer,) = content["signer_infos"]
    (digest,) = (one["values"][0].native for one in signer["signed_attrs"] if one["type"].native == "message_digest")
    if hashlib.sha256(pdf[:before] + pdf[after:]).digest() != digest:
        raise _Refused("altered")


def _hole(pdf: bytes, one: Any, roots: Sequence[Any]) -> int:
    """Check the unsigned part of the file byte by byte; return where the signed part ends.

    The gap in /ByteRange is not covered by the signature's own digest. Whatever in it could be changed without breaking
    the signature (padding, letter case, unsigned attributes, spare certificates) must be as `sign` writes it.
    """
    start, before, after, rest = (int(number) for number in one.byte_range)
    gap = pdf[before:after]
    written = canonical_cms(one, roots)
    if (
        start != 0
        or before <= 0
        or len(gap) != _HOLE + 2
        or gap != b"<" + written.hex().upper().encode().ljust(_HOLE, b"0") + b">"
    ):
        raise _Refused("hole")
    return after + rest


def canonical_cms(one: Any, roots: Sequence[Any]) -> bytes:
    """Return the CMS object as `sign` would write it around this signature's signed attributes and value.

    RFC 5652 in DER, laid out by hand: the parts with a choice come from here, the rest is authenticated elsewhere (the
    attributes by the signature, the certificate by its hash among the attributes, the root by being ours).
    """
    from asn1crypto.algos import DSASignature  # type: ignore[import-untyped]

    signer = one.signer_cert
    brought = {certificate.dump() for certificate in one.other_embedded_certs}
    root = next((root for root in roots if root.dump() in brought), None)
    if root is None:
        raise _Refused("untrusted")
    value = DSASignature.load(one.signer_info["signature"].native, strict=True)
    if value["s"].native > _ORDER // 2:
        raise _Refused("hole")
    facts = signer["tbs_certificate"]
    info = _der(
        _SEQUENCE,
        _VERSION_1,
        _der(_SEQUENCE, facts["issuer"].dump(), facts["serial_number"].dump()),
        _SHA256,
        _der(_TAGGED_0, one.signer_info["signed_attrs"].contents),
        _ECDSA_SHA256,
        _der(_OCTETS, _der(_SEQUENCE, *(_integer(value[part].native) for part in ("r", "s")))),
    )
    certificates = _der(_TAGGED_0, *sorted((signer.dump(), root.dump())))
    data = _der(_SEQUENCE, _VERSION_1, _der(_SET, _SHA256), _PLAIN_DATA, certificates, _der(_SET, info))
    return _der(_SEQUENCE, _SIGNED_DATA, _der(_TAGGED_0, data))


def _der(tag: int, *parts: bytes) -> bytes:
    body = b"".join(parts)
    size = len(body)
    if size < 0x80:
        return bytes((tag, size)) + body
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(length))) + length + body


def _integer(number: int) -> bytes:
    return _der(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def _judge(one: Any, roots: Sequence[Any], *, last: bool) -> None:
    from pyhanko.sign.diff_analysis import ModificationLevel
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.settings import KeyUsageConstraints
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    context = ValidationContext(trust_roots=list(roots), allow_fetching=False, moment=one.self_reported_timestamp)
    usage = KeyUsageConstraints(key_usage=_BY_SIGNATURE, match_all_key_usages=False)
    status = validate_pdf_signature(one, context, key_usage_settings=usage)
    if not status.intact:
        raise _Refused("altered")
    if not status.valid:
        raise _Refused("forged")
    if not status.trusted:
        raise _Refused("untrusted")
    wanted = SignatureCoverageLevel.ENTIRE_FILE if last else SignatureCoverageLevel.ENTIRE_REVISION
    if status.coverage != wanted:
        raise _Refused("not_whole")
    allowed = {ModificationLevel.NONE} if last else {ModificationLevel.NONE, ModificationLevel.FORM_FILLING}
    if status.modification_level not in allowed or not status.docmdp_ok or not status.bottom_line:
        raise _Refused("later_change")


def _signed(one: Any) -> Signed:
    name = one.signer_cert.subject.native.get("common_name", "")
    return Signed(name, one.self_reported_timestamp, one.field_name, str(one.sig_object.get("/Reason", "")))


def _signer(key: bytes, certificate: bytes, authority: bytes) -> Any:
    from asn1crypto.algos import DSASignature
    from pyhanko.keys import load_private_key_from_pemder_data
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    make_store: Any = SimpleCertificateStore
    registry = make_store()
    registry.register(_certificate(authority))

    class Canonical(SimpleSigner):
        """Signs with the lower of the two values that ECDSA allows."""

        def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
            value = DSASignature.load(super().sign_raw(data, digest_algorithm))
            low = min(value["s"].native, _ORDER - value["s"].native)
            return bytes(DSASignature({"r": value["r"].native, "s": low}).dump())

    return Canonical(
        signing_cert=_certificate(certificate),
        signing_key=load_private_key_from_pemder_data(key, passphrase=None),
        cert_registry=registry,
        embed_roots=True,
    )


def _stamp(stamp: bytes | None, folder: Path) -> Any:
    """Return the appearance of a visible field: the page given (pyHanko reads it from a file), or a clear pane."""
    from pyhanko.pdf_utils.content import ImportedPdfPage, RawContent
    from pyhanko.pdf_utils.layout import BoxConstraints
    from pyhanko.stamp import StaticStampStyle

    background: Any = RawContent(b"", box=BoxConstraints(1, 1))
    if stamp is not None:
        page = folder / "stamp.pdf"
        page.write_bytes(stamp)
        imported: Any = ImportedPdfPage
        background = imported(str(page))
    return StaticStampStyle(background=background, border_width=0)


def _pdf_signer(meta: Any, signer: Any, spec: Any, stamp: Any, at: datetime) -> "PdfSigner":
    from pyhanko.sign.signers import PdfSigner

    class Dated(PdfSigner):
        """Takes the signing time from the caller: paper made twice from the same facts says the same."""

        def init_signing_session(self, pdf_out: Any, existing_fields_only: bool = False) -> Any:
            session = super().init_signing_session(pdf_out, existing_fields_only)
            session.system_time = at
            return session

    return Dated(meta, signer, new_field_spec=spec, stamp_style=stamp)


def _certificate(pem: bytes) -> Any:
    from pyhanko.keys import load_certs_from_pemder_data

    (certificate,) = load_certs_from_pemder_data(pem)
    return certificate


def _bytes(pem: bytes | str) -> bytes:
    return pem.encode("ascii") if isinstance(pem, str) else pem
