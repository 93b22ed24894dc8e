"""Starting a sample visit: which school, which team (at least two)."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QWidget

from inspector_app.actions.county import Person, School
from inspector_app.gui import blocks, icons, theme, two_lines, wording
from inspector_app.gui.two_lines import TwoLines

LEAST_TEAM = 2  # two inspectors sign


class StartVisitDialog(QDialog):
    """Signals: `wanted(str, list)` carries the school's id and the team's ids, the leader (whoever asks) first."""

    wanted = Signal(str, list)

    def __init__(self, person: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("start_visit")
        self.setWindowTitle(self.tr("开始样例检查"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(min(theme.scaled(820), 1280), min(theme.scaled(560), 700))
        self._person = person
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
        self._team = _list("team_list", self.tr("检查组"))
        self._schools.currentItemChanged.connect(lambda _now, _before: self._judge())
        self._team.itemChanged.connect(lambda _item: self._judge())
        self._hint = blocks.label("", "caption", name="start_hint", wrap=True)
        self._start = blocks.button(self.tr("开始检查"), "start_confirm", self._accept, "primary")
        left = blocks.column(
            blocks.label(self.tr("学校"), "heading"), self._search, self._nothing, self._schools, spacing=theme.M
        )
        right = blocks.column(
            blocks.label(self.tr("检查组"), "heading"),
            blocks.label(self.tr("您任组长；日常检查不少于两人。"), "muted", wrap=True),
            self._team,
            spacing=theme.M,
        )
        lists = blocks.row(spacing=theme.XL)
        lists.addLayout(left, 3)
        lists.addLayout(right, 2)
        cancel = blocks.button(self.tr("取消"), "start_cancel", self.reject, "quiet")
        inside = blocks.column(
            blocks.label(self.tr("开始一次样例检查"), "title"),
            blocks.label(
                self.tr("由样例督导室派发任务：方式为经常性督导（四不两直），使用“校园安全”表。"), "muted", wrap=True
            ),
            spacing=theme.M,
            margin=theme.XL,
        )
        inside.addLayout(lists, 1)
        buttons = blocks.row(self._hint, cancel, self._start)
        buttons.setStretch(0, 1)
        inside.addLayout(buttons)
        self.setLayout(inside)
        self._judge()

    def show_choices(self, choices: tuple[list[School], list[Person]]) -> None:
        """Fill both lists."""
        schools, people = choices
        tokens = theme.colours()
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
        self._judge()

    def _filter(self, words: str) -> None:
        self._nothing.setVisible(two_lines.show_matching(self._schools, words))

    def _picked_team(self) -> list[str]:
        items = [self._team.item(index) for index in range(self._team.count())]
        return [
            str(item.data(Qt.ItemDataRole.UserRole)) for item in items if item.checkState() == Qt.CheckState.Checked
        ]

    def _judge(self) -> None:
        school = self._schools.currentItem() is not None
        team = len(self._picked_team()) >= LEAST_TEAM
        self._start.setEnabled(school and team)
        words = "" if school else self.tr("请选一所学校")
        self._hint.setText(words or ("" if team else self.tr("请再选至少一名组员")))

    def _accept(self) -> None:
        item = self._schools.currentItem()
        if item is not None:
            self.wanted.emit(str(item.data(Qt.ItemDataRole.UserRole)), self._picked_team())
            self.accept()


def _list(name: str, label: str) -> QListWidget:
    result = QListWidget()
    result.setObjectName(name)
    result.setAccessibleName(label)
    result.setProperty("role", "card")
    result.setItemDelegate(TwoLines(result))
    result.setIconSize(QSize(theme.scaled(22), theme.scaled(22)))
    return result
