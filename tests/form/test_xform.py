"""ODK XForm XML read as a form: what it says is kept, what would harm is refused, files beside it are found."""

import os
from pathlib import Path

import pytest

from inspector_app.errors import Problem
from inspector_app.form import Filling, load
from inspector_app.form.check import check, inert
from tests.form.small import NOW

FORM = """<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa">
<h:head><h:title>学校</h:title><model>
<itext>
  <translation lang="en"><text id="q"><value>Beds in ${n}</value></text></translation>
  <translation lang="zh" default="true()"><text id="q"><value><output value="/data/name"/>的床位</value></text></translation>
</itext>
<instance><data id="school" version="3"><name>一中</name><room jr:template=""><beds/></room>
<room><beds>4</beds></room><room><beds>6</beds></room><town/><all/><meta><instanceID/></meta></data></instance>
<instance id="towns" src="jr://file-csv/towns.csv"/>
<bind nodeset="/data/room/beds" type="int" constraint=". &lt; 20" jr:constraintMsg="too many" required="true()"/>
<bind nodeset="/data/all" type="int" calculate="sum(/data/room/beds)"/>
<bind nodeset="/data/meta/instanceID" jr:preload="uid"/>
</model></h:head>
<h:body><input ref="/data/name"/>
<group ref="/data/room"><label>宿舍</label><repeat nodeset="/data/room"><input ref="/data/room/beds"><label ref="jr:itext('q')"/>
</input></repeat></group>
<select1 ref="/data/town"><itemset nodeset="instance('towns')/*/item[beds &lt; /data/all]"><value ref="name"/><label ref="label"/>
</itemset></select1></h:body></h:html>"""


def read(folder: Path, text: str = FORM) -> Filling:
    """Open a filling of an XForm text."""
    (folder / "school.xml").write_text(text, "utf-8")
    return Filling(load(folder / "school.xml"), now=NOW)


def test_an_xform_says_what_it_says(tmp_path: Path) -> None:
    """Title, version, texts with answers in them, rows that stand in it, types, messages, metadata."""
    filling = read(tmp_path)
    assert ("school", "3", "学校", "zh") == (
        filling.form.form_id,
        filling.form.edition,
        filling.form.title,
        filling.form.settings["default_language"],
    )
    assert ("10", "一中的床位") == (filling.value("all"), filling.label("/data/room[1]/beds"))
    assert filling.value("instanceID").startswith("uuid:")
    filling.answer("/data/room[1]/beds", 25)
    row = filling.add_row("room")
    assert [("constraint", "too many"), ("required", "")] == [(one.kind, one.message) for one in filling.problems()]
    assert "" == filling.value(f"room[{row}]/beds")


def test_files_beside_the_form_give_choices(tmp_path: Path) -> None:
    """A CSV is an instance; while it is missing what was chosen stands, and the checks name it as nothing else."""
    filling = read(tmp_path)
    filling.answer("town", "a")
    assert ("a", ()) == (filling.value("town"), filling.choices("town"))
    (tmp_path / "towns.csv").write_text("name,label,beds\na,甲镇,5\nb,乙镇,50\n", "utf-8-sig")
    filling = read(tmp_path)
    assert [("a", "甲镇")] == [(one.name, one.label) for one in filling.choices("town")]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<a>",
        "<a/>",
        FORM.replace("<?xml", '<!DOCTYPE a [<!ENTITY x "y">]><?xml'),
        FORM.replace("<h:html", "<!-- --> <!DOCTYPE h:html>\n<h:html", 1),
        "<a>" * 1000 + "</a>" * 1000,
        FORM.replace("sum(/data/room/beds)", "sum(/data/room/beds"),
        FORM.replace("sum(/data/room/beds)", "/data/all + 1"),
    ],
)
def test_what_is_no_sound_xform_is_refused(tmp_path: Path, text: str) -> None:
    """Broken, entities, an abyss, expressions that cannot be: a Problem, never a crash."""
    with pytest.raises(Problem, match=r"form\."):
        read(tmp_path, text)


def test_what_has_no_effect_is_named(tmp_path: Path) -> None:
    """A path that leads nowhere yields nothing, a file that did not come along has no rows: both are reported."""
    filling = read(tmp_path, FORM.replace("sum(/data/room/beds)", "count(/data/nothing)"))
    assert "0" == filling.value("all")
    assert ["form.unknown_reference", "form.missing_file"] == [found.code for found in inert(filling.form)]


PEERS = Path(os.environ.get("INSPECTOR_PEERS", Path(__file__).parents[3] / "shared" / "peers"))
WHO_VA = PEERS / "forms" / "whova_form.xml"


@pytest.mark.skipif(not WHO_VA.exists(), reason=f"the shared form is not here: {WHO_VA.name}")
def test_the_who_verbal_autopsy_form_loads_and_fills() -> None:
    """A real form of 469 questions in many languages answers, skips and calculates."""
    form = load(WHO_VA)
    filling = Filling(form, now=NOW)
    assert len(form.questions) > 400
    for question in form.questions:
        if question.repeat or question.field.calculation or not filling.relevant(question.path):
            continue
        choices = filling.choices(question.path)
        values = {"integer": "3", "date": "2026-01-02", "text": "字"}
        filling.answer(question.path, choices[0].name if choices else values.get(question.type, ""))
    assert [] == [trouble for trouble in filling.problems() if trouble.kind == "type"]
    assert filling.answers() == Filling(form, answers=filling.answers(), now=NOW).answers()


def test_form_check_reads_an_xform_as_one(tmp_path: Path) -> None:
    """`form check` names what is dead in a survey, and refuses a broken file, in the file's own terms."""
    (tmp_path / "good.xml").write_text(FORM.replace("sum(/data/room/beds)", "count(/data/nothing)"), "utf-8")
    (tmp_path / "bad.xml").write_text("<a>", "utf-8")
    assert "form.unknown_reference" in [found.code for found in check(tmp_path / "good.xml")]
    assert [True] == [found.code.startswith("form.") for found in check(tmp_path / "bad.xml")]
