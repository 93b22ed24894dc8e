"""Every mistake of a form's file is found at once, with its line; a form with mistakes is not loaded."""

from pathlib import Path

import pytest

from inspector_app.errors import Problem
from inspector_app.form import load
from inspector_app.form.check import check
from inspector_app.text import LANGUAGES
from tests.form.small import loaded, written

MANY = """
    form: f
    choices:
      yes_no: [{name: yes}, {name: no}]
    repeats: [{name: g_room, minimum: "count(${nobody})"}]
    calculations:
      - {name: total, type: integer, calculation: "${a_1_n} +"}
    sections:
      - code: A
        points: 7
        items:
          - {code: A-1, points: 5, grade: Z-H, method: [smell], fields: [{name: n, type: number}]}
          - {code: A-2, points: some, judge: "no-such(1)", repeat: g_room}
          - {code: A-3, points: 3, fields: [{name: x, type: select_one list}, {name: y, type: text, choice_filter: "a = 1"}]}
    """


def test_all_mistakes_are_found_at_once(tmp_path: Path) -> None:
    """Each with its code, and the line it stands in."""
    found = [(problem.code, problem.where.split()[0]) for problem in check(written(tmp_path, MANY))]
    assert {
        ("form.unknown_type", "small.yaml:12"),
        ("form.unknown_grade", "small.yaml:12"),
        ("form.unknown_word", "small.yaml:12"),
        ("form.bad_points", "small.yaml:13"),
        ("form.bad_expression", "small.yaml:13"),
        ("form.unknown_choices", "small.yaml:14"),
        ("form.not_supported", "small.yaml:14"),
        ("form.unknown_reference", "small.yaml:5"),
        ("form.bad_expression", "small.yaml:7"),
        ("form.points_total", "small.yaml:2"),
    } == set(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_mistake_is_worded(tmp_path: Path, language: str) -> None:
    """What happened and what to do, in both languages, no template left unfilled."""
    for problem in check(written(tmp_path, MANY)):
        lines = problem.lines("zh" if language == "zh" else "en")
        assert 3 == len(lines)
        assert all(lines)


def test_keys_that_are_unknown_or_missing_are_listed_together(tmp_path: Path) -> None:
    """A misspelt key is refused by name, in its line."""
    text = """
        form: f
        titel: {zh: 表}
        sections:
          - items:
              - {code: A-1, relevent: "1"}
    """
    found = [(problem.code, problem.where) for problem in check(written(tmp_path, text))]
    assert [
        ("form.unknown_key", "small.yaml:3 titel"),
        ("form.missing_key", "small.yaml:5 sections/1"),
        ("form.unknown_key", "small.yaml:6 sections/1/items/1/relevent"),
    ] == found


def test_circles_are_shown_with_their_path(tmp_path: Path) -> None:
    """A value that depends on itself is refused, and the way around is named."""
    text = """
        form: f
        calculations:
          - {name: a, type: integer, calculation: "${b} + 1"}
          - {name: b, type: integer, calculation: "${c} + 1"}
          - {name: c, type: integer, calculation: "${a} + 1"}
          - {name: d, type: integer, calculation: "${a} + 1"}
        sections: []
    """
    with pytest.raises(Problem) as caught:
        loaded(tmp_path, text)
    assert "form.cycle" == caught.value.code
    names = str(caught.value.fields["path"]).split(" → ")
    assert (names[0], {"a", "b", "c"}) == (names[-1], set(names))


@pytest.mark.parametrize("itself", [".", "${a_1_n}", "../a_1_n"])
def test_relevance_that_waits_for_its_own_answer_is_a_circle(tmp_path: Path, itself: str) -> None:
    """A question cannot decide whether it is asked itself: it would be gone with the answer that a person just gave."""
    text = f"""
        form: f
        sections: [{{code: A, items: [{{code: A-1, fields: [{{name: n, type: text, relevant: "{itself} = ''"}}]}}]}}]
    """
    with pytest.raises(Problem, match="form.cycle"):
        loaded(tmp_path, text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("form: [", "form.unreadable"),
        ("just words", "form.unreadable"),
        ("", "form.unreadable"),
        ("form: {a: b}", "form.bad_value"),
        ("form: f\nsections: 3", "form.bad_value"),
        ("sections: []", "form.missing_key"),
        ("form: f\nsections: [{code: A, items: [{code: A-1}, {code: A-1}]}]", "form.doubled_name"),
        ("form: f\nsections: [{code: A, items: [{code: A-1, repeat: g}]}]", "form.unknown_repeat"),
        ("form: f\nsections: [{code: A, items: [{code: A-1, rectify: {kind: later}}]}]", "form.bad_value"),
        ("form: f\nsections: [{code: A, items: [{code: A-1, judge: '../x = 1'}]}]", "form.unknown_reference"),
    ],
)
def test_a_broken_file_is_refused_by_name(tmp_path: Path, text: str, code: str) -> None:
    """Whatever is wrong, there is a Problem with the file's name and a line."""
    with pytest.raises(Problem) as caught:
        load(written(tmp_path, text))
    assert code == caught.value.code
    assert caught.value.where.startswith("small.yaml")
    assert all(caught.value.lines(language) for language in LANGUAGES)


def test_a_file_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    """So is one that is no text, and one of a kind that is never read."""
    (tmp_path / "bytes.yaml").write_bytes(b"\xff\xfe\x00")
    for name, code in [
        ("nowhere.yaml", "form.unreadable"),
        ("bytes.yaml", "form.unreadable"),
        ("form.xlsx", "form.unreadable"),
        ("form.pdf", "form.unknown_suffix"),
    ]:
        with pytest.raises(Problem) as caught:
            load(tmp_path / name)
        assert code == caught.value.code


def test_the_version_is_the_meaning_not_the_spelling(tmp_path: Path) -> None:
    """Comments, order of keys and layout do not make another version; a changed word does."""
    one = loaded(tmp_path, "form: f\ntitle: {zh: 表, en: Form}\nsections: []\n")
    same = loaded(tmp_path, "# why\nsections: []\ntitle:\n  en: Form\n  zh: 表\nform: f\n")
    other = loaded(tmp_path, "form: f\ntitle: {zh: 表格, en: Form}\nsections: []\n")
    assert one.version == same.version
    assert one.version != other.version
    assert 64 == len(one.version)


def test_words_stay_words(tmp_path: Path) -> None:
    """yes, no, on and 1.10 are what they look like, not truths and numbers."""
    form = loaded(tmp_path, "form: f\nchoices: {c: [{name: yes}, {name: on}, {name: 1.10}]}\nsections: []\n")
    assert ["yes", "on", "1.10"] == [choice.name for choice in form.choices["c"]]


def test_a_forms_own_total_and_level_are_calculations(tmp_path: Path) -> None:
    """`level` needs words for its values: a select; both are named with what there is."""
    text = """
        form: f
        total: sum
        level: sum
        choices: {band: [{name: a, label: A}]}
        calculations:
          - {name: sum, type: integer, calculation: "1 + 1"}
          - {name: band, type: select_one band, calculation: "'a'"}
        sections: [{code: A, points: 100, items: [{code: A-1, points: 100}]}]
        """
    assert [("form.unknown_word", "small.yaml:4")] == [
        (problem.code, problem.where.split()[0]) for problem in check(written(tmp_path, text))
    ]
    assert [] == check(written(tmp_path, text.replace("level: sum", "level: band")))
    assert 2 == len(check(written(tmp_path, text.replace("total: sum", "total: nothing"))))
