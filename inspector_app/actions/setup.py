"""First start and unlocking: a laptop's workspace, its people's keys, and the sample bureau that lies beside it."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from inspector_app import keys, workspace
from inspector_app.actions import clock_lock, county, enrolment, publishing, sealed, sealing, syncing, taking_in
from inspector_app.actions.county import Person
from inspector_app.actions.forms import FIRST
from inspector_app.errors import Problem
from inspector_app.form import Form
from inspector_app.text import text
from inspector_app.workspace import Workspace

Clock = Callable[[], datetime] | None

_SAMPLE_BUREAU = "sample_bureau"


def people(now: Clock = None) -> list[Person]:
    """Return whom the first start's question “who am I” offers: those in office today."""
    return county.sample_people((now() if now else datetime.now().astimezone()).date())


def is_workspace(folder: Path) -> bool:
    """True when `folder` holds a workspace."""
    return workspace.is_workspace(folder)


def unlock(folder: Path, passphrase: str, *, now: Clock = None) -> Workspace:
    """Open a workspace; Problem keys.wrong_passphrase, keys.vault_damaged, workspace.in_use, store.*."""
    return workspace.unlock(folder, passphrase, now=now)


def first_start(folder: Path, passphrase: str, person: str, *, now: Clock = None) -> Workspace:
    """Make a laptop's workspace for `person` in the sample county: enrolled with the sample bureau, its roster taken in.

    The sample bureau is a real bureau's workspace in the folder beside (`<folder>-bureau`), opened by the same passphrase.
    """
    ws = create_laptop(folder, passphrase, person, now=now)
    beside = folder.with_name(f"{folder.name}-bureau")
    bureau = unlock(beside, passphrase, now=now) if is_workspace(beside) else create_bureau(beside, passphrase, now=now)
    with bureau:
        enrol(ws, bureau)
    ws.store.put_setting(_SAMPLE_BUREAU, f"{beside}\n{passphrase}".encode())
    return ws


def create_laptop(folder: Path, passphrase: str, person: str, *, now: Clock = None) -> Workspace:
    """Make a laptop's workspace and its first person's key (the passphrase is that person's PIN until changed)."""
    ws = workspace.create(folder, passphrase, role="laptop", person=person, now=now)
    add_person(ws, person, passphrase)
    return ws


def create_bureau(folder: Path, passphrase: str, *, now: Clock = None) -> Workspace:
    """Make a bureau's workspace with the sample county in its journal."""
    bureau = workspace.create(folder, passphrase, role="bureau", person="bureau", now=now)
    enrolment.found_bureau(bureau, "融安县教育局（示例）")
    county.found_sample_county(bureau)
    return bureau


def add_person(ws: Workspace, person: str, pin: str) -> None:
    """Make a personal key on this laptop, wrapped by the person's own PIN; it certifies nothing before the next `enrol`."""
    wrapped, _ = keys.new_person_key(pin)
    ws.add_person(person, wrapped)


def enrol(ws: Workspace, bureau: Workspace) -> None:
    """Enrol a laptop with a bureau on the same machine: the same signed files that would travel on a stick."""
    enrolment.accept(ws, enrolment.admit(bureau, enrolment.request(ws)))
    send_county(bureau, ws)


def send_county(bureau: Workspace, ws: Workspace) -> None:
    """Carry what the bureau has for the laptops (roster, devices, tasks) to one of them, as a sealed bundle."""
    inbox = ws.folder / "inbox"
    bundle = syncing.pack(bureau, inbox, "laptops")
    (taken,) = taking_in.take_in(ws, [inbox / bundle.name])
    if taken.outcome == "quarantined":
        raise Problem("enrolment_county.refused", inbox / bundle.name, reason=taken.reason)


def has_sample_bureau(ws: Workspace) -> bool:
    """True in the sample county, where the bureau's workspace lies beside and answers in the office's stead."""
    return ws.store.get_setting(_SAMPLE_BUREAU) is not None


def may_publish(ws: Workspace) -> bool:
    """True at a bureau, and in the sample county, whose bureau lies beside."""
    return ws.role == "bureau" or has_sample_bureau(ws)


def publish_form(ws: Workspace, form: Form) -> str:
    """Let the bureau publish a form (`publishing.look`): this one, or the sample bureau, from which it comes here at once.

    Returns its version.
    """
    if ws.role == "bureau":
        return publishing.publish(ws, form)
    with _sample_bureau(ws) as bureau:
        version = publishing.publish(bureau, form)
        send_county(bureau, ws)
    return version


def seal_sample_task(ws: Workspace, school: str, team: Sequence[str], forms: Sequence[str] = (FIRST,)) -> str:
    """Let the sample bureau seal a task for a team (the leader first) and its forms, to be opened now; returns the visit."""
    now, language = ws.now().replace(second=0, microsecond=0), ws.settings.language
    place, bring = text("sample.meet_place", language), text("sample.bring", language)
    with _sample_bureau(ws) as bureau:
        given = sealing.seal_task(
            bureau,
            school,
            team,
            tuple(forms),
            meeting=sealing.Meeting(now, place, bring, not_before=now),
            plan=text("sample.plan", "zh", year=now.year),
            list_item=text("sample.list_item", "zh"),
        )
        send_county(bureau, ws)
    return given.visit


def sample_codes(ws: Workspace, visit: str) -> sealing.Codes:
    """Return what the sample bureau would read out over the phone on the day."""
    with _sample_bureau(ws) as bureau:
        return sealing.codes(bureau, visit)


def sample_unlock_code(ws: Workspace, number: int) -> str:
    """Return what the sample bureau would read out for this laptop's lock `number`."""
    with _sample_bureau(ws) as bureau:
        return clock_lock.unlock_code(bureau, ws.device, number)


def start_sample_visit(ws: Workspace, school: str, team: Sequence[str], *forms: str) -> str:
    """Seal a sample task and open it at once with both codes, by the first two of the team; returns the visit."""
    visit = seal_sample_task(ws, school, team, forms or (FIRST,))
    given = sample_codes(ws, visit)
    return sealed.open_task(ws, visit, given.leader, team[0], given.second, team[1])


def _sample_bureau(ws: Workspace) -> Workspace:
    folder, passphrase = (ws.store.get_setting(_SAMPLE_BUREAU) or b"\n").decode().split("\n", 1)
    return unlock(Path(folder), passphrase, now=ws.now)
