"""Form versions travel: a task's exact form opens on any laptop that took in the task, whatever its program brings."""

from datetime import date
from pathlib import Path

import msgspec
import pytest
import yaml

from inspector_app.actions import dispatching, form_versions, setup
from inspector_app.actions.answering import open_sitting
from inspector_app.actions.forms import shipped
from inspector_app.errors import Problem
from inspector_app.form import Form, load
from inspector_app.form.loading import defined
from inspector_app.packaged import data_folder
from tests.actions.county import LEADER, SCHOOL, SECOND, County, refused

CODE = "drowning_prevention"


def edited(folder: Path, code: str = CODE, edition: str = "2026.2") -> Form:
    """The shipped form as a clerk changed it: another edition, another wording of its first item."""
    tree = yaml.load((data_folder("forms") / f"{code}.yaml").read_text("utf-8"), yaml.BaseLoader)
    tree["version"] = edition
    tree["sections"][0]["items"][0]["title"] = {"zh": f"改过的条文（{edition}）", "en": f"A changed item ({edition})"}
    file = folder / f"{code}-{edition}.yaml"
    file.write_text(yaml.safe_dump(tree, allow_unicode=True), "utf-8")
    return load(file)


@pytest.mark.parametrize("code", shipped())
def test_a_definition_reads_back_as_the_form_it_is_of(code: str) -> None:
    """Its bytes are the version's pre-image: nobody has to believe a name."""
    form = form_versions.shipped_form(code)
    back = defined(form.definition())
    assert form == back
    assert form.version == back.version


def test_a_definition_that_is_none_is_refused() -> None:
    """Noise, another document, a form that cannot be filled."""
    form = form_versions.shipped_form(CODE)
    broken = form.definition().replace(b"${", b"${no_such_", 1)
    for data in (b"", b"\xff\xfe", b"{}", b"[" * 9_000, form.definition()[:-9], broken):
        with pytest.raises(Problem) as caught:
            defined(data)
        assert caught.value.code.startswith("form.")


def test_a_definition_of_another_spelling_keeps_its_own_name() -> None:
    """A program that writes keys in another order still opens the draft under the version its task names."""
    form = form_versions.shipped_form(CODE)
    tree = msgspec.json.decode(form.definition())
    other = msgspec.json.encode(dict(reversed(tree.items())))
    assert form == defined(other)
    assert form.version != defined(other).version


def test_a_visit_opens_under_the_version_it_was_dispatched_with(county: County, tmp_path: Path) -> None:
    """The bureau's own edition is no file of any program; both laptops fill it, and the shipped form is another."""
    form = edited(tmp_path)
    assert form.version == form_versions.publish(county.bureau, form)
    visit = dispatching.dispatch(county.bureau, SCHOOL, [LEADER, SECOND], [CODE])
    for laptop in (county.leader, county.second):
        setup.send_county(county.bureau, laptop)
        sitting = open_sitting(laptop, visit)
        assert form == sitting.form
        assert form.version == sitting.form.version != form_versions.shipped_form(CODE).version
    assert form.version == form_versions.current(county.leader, CODE).version


def test_every_task_carries_its_form(county: County) -> None:
    """The program's own version is published too, once: a later program has other bytes under the same name."""
    for _ in range(2):
        dispatching.dispatch(county.bureau, SCHOOL, [LEADER, SECOND], ["campus_safety"])
    setup.send_county(county.bureau, county.leader)
    (only,) = form_versions.known(county.leader, "campus_safety")
    form = form_versions.shipped_form("campus_safety")
    assert (form.version, form.edition, form.title, True) == (only.version, only.edition, only.title, only.shipped)
    assert county.leader.store.has_blob(form.version)
    assert form == defined(county.leader.store.blob(form.version))


def test_versions_come_into_force_on_their_day(county: County, tmp_path: Path) -> None:
    """What starts next year is known and not yet offered; publishing a version again changes only its day."""
    code = "bullying_prevention"
    old, new = form_versions.shipped_form(code), edited(tmp_path, code)
    form_versions.publish(county.bureau, old)
    form_versions.publish(county.bureau, new, effective=date(2027, 1, 1))
    assert [old.version, new.version] == [one.version for one in form_versions.known(county.bureau, code)]
    assert old == form_versions.current(county.bureau, code)
    assert form_versions.newer(county.bureau, old) is None
    form_versions.publish(county.bureau, new, effective=date(2026, 11, 1))
    assert new == form_versions.current(county.bureau, code)
    assert new == form_versions.newer(county.bureau, old)
    assert form_versions.newer(county.bureau, new) is None
    assert 2 == len(form_versions.known(county.bureau, code))


def test_a_form_that_is_not_here_is_said_to_be(county: County, tmp_path: Path) -> None:
    """Unknown bytes, bytes of another form, an id that the journal cannot hold."""
    form = edited(tmp_path, "teacher_ethics")
    with refused("form_versions.missing"):
        form_versions.find(county.leader, "teacher_ethics", form.version)
    form_versions.keep(county.leader, form)
    assert form == form_versions.find(county.leader, "teacher_ethics", form.version)
    with refused("form_versions.missing"):
        form_versions.find(county.leader, "campus_safety", form.version)
    with refused("form_versions.missing"):
        form_versions.current(county.leader, "no_such_form")
    with refused("form_versions.bad_code"):
        form_versions.publish(county.bureau, Form("WHO-VA 2022"))
