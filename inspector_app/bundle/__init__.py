"""Sealed files between laptops and bureau: bundles, receipts, enrolment. No network, no database (docs/format.md §6-§8)."""

from inspector_app.bundle.enrolment import (
    Enrolment,
    EnrolmentRequest,
    make_enrolment,
    make_request,
    read_enrolment,
    read_request,
)
from inspector_app.bundle.envelope import Header
from inspector_app.bundle.file_kind import FileKind, file_kind
from inspector_app.bundle.heads import Head
from inspector_app.bundle.receipt import FateRun, Receipt, make_receipt, read_receipt
from inspector_app.bundle.seal import Sealed, bundle_name, seal
from inspector_app.bundle.unseal import Unsealed, read_header, unseal

__all__ = [
    "Enrolment",
    "EnrolmentRequest",
    "FateRun",
    "FileKind",
    "Head",
    "Header",
    "Receipt",
    "Sealed",
    "Unsealed",
    "bundle_name",
    "file_kind",
    "make_enrolment",
    "make_receipt",
    "make_request",
    "read_enrolment",
    "read_header",
    "read_receipt",
    "read_request",
    "seal",
    "unseal",
]
