"""Chinese lines break as print demands; the forbidden marks are listed here, not taken from the code."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.report.fonts import Typesetter
from inspector_app.report.outline import Span, Style
from inspector_app.report.paragraph import Line, Paragraph
from inspector_app.text import full_width

NEVER_FIRST = "，。、；：？！）】》”’％℃·,;:?!)%"
NEVER_LAST = "（【《“‘("
HANZI = "督导检查记录学校消防安全出口灭火器留样宿舍教师值班公里条处人"
SETTER = Typesetter()
TYPED = dict(zip("，；：！？（）", ",;:!?()", strict=True))


def shown(line: Line) -> str:
    """Return a line's characters as the file will say them."""
    return "".join(c if ord(c) < 0xF0000 else chr(ord(c) - 0xF0000) for run in line.runs for c in run.text)


def lines(text: str, width: float, size: float = 10) -> list[str]:
    return [shown(line) for line in Paragraph(text, Style(size=size), SETTER).lines(width)]


PIECES = st.one_of(
    st.text(HANZI, min_size=1, max_size=6),
    st.sampled_from(["，", "。", "、", "；", "！", "）", "”", "%"]),
    st.sampled_from(["（", "“", "《", "("]),
    st.sampled_from(["118 g", "2026年", "SAF-FIRE-01", "3处", "10:21", "60%", "GB/T 29315", "25 ℃"]),
)


def sensible(pieces: list[str]) -> str:
    """Drop marks that no writer puts: an opener before a closer, or a third mark in a row."""
    marks = set("，。、；！）”%（“《(")
    text = ""
    for piece in pieces:
        if piece in marks and (not text or text[-1] in marks):
            continue
        text += piece
    return text.rstrip("（“《(")


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, min_size=5, max_size=60).map(sensible), st.integers(90, 460))
def test_no_line_begins_or_ends_with_a_forbidden_mark_and_no_character_is_lost(text: str, width: int) -> None:
    """At every width of our columns."""
    found = lines(text, width)
    assert [] == [line for line in found[1:] if line[0] in NEVER_FIRST]
    assert [] == [line for line in found[:-1] if line[-1] in NEVER_LAST]
    assert text.replace(" ", "") == "".join(found).replace(" ", "")


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, min_size=5, max_size=40).map(sensible), st.integers(90, 460))
def test_no_line_is_wider_than_its_measure(text: str, width: int) -> None:
    """Filled lines end exactly at the edge, others before it."""
    for line in Paragraph(text, Style(size=10), SETTER).lines(width):
        assert line.width <= width + 0.1


@pytest.mark.parametrize(
    "whole", ["118 g", "SAF-FIRE-01", "25 ℃", "3处", "2026年", "60%", "10:21", "GB/T", "1.33", "250 mL"]
)
def test_numbers_units_codes_and_latin_words_stay_whole(whole: str) -> None:
    """At whichever width the line would otherwise be cut."""
    text = f"现场称重最小值为{whole}低于规定"
    for width in range(75, 200, 3):
        assert any(whole in line for line in lines(text, width)), (whole, width)


def test_a_word_longer_than_the_line_is_cut_rather_than_drawn_over_the_edge() -> None:
    """A digest of 64 digits in a narrow column."""
    found = lines("9f3ac27e" * 8, 100)
    assert "9f3ac27e" * 8 == "".join(found)
    assert 1 < len(found)


def test_a_solid_span_is_never_broken_inside() -> None:
    """A tick box and its words."""
    spans = (Span("☑ 经常性督导", solid=True), Span("  "), Span("☐ 专项督导检查", solid=True))
    found = [shown(line) for line in Paragraph(spans, Style(size=10), SETTER).lines(100)]
    assert ["☑ 经常性督导", "☐ 专项督导检查"] == found


def test_line_feeds_start_a_line_with_its_own_indent() -> None:
    """A reply of several paragraphs."""
    found = Paragraph("一\n二", Style(size=10, indent=2), SETTER).lines(100)
    assert [20.0, 20.0] == [line.indent for line in found]


def test_two_full_width_marks_close_up() -> None:
    """（10:24）：锁 would show a hole of a whole character otherwise; the text stays."""
    (wide,) = Paragraph("甲）乙：丙", Style(size=10), SETTER).lines(400)
    (close,) = Paragraph("甲乙）：丙", Style(size=10), SETTER).lines(400)
    assert 5.0 == round(wide.width - close.width, 3)
    assert "甲乙）：丙" == shown(close)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("推门检查,东侧锁闭;钥匙(1把)由门卫保管:无人", "推门检查，东侧锁闭；钥匙（1把）由门卫保管：无人"),
        ("10:21 到校", "10:21 到校"),
        ("低于125 g,不合格", "低于125 g，不合格"),
        ("f(x), ok", "f(x), ok"),
        ("回放P-CCTV(默认30)天前", "回放P-CCTV（默认30）天前"),
        ("1)校门", "1)校门"),
    ],
)
def test_half_width_marks_in_chinese_are_set_full_width(typed: str, printed: str) -> None:
    """What stands between Latin letters and digits stays as it is."""
    assert printed == full_width(typed)
