"""Bodies of the signing steps after the facts: feedback, the school's reply, obstacles and freeze, ink, issue."""

from collections.abc import Mapping
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from inspector_app.actions.process import Process
from inspector_app.actions.readiness import Obstacle
from inspector_app.actions.signing import Signer, SigningState
from inspector_app.gui import blocks, theme, wording
from inspector_app.gui.fields.passphrase import PassphraseEdit
from inspector_app.text import full_width


class FeedbackPanel(QWidget):
    """Signals: `given()` the findings were told to the school just now."""

    given = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._text = blocks.label(
            self.tr("离校前，组长当场向学校负责人反馈检查发现，并听取申辩。只讲事实，不定性个人。"), wrap=True
        )
        self._done = blocks.label("", tone="pass", name="feedback_at")
        self._button = blocks.button(self.tr("已当场反馈"), "feedback_given", self.given.emit, "primary", "check")
        self.setLayout(blocks.column(self._text, self._done, blocks.row(self._button, None), spacing=theme.M))

    def show_state(self, state: SigningState) -> None:
        """Show when it was given."""
        at = state.feedback_at
        self._done.setText(self.tr("{} 已反馈").format(wording.moment(at)) if at else "")
        self._done.setVisible(at is not None)
        self._button.setVisible(at is None)


class ReplyPanel(QWidget):
    """Signals: `written(object)` carries the school's words, or None for no reply."""

    written = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._words = QPlainTextEdit()
        self._words.setObjectName("reply_text")
        self._words.setAccessibleName(self.tr("学校意见"))
        self._words.setPlaceholderText(self.tr("照学校负责人的原话写"))
        self._words.setTabChangesFocus(True)
        self._words.setFixedHeight(120)
        self._words.textChanged.connect(self._judge)
        self._state = blocks.label("", tone="pass", name="reply_state", wrap=True)
        self._keep = blocks.button(self.tr("记下意见"), "reply_save", self._save, "primary")
        self._none = blocks.button(self.tr("学校无意见"), "reply_none", lambda: self.written.emit(None))
        self._standing: str | None = None
        self.setLayout(
            blocks.column(
                blocks.label(self.tr("申辩是学校的权利。没有意见的，记录上这一栏划斜线。"), wrap=True),
                self._words,
                self._state,
                blocks.row(self._keep, self._none, None),
                spacing=theme.M,
            )
        )

    def show_state(self, state: SigningState, read_only: bool) -> None:
        """Show the reply as saved."""
        self._standing = state.reply
        if state.reply is not None and not self._words.hasFocus() and self._words.toPlainText().strip() != state.reply:
            self._words.setPlainText(state.reply)
        if state.reply_none:
            self._state.setText(self.tr("已记：学校无意见"))
        else:
            self._state.setText(self.tr("已记下学校的意见") if state.reply is not None else "")
        self._state.setVisible(bool(self._state.text()))
        self._words.setReadOnly(read_only)
        self._none.setVisible(not read_only and not state.reply_none)
        self._keep.setVisible(not read_only)
        self._judge()

    def _judge(self) -> None:
        words = self._words.toPlainText().strip()
        self._keep.setEnabled(bool(words) and words != self._standing)

    def _save(self) -> None:
        self._words.clearFocus()
        self.written.emit(self._words.toPlainText().strip())


class FreezePanel(QWidget):
    """Signals: `frozen()` freeze now; `jump(str)` go to the item with that code ("" for a step of this page or the card)."""

    frozen = Signal()
    jump = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._ready = self._pages_current = False
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.S)
        self._intro = blocks.label("", name="freeze_intro", wrap=True)
        self._unchecked = blocks.label("", tone="warning", name="freeze_unchecked", wrap=True)
        self._digest = blocks.label("", "mono", name="freeze_digest", wrap=True)
        self._digest.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._button = blocks.button(self.tr("冻结内容，准备签字"), "freeze", self.frozen.emit, "primary", "lock")
        whole = blocks.column(self._intro, spacing=theme.M)
        whole.addLayout(self._list)
        whole.addWidget(self._unchecked)
        whole.addWidget(self._digest)
        whole.addLayout(blocks.row(self._button, None))
        self.setLayout(whole)

    def show_state(self, state: SigningState, unchecked: int, facts: Process) -> None:
        """Show what is in the way, or the digest; items not checked, facts left blank are no obstacle but are said."""
        blocks.empty(self._list)
        blanks = [self.tr("还有 {} 项没有查，记录上会写明“未查”。").format(unchecked)] if unchecked else []
        if not facts.places:
            blanks.append(self.tr("走过的部位没有填，记录上会是“无”。"))
        if not facts.no_reception:
            blanks.append(self.tr("“没有安排接待”没有勾选，记录上这一格是空的。"))
        self._unchecked.setText("\n".join(blanks))
        self._unchecked.setVisible(bool(blanks) and not state.digest)
        done = bool(state.digest)
        if done:
            words = self.tr("内容已冻结。每个签名都与下面的校验码绑定；此后的更正只能另出修正单。")
            if state.late:
                words += "\n" + self.tr("签后变更：同事电脑上另有 {} 条晚于冻结，已另存，不改变签字内容。").format(
                    state.late
                )
            self._intro.setText(words)
        elif state.obstacles:
            self._intro.setText(self.tr("签字前还有 {} 处要办：").format(len(state.obstacles)))
            for index, obstacle in enumerate(state.obstacles):
                self._list.addWidget(self._line(index, obstacle))
        else:
            self._intro.setText(self.tr("都齐了。请学校负责人看完左边的页面，再冻结；冻结后内容不能再改。"))
        self._digest.setText(state.digest)
        self._digest.setVisible(done)
        self._button.setVisible(not done)
        self._ready = not state.obstacles
        self._judge()

    def show_pages_current(self, current: bool) -> None:
        """Freeze only what the pages at the left show."""
        self._pages_current = current
        self._judge()

    def _judge(self) -> None:
        self._button.setEnabled(self._ready and self._pages_current)

    def _line(self, index: int, obstacle: Obstacle) -> QWidget:
        line = QWidget()
        go = blocks.button(self.tr("去办"), f"obstacle_{index}", lambda: self.jump.emit(obstacle), "quiet")
        go.setAccessibleName(self.tr("去办：{}").format(obstacle.text))
        words = blocks.label(full_width(f"{obstacle.code}  {obstacle.text}".strip()), wrap=True)
        mark = blocks.picture("warning", theme.colours().warning, 20)
        inside = blocks.row(mark, words, go)
        inside.setStretch(1, 1)
        line.setLayout(inside)
        return line


class InkPanel(QWidget):
    """Signals: `ink_wanted(object)` carries the Signer; `refusal_wanted()`."""

    ink_wanted = Signal(object)
    refusal_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(theme.S)
        self.setLayout(self._list)

    def show_state(self, state: SigningState) -> None:
        """Show who has signed."""
        blocks.empty(self._list)
        if not state.digest:
            self._list.addWidget(blocks.label(self.tr("冻结之后才能签名。"), "muted", wrap=True))
            return
        for signer in state.signers:
            self._list.addWidget(self._line(signer, state))

    def _line(self, signer: Signer, state: SigningState) -> QWidget:
        head = signer.role == "head"
        at = inked_at(state.inked, signer)
        refused = head and state.refusal is not None
        line = QWidget()
        name = signer.name or self.tr("学校负责人")
        words = blocks.column(
            blocks.label(name, "strong"), blocks.label(self.tr("校方") if head else signer.title, "caption"), spacing=0
        )
        inside = blocks.row(blocks.picture("person", theme.colours().muted, 24), spacing=theme.M)
        inside.addLayout(words, 1)
        if at is not None:
            inside.addWidget(blocks.label(self.tr("{} 已签").format(wording.moment(at, at)), "chip", "pass"))
        elif refused:
            inside.addWidget(blocks.label(self.tr("拒签已记录"), "chip", "warning"))
        elif state.issued is None:
            if head:
                inside.addWidget(blocks.button(self.tr("拒签"), "refuse", self.refusal_wanted.emit, "quiet"))
            inside.addWidget(
                blocks.button(self.tr("签名"), f"ink_{signer.id}", lambda: self.ink_wanted.emit(signer), "", "sign")
            )
        line.setLayout(inside)
        return line


class IssuePanel(QWidget):
    """Signals: `wanted(object)` carries {person id: PIN} of those who gave one; `documents()`, `sync()` where to go next."""

    wanted = Signal(object)
    documents = Signal()
    sync = Signal()

    def __init__(self, person: str) -> None:
        super().__init__()
        self._person = person
        self._pins: dict[str, PassphraseEdit] = {}
        self._shown: tuple[str, ...] | None = None
        self._inside = QVBoxLayout()
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._inside.setSpacing(theme.M)
        self.setLayout(self._inside)

    def show_state(self, state: SigningState) -> None:
        """Show what is needed, or what was issued; fields that are being typed into are left alone."""
        inspectors = [one for one in state.signers if one.role == "inspector" and inked_at(state.inked, one)]
        ready = is_inked(state)
        key = (state.issued.number,) if state.issued else ("open", str(ready), *(one.id for one in inspectors))
        if key == self._shown:
            return
        self._shown = key
        blocks.empty(self._inside)
        self._pins = {}
        if state.issued is not None:
            self._show_issued(state.issued.number, state.issued.issued_at)
        elif not ready:
            words = self.tr("两名检查人员签名、学校签名（或记下拒签）之后，就可以出具。")
            self._inside.addWidget(blocks.label(words, "muted", wrap=True))
        else:
            self._ask(inspectors)

    def _ask(self, inspectors: list[Signer]) -> None:
        self._inside.addWidget(
            blocks.label(
                self.tr("用检查人员的签章密钥给文件加电子签章。请本人输入自己的口令；密钥不在这台电脑上的，留空即可。"),
                wrap=True,
            )
        )
        for signer in inspectors:
            edit = PassphraseEdit(f"pin_{signer.id}", self.tr("{} 的口令").format(signer.name))
            edit.textChanged.connect(lambda _text: self._judge())
            edit.submitted.connect(self._issue)
            self._pins[signer.id] = edit
            self._inside.addWidget(edit)
        self._button = blocks.button(self.tr("出具并签章"), "issue", self._issue, "primary", "shield")
        self._inside.addLayout(blocks.row(self._button, None))
        self._judge()

    def _show_issued(self, number: str, at: datetime) -> None:
        self._inside.addWidget(blocks.label(number, "heading", name="issued_number"))
        self._inside.addWidget(
            blocks.label(self.tr("{} 出具，已保存在“文书”里。").format(wording.moment(at)), wrap=True)
        )
        documents = blocks.button(self.tr("打印、另存"), "issued_documents", self.documents.emit, "primary", "print")
        sync = blocks.button(self.tr("封装到 U 盘"), "issued_sync", self.sync.emit, "", "usb")
        self._inside.addLayout(blocks.row(documents, sync, None))

    def _judge(self) -> None:
        self._button.setEnabled(any(edit.text() for edit in self._pins.values()))

    def _issue(self) -> None:
        pins = {person: edit.text() for person, edit in self._pins.items() if edit.text()}
        if pins:
            self.wanted.emit(pins)

    def forget(self) -> None:
        """Take the typed secrets off the screen."""
        for edit in self._pins.values():
            edit.clear()


def inked_at(inked: Mapping[str, datetime], signer: Signer) -> datetime | None:
    """Return when this signer's ink was taken."""
    return inked.get("head" if signer.role == "head" else f"inspector/{signer.id}")


def is_inked(state: SigningState) -> bool:
    """True when the record has all the ink it needs (two inspectors; the head's, or a refusal)."""
    inspectors = sum(name.startswith("inspector/") for name in state.inked)
    return bool(state.digest) and inspectors >= 2 and ("head" in state.inked or state.refusal is not None)
