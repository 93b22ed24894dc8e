"""The first start: welcome, passphrase, who am I, the sample county; then the workspace is made in the background."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from inspector_app.actions import setup
from inspector_app.actions.county import Person
from inspector_app.errors import Problem
from inspector_app.gui import blocks, icons, theme, two_lines, wording
from inspector_app.gui.fields.passphrase import LEAST, PassphraseEdit, guessable, strength
from inspector_app.gui.problem import Banner
from inspector_app.gui.runner import Runner
from inspector_app.gui.two_lines import TwoLines
from inspector_app.workspace import Workspace


class FirstStart(QWidget):
    """Four calm steps to a working workspace in `folder`.

    Signals: `created(object)` carries the Workspace. Steps: welcome, passphrase, person, county.
    """

    created = Signal(object)

    def __init__(self, folder: Path, runner: Runner | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("first_start")
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(self.tr("督查通 · 首次使用"))
        self._folder = folder
        self._runner = runner or Runner(self)
        self._steps = Steps([self.tr("欢迎"), self.tr("设口令"), self.tr("我是谁"), self.tr("样例县")])
        self._secret = SecretStep()
        self._person = PersonStep()
        self._stack = QStackedWidget()
        for page in (self._welcome(), self._secret, self._person, self._county()):
            self._stack.addWidget(page)
        self._secret.changed.connect(self._judge)
        self._secret.submitted.connect(self._next)
        self._person.changed.connect(self._judge)
        self._person.chosen.connect(self._next)
        self._banner = Banner("first_start_problem")
        self._back = blocks.button(self.tr("上一步"), "first_start_back", self._previous, "quiet", "arrow-left")
        self._forward = blocks.button(self.tr("开始设置"), "first_start_next", self._next, "primary")
        self._forward.setMinimumWidth(150)
        card, inside = blocks.card("first_start_card", margin=theme.XL + theme.S, spacing=theme.L)
        card.setFixedSize(min(theme.scaled(620), 900), min(theme.scaled(540), 680))
        inside.addWidget(self._stack, 1)
        inside.addWidget(self._banner)
        inside.addLayout(blocks.row(self._back, None, self._forward))
        middle = blocks.column(None, spacing=0)
        middle.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        middle.addStretch(1)
        whole = blocks.row(self._steps, spacing=0)
        whole.addLayout(middle, 1)
        self.setLayout(whole)
        self._runner.start(setup.people, self._person.show_people, self._banner.show_problem)
        self._go(0)

    def _welcome(self) -> QWidget:
        tokens = theme.colours()
        points = [
            ("lock", self.tr("内容全部加密，存在这台电脑上；不联网也能用。")),
            ("ok", self.tr("每改一处立即保存，断电、死机也不丢。")),
            ("sign", self.tr("离校前当场出记录、签字、打印。")),
            ("usb", self.tr("回局后用 U 盘把检查带回去，等局里的回执。")),
        ]
        page = QWidget()
        inside = blocks.column(
            blocks.picture("shield", tokens.accent, 48),
            blocks.label(self.tr("督查通"), "display"),
            blocks.label(self.tr("四不两直，直奔现场。先用两分钟把这台电脑准备好。"), "muted", wrap=True),
            theme.M,
            spacing=theme.M,
        )
        for icon, words in points:
            line = blocks.row(blocks.picture(icon, tokens.accent, 24), blocks.label(words, wrap=True), spacing=theme.M)
            line.setStretch(1, 1)
            inside.addLayout(line)
        inside.addStretch(1)
        page.setLayout(inside)
        return page

    def _county(self) -> QWidget:
        page = QWidget()
        self._progress = QProgressBar()
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        self._working = blocks.label(self.tr("正在准备：生成密钥、建立加密存储、接收样例名册…"), "muted", wrap=True)
        note, inside_note = blocks.card(margin=theme.L)
        note.setProperty("role", "sunken")
        inside_note.addWidget(blocks.label(self.tr("存放位置"), "caption"))
        inside_note.addWidget(blocks.label(str(self._folder), name="first_start_folder", wrap=True))
        page.setLayout(
            blocks.column(
                blocks.label(self.tr("装入样例县"), "title"),
                blocks.label(
                    self.tr(
                        "先用虚构的样例县练手：学校、督学、参数都有，旁边还有一个样例督导室，可以收您封装的检查、开回执。"
                    ),
                    wrap=True,
                ),
                blocks.label(self.tr("样例里的人名、数字都是虚构的，请不要当真引用。"), "muted", wrap=True),
                theme.S,
                note,
                theme.S,
                self._working,
                self._progress,
                None,
                spacing=theme.M,
            )
        )
        return page

    def _go(self, step: int) -> None:
        self._stack.setCurrentIndex(step)
        self._steps.show_step(step)
        self._back.setVisible(step > 0)
        words = (self.tr("开始设置"), self.tr("下一步"), self.tr("下一步"), self.tr("完成设置"))
        self._forward.setText(words[step])
        self._busy(False)
        self._judge()
        (self._forward, self._secret, self._person, self._forward)[step].setFocus()

    def _next(self) -> None:
        if not self._forward.isEnabled():
            return
        step = self._stack.currentIndex()
        if step < 3:
            self._go(step + 1)
        else:
            self._create()

    def _previous(self) -> None:
        self._banner.clear()
        self._go(self._stack.currentIndex() - 1)

    def _judge(self) -> None:
        ready = (True, self._secret.ready, bool(self._person.person), True)
        self._forward.setEnabled(ready[self._stack.currentIndex()])

    def _create(self) -> None:
        folder, passphrase, person = self._folder, self._secret.passphrase, self._person.person
        self._banner.clear()
        self._busy(True)
        self._runner.start(
            lambda: setup.first_start(folder, passphrase, person), self._done, self._refused, on_end=self._rest
        )

    def _done(self, ws: Workspace) -> None:
        self._secret.forget()
        self.created.emit(ws)

    def _refused(self, problem: Problem) -> None:
        self._banner.show_problem(problem)

    def _rest(self) -> None:
        self._busy(False)

    def _busy(self, busy: bool) -> None:
        self._progress.setVisible(busy)
        self._working.setVisible(busy)
        self._back.setEnabled(not busy)
        self._forward.setEnabled(not busy)


class Steps(QFrame):
    """The way through the wizard: done, here, to come."""

    def __init__(self, names: list[str]) -> None:
        super().__init__()
        self.setProperty("role", "rail")
        self.setFixedWidth(theme.scaled(216))
        self._lines: list[tuple[QLabel, QLabel]] = []
        inside = blocks.column(spacing=theme.L)
        inside.setContentsMargins(theme.XL, theme.XL, theme.XL, theme.XL)
        mark = blocks.row(
            blocks.picture("shield", theme.colours().rail_active_text, 32),
            blocks.label(self.tr("督查通"), "mark"),
            spacing=theme.M,
        )
        mark.setStretch(1, 1)
        inside.addLayout(mark)
        inside.addSpacing(theme.XL)
        for number, name in enumerate(names, 1):
            badge, words = blocks.label(str(number), "badge"), blocks.label(name, "rail_step")
            self._lines.append((badge, words))
            line = blocks.row(badge, words, spacing=theme.M)
            line.setStretch(1, 1)
            inside.addLayout(line)
        inside.addStretch(1)
        self.setLayout(inside)

    def show_step(self, step: int) -> None:
        """Mark `step` (from 0) as the present one."""
        for index, (badge, words) in enumerate(self._lines):
            theme.set_tone(badge, "accent" if index == step else "pass" if index < step else "")
            theme.set_property(words, "now", index == step)
            if index < step:
                badge.setPixmap(icons.pixmap("check", theme.colours().passed, 18, 2))
            else:
                badge.setText(str(index + 1))


class SecretStep(QWidget):
    """The passphrase, twice. Signals: `changed()`, `submitted()` Enter in the last field."""

    changed = Signal()
    submitted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._one = PassphraseEdit("passphrase", self.tr("口令"))
        self._two = PassphraseEdit("passphrase_again", self.tr("再输一次"))
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._hint = blocks.label("", "caption", name="passphrase_hint", wrap=True)
        self._same = blocks.label("", "caption", name="passphrase_same")
        self._one.textChanged.connect(lambda _text: self._weigh())
        self._two.textChanged.connect(lambda _text: self._weigh())
        self._one.submitted.connect(self._two.setFocus)
        self._two.submitted.connect(self.submitted)
        self.setFocusProxy(self._one)
        self.setLayout(
            blocks.column(
                blocks.label(self.tr("设一个口令"), "title"),
                blocks.label(
                    self.tr("打开这台电脑上的检查内容要用它，您的签章密钥也用它保护。它不会离开这台电脑。"), wrap=True
                ),
                theme.S,
                self._one,
                self._bar,
                self._hint,
                theme.XS,
                self._two,
                self._same,
                None,
                spacing=theme.S,
            )
        )
        self._weigh()

    @property
    def passphrase(self) -> str:
        """Return what was typed."""
        return self._one.text()

    @property
    def ready(self) -> bool:
        """True when it is long enough, not the first thing a thief would try, and both are the same."""
        words = self._one.text()
        return len(words) >= LEAST and not guessable(words) and words == self._two.text()

    def forget(self) -> None:
        """Take the words off the screen."""
        self._one.clear()
        self._two.clear()

    def _weigh(self) -> None:
        words, again = self._one.text(), self._two.text()
        score, tone, hint = strength(words)
        self._bar.setValue(score if words else 0)
        theme.set_tone(self._bar, tone)
        theme.set_tone(self._hint, tone if words else "")
        self._hint.setText(hint if words else self.tr("至少 {} 个字；几个互不相关的词最好记，也最难猜。").format(LEAST))
        theme.set_tone(self._same, "pass" if words == again else "fail")
        same = self.tr("两次一致") if words == again else self.tr("两次不一样")
        self._same.setText(same if again else "")
        self.changed.emit()


class PersonStep(QWidget):
    """Who works on this laptop, picked from the roster. Signals: `changed()`, `chosen()` a double click or Enter."""

    changed = Signal()
    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._search = QLineEdit()
        self._search.setObjectName("person_search")
        self._search.setAccessibleName(self.tr("查找姓名"))
        self._search.setPlaceholderText(self.tr("查找姓名、职务"))
        self._search.setClearButtonEnabled(True)
        self._search.addAction(icons.icon("search", theme.colours().muted), QLineEdit.ActionPosition.LeadingPosition)
        self._search.textChanged.connect(self._filter)
        self._list = QListWidget()
        self._list.setObjectName("person_list")
        self._list.setAccessibleName(self.tr("名册"))
        self._list.setProperty("role", "card")
        self._list.setItemDelegate(TwoLines(self._list))
        self._list.setIconSize(QSize(theme.scaled(22), theme.scaled(22)))
        self._list.itemSelectionChanged.connect(self.changed)
        self._list.itemActivated.connect(lambda _item: self.chosen.emit())
        self._nobody = blocks.label(self.tr("名册里没有符合的人，换个字再查。"), "muted", name="person_none", wrap=True)
        self._nobody.hide()
        self.setFocusProxy(self._list)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(theme.M)
        inside.addWidget(blocks.label(self.tr("我是谁"), "title"))
        inside.addWidget(blocks.label(self.tr("您在这台电脑上做的每一处改动，都会记在您名下。"), wrap=True))
        inside.addWidget(self._search)
        inside.addWidget(self._nobody)
        inside.addWidget(self._list, 1)

    @property
    def person(self) -> str:
        """Return the id of the person picked, "" for none."""
        items = [item for item in self._list.selectedItems() if not item.isHidden()]
        return str(items[0].data(Qt.ItemDataRole.UserRole)) if items else ""

    def show_people(self, people: list[Person]) -> None:
        """Fill the list."""
        self._list.clear()
        for person in people:
            item = QListWidgetItem(f"{person.name}\n{wording.role(person.role)} · {person.credential_no}")
            item.setIcon(icons.icon("person", theme.colours().muted))
            item.setData(Qt.ItemDataRole.UserRole, person.id)
            self._list.addItem(item)
        self.changed.emit()

    def _filter(self, words: str) -> None:
        hidden = two_lines.show_matching(self._list, words)
        self._nobody.setVisible(hidden)
        self.changed.emit()
