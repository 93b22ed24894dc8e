"""The site record says everything the data says: nothing left out, nothing cut, in its three shapes and two languages."""

import re
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector_app.report.documents.data import (
    AnsweredItem,
    AnsweredSection,
    Finding,
    FormResult,
    Signature,
    SiteRecordData,
)
from inspector_app.report.documents.parts import plain
from inspector_app.report.documents.site_record import outline
from inspector_app.report.pdf import compose, draw
from inspector_app.text import Language, catalogue
from tests.report import samples
from tests.report.reading import pages, squeezed, words

SHAPES = {"ordinary": samples.ordinary, "longest": samples.longest, "emptiest": samples.emptiest}


def said(data: SiteRecordData) -> list[str]:
    """Return every word of the data that must be on the paper."""
    items = [item for section in data.sections for item in section.items]
    refusal = data.refusal
    return [
        *(data.school, data.task_number, data.number, data.plan, data.list_item, data.address, data.bureau),
        *(part for person in data.inspectors for part in (person.name, person.credential_no)),
        *data.process.places,
        *data.process.records_read,
        *(part for finding in data.findings for part in (finding.code, finding.facts, finding.place, finding.quantity)),
        *(finding.measures_taken for finding in data.findings),
        *(part for fix in data.fixes for part in (fix.code, fix.measures)),
        *data.highlights,
        *(result.title for result in data.results),
        *(part for item in items for part in (item.code, item.wording, *item.answer)),
        *(part for signature in data.signatures for part in (signature.name, signature.title)),
        *(plate.code for plate in data.plates),
        *((refusal.who, refusal.words, refusal.witness_name, refusal.witness_contact) if refusal else ()),
    ]


@pytest.mark.parametrize("shape", SHAPES)
def test_every_word_of_the_data_can_be_read_back(shape: str, tmp_path: Path) -> None:
    """pdftotext finds each field whole, in its plain reading order."""
    data = SHAPES[shape]()
    text = words(draw(outline(data)), tmp_path)
    assert [] == [part for part in said(data) if squeezed(part) not in text]


def test_a_reply_of_two_pages_is_all_there(tmp_path: Path) -> None:
    """Its lines follow each other over the page ends; only footers come between."""
    data = samples.longest()
    text = words(draw(outline(data)), tmp_path)
    footer = rf"任务号{data.task_number}第\d+页/共\d+页内容校验码9f3ac27e"
    assert squeezed(data.reply or "-") in re.sub(footer, "", text)


def test_r41_the_fixed_sentence_stands_above_the_signatures(tmp_path: Path) -> None:
    """R-41, with the bureau's number of days."""
    text = words(draw(outline(replace(samples.ordinary(), objection_days=7))), tmp_path, "-raw")
    sentence = "签字表示已知悉并收到本记录，不等于同意全部内容；如有异议，可在7个工作日内书面提出。"
    assert 0 < text.index(sentence) < text.index("检查人员1")


def test_the_refusal_block_is_printed_only_when_the_school_refused(tmp_path: Path) -> None:
    """R-40: who, the reason in their own words, when, the witness, the video."""
    refused = words(draw(outline(samples.emptiest())), tmp_path)
    assert all(part in refused for part in ("拒签记录", "“我要先请示中心校,今天不签。”", "11:30", "VID-20261123-01"))
    assert "拒签" not in words(draw(outline(samples.ordinary())), tmp_path)


def test_a_head_who_refused_has_no_box_to_sign(tmp_path: Path) -> None:
    """The empty line would invite a name later."""
    data = replace(samples.emptiest(), signatures=(*samples.ordinary().signatures[:2], Signature("head", "示例校长")))
    assert 1 == words(draw(outline(data)), tmp_path).count("学校负责人")


def test_a_leader_who_signs_once_is_one_of_the_inspectors(tmp_path: Path) -> None:
    """R-39 wants two inspectors; a leader and one member are two."""
    first, second, head = samples.ordinary().signatures
    text = words(
        draw(outline(replace(samples.ordinary(), signatures=(replace(first, role="leader"), second, head)))), tmp_path
    )
    assert "检查人员1（组长）" in text
    assert "检查人员2" in text


def test_r41_a_blank_reply_is_struck_through_and_a_given_one_is_not() -> None:
    """White space is no reply."""
    for reply, slashes in ((None, 1), ("  \n", 1), ("无异议", 0)):
        data = replace(samples.ordinary(), reply=reply, signatures=())
        made = pages(draw(outline(data)))
        lines = [line for page in made for line in page.lines]
        assert slashes == sum(line["x0"] != line["x1"] and line["y0"] != line["y1"] for line in lines)


def test_the_mode_is_ticked_once_among_all_modes(tmp_path: Path) -> None:
    """A form shows what was not chosen, too."""
    text = words(draw(outline(samples.ordinary())), tmp_path)
    assert "☑经常性督导（不事先通知）" in text
    assert "☐专项督导☐综合督导" in text


def test_a_draft_carries_its_mark_and_no_code_to_scan(tmp_path: Path) -> None:
    """Before the freeze there is nothing a code could vouch for."""
    draft = draw(outline(replace(samples.ordinary(), draft=True, digest="", number="", plates=())))
    assert {"草", "稿"} <= {char["text"] for char in pages(draft)[0].chars}
    text = words(draft, tmp_path)
    assert "扫码核对" not in text
    assert "（未冻结）" in text
    assert 0 == len(pages(draft)[0].curves)


def test_signatures_never_stand_alone_however_long_the_record_is() -> None:
    """Measured over every length of the reply: some of the school's statement is on the page with the signatures."""
    for sentences in range(0, 40, 3):
        data = replace(samples.ordinary(), sections=(), plates=(), reply="学校说明情况如下。" * sentences * 4)
        made = [squeezed(page.extract_text()) for page in pages(draw(outline(data)))]
        (page,) = [text for text in made if "检查人员1" in text]
        assert "学校负责人" in page
        assert "学校说明" in page or "学校意见" in page


def test_ungraded_forms_print_no_conclusion(tmp_path: Path) -> None:
    """R-48: teaching guidance, ethics and integrity give no grade."""
    result = FormResult("teacher_ethics", "师德师风检查表", "", Decimal("91.0"), Decimal(1), "优秀", graded=False)
    text = words(draw(outline(replace(samples.ordinary(), results=(result,)))), tmp_path)
    assert "本表不评等级" in text
    assert "优秀" not in text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_record_is_complete_in_both_languages(language: Language, tmp_path: Path) -> None:
    """Every label comes from the catalogue of that language; the data is the same."""
    data = replace(samples.emptiest(), language=language, plates=samples.ordinary().plates)
    text = words(draw(outline(data)), tmp_path)
    assert [] == [part for part in said(data) if squeezed(part) not in text]
    assert squeezed(catalogue(language)["record.refusal.note"]) in text


def test_the_words_are_the_same_codes_in_both_languages() -> None:
    """A label missing in one language would be a crash at the school gate."""
    for prefix in ("record.", "signature.", "problems.fonts."):
        codes = [{code for code in catalogue(language) if code.startswith(prefix)} for language in ("zh", "en")]
        assert codes[0] == codes[1]


def test_the_places_to_sign_are_named(tmp_path: Path) -> None:
    """The electronic field goes where the ink is."""
    drawn = compose(outline(samples.ordinary()))
    assert {"signature/inspector/1", "signature/inspector/2", "signature/head"} == set(drawn.places)
    for place in drawn.places.values():
        assert "签字人" in pages(drawn.data)[place.page].extract_text()


@pytest.mark.parametrize(
    ("points", "shown"), [("2", "2"), ("2.00", "2"), ("1.50", "1.5"), ("1.33", "1.33"), ("10", "10"), ("0.00", "0")]
)
def test_points_are_written_as_people_write_them(points: str, shown: str) -> None:
    """No trailing zeros, no exponent."""
    assert shown == plain(Decimal(points))


TEXT = st.text(
    st.sampled_from("督导检查消防出口灭火器3处10间，。；:()“”SAF-x %℃𬭎喆 "), min_size=1, max_size=80
).filter(str.strip)
CODES = st.integers(1, 99).map(lambda number: f"SAF-FIRE-{number:02d}")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    facts=st.lists(st.tuples(CODES, TEXT, TEXT), max_size=12),
    answers=st.lists(st.tuples(CODES, TEXT, st.lists(TEXT, max_size=4)), max_size=25),
    names=st.lists(TEXT, min_size=2, max_size=4),
)
def test_no_item_finding_or_name_of_any_visit_is_missing(
    facts: list[tuple[str, str, str]],
    answers: list[tuple[str, str, list[str]]],
    names: list[str],
    tmp_path: Path,
) -> None:
    """Random visits, read back in the order they were drawn."""
    data = replace(
        samples.ordinary(),
        findings=tuple(Finding(code, place, told, "Y-H", "immediate") for code, place, told in facts),
        sections=(
            AnsweredSection(
                "消防", tuple(AnsweredItem(code, told, "fail", tuple(lines)) for code, told, lines in answers)
            ),
        ),
        signatures=tuple(Signature("inspector", name, "", samples.at(11, 0)) for name in names),
        plates=(),
    )
    text = words(draw(outline(data)), tmp_path, "-raw")
    parts = [part for row in facts for part in row] + names
    parts += [part for code, told, lines in answers for part in (code, told, *lines)]
    assert [] == [part for part in parts if squeezed(part) not in text]


def test_a_finding_says_when_it_was_seen_and_whether_it_is_critical(tmp_path: Path) -> None:
    """Time, place and quantity are the facts; the star stands where the school reads them."""
    ordinary = samples.ordinary()
    first = replace(ordinary.findings[0], found_at=datetime.fromisoformat("2026-11-23T10:41:00+08:00"))
    result = replace(ordinary.results[0], failed_key_items=(first.code,))
    text = words(draw(outline(replace(ordinary, findings=(first,), results=(result,), sections=()))), tmp_path)
    assert "时间：10:41" in text
    assert f"{first.code}★" in text


def test_a_partial_check_does_not_speak_of_a_conclusion(tmp_path: Path) -> None:
    """Below the coverage nothing is concluded, so nothing is capped either (R-46, R-47)."""
    ordinary = samples.ordinary()
    result = replace(ordinary.results[0], conclusion="部分检查", failed_key_items=("SAF-FIRE-09",))
    text = words(draw(outline(replace(ordinary, results=(result,)))), tmp_path)
    assert "不出结论" in text
    assert "结论最高为" not in text


def test_the_hour_of_a_signature_is_not_torn(tmp_path: Path) -> None:
    """Date and time stand on a line each, and nothing can be added below the signatures."""
    text = words(draw(outline(samples.ordinary())), tmp_path, "-raw")
    assert "（以下空白）" in text
    page = next(one for one in pages(draw(outline(samples.ordinary()))) if "检查人员1" in squeezed(one.extract_text()))
    signed = samples.ordinary().signatures[0].at
    assert signed is not None
    assert f"{signed:%H:%M}" in page.extract_text()
