"""Settings of this device: language, looks, text size; who works here, where the work lies, its backup; about."""

from pathlib import Path

import msgspec
from PySide6.QtCore import QUrl, Signal, qVersion
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QProgressBar, QVBoxLayout, QWidget

from inspector_app import __version__, settings
from inspector_app.actions import backup, setup
from inspector_app.actions.backup import Backup
from inspector_app.actions.county import Person
from inspector_app.errors import Problem
from inspector_app.gui import blocks, choosing, theme, wording
from inspector_app.gui.fields.segments import Segments
from inspector_app.gui.problem import Banner
from inspector_app.gui.publish_dialog import PublishDialog
from inspector_app.gui.runner import Runner
from inspector_app.workspace import Workspace

_SCALES = ("1.0", "1.25", "1.5", "2.0")


class SettingsPage(QWidget):
    """Signals: `changed(object)` new Settings were saved; the window is built anew with them."""

    changed = Signal(object)

    def __init__(self, ws: Workspace, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("settings_page")
        self._ws, self._runner = ws, runner
        self._banner = Banner("settings_problem")
        self._language = Segments("language", self.tr("语言"), [("zh", "中文"), ("en", "English")])
        self._theme = Segments(
            "theme",
            self.tr("外观"),
            [
                ("system", self.tr("跟随系统")),
                ("light", self.tr("浅色")),
                ("dark", self.tr("深色")),
                ("contrast", self.tr("高对比")),
            ],
        )
        self._scale = Segments(
            "text_scale", self.tr("字号"), [(scale, f"{float(scale) * 100:.0f}%") for scale in _SCALES]
        )
        self._person = blocks.label(ws.person, "strong", name="settings_person")
        self._role = blocks.label("", "caption", name="settings_role")
        self._language.picked.connect(lambda value: self._change(language=value))
        self._theme.picked.connect(lambda value: self._change(theme=value))
        self._scale.picked.connect(lambda value: self._change(text_scale=float(value)))
        body = QWidget()
        left = blocks.column(self._looks(), self._who(), None, spacing=theme.L)
        parts = [self._forms(), self._place()] if setup.may_publish(ws) else [self._place()]
        right = blocks.column(*parts, self._keep(), self._about(), None, spacing=theme.L)
        sides = blocks.row(left, right, spacing=theme.L)
        sides.setStretch(0, 1)
        sides.setStretch(1, 1)
        column = blocks.column(self._banner, sides, None, spacing=theme.L)
        column.setContentsMargins(theme.XL, theme.XL, theme.XL, theme.XL)
        body.setLayout(column)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(blocks.scrolled(body, "settings_scroll"))

    def refresh(self) -> None:
        """Show the settings in force."""
        present = settings.load()
        self._language.show_value(present.language)
        self._theme.show_value(present.theme)
        self._scale.show_value(next((one for one in _SCALES if float(one) == present.text_scale), ""))
        self._runner.start(setup.people, self._show_person)

    def _show_person(self, people: list[Person]) -> None:
        me = next((one for one in people if one.id == self._ws.person), None)
        if me is not None:
            self._person.setText(me.name)
            self._role.setText(f"{wording.role(me.role)} · {me.credential_no}")

    def _change(self, **parts: object) -> None:
        changed = msgspec.structs.replace(settings.load(), **parts)
        try:
            settings.save(changed)
        except Problem as problem:
            self._banner.show_problem(problem)
            self.refresh()
            return
        self.changed.emit(changed)

    def _looks(self) -> QWidget:
        frame, inside = blocks.card("settings_looks", spacing=theme.L)
        inside.addWidget(blocks.label(self.tr("显示"), "heading"))
        for words, field in (
            (self.tr("语言"), self._language),
            (self.tr("外观"), self._theme),
            (self.tr("字号"), self._scale),
        ):
            name = blocks.label(words)
            name.setMinimumWidth(96)
            line = blocks.row(name, field)
            line.setStretch(1, 1)
            inside.addLayout(line)
        return frame

    def _who(self) -> QWidget:
        frame, inside = blocks.card("settings_who")
        inside.addWidget(blocks.label(self.tr("我是谁"), "heading"))
        words = blocks.column(self._person, self._role, spacing=0)
        line = blocks.row(blocks.picture("person", theme.colours().accent, 28), spacing=theme.M)
        line.addLayout(words, 1)
        inside.addLayout(line)
        inside.addWidget(
            blocks.label(self.tr("这台电脑上的每一处改动都记在您名下。换人使用，请另建工作区。"), "caption", wrap=True)
        )
        return frame

    def _forms(self) -> QWidget:
        frame, inside = blocks.card("settings_forms")
        inside.addWidget(blocks.label(self.tr("检查表"), "heading"))
        words = self.tr("用 Excel 做的表，在这里检查、发布；样例县里由旁边的样例督导室发布。")
        inside.addWidget(blocks.label(words, wrap=True))
        publish = blocks.button(self.tr("发布一张表…"), "settings_publish", self.publish, "", "plus")
        inside.addLayout(blocks.row(publish, None))
        return frame

    def publish(self) -> None:
        """Open the dialog that checks and publishes a form."""
        PublishDialog(self._ws, self._runner, self).open()

    def _place(self) -> QWidget:
        frame, inside = blocks.card("settings_place")
        inside.addWidget(blocks.label(self.tr("存放位置"), "heading"))
        place = blocks.label(str(self._ws.folder), name="settings_folder", wrap=True)
        inside.addWidget(place)
        inside.addWidget(
            blocks.label(
                self.tr("整个文件夹都是加密的。不要手工移动、改名或只拷走其中的文件；要带走检查，请用“同步”。"),
                "caption",
                wrap=True,
            )
        )
        show = blocks.button(self.tr("打开文件夹"), "settings_open_folder", self._open_folder, "", "folder")
        copy = blocks.button(self.tr("复制路径"), "settings_copy_folder", self._copy_folder, "quiet", "copy")
        inside.addLayout(blocks.row(show, copy, None))
        return frame

    def _keep(self) -> QWidget:
        frame, inside = blocks.card("settings_backup")
        inside.addWidget(blocks.label(self.tr("备份"), "heading"))
        inside.addWidget(
            blocks.label(
                self.tr("备份成一个加密的文件，当场试恢复并逐项检查，通过了才算备份。请存到 U 盘或另一块硬盘上。"),
                "caption",
                wrap=True,
            )
        )
        self._back_up = blocks.button(self.tr("备份到…"), "backup_now", self._ask_where, "primary", "save")
        self._step = QProgressBar()
        self._step.setObjectName("backup_progress")
        self._step.setTextVisible(False)
        self._step.hide()
        self._outcome = blocks.label("", "", name="backup_outcome", wrap=True)
        self._outcome.hide()
        inside.addWidget(self._step)
        inside.addWidget(self._outcome)
        inside.addLayout(blocks.row(self._back_up, None))
        return frame

    def _ask_where(self) -> None:
        choosing.choose_folder(self, self.tr("备份到哪个文件夹"), self.back_up_to)

    def back_up_to(self, folder: Path) -> None:
        """Back up into `folder`; editing may go on meanwhile."""
        ws = self._ws
        self._banner.clear()
        self._outcome.hide()
        self._busy(True)
        self._runner.start_long(
            lambda report: backup.make(ws, folder, report),
            self._stepped,
            self._backed_up,
            self._banner.show_problem,
            on_end=self._rest,
        )

    def _busy(self, busy: bool) -> None:
        self._back_up.setEnabled(not busy)
        self._step.setRange(0, 0)
        self._step.setVisible(busy)

    def _rest(self) -> None:
        self._busy(False)

    def _stepped(self, done: int, total: int) -> None:
        self._step.setRange(0, total)
        self._step.setValue(done)

    def _backed_up(self, made: Backup) -> None:
        words = self.tr("已备份到 {}，{} 条记录、{} 个附件，试恢复通过检查。可以拔出。")
        self._outcome.setText(words.format(made.path, made.entries, made.blobs))
        self._outcome.show()

    def _about(self) -> QWidget:
        frame, inside = blocks.card("settings_about")
        inside.addWidget(blocks.label(self.tr("关于"), "heading"))
        inside.addWidget(
            blocks.label(self.tr("督查通 Inspector {}").format(__version__), "strong", name="settings_version")
        )
        inside.addWidget(blocks.label(self.tr("四不两直学校督导，离线可用。许可证：Apache-2.0。"), wrap=True))
        inside.addWidget(
            blocks.label(
                self.tr(
                    "使用了 Qt {} 与 PySide6(LGPL-3.0)、SQLCipher(BSD)、ReportLab(BSD)、pyHanko(MIT)、"
                    "cryptography(Apache-2.0/BSD)、pyrage(MIT)、思源黑体与思源宋体 Noto CJK(OFL-1.1)等开源软件与字体。"
                ).format(qVersion()),
                "caption",
                wrap=True,
            )
        )
        return frame

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._ws.folder)))

    def _copy_folder(self) -> None:
        QApplication.clipboard().setText(str(self._ws.folder))
