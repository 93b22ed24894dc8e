"""The command line as a script uses it: what it leaves, what it prints, and its exit codes."""

import hashlib
import io
import json
import re
import shutil
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

from inspector_app.cli import main
from inspector_app.form import load
from inspector_app.packaged import data_folder
from tests.journeys.played import copied, played, summary

FORM = data_folder("forms") / "campus_safety.yaml"
KEYS = {
    "visit",
    "school",
    "form_versions",
    "score",
    "conclusion",
    "findings",
    "inspectors",
    "head",
    "digest",
    "pdf_sha256",
    "bundle_sha256",
    "receipt",
    "conflicts",
    "workspaces",
    "passphrase",
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the played demo."""
    return copied(tmp_path_factory.mktemp("cli"))


@dataclass(frozen=True)
class Ran:
    """What one command came to."""

    returncode: int
    stdout: str
    stderr: str


def command(*arguments: str | Path, **variables: str) -> Ran:
    """Run one command in this process, without a keyboard and with nothing configured but `variables`."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr("sys.stdin", io.StringIO())
        for name in ("INSPECTOR_PASSPHRASE", "INSPECTOR_SETTINGS"):
            patch.delenv(name, raising=False)
        for name, text in variables.items():
            patch.setenv(name, text)
        try:
            code = main([str(one) for one in arguments])
        except SystemExit as left:
            code = int(left.code or 0)
    return Ran(code, out.getvalue(), err.getvalue())


def sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def is_told(stderr: str, place: str) -> bool:
    """What, where and what to do: three lines, no traceback."""
    lines = stderr.strip().splitlines()
    return len(lines) == 3 and place in lines[1] and bool(lines[0]) and bool(lines[2]) and "Traceback" not in stderr


def test_the_demo_leaves_what_the_design_names() -> None:
    """The record, both laptops' bundles, screens, summary, passphrase, the three workspaces, and what they were made from."""
    folder = played()
    bundles = {file.name for file in folder.glob("*.bundle")}
    assert 2 == len(bundles)
    expected = {"record.pdf", "summary.json", "passphrase", "screens", "leader", "second", "leader-bureau"}
    made_from = {"stick", "photos", "settings.json"}
    assert expected | made_from | bundles == {one.name for one in folder.iterdir()}
    screens = sorted((folder / "screens").iterdir())
    assert len(screens) >= 15
    assert all(file.suffix == ".png" and file.stat().st_size > 10_000 for file in screens)


def test_the_summary_is_complete() -> None:
    """Every key of design §12 with its shape, and the hashes are those of the files beside it."""
    told, folder = summary(), played()
    assert set(told) == KEYS
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", told["visit"])
    assert re.fullmatch(r"\d{1,3}\.\d", told["score"])
    assert all(re.fullmatch(r"[0-9a-f]{64}", told[key]) for key in ("digest", "pdf_sha256", "bundle_sha256", "receipt"))
    assert {"campus_safety"} == set(told["form_versions"])
    assert all(set(one) == {"code", "facts", "grade"} and all(one.values()) for one in told["findings"])
    assert len(told["findings"]) >= 8
    assert 2 == len(told["inspectors"])
    assert told["school"]
    assert told["head"]
    assert told["conclusion"]
    (conflict,) = told["conflicts"]
    assert {"path", "values", "settled_by", "reason"} == set(conflict)
    assert 2 == len(conflict["values"])
    assert all(conflict.values())
    assert told["pdf_sha256"] == sha256(folder / "record.pdf")
    assert told["bundle_sha256"] in {sha256(file) for file in folder.glob("*.bundle")}
    assert told["receipt"] in {sha256(file) for file in (folder / "stick").glob("*.receipt")}
    assert f"{told['passphrase']}\n" == (folder / "passphrase").read_text("utf-8")
    for role in ("leader", "second", "bureau"):
        assert (folder / told["workspaces"][role] / "workspace.json").is_file()


def test_a_demo_does_not_begin_where_something_lies(tmp_path: Path) -> None:
    """A full folder, a file: a Problem, and nothing is touched."""
    (tmp_path / "mine").write_bytes(b"mine")
    for target in (tmp_path, tmp_path / "mine"):
        done = command("demo", "--to", target)
        assert (1, True) == (done.returncode, is_told(done.stderr, str(target)))
    assert b"mine" == (tmp_path / "mine").read_bytes()
    assert [tmp_path / "mine"] == list(tmp_path.iterdir())


def test_verify_in_the_workspace_elsewhere_and_after_a_change(demo: Path, tmp_path: Path) -> None:
    """valid = 0 where the journal knows it, unknown_here = 3 where not or where there is none, invalid = 1."""
    record = demo / "record.pdf"
    changed = tmp_path / "changed.pdf"
    data = bytearray(record.read_bytes())
    data[len(data) // 2] ^= 1
    changed.write_bytes(data)
    for arguments, code, status in (
        (("--workspace", demo / "leader", record), 0, "valid"),
        (("--workspace", demo / "leader-bureau", record), 0, "valid"),
        (("--workspace", demo / "second", record), 3, "unknown_here"),
        ((record,), 3, "unknown_here"),
        ((changed,), 1, "invalid"),
        (("--workspace", demo / "leader", changed), 1, "invalid"),
        (("--workspace", demo / "leader", record, changed), 1, "valid"),
    ):
        done = command("verify", "--json", *arguments)
        first = json.loads(done.stdout.splitlines()[0])
        assert (code, status) == (done.returncode, first["status"]), done.stderr
        assert set(first) == {"status", "reasons"}
        assert first["reasons"]
    assert done.stdout.count("\n") == 2


@pytest.mark.parametrize("workspace", ["leader", "second", "leader-bureau"])
def test_verify_opens_every_workspace_the_demo_leaves(demo: Path, workspace: str) -> None:
    """By name, and as the workspace in use itself."""
    done = command("verify", demo / workspace, "--json")
    assert (0, "valid") == (done.returncode, json.loads(done.stdout)["status"]), done.stderr
    done = command("verify", "--workspace", demo / workspace, demo / workspace, "--json")
    assert (0, "valid") == (done.returncode, json.loads(done.stdout)["status"]), done.stderr


def test_the_passphrase_comes_from_a_file_the_environment_or_beside(demo: Path, tmp_path: Path) -> None:
    """Without any and without a keyboard: a Problem, not a wait; a wrong one, or a file that is not there: a Problem."""
    shutil.copytree(demo / "second", tmp_path / "elsewhere" / "second")
    away = tmp_path / "elsewhere" / "second"
    secret = (demo / "passphrase").read_text("utf-8").strip()
    right, wrong = tmp_path / "right", tmp_path / "wrong"
    right.write_text(f"{secret}\n", "utf-8")
    wrong.write_bytes(b"\xff\xfe wrong")

    assert 0 == command("verify", away, INSPECTOR_PASSPHRASE=secret).returncode
    assert 0 == command("verify", away, "--passphrase-file", right).returncode
    for arguments, variables in (
        ((), {}),
        ((), {"INSPECTOR_PASSPHRASE": "wrong"}),
        (("--passphrase-file", wrong), {}),
        (("--passphrase-file", tmp_path / "none"), {"INSPECTOR_PASSPHRASE": secret}),
        (("--passphrase-file", tmp_path), {}),
    ):
        done = command("verify", away, *arguments, **variables)
        assert (1, True) == (done.returncode, is_told(done.stderr, str(tmp_path))), done.stderr
        assert secret not in done.stderr


def test_pack_and_take_in_from_the_command_line(demo: Path, tmp_path: Path) -> None:
    """What is not delivered is sealed to a folder; taken in once, a duplicate afterwards; tampered: 1 and quarantined."""
    done = command("pack", "--workspace", demo / "second", "--to", tmp_path)
    assert 0 == done.returncode, done.stderr
    (bundle,) = tmp_path.glob("*.bundle")
    assert bundle.name in done.stdout

    first = command("take-in", "--workspace", demo / "leader-bureau", bundle)
    (receipt,) = tmp_path.glob("*.receipt")
    answer = receipt.read_bytes()
    again = command("take-in", "--workspace", demo / "leader-bureau", tmp_path)
    assert (0, 0) == (first.returncode, again.returncode)
    assert answer == receipt.read_bytes()
    assert 0 == command("take-in", "--workspace", demo / "second", receipt).returncode

    nothing = command("pack", "--workspace", demo / "second", "--to", tmp_path)
    assert (1, True) == (nothing.returncode, is_told(nothing.stderr, str(demo / "second")))
    gone = command("pack", "--workspace", demo / "leader-bureau", "--to", tmp_path / "gone")
    assert 1 == gone.returncode
    assert "Traceback" not in gone.stderr

    data = bytearray(bundle.read_bytes())
    data[600] ^= 1
    (tmp_path / "bad.bundle").write_bytes(data)
    bad = command("take-in", "--workspace", demo / "leader-bureau", tmp_path / "bad.bundle")
    assert 1 == bad.returncode
    assert bad.stdout.strip().count("\n") >= 1


def test_form_check(tmp_path: Path) -> None:
    """0 for a good form; 1 with file, line and remedy for every mistake of the bad ones."""
    assert 0 == command("form", "check", FORM).returncode
    (tmp_path / "bad.yaml").write_text("form: [", "utf-8")
    done = command("form", "check", FORM, tmp_path / "bad.yaml", tmp_path / "none.yaml")
    assert 1 == done.returncode
    assert "bad.yaml" in done.stderr
    assert "none.yaml" in done.stderr
    assert "怎么办" in done.stderr


def test_a_form_goes_to_excel_and_comes_back(tmp_path: Path) -> None:
    """Export and import leave the files they name; a form that comes along goes by its code; a broken one is 1."""
    book, text_ = tmp_path / "form.xlsx", tmp_path / "form.yaml"
    assert 0 == command("form", "export", "campus_safety", "-o", book).returncode
    assert 0 == command("form", "import", book, "-o", text_).returncode
    assert load(FORM).version == load(text_).version
    (tmp_path / "odd.csv").write_text("survey,,,\n,type,name,mood\n,integer,n,glad\n", "utf-8")
    done = command("form", "import", tmp_path / "odd.csv", "-o", text_)
    assert (0, 1) == (done.returncode, done.stderr.count("mood"))
    done = command("form", "import", tmp_path / "none.xlsx", "-o", text_)
    assert 1 == done.returncode
    assert "none.xlsx" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        ("verify",),
        ("demo",),
        ("take-in",),
        ("pack",),
        ("form",),
        ("form", "check"),
        ("form", "import", "x.xlsx"),
        ("form", "export"),
        ("pack", "--to", "x", "--for", "nobody"),
        ("--no-such-option",),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_2(arguments: tuple[str, ...]) -> None:
    """argparse says how it is used."""
    done = command(*arguments)
    assert 2 == done.returncode
    assert "usage:" in done.stderr


def test_without_a_workspace_the_commands_say_where_they_looked(tmp_path: Path) -> None:
    """pack and take-in need one; the Problem names the folder and what to do."""
    for arguments in (("pack", "--to", tmp_path), ("take-in", tmp_path)):
        done = command(*arguments, "--workspace", tmp_path / "none")
        assert (1, True) == (done.returncode, is_told(done.stderr, str(tmp_path / "none")))
    done = command("verify", tmp_path / "none.pdf")
    assert (1, True) == (done.returncode, is_told(done.stderr, "none.pdf"))


def test_a_problem_speaks_the_persons_language(tmp_path: Path) -> None:
    """English when the settings of this device say so."""
    (tmp_path / "settings.json").write_text('{"language": "en"}', "utf-8")
    done = command("verify", tmp_path / "none.pdf", INSPECTOR_SETTINGS=str(tmp_path / "settings.json"))
    assert "What to do" in done.stderr
