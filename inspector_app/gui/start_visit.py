"""Starting a sample visit: which school, which forms (one or several), which team (at least two)."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QWidget

from inspector_app.actions.county import Person, School
from inspector_app.actions.forms import FormTitle
from inspector_app.gui import blocks, icons, theme, two_lines, wording
from inspector_app.gui.models import reading
from inspector_app.gui.two_lines import TwoLines

LEAST_TEAM = 2  # two inspectors sign


class StartVisitDialog(QDialog):
    """Asks for school, forms and team.

    Signals: `wanted(str, list, list)` carries the school's id, the team's ids (the leader first), the forms' codes.
    """

    wanted = Signal(str, list, list)

    def __init__(self, person: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("start_visit")
        self.setWindowTitle(self.tr("开始样例检查"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(min(theme.scaled(1120), 1280), min(theme.scaled(600), 700))
        self._person = person
        self._known: dict[str, School] = {}
        self._titles: dict[str, FormTitle] = {}
        self._pressed = Qt.CheckState.Unchecked
        self._search = QLineEdit()
        self._search.setObjectName("school_search")
        self._search.setAccessibleName(self.tr("查找学校"))
        self._search.setPlaceholderText(self.tr("查找学校、乡镇"))
        self._search.setClearButtonEnabled(True)
        self._search.addAction(icons.icon("search", theme.colours().muted), QLineEdit.ActionPosition.LeadingPosition)
        self._search.textChanged.connect(self._filter)
        self._nothing = blocks.label(self.tr("没有符合的学校，换个字再查。"), "muted", name="school_none", wrap=True)
        self._nothing.hide()
        self._schools = _list("school_list", self.tr("学校"))
        self._forms = _list("form_list", self.tr("检查表"))
        self._team = _list("team_list", self.tr("检查组"))
        self._schools.currentItemChanged.connect(lambda _now, _before: self._judge())
        self._forms.itemChanged.connect(lambda _item: self._judge())
        self._forms.itemPressed.connect(self._note_tick)
        self._forms.itemClicked.connect(self._toggle)
        self._team.itemChanged.connect(lambda _item: self._judge())
        self._hint = blocks.label("", "caption", name="start_hint", wrap=True)
        self._start = blocks.button(self.tr("开始检查"), "start_confirm", self._accept, "primary")
        left = blocks.column(
            blocks.label(self.tr("学校"), "heading"), self._search, self._nothing, self._schools, spacing=theme.M
        )
        middle = blocks.column(
            blocks.label(self.tr("检查表"), "heading"),
            blocks.label(self.tr("可以勾选几张，一次检查完。"), "muted", wrap=True),
            self._forms,
            spacing=theme.M,
        )
        right = blocks.column(
            blocks.label(self.tr("检查组"), "heading"),
            blocks.label(self.tr("您任组长；日常检查不少于两人。"), "muted", wrap=True),
            self._team,
            spacing=theme.M,
        )
        lists = blocks.row(spacing=theme.XL)
        lists.addLayout(left, 4)
        lists.addLayout(middle, 4)
        lists.addLayout(right, 3)
        cancel = blocks.button(self.tr("取消"), "start_cancel", self.reject, "quiet")
        inside = blocks.column(
            blocks.label(self.tr("开始一次样例检查"), "title"),
            blocks.label(self.tr("由样例督导室派发任务：方式为经常性督导（四不两直）。"), "muted", wrap=True),
            spacing=theme.M,
            margin=theme.XL,
        )
        inside.addLayout(lists, 1)
        buttons = blocks.row(self._hint, cancel, self._start)
        buttons.setStretch(0, 1)
        inside.addLayout(buttons)
        self.setLayout(inside)
        self._judge()

    def show_choices(self, choices: tuple[list[School], list[Person], list[FormTitle]]) -> None:
        """Fill the lists; further forms may follow."""
        schools, people, titles = choices
        tokens = theme.colours()
        self._known = {school.id: school for school in schools}
        for school in schools:
            facts = " · ".join(part for part in (wording.school_type(school.school_type), school.township) if part)
            item = QListWidgetItem(icons.icon("school", tokens.muted), f"{school.name}\n{facts}")
            item.setData(Qt.ItemDataRole.UserRole, school.id)
            self._schools.addItem(item)
        for person in people:
            item = QListWidgetItem(f"{person.name}\n{wording.role(person.role)}")
            item.setData(Qt.ItemDataRole.UserRole, person.id)
            me = person.id == self._person
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            if not me:
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if me else Qt.CheckState.Unchecked)
            self._team.insertItem(0 if me else self._team.count(), item)
        self.show_forms(titles)
        if self._forms.count():
            self._forms.item(0).setCheckState(Qt.CheckState.Checked)

    def show_forms(self, titles: list[FormTitle]) -> None:
        """Add forms to the list."""
        for one in titles:
            item = QListWidgetItem(f"{reading.words(one.title)}\n{self._facts(one)}")
            item.setData(Qt.ItemDataRole.UserRole, one.code)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            item.setToolTip(reading.words(one.title))
            self._forms.addItem(item)
            self._titles[one.code] = one
        self._judge()

    def _facts(self, one: FormTitle) -> str:
        items = self.tr("{items} 题 · {points} 分").format(items=one.items, points=one.points)
        questions = self.tr("{count} 个问题").format(count=one.questions)
        return " · ".join([items] * bool(one.items) + [questions] * bool(one.questions))

    def _note_tick(self, item: QListWidgetItem) -> None:
        self._pressed = item.checkState()

    def _toggle(self, item: QListWidgetItem) -> None:
        """Tick or untick a form whose words were clicked; its box does so by itself."""
        if item.checkState() == self._pressed:
            ticked = item.checkState() == Qt.CheckState.Checked
            item.setCheckState(Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked)

    def _filter(self, words: str) -> None:
        self._nothing.setVisible(two_lines.show_matching(self._schools, words))

    def _judge(self) -> None:
        school, chosen = self._school(), [self._titles[code] for code in _ticked(self._forms) if code in self._titles]
        team = len(_ticked(self._team)) >= LEAST_TEAM
        unfit = next((one for one in chosen if school is not None and not one.suits(school)), None)
        why = self.tr("这张表不用于这所学校的学段")
        if unfit is not None and len(chosen) > 1:
            why = self.tr("{form}：不用于这所学校的学段").format(form=reading.words(unfit.title))
        owed = (
            (school is None, self.tr("请选一所学校")),
            (not chosen, self.tr("请选一张检查表")),
            (unfit is not None, why),
            (not team, self.tr("请再选至少一名组员")),
        )
        words = next((words for missing, words in owed if missing), "")
        self._start.setEnabled(not words)
        self._hint.setText(words)

    def _school(self) -> School | None:
        return self._known.get(_picked(self._schools))

    def _accept(self) -> None:
        school, forms = self._school(), _ticked(self._forms)
        if school is not None and forms:
            self.wanted.emit(school.id, _ticked(self._team), forms)
            self.accept()


def _ticked(choices: QListWidget) -> list[str]:
    items = [choices.item(index) for index in range(choices.count())]
    return [str(item.data(Qt.ItemDataRole.UserRole)) for item in items if item.checkState() == Qt.CheckState.Checked]


def _picked(choices: QListWidget) -> str:
    row = choices.currentRow()  # currentItem() is nothing at first, whatever its annotation says
    return str(choices.item(row).data(Qt.ItemDataRole.UserRole)) if row >= 0 else ""


def _list(name: str, label: str) -> QListWidget:
    result = QListWidget()
    result.setObjectName(name)
    result.setAccessibleName(label)
    result.setProperty("role", "card")
    result.setItemDelegate(TwoLines(result))
    result.setIconSize(QSize(theme.scaled(22), theme.scaled(22)))
    return result
