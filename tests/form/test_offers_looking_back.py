"""Choices that go by what was chosen from them before: offered when asked for, as ODK's apps do; no circle."""

from pathlib import Path

from inspector_app.form import Filling, load
from tests.form.small import NOW

VISITS = """
| survey |
|  | type                       | name   | label  | calculation          | choice_filter                          |
|  | calculate                  | chosen |        | join(' ', ${square}) |                                        |
|  | begin repeat               | visit  | Visits |                      |                                        |
|  | select_one squares         | square | Square |                      | not(selected(${chosen}, name))         |
|  | end repeat                 |        |        |                      |                                        |
|  | select_one towns           | town   | Town   |                      | district = 'D 1' or district = ${town} |
| choices |
|  | list_name | name   | label  | district |
|  | squares   | a      | A      |          |
|  | squares   | b      | B      |          |
|  | towns     | Old T  | Old    | D 1      |
|  | towns     | New T  | New    | D 2      |
"""


def test_what_was_chosen_stands_and_is_offered_no_more(tmp_path: Path) -> None:
    """A square chosen in one row is not offered in the next; choosing it does not take it away again."""
    (tmp_path / "visits.md").write_text(VISITS, "utf-8")
    filling = Filling(load(tmp_path / "visits.md"), now=NOW)
    filling.answer("/data/visit[1]/square", "a")
    filling.add_row("/data/visit")
    assert ("a", ["a"]) == (filling.value("/data/visit[1]/square"), filling.value("chosen").split())
    assert ["b"] == [choice.name for choice in filling.choices("/data/visit[2]/square")]


def test_a_name_with_a_space_stays_chosen_where_choices_are_filtered(tmp_path: Path) -> None:
    """One name of one choice, not two."""
    text = VISITS.replace(" or district = ${town}", "")
    (tmp_path / "visits.md").write_text(text, "utf-8")
    filling = Filling(load(tmp_path / "visits.md"), now=NOW)
    filling.answer("town", "Old T")
    assert "Old T" == filling.value("town")
    filling.answer("town", "New T")
    assert "" == filling.value("town")
