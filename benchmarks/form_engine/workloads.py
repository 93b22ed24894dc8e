"""The forms that are measured and their plans of 1,000 answer changes, made by the peers' own generators in a scratch folder."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from inspector_app.form import Form

CHANGES = 1000
FACTS = {
    "integer": "100",
    "decimal": "100",
    "date": "2026-11-23",
    "time": "09:00",
}  # of any school; else the first choice
REAL = {
    # Where each real form may lie, from the folder of the peers.
    "whova": ("forms/whova_form.xml",),
    "large_cha": ("forms/large_cha.xlsx", "../corpora/xlsforms/medic__cht-core__large_cha.xlsx"),
}
MADE = {"synth": "gen_form.py", "rep": "gen_repeat.py"}


class Workload(NamedTuple):
    """A form as XForm XML and its plan, `[[control, path, value, pool], …]`."""

    form: Path
    plan: Path


def prepare(peers: Path, scratch: Path) -> tuple[dict[str, Workload], dict[str, str]]:
    """Return the workloads that could be made, and why the others could not, by name."""
    made: dict[str, Workload] = {}
    absent: dict[str, str] = {}
    for name in (*MADE, *REAL):
        work = Workload(scratch / f"{name}.xml", scratch / f"{name}.plan.json")
        reason = _form(peers, work.form) or _plan(peers, work)
        if reason:
            absent[name] = reason
        else:
            made[name] = work
    return made, absent


def facts(form: Form) -> dict[str, str]:
    """Return a value for everything that a form asks of its school, visit and county."""
    asked = [question for question in form.questions if question.role == "context"]
    lists = {question.name: form.choices.get(question.list_name, ()) for question in asked}
    return {one.name: lists[one.name][0].name if lists[one.name] else FACTS.get(one.type, "一") for one in asked}


def _form(peers: Path, form: Path) -> str:
    """Make one form; return "" or why it cannot be made."""
    if form.stem in REAL:
        source = next((peers / place for place in REAL[form.stem] if (peers / place).is_file()), None)
        if source is None:
            return f"{REAL[form.stem][0]} is not there"
        if source.suffix == ".xml":
            shutil.copy(source, form)
            return ""
    else:
        source = form.with_suffix(".xlsx")
        reason = _harness(peers, MADE[form.stem], source)
        if reason:
            return reason
    return _python("-m", "pyxform.xls2xform", source, form, "--skip_validate")


def _plan(peers: Path, work: Workload) -> str:
    """Make the plan of a form (none for the open-ended repeat); return "" or why it cannot be made."""
    if work.form.stem == "rep":
        work.plan.write_text("[]", "utf-8")
        return ""
    return _harness(peers, "make_plan.py", work.form, work.plan, CHANGES)


def _harness(peers: Path, name: str, *words: str | Path | int) -> str:
    """Run a program of the peers' folder; return "" or why it did not do its work."""
    script = peers / "form-engine" / name
    return _python(script, *words) if script.is_file() else f"form-engine/{name} is not there"


def _python(*words: str | Path | int) -> str:
    """Run a Python program; return "" or the last line it said."""
    command = [sys.executable, *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    return "" if done.returncode == 0 else (done.stderr.strip() or "failed").splitlines()[-1]
