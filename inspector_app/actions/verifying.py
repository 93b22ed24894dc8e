"""Checking: is this signed PDF the one in the journal, is this workspace as it was written (design §9)."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from inspector_app.actions import enrolment
from inspector_app.errors import Problem
from inspector_app.text import Language, text
from inspector_app.workspace import Workspace

Status = Literal["valid", "unknown_here", "invalid"]


@dataclass(frozen=True)
class Verdict:
    """`unknown_here`: the signatures hold, but this journal does not know the file (or there is no journal here)."""

    status: Status
    reasons: tuple[str, ...]


def verify_pdf(ws: Workspace | None, file: Path, language: Language = "zh") -> Verdict:
    """Check a signed PDF against its own signatures and, byte for byte, against this workspace's journal."""
    from inspector_app.report import signature

    try:
        pdf = file.read_bytes()
    except OSError as error:
        raise Problem("verify.unreadable", file, reason=error.strerror or "") from error
    report = signature.verify(pdf, authorities(ws) if ws else ())
    stranger = report.reasons == ("untrusted",)
    if stranger:
        report = signature.verify(pdf, signature.authorities_inside(pdf))
    signers = text("verify.signed_by", language, names="、".join(signer.name for signer in report.signers))
    if report.status == "invalid":
        return Verdict("invalid", tuple(report.lines(language)))
    if stranger:
        return Verdict("unknown_here", (signers, text("verify.stranger", language)))
    if ws is None or hashlib.sha256(pdf).hexdigest() not in issued(ws):
        return Verdict("unknown_here", (signers, text("verify.not_in_journal", language)))
    return Verdict("valid", (signers, text("verify.in_journal", language)))


def verify_workspace(ws: Workspace) -> Verdict:
    """Check every entry, chain and blob of a workspace; each fault names its place."""
    faults = ws.store.verify(ws.settings.language, own=ws.device)
    good = text("verify.workspace_good", ws.settings.language)
    return Verdict("invalid", tuple(faults)) if faults else Verdict("valid", (good,))


def authorities(ws: Workspace) -> tuple[str, ...]:
    """Return the certificate authorities this workspace trusts: its bureau's own."""
    if ws.role == "bureau":
        return (enrolment.authority(ws).certificate,)
    return (enrolment.bureau_of(ws).authority,)


def issued(ws: Workspace) -> frozenset[str]:
    """Return the SHA-256 of every document the journal says was issued."""
    values = (entry.value for entry in ws.store.entries(kind="document"))
    return frozenset(str(value["blob"]) for value in values if isinstance(value, dict))
