"""`inspector-app draw` and its workspace: the promise, the office's result, and what a stranger recomputes afterwards (R-09)."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from inspector_app.actions import county as counties
from inspector_app.actions import syncing, taking_in
from inspector_app.journal import fold
from inspector_app.packaged import data_folder
from tests.actions.county import LEADER, PASSPHRASE, SECOND, County, issued
from tests.supervision.rosters import DRAW_ID, SALT, SEED
from tests.test_cli import Ran, command, is_told

ROSTER = data_folder("resources") / "sample_county" / "schools.csv"
STRANGER = Path(__file__).resolve().parent.parent / "stranger.py"
PROMISED = "d3cc9223a2dcba97abf634013436fbbadde58dcd628e21da8852571633df4c5c"
COMMON = ("--seed", SEED, "--salt", SALT, "--draw-id", DRAW_ID, "--as-of", "2024-05-06")


def drawn(folder: Path, *more: str | Path) -> Ran:
    """Draw from the sample county's file."""
    return command("draw", *COMMON, "--roster", ROSTER, "-o", folder, *(more or ("--quota", "12")))


def result(folder: Path) -> dict[str, object]:
    """Return the office's result."""
    return dict(json.loads((folder / "result.json").read_text("utf-8")))


def stranger(folder: Path) -> subprocess.CompletedProcess[str]:
    """Let a stranger check what was published, with a bare interpreter that cannot find the product."""
    line = [sys.executable, "-I", str(STRANGER), str(folder)]
    return subprocess.run(line, cwd=folder, capture_output=True, text=True, check=False)


def test_r08_v1_from_the_command_line(tmp_path: Path) -> None:
    """Two of the junior schools: G115 and S005, with the keys of V-1."""
    done = drawn(tmp_path, "--quota", "2", "--type", "junior")
    assert 0 == done.returncode, done.stderr
    assert "G115 S005" in done.stdout
    told = result(tmp_path)
    assert ["G115", "S005"] == told["drawn"]
    assert {"B_middle": ["G111", "S003", "G113", "S004", "G112", "G114"]} == told["substitutes"]
    rows = {row["school_id"]: row for row in told["schools"]}  # type: ignore[attr-defined]  # a list of rows
    assert ("13/6", "0.874382609874", "0.061955644793") == tuple(rows["G115"][name] for name in ("weight", "u", "key"))


def test_r09_first_the_promise_then_the_seed(tmp_path: Path) -> None:
    """Nothing to publish holds the seed before the batch is over; then a stranger comes to the same list."""
    assert 0 == drawn(tmp_path).returncode
    promise = (tmp_path / "commitment.csv").read_text("utf-8-sig")
    assert PROMISED in promise
    for file in ("commitment.csv", "result.json"):
        text = (tmp_path / file).read_text("utf-8-sig")
        assert not [word for word in (SEED, SALT) if word in text]
    assert "G115" not in promise
    early = command("draw", "--close", "--as-of", "2024-05-07", "-o", tmp_path)
    assert (1, True) == (early.returncode, is_told(early.stderr, DRAW_ID))
    assert not (tmp_path / "disclosure").exists()
    whole = [str(one) for one in result(tmp_path)["drawn"]]  # type: ignore[attr-defined]  # a list of ids
    assert 1 == command("draw", "--close", "--as-of", "2024-05-07", "-o", tmp_path, "--over", *whole[1:]).returncode
    done = command("draw", "--close", "--as-of", "2024-05-07", "-o", tmp_path, "--over", *whole)
    assert 0 == done.returncode, done.stderr
    assert {"head.csv", "schools.csv", "README.md"} == {file.name for file in (tmp_path / "disclosure").iterdir()}
    checked = stranger(tmp_path / "disclosure")
    assert (0, "") == (checked.returncode, checked.stdout.strip()), checked.stderr


@pytest.mark.parametrize(
    ("file", "old", "new", "complaint"),
    [
        ("head.csv", SEED, SEED.replace("123", "124"), "commitment"),
        ("head.csv", "seats C_senior,1", "seats C_senior,2", "C_senior: seats"),
        ("schools.csv", ",red,", ",blue,", "weight"),
        ("schools.csv", "drawn", "substitute", "place"),
        ("schools.csv", "0.06195564", "0.16195564", "G115: key"),
    ],
)
def test_r09_a_stranger_finds_a_draw_that_was_tampered_with(
    tmp_path: Path, file: str, old: str, new: str, complaint: str
) -> None:
    """The check can fail: another seed, seats, risk, outcome or key is named."""
    drawn(tmp_path)
    command("draw", "--close", "--as-of", "2024-12-01", "-o", tmp_path)
    published = tmp_path / "disclosure" / file
    text = published.read_text("utf-8-sig")
    assert old in text
    published.write_text(text.replace(old, new, 1), "utf-8-sig")
    checked = stranger(tmp_path / "disclosure")
    assert (1, True) == (checked.returncode, complaint in checked.stdout), checked.stdout


def test_r09_what_was_changed_in_the_office_is_not_published(tmp_path: Path) -> None:
    """Another seed, another weight, a broken file: refused by name; nobody draws over a draw."""
    drawn(tmp_path)
    again = drawn(tmp_path)
    assert (1, True) == (again.returncode, is_told(again.stderr, str(tmp_path)))
    late = ("draw", "--close", "--as-of", "2024-12-01", "-o", tmp_path)
    for file, old, new in (
        ("seed.json", SALT, "salt-7f3b"),
        ("result.json", '"13/6"', '"12/6"'),
        ("result.json", "{", "["),
    ):
        before = (tmp_path / file).read_text("utf-8")
        (tmp_path / file).write_text(before.replace(old, new, 1), "utf-8")
        done = command(*late)
        assert 1 == done.returncode
        assert "Traceback" not in done.stderr
        assert not (tmp_path / "disclosure").exists()
        (tmp_path / file).write_text(before, "utf-8")
    assert 0 == command(*late).returncode
    assert 1 == command("draw", "--close", "--as-of", "2024-12-01", "-o", tmp_path / "none").returncode


def test_r12_a_plan_names_schools_strata_and_days(tmp_path: Path) -> None:
    """A plan file says it all; too many named schools are told on stderr; the published table has them apart."""
    plan = tmp_path / "plan.yaml"
    plan.write_text(
        "number: 2024-01\nquota: {A_primary: 1, B_middle: 2}\nschool_types: [primary, junior]\non: 2024-05-08\n"
        "ends: 2024-05-31\nnamed:\n- {school: G109, manual_reason: 局长点题}\n- {school: S001, manual_reason: =来信}\n"
        "avoided: [{first: 2024-05-08, last: 2024-05-08, why: county_exam, schools: [G115]}]\n",
        "utf-8",
    )
    done = drawn(tmp_path / "out", "--plan", plan)
    assert 0 == done.returncode, done.stderr
    assert "0.60" in done.stderr
    told = result(tmp_path / "out")
    assert {"G109": "局长点题", "S001": "=来信"} == told["named"]
    assert {"A_primary": 1, "B_middle": 2} == told["quotas"]
    assert ["R-05 county_exam"] == told["excluded"]["G115"]  # type: ignore[index]  # a mapping
    assert 1 == command("draw", "--close", "--as-of", "2024-05-31", "-o", tmp_path / "out").returncode
    assert 0 == command("draw", "--close", "--as-of", "2024-06-01", "-o", tmp_path / "out").returncode
    with (tmp_path / "out" / "disclosure" / "schools.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["school_id"]: row for row in csv.DictReader(file)}
    assert ("named", "'=来信") == (rows["S001"]["outcome"], rows["S001"]["reason"])


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("quota: [", "plan"),
        ("quota: many", "quota"),
        ("quota: 2\nmood: glad", "mood"),
        ("- 1", "plan"),
        ("number: 1", "quota"),
    ],
)
def test_a_plan_that_does_not_fit_is_refused_by_name(tmp_path: Path, text: str, field: str) -> None:
    """File, reason and remedy; nothing is drawn."""
    plan = tmp_path / "plan.yaml"
    plan.write_text(text, "utf-8")
    done = drawn(tmp_path / "out", "--plan", plan)
    assert (1, True) == (done.returncode, is_told(done.stderr, str(plan)))
    assert field in done.stderr
    assert not (tmp_path / "out").exists()


def test_r01_a_plan_of_2026_needs_its_line_of_the_annual_list(tmp_path: Path) -> None:
    """Without one nothing is drawn; with one, or an exception and its letter, it is."""
    calendar = data_folder("resources") / "sample_county" / "calendar.csv"
    for number, (plan, code) in enumerate(
        (("quota: 2", 1), ("quota: 2\nlist_item: 清单-03", 0), ("quota: 2\nexception: complaint\nletter: 信访-1", 0))
    ):
        (tmp_path / "plan.yaml").write_text(plan, "utf-8")
        more = ("--plan", tmp_path / "plan.yaml", "--calendar", calendar, "-o", tmp_path / str(number))
        done = command("draw", "--seed", "s-1", "--draw-id", "D-1", "--as-of", "2026-11-24", "--roster", ROSTER, *more)
        assert code == done.returncode, done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("--quota", "2"),
        ("--quota", "2", "--plan", "x"),
        ("--close", "--as-of", "soon"),
        (*COMMON, "--roster", "x"),
        (*COMMON, "--quota", "2"),
        (*COMMON, "--quota", "two", "--roster", "x"),
    ],
    ids=" ".join,
)
def test_wrong_usage_of_draw_is_2(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """argparse says how it is used."""
    done = command("draw", *arguments, "-o", tmp_path)
    assert (2, True) == (done.returncode, "usage:" in done.stderr)


def test_what_cannot_be_read_or_drawn_is_a_problem(tmp_path: Path) -> None:
    """A roster that is none, is missing, or has a broken row; a seed that Excel would compute; more schools than there are."""
    (tmp_path / "none.csv").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "bad.csv").write_text(ROSTER.read_text("utf-8").replace("2023-09-28", "last autumn"), "utf-8")
    for roster in ("none.csv", "gone.csv", "bad.csv"):
        done = command("draw", *COMMON, "--quota", "2", "--roster", tmp_path / roster, "-o", tmp_path / "out")
        assert 1 == done.returncode
        assert 3 == len(done.stderr.strip().splitlines()), done.stderr
    for more in (("--seed", "=1+1", "--quota", "2"), ("--quota", "65"), ("--quota", "0")):
        done = drawn(tmp_path / "out", *more)
        assert (1, 3) == (done.returncode, len(done.stderr.strip().splitlines())), done.stderr


def test_r04_in_the_workspace_the_draw_is_entries_without_a_school(county: County, tmp_path: Path) -> None:
    """The journal's roster is drawn from; the entries, and a laptop that takes them in, hold no school, seed or salt.

    After the last record is issued the seed is published, in the journal as well.
    """
    seed, salt, number = "RA-2026Q4-000777", "0123456789abcdef", "D-2026-1124"
    (tmp_path / "plan.yaml").write_text(
        f"number: {number}\nquota: 1\nschool_types: [junior]\nlist_item: 清单-03\nends: 2026-12-31\n", "utf-8"
    )
    day = ("--as-of", "2026-11-24", "--salt", salt)
    asked = ("--plan", tmp_path / "plan.yaml", "--seed", seed, "--draw-id", number, *day, "-o", tmp_path / "out")
    county.bureau.close()
    home = ("--workspace", county.folder / "laptop-bureau")
    done = command("draw", *asked, *home, INSPECTOR_PASSPHRASE=PASSPHRASE)
    assert 0 == done.returncode, done.stderr
    (school,) = [str(one) for one in result(tmp_path / "out")["drawn"]]  # type: ignore[attr-defined]  # a list of one
    again = command("draw", *asked[:-1], tmp_path / "two", *home, INSPECTOR_PASSPHRASE=PASSPHRASE)
    assert (1, True) == (again.returncode, is_told(again.stderr, number))

    from inspector_app.actions import dispatching, setup

    with setup.unlock(county.folder / "laptop-bureau", PASSPHRASE, now=county.leader.now) as bureau:
        record = counties.record_of("plan", number)
        entries = bureau.store.entries(record)
        assert ["plan", "draw"] == [entry.kind for entry in entries]
        assert not [word for word in (seed, salt, school) if word in str([entry.value for entry in entries])]
        bundle = syncing.pack(bureau, county.stick(), "laptops")
        kept = str(fold(entries).value(record, "draw"))
        sha = kept.partition("'kept': '")[2][:64]
        assert bureau.store.has_blob(sha)
        (taken,) = taking_in.take_in(county.leader, [bureau.folder / "outbox" / bundle.name])
        assert "quarantined" != taken.outcome, taken.reason
        assert not county.leader.store.has_blob(sha)

        early = ("draw", "--close", "--as-of", "2026-11-25", "-o", tmp_path / "out", *home)
        visit = dispatching.dispatch(bureau, school, [LEADER, SECOND], plan=number, list_item="清单-03")
        setup.send_county(bureau, county.leader)
        issued(county.leader, visit)
        county.carry(county.leader, bureau, "bureau")
    done = command(*early, INSPECTOR_PASSPHRASE=PASSPHRASE)
    assert 0 == done.returncode, done.stderr
    assert 0 == stranger(tmp_path / "out" / "disclosure").returncode
    with setup.unlock(county.folder / "laptop-bureau", PASSPHRASE, now=county.leader.now) as bureau:
        told = fold(bureau.store.entries(record)).value(record, "disclosure")
        assert isinstance(told, dict)
        assert (seed, salt) == (told["seed"], told["salt"])
