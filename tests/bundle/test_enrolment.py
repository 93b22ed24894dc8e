"""Enrolment files: what the laptop asks, what the bureau answers, and that neither can be changed on the way."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app import keys
from inspector_app.bundle import file_kind, make_enrolment, make_request, read_enrolment, read_request
from inspector_app.errors import Problem
from tests.bundle.builders import World, secrets
from tests.journal.builders import DEVICES

PERSON = keys.PersonPublic("ab" * 32, "-----BEGIN PUBLIC KEY-----\n")


Files = tuple[bytes, bytes]


@pytest.fixture(scope="module")
def files(world: World) -> Files:
    """A request and the answer to it."""
    request = make_request(DEVICES[0], world.secrets[DEVICES[0]], {"I02": PERSON})
    recipients = [world.bureau.age_recipient, world.spare.age_recipient]
    authority = keys.new_authority("局", datetime(2026, 11, 23, tzinfo=UTC)).certificate
    return request, make_enrolment(
        "qinglan", world.bureau, recipients, authority, {"I02": "PEM"}, read_request(request)
    )


def test_ask_and_answer(world: World, files: Files, tmp_path: Path) -> None:
    """The bureau reads who asks; the laptop reads whose it is now, and that the answer is to its own request."""
    request, answer = files
    asked, answered = read_request(request), read_enrolment(answer)
    assert (DEVICES[0], {"I02": PERSON}) == (asked.device, asked.people)
    assert (DEVICES[0], asked.id, "qinglan") == (answered.device, answered.request, answered.bureau)
    assert (world.bureau.verify_key, {"I02": "PEM"}) == (answered.verify_key, answered.certificates)
    for data, kind in ((request, "enrolment_request"), (answer, "enrolment")):
        (tmp_path / kind).write_bytes(data)
        assert kind == file_kind(tmp_path / kind)


@settings(deadline=None)
@given(st.data())
def test_any_changed_byte_is_refused(files: Files, data: st.DataObject) -> None:
    """One changed bit anywhere, in either file."""
    request, answer = (bytearray(good) for good in files)
    for changed in (request, answer):
        changed[data.draw(st.integers(0, len(changed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(Problem, match="bundle.request_invalid"):
        read_request(bytes(request))
    with pytest.raises(Problem, match="bundle.enrolment_invalid"):
        read_enrolment(bytes(answer))


def test_once_known_the_bureau_key_must_be_the_same(world: World, files: Files) -> None:
    """An answer signed by another key is refused once the bureau's key is known."""
    answer = files[1]
    assert read_enrolment(answer) == read_enrolment(answer, world.bureau.verify_key)
    with pytest.raises(Problem, match="bundle.enrolment_invalid"):
        read_enrolment(answer, secrets().verify_key)


def test_one_recipient_is_too_few(world: World, files: Files) -> None:
    """A bureau answers with two recipients or more, so that one lost key loses nothing."""
    request = read_request(files[0])
    with pytest.raises(ValueError, match="age_recipients"):
        make_enrolment("qinglan", world.bureau, [world.bureau.age_recipient], "PEM", {}, request)
