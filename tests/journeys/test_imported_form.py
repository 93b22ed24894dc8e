"""A form a clerk made in Excel: checked, published, dispatched, filled, signed, sealed, taken in, read back equal."""

from pathlib import Path

from inspector_app.actions import dispatching, documents, forms, history, issuing, setup, signing
from inspector_app.actions.answering import Sitting, open_sitting
from inspector_app.actions.process import Process
from tests.actions.county import LEADER, PASSPHRASE, SCHOOL, SECOND, County, at_work, copied, ink
from tests.report.reading import words

EVERY_TYPE = Path(__file__).parents[1] / "forms" / "every_type.md"


def filled(county: County, visit: str) -> Sitting:
    """Fill the form on the leader's laptop as far as signing asks, a file among the answers."""
    ws, sitting = county.leader, at_work(county.leader, visit)
    for name, answer in (("head", "食堂主任"), ("cooks", "2"), ("has_kitchen", "yes"), ("order", "low high middle")):
        sitting.answer(name, answer)
    (store,) = sitting.filling.rows("store")
    sitting.answer(f"{sitting.form.top}/store[{store}]/store_name", "冷库")
    sitting.attach_file("paper", b"the contract", "合同.pdf")
    signing.save_process(ws, visit, Process(leave_time=ws.now().isoformat(timespec="seconds"), recusal_declared=True))
    signing.save_feedback(ws, visit)
    signing.save_reply(ws, visit, None)
    return sitting


def test_a_form_from_excel_goes_the_whole_way(tmp_path: Path) -> None:
    workbook = tmp_path / "食堂.xlsx"
    forms.to_excel(EVERY_TYPE, workbook)
    assert [] == forms.mistakes(workbook)
    with copied(tmp_path / "county") as county:
        form, warnings = forms.adopt(county.bureau, workbook)
        assert ("every_type", []) == (form.form_id, warnings)
        visit = dispatching.dispatch(county.bureau, SCHOOL, [LEADER, SECOND], [form.form_id])
        setup.send_county(county.bureau, county.leader)
        filled(county, visit)
        signing.freeze(county.leader, visit)
        ink(county.leader, visit, LEADER, SECOND, "head")
        issued = issuing.issue(county.leader, visit, {LEADER: PASSPHRASE, SECOND: PASSPHRASE})
        printed = "".join(words(documents.pdf(county.leader, issued.sha256), tmp_path).split())
        assert [one for one in ("食堂主任", "冷库", "差→好→中", "合同.pdf") if one not in printed] == []
        assert "merged" == county.carry(county.leader, county.bureau, "bureau").outcome
        here, there = open_sitting(county.leader, visit), open_sitting(county.bureau, visit)
        assert here.filling.answers() == there.filling.answers()
        assert history.digest(county.leader, visit) == history.digest(county.bureau, visit)
        assert b"the contract" == there.file_bytes(there.filling.value("paper"))
