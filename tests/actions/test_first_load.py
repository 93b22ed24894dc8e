"""What a form sets when it is first opened, and what it computes once, stands in the journal and survives; so does its end."""

from pathlib import Path

import pytest

from inspector_app.actions import dispatching, forms, setup, signing, visits
from inspector_app.actions.answering import Sitting, open_sitting
from inspector_app.actions.process import Process
from tests.actions.county import LEADER, SCHOOL, SECOND, County, at_work

XFORM = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa" xmlns:odk="http://www.opendatakit.org/xforms">
<h:head><h:title>First</h:title><model>
<instance><data id="first_load" version="1">
<who/><start/><end/><token/><drawn/><name/><took/><seen/><r jr:template=""><q/></r></data></instance>
<bind nodeset="/data/who" type="string" jr:preload="property" jr:preloadParams="username"/>
<bind nodeset="/data/start" type="dateTime" jr:preload="timestamp" jr:preloadParams="start"/>
<bind nodeset="/data/end" type="dateTime" jr:preload="timestamp" jr:preloadParams="end"/>
<bind nodeset="/data/token" type="string"/>
<bind nodeset="/data/drawn" type="string" calculate="once(uuid())"/>
<bind nodeset="/data/name" type="string"/>
<bind nodeset="/data/took" type="string" calculate="if(/data/end != '', 'done', 'open')"/>
<bind nodeset="/data/seen" type="string"/>
<setvalue event="odk-instance-first-load" ref="/data/token" value="uuid()"/>
<setvalue event="xforms-revalidate" ref="/data/seen" value="concat(/data/name, '!')"/>
</model></h:head>
<h:body><input ref="/data/name"><label>名字</label></input>
<group ref="/data/r"><repeat nodeset="/data/r"><input ref="/data/r/q"><label>问</label></input></repeat></group>
</h:body></h:html>"""


@pytest.fixture
def sitting(county: County, tmp_path: Path) -> Sitting:
    file = tmp_path / "first.xml"
    file.write_text(XFORM, "utf-8")
    form, _ = forms.adopt(county.bureau, file)
    visit = dispatching.dispatch(county.bureau, SCHOOL, [LEADER, SECOND], [form.form_id])
    setup.send_county(county.bureau, county.leader)
    setup.send_county(county.bureau, county.second)
    return at_work(county.leader, visit)


def test_what_the_first_load_set_survives_the_first_answer(county: County, sitting: Sitting) -> None:
    """On every laptop; and the form's start is the visit's, whoever opens it when."""
    first, start = sitting.filling.value("token"), sitting.filling.value("start")
    drawn = sitting.filling.value("drawn")
    assert first
    sitting.answer("name", "甲")
    again = open_sitting(sitting.ws, sitting.visit).filling
    assert (first, start, drawn) == (again.value("token"), again.value("start"), again.value("drawn"))
    county.carry(county.leader, county.second)
    there = open_sitting(county.second, sitting.visit).filling
    assert (first, start, drawn) == (there.value("token"), there.value("start"), there.value("drawn"))


def test_the_end_is_noted_when_the_visit_is_frozen(county: County, sitting: Sitting) -> None:
    """What happens on finishing happens then, once, and is what everybody reads."""
    sitting.answer("name", "甲")
    ws, visit = sitting.ws, sitting.visit
    assert ("", "open", "") == tuple(sitting.filling.value(name) for name in ("end", "took", "seen"))
    signing.save_process(ws, visit, Process(leave_time=ws.now().isoformat(timespec="seconds"), recusal_declared=True))
    signing.save_feedback(ws, visit)
    signing.save_reply(ws, visit, None)
    signing.freeze(ws, visit)
    frozen = open_sitting(ws, visit)
    assert frozen.filling.value("end")
    assert ("done", "甲!") == (frozen.filling.value("took"), frozen.filling.value("seen"))
    assert "first_load/questions/seen" in [entry.path for entry in ws.store.entries(visit)]
    county.carry(county.leader, county.second)
    assert frozen.filling.answers() == open_sitting(county.second, visit).filling.answers()


def test_what_two_laptops_set_by_themselves_is_no_conflict_of_theirs(county: County, sitting: Sitting) -> None:
    """Each had its own token before they met: nobody is asked to choose, both read the same one from then on."""
    hers = at_work(county.second, sitting.visit)
    sitting.answer("name", "甲")
    row, _ = hers.add_row("r")
    hers.answer(f"/data/r[{row}]/q", "乙")
    county.carry(county.leader, county.second)
    county.carry(county.second, county.leader)
    here, there = open_sitting(county.leader, sitting.visit), open_sitting(county.second, sitting.visit)
    assert [] == here.conflicts()
    assert here.filling.answers() == there.filling.answers()
    (listed,) = [one for one in visits.list_visits(county.leader) if one.visit == sitting.visit]
    assert 0 == listed.conflicts
