"""Pages hold what the outline says: same bytes each time, embedded faces, repeated heads, nothing torn or orphaned."""

import re
from pathlib import Path

import pytest

from inspector_app.report.outline import Cell, Footer, Outline, PageBreak, Row, Style, Table, Text, Together
from inspector_app.report.pdf import compose, draw
from tests.report import samples
from tests.report.reading import pages, poppler, squeezed


def many_rows(count: int) -> Table:
    head = Row((Cell("序号"), Cell("事实")), 20)
    rows = [Row((Cell(f"第{n}行"), Cell(f"事实{n}" + "甲乙丙丁戊己庚辛" * (n % 6) + f"止{n}。"))) for n in range(count)]
    return Table((40, 60), (head, *rows), head=1)


def test_the_same_outline_gives_the_same_bytes() -> None:
    """Reopen and reprint must be byte-identical, or no hash could be compared."""
    outline = Outline("x", (Text("督学甲"), many_rows(50)), made_at=samples.at(10, 2))
    assert draw(outline) == draw(outline)


def test_the_document_s_own_time_and_language_are_in_the_file(tmp_path: Path) -> None:
    """Not the time of printing."""
    path = tmp_path / "a.pdf"
    path.write_bytes(draw(Outline("督导检查记录表", (Text("一"),), made_at=samples.at(10, 2))))
    said = poppler("pdfinfo", path)
    assert "Mon Nov 23 02:02:00 2026 UTC" in said
    assert re.search(r"Title: +督导检查记录表", said)
    assert b"zh-CN" in path.read_bytes()


def test_every_face_is_embedded_as_a_subset(tmp_path: Path) -> None:
    """No Helvetica that some other machine would replace, and each readable as text."""
    path = tmp_path / "a.pdf"
    path.write_bytes(draw(Outline("x", (Text("督学 ABC"), Text("黑体", Style(role="hei"))))))
    rows = poppler("pdffonts", path).splitlines()[2:]
    assert rows
    assert all(re.match(r"[A-Z]{6}\+Noto\w+-Regular +TrueType +WinAnsi +yes yes yes", row) for row in rows)


def test_a_table_s_head_comes_again_on_every_page_and_no_row_is_torn() -> None:
    """Each row's lines stand on the page its number stands on."""
    found = [squeezed(page.extract_text()) for page in pages(draw(Outline("x", (many_rows(120),))))]
    assert 2 < len(found)
    assert all(text.startswith("序号事实") for text in found)
    for n in range(120):
        (page,) = [text for text in found if f"第{n}行" in text]
        assert f"止{n}。" in page


def test_every_page_has_its_footer() -> None:
    """Task number, page of pages, digest prefix."""
    footer = Footer("任务号 RW-1", "第 {page} 页/共 {pages} 页", "内容校验码 9f3ac27e")
    found = [squeezed(page.extract_text()) for page in pages(draw(Outline("x", (many_rows(90),), footer=footer)))]
    for number, text in enumerate(found, 1):
        assert text.endswith(f"任务号RW-1第{number}页/共{len(found)}页内容校验码9f3ac27e")


@pytest.mark.parametrize("lines", range(20, 60, 3))
def test_a_block_kept_together_is_never_alone_on_a_page(lines: int) -> None:
    """「此页无正文」 is never needed: whatever the text before it, some of it comes along."""
    signature = Together((Text("签字区"), many_rows(4)), pull=True)
    before = [Text(f"正文第{n}段。") for n in range(lines)]
    found = [page.extract_text() for page in pages(draw(Outline("x", (*before, signature))))]
    (page,) = [text for text in found if "签字区" in text]
    assert "正文第" in page
    assert "止3。" in page


def test_a_row_longer_than_a_page_goes_on_over_the_next_with_its_frame() -> None:
    """A reply of two pages; no line is lost."""
    text = "".join(f"第{n}句话说明情况。" for n in range(500))
    made = pages(draw(Outline("x", (Table((165,), (Row((Cell(text, middle=False),), split=True),)),))))
    assert 2 <= len(made)
    assert text == "".join(squeezed(page.extract_text()) for page in made)
    assert all(page.rects for page in made)


def test_an_empty_box_is_struck_through_from_corner_to_corner() -> None:
    """R-41: so that nothing can be written into it later."""
    (page,) = pages(draw(Outline("x", (Table((165,), (Row((Cell(slash=True),), 66),)),))))
    (slash,) = [line for line in page.lines if line["x0"] != line["x1"] and line["top"] != line["bottom"]]
    (frame,) = page.rects
    assert [round(frame[side]) for side in ("x0", "x1", "top", "bottom")] == [
        round(slash[side]) for side in ("x0", "x1", "top", "bottom")
    ]


def test_ink_stays_vector_and_inside_its_box() -> None:
    """A picture of a signature could be swapped; strokes are drawn, each as wide as it was pressed."""
    drawn = compose(Outline("x", (Table((60,), (Row((Cell(ink=samples.ink(1), anchor="here"),), 44),)),)))
    (page,) = pages(drawn.data)
    place = drawn.places["here"]
    assert 0 == place.page
    assert 200 < len(page.lines)
    assert not page.images
    x1, y1, x2, y2 = place.box
    inside = [
        line for line in page.lines if x1 <= line["x0"] <= line["x1"] <= x2 and y1 <= line["y0"] <= line["y1"] <= y2
    ]
    assert len(page.lines) == len(inside)
    assert 5 < len({round(line["linewidth"], 2) for line in page.lines})


def test_a_code_too_long_for_its_column_is_set_smaller_not_cut() -> None:
    """DRN-WATER-PATROL-02 in a column made for SAF-FIRE-01."""
    code = "DRN-WATER-PATROL-02"
    (page,) = pages(draw(Outline("x", (Table((28,), (Row((Cell(code, fit=True),)),)),))))
    assert code == page.extract_text()
    assert 1 == len({round(char["top"]) for char in page.chars})


def test_page_breaks_do_not_pile_up() -> None:
    """Two in a row, or one at the end, make no empty page."""
    blocks = (Text("一"), PageBreak(), PageBreak(), Text("二"), PageBreak())
    assert ["一", "二"] == [page.extract_text() for page in pages(draw(Outline("x", blocks)))]


def test_a_watermark_stands_on_every_page() -> None:
    """A draft must not pass for a record (R-67)."""
    made = pages(draw(Outline("x", (many_rows(90),), watermark="草稿")))
    assert all({"草", "稿"} <= {char["text"] for char in page.chars} for page in made)
