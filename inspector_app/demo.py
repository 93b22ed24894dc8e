"""The whole story, played: two laptops, one visit, from the sealed task to the bureau's receipt, through actions and the window.

What it plays is resources/sample_county/visit.yaml; how a window is driven is gui's.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from inspector_app.actions import documents, history, sealed, sealing, setup, signing, syncing, taking_in, visits
from inspector_app.actions.answering import Sitting, open_sitting
from inspector_app.actions.process import Process
from inspector_app.durable import io_problems, publish
from inspector_app.errors import Problem
from inspector_app.packaged import data_folder
from inspector_app.workspace import Workspace

if TYPE_CHECKING:
    from inspector_app.gui.driver import Driver

Story = Mapping[str, Any]

PASSPHRASE = "correct horse 督查 7"  # noqa: S105  # a sample's, published beside it
"""Of every workspace the demo leaves; it stands in the file `passphrase` beside them."""


def play(folder: Path) -> Path:
    """Play the sample visit into `folder` and return it; the files are those of design §12.

    Raises Problem demo.not_empty for a folder with something in it, files.* where nothing can be written.
    """
    with io_problems(folder):
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise Problem("demo.not_empty", folder)
    os.environ["INSPECTOR_SETTINGS"] = str(folder.resolve() / "settings.json")
    from inspector_app.gui.driver import Driver

    publish(folder / "passphrase", f"{PASSPHRASE}\n".encode())
    return _Play(folder.resolve(), Driver(folder.resolve() / "leader")).play()


def story(today: date) -> Story:
    """Return the sample visit with its dates counted from `today` (`{day-12}` = twelve days ago)."""
    told = (data_folder("resources") / "sample_county" / "visit.yaml").read_text("utf-8")
    for days in range(-2000, 2000):
        told = told.replace(f"{{day{days:+d}}}", (today + timedelta(days)).isoformat())
    return dict(yaml.safe_load(told))


def fill(sitting: Sitting, part: Story) -> None:
    """Fill one person's part of the visit through the same acts that the window uses."""
    for name, value in part.get("attributes", {}).items():
        sitting.attribute(name, value)
    for code, verdict in part.get("verdicts", {}).items():
        sitting.verdict(code, verdict)
    for name, value in part.get("answers", {}).items():
        sitting.answer(name, value)
    for repeat, rows in part.get("rows", {}).items():
        for cells in rows:
            row, _ = sitting.add_row(repeat)
            for name, value in cells.items():
                sitting.answer(f"{repeat}[{row}]/{name}", value)


def write_findings(sitting: Sitting, findings: Story) -> None:
    """Write the facts of findings that the answers raised."""
    for code, facts in findings.items():
        raised = sitting.finding(code)
        if raised is not None:
            sitting.save_finding(code, replace(raised, **facts))


def type_codes(driver: "Driver", second: str) -> None:
    """Open a sealed task's dialog and type what the sample office reads out, the second code by `second` (a name)."""
    driver.click("sealed_open")
    driver.wait_for("sample_call")
    driver.settle()
    driver.click("sample_call")
    driver.wait_for("sample_second_code")
    for role in ("leader", "second"):
        for at, group in enumerate(driver.text(f"sample_{role}_code").split()):
            driver.type(f"{role}_code_{at}", group)
    driver.choose("opening_second", second)


class _Play:
    """One performance: the leader's window on the left hand, the second laptop and the bureau on the right."""

    def __init__(self, folder: Path, driver: "Driver") -> None:
        self.folder = folder
        self.driver = driver
        self.stick = folder / "stick"
        self.stick.mkdir(exist_ok=True)
        self.shots = 0
        now = datetime.now().astimezone()
        # A visit takes an hour and more: the demo arrives earlier today than it leaves.
        self.arrived = max(now - timedelta(minutes=82), now.replace(hour=0, minute=0)).replace(second=0, microsecond=0)
        self.story = story(now.date())
        self.leader_id, self.second_id = self.story["leader"]["person"], self.story["second"]["person"]

    def play(self) -> Path:
        self.first_start()
        self.enrol_the_second()
        self.dispatch()
        self.begin_the_visit()
        self.fill_the_rest()
        self.second_hands_over()
        self.settle_the_conflict()
        self.write_up()
        self.sign()
        self.deliver()
        self.sum_up()
        self.driver.leave()
        self.second.close()
        return self.folder

    # -- the leader's window ---------------------------------------------------------------------------------------

    def first_start(self) -> None:
        driver = self.driver
        driver.start()
        self.shoot("first_start")
        driver.click("first_start_next")
        driver.type("passphrase", PASSPHRASE)
        driver.type("passphrase_again", PASSPHRASE)
        driver.click("first_start_next")
        driver.settle()
        driver.choose("person_list", self.name_of(self.leader_id))
        self.shoot("who_am_i")
        driver.click("first_start_next")
        driver.settle()
        driver.click("first_start_next")
        driver.wait_for("today_page")
        driver.settle()
        self.shoot("today_empty")

    def dispatch(self) -> None:
        driver = self.driver
        driver.click("today_start")
        driver.wait_for("school_list")
        driver.settle()
        driver.choose("school_list", self.school_name)
        driver.tick("team_list", self.name_of(self.second_id))
        self.shoot("start_visit")
        driver.click("start_confirm")
        driver.wait_for("sealed_open")
        driver.settle()
        self.shoot("today_sealed")
        type_codes(driver, self.name_of(self.second_id))
        self.shoot("opening")
        driver.click("opening_open")
        driver.wait_for("gate_now")
        driver.settle()
        (self.visit,) = (one.visit for one in visits.list_visits(self.ws))
        self.open_on_the_second()

    def open_on_the_second(self) -> None:
        """The second laptop holds the same sealed task, and opens it with the same two codes."""
        with self.open_bureau() as bureau:
            setup.send_county(bureau, self.second)
            codes = sealing.codes(bureau, self.visit)
        sealed.open_task(self.second, self.visit, codes.leader, self.leader_id, codes.second, self.second_id)

    def begin_the_visit(self) -> None:
        driver, part = self.driver, self.story["leader"]["window"]
        self.shoot("gate")
        driver.type("gate_time", f"{self.arrived:%H:%M}")
        driver.click("gate_set")
        driver.settle()
        for code, verdict in part["keys"].items():
            driver.key({"pass": "1", "fail": "2", "na": "3"}[verdict], f"{code}.card")
        driver.click("card_shown")
        driver.settle()
        for name, number in part["numbers"].items():
            driver.type(f"{self.code_of(name)}.{name}", number, enter=True)
        driver.settle()
        self.shoot("visit")
        driver.click("nav_today")
        driver.settle()

    def fill_the_rest(self) -> None:
        sitting = open_sitting(self.ws, self.visit)
        fill(sitting, self.story["leader"])
        self.attach_photos(sitting, self.story["leader"])
        self.driver.click("nav_visit")
        self.driver.settle()
        self.driver.click("nav_today")
        self.driver.settle()
        self.shoot("today_under_way")

    def settle_the_conflict(self) -> None:
        driver, told = self.driver, self.story["conflict"]
        driver.click("nav_sync")
        driver.settle()
        driver.click("take_in")
        driver.choose_path(next(self.stick.glob("*.bundle")))
        self.wait_for_the_road()
        self.shoot("sync_taken_in")
        driver.click("nav_visit")
        driver.settle()
        driver.click("conflicts_open")
        driver.settle()
        (conflict,) = open_sitting(self.ws, self.visit).conflicts()
        wanted = self.leader_id if told["side"] == "leader" else self.second_id
        number = next(at for at, side in enumerate(conflict.sides) if side.author == wanted)
        driver.click(f"{told['item']}.conflict.side_{number}")
        driver.type(f"{told['item']}.conflict.reason", told["reason"])
        self.shoot("conflict")
        driver.click(f"{told['item']}.conflict.settle")
        driver.settle()

    def write_up(self) -> None:
        driver, findings = self.driver, dict(self.story["findings"])
        shown = "SAF-FIRE-01"
        facts = findings.pop(shown)
        driver.click("route_2")
        self.shoot("visit_under_way")
        driver.type("item_search", shown)
        driver.settle()
        driver.key("Return", "item_search")
        driver.settle()
        driver.type(f"{shown}.facts", facts["facts"])
        driver.type(f"{shown}.place", facts["place"])
        driver.type(f"{shown}.quantity", facts["quantity"])
        driver.type(f"{shown}.measures", facts["measures_taken"])
        driver.settle()
        self.shoot("finding")
        driver.click("nav_today")
        driver.settle()
        write_findings(open_sitting(self.ws, self.visit), findings)
        told = self.story["process"]
        walked: dict[str, Any] = {name: tuple(part) if isinstance(part, list) else part for name, part in told.items()}
        leave = self.ws.now().isoformat(timespec="seconds")
        signing.save_process(self.ws, self.visit, Process(**walked, leave_time=leave))

    def sign(self) -> None:
        from inspector_app.gui.driver import scribble

        driver = self.driver
        driver.click("nav_sign")
        driver.wait_for("feedback_given")
        driver.click("feedback_given")
        driver.settle()
        driver.type("reply_text", self.story["reply"])
        driver.click("reply_save")
        driver.settle()
        driver.wait_for_use("freeze")
        self.shoot("sign_before_freeze")
        driver.click("freeze")
        driver.settle()
        for seed, signer in enumerate(signing.state(self.ws, self.visit).signers):
            driver.wait_for_use(f"ink_{signer.id}")
            driver.click(f"ink_{signer.id}")
            driver.wait_for("ink_pad")
            if signer.role == "head":
                driver.type("ink_name", self.story["head"]["name"])
                driver.type("ink_title", self.story["head"]["title"])
            driver.draw_ink(scribble(seed))
            if signer.role == "head":
                self.shoot("ink")
            driver.click("ink_accept")
            driver.settle()
        for person in (self.leader_id, self.second_id):
            driver.wait_for(f"pin_{person}")
            driver.type(f"pin_{person}", PASSPHRASE)
        driver.click("issue")
        driver.wait_for("issued_number")
        driver.settle()
        self.shoot("sign_issued")
        driver.click("nav_documents")
        driver.settle()
        self.shoot("documents")
        (self.record,) = documents.documents(self.ws)
        documents.export(self.ws, self.record.sha256, self.folder / "record.pdf")

    def deliver(self) -> None:
        driver = self.driver
        driver.click("nav_sync")
        driver.settle()
        driver.click("pack")
        driver.choose_path(self.stick)
        self.wait_for_the_road()
        self.shoot("sync_packed")
        with self.open_bureau() as bureau:
            self.taken = taking_in.take_in(bureau, [self.stick])
            refused = [one for one in self.taken if one.outcome == "quarantined"]
            if refused or history.digest(bureau, self.visit) != self.record.digest:
                raise RuntimeError(f"the bureau does not hold what was signed: {refused}")
            documents.pdf(bureau, self.record.sha256)
        (bundle,) = (one for one in syncing.bundles(self.ws))
        self.bundle = bundle
        driver.click("take_in")
        driver.choose_path(self.stick / bundle.name.replace(".bundle", ".receipt"))
        self.wait_for_the_road()
        self.shoot("sync_delivered")
        for file in self.stick.glob("*.bundle"):
            publish(self.folder / file.name, file.read_bytes())
        driver.click("nav_settings")
        driver.settle()
        self.shoot("settings")
        driver.click("nav_today")
        driver.settle()
        self.shoot("today_delivered")

    # -- the second laptop and the bureau --------------------------------------------------------------------------

    def enrol_the_second(self) -> None:
        self.second = setup.create_laptop(self.folder / "second", PASSPHRASE, self.second_id)
        setup.add_person(self.ws, self.second_id, PASSPHRASE)
        with self.open_bureau() as bureau:
            setup.enrol(self.second, bureau)
            setup.enrol(self.ws, bureau)

    def second_hands_over(self) -> None:
        sitting = open_sitting(self.second, self.visit)
        sitting.set_gate_time(self.arrived)
        sitting.show_card()
        fill(sitting, self.story["second"])
        write_findings(sitting, self.story["second"]["findings"])
        self.attach_photos(sitting, self.story["second"])
        syncing.pack(self.second, self.stick, "team")

    def open_bureau(self) -> Workspace:
        return setup.unlock(self.folder / "leader-bureau", PASSPHRASE)

    def attach_photos(self, sitting: Sitting, part: Story) -> None:
        from inspector_app.gui.sample_photo import draw_photo

        for seed, photo in enumerate(part.get("photos", ())):
            file = draw_photo(self.folder / "photos" / f"{photo['item']}-{photo['role']}.jpg", photo["caption"], seed)
            sitting.attach_photo(photo["item"], file, file.name, photo["role"])

    # -- what is left behind ---------------------------------------------------------------------------------------

    def sum_up(self) -> None:
        sitting = open_sitting(self.ws, self.visit)
        state = signing.state(self.ws, self.visit)
        score = sitting.score()
        receipt = next(one.receipt for one in self.taken if one.path.name == self.bundle.name)
        told = {
            "visit": self.visit,
            "school": self.school_name,
            "form_versions": {sitting.form.form_id: sitting.form.version},
            "score": str(score.value),
            "conclusion": score.conclusion,
            "findings": [{"code": one.code, "facts": one.facts, "grade": one.grade} for one in sitting.findings()],
            "inspectors": [one.name for one in visits.team(sitting.record)],
            "head": self.story["head"]["name"],
            "digest": state.digest,
            "pdf_sha256": self.record.sha256,
            "bundle_sha256": self.bundle.sha256,
            "receipt": hashlib.sha256(receipt.read_bytes()).hexdigest() if receipt else "",
            "conflicts": [asdict(one) for one in history.settled(self.ws, self.visit)],
            "workspaces": {
                "leader": "leader",
                "second": "second",
                "bureau": "leader-bureau",
                "passphrase": PASSPHRASE,
            },
            "passphrase": PASSPHRASE,
        }
        data = json.dumps(told, ensure_ascii=False, indent=2) + "\n"
        publish(self.folder / "summary.json", data.encode())

    # -- small things ----------------------------------------------------------------------------------------------

    @property
    def ws(self) -> Workspace:
        """Return the leader's workspace, open in the window."""
        ws = self.driver.life.ws
        assert ws is not None
        return ws

    @property
    def school_name(self) -> str:
        return next(one.name for one in visits.schools(self.ws) if one.id == self.story["school"])

    def name_of(self, person: str) -> str:
        return next(one.name for one in setup.people() if one.id == person)

    def code_of(self, question: str) -> str:
        return open_sitting(self.ws, self.visit).form.by_name[question].item

    def wait_for_the_road(self) -> None:
        """Sealing and taking in grey the buttons out while they work."""
        self.driver.pump(50)
        self.driver.wait_for_use("take_in")
        self.driver.settle()

    def shoot(self, name: str) -> None:
        self.shots += 1
        self.driver.screenshot(self.folder / "screens" / f"{self.shots:02d}-{name}.png")
