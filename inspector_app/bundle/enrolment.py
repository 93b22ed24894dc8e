"""Enrolment by two signed files: a laptop asks with its public keys, the bureau answers with its own (docs/format.md §8).

Whom to admit, and whether the person trusts the answer the first time, is left to actions.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from inspector_app.bundle import signed_text
from inspector_app.bundle.envelope import BureauId, DeviceId, Hex64
from inspector_app.errors import Problem
from inspector_app.keys import PersonPublic, Secrets

REQUEST = "inspector-enrolment-request-1"
ENROLMENT = "inspector-enrolment-1"
Recipient = Annotated[str, Meta(pattern=r"^age1[0-9a-z]{58}\Z")]


class EnrolmentRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A laptop's public keys and those of the people with a key on it; `id` is the SHA-256 of the file."""

    device: DeviceId
    verify_key: Hex64
    age_recipient: Recipient
    people: dict[str, PersonPublic]
    id: str = ""


class Enrolment(msgspec.Struct, frozen=True, kw_only=True):
    """The bureau's answer: its id, keys, two or more recipients, its authority, and a certificate for each person.

    `device` is the laptop it is for, `request` the id of the request it answers.
    """

    device: DeviceId
    request: Hex64
    bureau: BureauId
    verify_key: Hex64
    age_recipients: Annotated[list[Recipient], Meta(min_length=2)]
    authority: str
    certificates: dict[str, str]
    id: str = ""


def make_request(device: str, secrets: Secrets, people: Mapping[str, PersonPublic]) -> bytes:
    """Return a laptop's signed request."""
    fields: dict[str, Any] = {
        "device": device,
        "verify_key": secrets.verify_key,
        "age_recipient": secrets.age_recipient,
        "people": {person: msgspec.to_builtins(public) for person, public in people.items()},
    }
    return signed_text.write(REQUEST, fields, secrets.signing)


def read_request(data: bytes) -> EnrolmentRequest:
    """Return the request; Problem bundle.request_invalid unless it is signed by the key it names."""
    try:
        fields = signed_text.read(data, REQUEST, None)
        return msgspec.convert({**fields, "id": hashlib.sha256(data).hexdigest()}, EnrolmentRequest)
    except (ValueError, msgspec.MsgspecError) as error:
        raise Problem("bundle.request_invalid", reason=str(error)) from None


def make_enrolment(
    bureau: str,
    secrets: Secrets,
    age_recipients: Sequence[str],
    authority: str,
    certificates: Mapping[str, str],
    request: EnrolmentRequest,
) -> bytes:
    """Return the bureau's signed answer to a request; `authority` and `certificates` (person -> PEM) are PEM."""
    fields: dict[str, Any] = {
        "device": request.device,
        "request": request.id,
        "bureau": bureau,
        "verify_key": secrets.verify_key,
        "age_recipients": list(age_recipients),
        "authority": authority,
        "certificates": dict(certificates),
    }
    msgspec.convert(fields, Enrolment)  # what could not be read must not be written
    return signed_text.write(ENROLMENT, fields, secrets.signing)


def read_enrolment(data: bytes, verify_key: str | None = None) -> Enrolment:
    """Return the answer; Problem bundle.enrolment_invalid unless it is rightly signed.

    `verify_key` is the bureau's key once it is known; the first time (None) the answer is signed by the key it names, and
    the person compares that key with what the bureau says.
    """
    try:
        fields = signed_text.read(data, ENROLMENT, verify_key)
        return msgspec.convert({**fields, "id": hashlib.sha256(data).hexdigest()}, Enrolment)
    except (ValueError, msgspec.MsgspecError) as error:
        raise Problem("bundle.enrolment_invalid", reason=str(error)) from None
