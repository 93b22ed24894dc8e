"""The style sheet's text, written once over colour names and a base text size; it knows no widget of ours by class."""

from collections.abc import Mapping
from string import Template

from inspector_app.packaged import data_folder

# Type scale as ratios of the base size: caption, body, heading, title, display.
_SCALE = {"t_caption": 0.88, "t_body": 1.0, "t_heading": 1.16, "t_title": 1.42, "t_display": 1.9}

_SHEET = Template("""
* { font-size: ${t_body}pt; }
QToolTip { background: $text; color: $surface; border: none; padding: 6px 8px; }
QMainWindow, QDialog, QWidget[role="page"] { background: $background; }
QScrollArea, QScrollArea > QWidget > QWidget[role="page"] { background: transparent; border: none; }
QWidget[role="clear"] { background: transparent; }

QLabel { background: transparent; color: $text; }
QLabel:disabled { color: $muted; }
QLabel[role="display"] { font-size: ${t_display}pt; font-weight: 700; }
QLabel[role="title"] { font-size: ${t_title}pt; font-weight: 700; }
QLabel[role="heading"] { font-size: ${t_heading}pt; font-weight: 700; }
QLabel[role="strong"] { font-weight: 700; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="caption"] { color: $muted; font-size: ${t_caption}pt; }
QLabel[role="mono"] { font-family: "DejaVu Sans Mono", "Consolas", monospace; color: $muted; font-size: ${t_caption}pt; }
QLabel[tone="pass"] { color: $passed; } QLabel[tone="fail"] { color: $failed; }
QLabel[tone="na"] { color: $na; } QLabel[tone="warning"] { color: $warning; } QLabel[tone="accent"] { color: $accent; }
QLabel[role="chip"] { font-size: ${t_caption}pt; padding: 3px 9px; border-radius: 9px; background: $sunken; color: $muted; }
QLabel[role="chip"][tone="pass"] { background: $passed_soft; color: $passed; }
QLabel[role="chip"][tone="fail"] { background: $failed_soft; color: $failed; }
QLabel[role="chip"][tone="na"] { background: $na_soft; color: $na; }
QLabel[role="chip"][tone="warning"] { background: $warning_soft; color: $warning; }
QLabel[role="chip"][tone="accent"] { background: $accent_soft; color: $accent; }
QLabel[role="badge"] {
  font-size: ${t_caption}pt; font-weight: 700; border-radius: ${badge_half}px; min-width: ${badge}px;
  max-width: ${badge}px; min-height: ${badge}px; max-height: ${badge}px; background: $sunken; color: $muted;
  qproperty-alignment: AlignCenter; }
QLabel[role="badge"][tone="pass"] { background: $passed_soft; color: $passed; }
QLabel[role="badge"][tone="accent"] { background: $accent; color: $on_accent; }
QLabel[role="badge"][tone="warning"] { background: $warning_soft; color: $warning; }

QFrame[role="card"] { background: $surface; border: 1px solid $line; border-radius: 10px; }
QFrame[role="card"][tone="accent"] { border: 1px solid $accent; }
QFrame[role="card"][tone="fail"] { border: 1px solid $failed; }
QFrame[role="panel"] { background: $surface; border: none; }
QFrame[role="hero"] { background: $hero; border: none; border-radius: 12px; }
QLabel[role="hero_caption"] { color: $hero_muted; font-size: ${t_caption}pt; }
QLabel[role="hero_title"] { color: $hero_text; font-size: ${t_title}pt; font-weight: 700; }
QLabel[role="hero_text"] { color: $hero_muted; }
QPushButton[kind="hero"] { background: $hero_text; color: $hero; border: 1px solid $hero_text; font-weight: 700;
  padding: 6px 18px; }
QPushButton[kind="hero"]:hover { background: $hero_muted; border-color: $hero_muted; }
QPushButton[kind="hero"]:focus { border: 2px solid $accent; padding: 5px 17px; }
QPushButton[kind="card"] { background: $surface; border: 1px solid $line; border-radius: 10px; padding: 0; text-align: left; }
QPushButton[kind="card"]:hover { border-color: $accent; background: $surface; }
QPushButton[kind="card"]:focus { border: 2px solid $accent; padding: 0; }
QFrame[role="sunken"] { background: $sunken; border: none; border-radius: 8px; }
QFrame[role="rule"] { background: $line; border: none; min-height: 1px; max-height: 1px; }
QFrame[role="banner"] { border-radius: 8px; border: 1px solid $line; background: $sunken; }
QFrame[role="banner"][tone="fail"] { background: $failed_soft; border-color: $failed; }
QFrame[role="banner"][tone="warning"] { background: $warning_soft; border-color: $warning; }
QFrame[role="banner"][tone="pass"] { background: $passed_soft; border-color: $passed; }
QFrame[role="banner"][tone="accent"] { background: $accent_soft; border-color: $accent; }
QFrame[role="header"] { background: $surface; border: none; border-bottom: 1px solid $line; }
QFrame[role="status"] { background: $surface; border: none; border-top: 1px solid $line; }

QPushButton, QToolButton { color: $text; background: $surface; border: 1px solid $line_strong; border-radius: 7px;
  padding: 6px 14px; min-height: 26px; }
QToolButton { padding: 6px; }
QPushButton:hover, QToolButton:hover { background: $sunken; }
QPushButton:pressed, QToolButton:pressed { background: $line; }
QPushButton:focus, QToolButton:focus { border: 2px solid $accent; padding: 5px 13px; }
QToolButton:focus { padding: 5px; }
QPushButton:disabled, QToolButton:disabled { color: $line_strong; border-color: $line; background: $sunken; }
QPushButton[kind="primary"] { background: $accent; color: $on_accent; border: 1px solid $accent; font-weight: 700; }
QPushButton[kind="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[kind="primary"]:focus { border: 2px solid $text; }
QPushButton[kind="primary"]:disabled { background: $sunken; color: $muted; border-color: $line; }
QPushButton[kind="danger"] { color: $failed; border: 1px solid $failed; }
QPushButton[kind="danger"]:hover { background: $failed_soft; }
QPushButton[kind="danger"]:disabled { color: $line_strong; border-color: $line; }
QPushButton[kind="quiet"], QToolButton[kind="quiet"] { background: transparent; border: 1px solid transparent; color: $accent; }
QPushButton[kind="quiet"]:hover, QToolButton[kind="quiet"]:hover { background: $accent_soft; }
QPushButton[kind="quiet"]:focus, QToolButton[kind="quiet"]:focus { border: 2px solid $accent; }
QPushButton[kind="quiet"]:disabled, QToolButton[kind="quiet"]:disabled { color: $line_strong; }
QPushButton[kind="segment"] { border-radius: 0; border: 1px solid $line_strong; margin-left: -1px; padding: 6px 16px; }
QPushButton[kind="segment"][edge="first"] { border-top-left-radius: 7px; border-bottom-left-radius: 7px; margin-left: 0; }
QPushButton[kind="segment"][edge="last"] { border-top-right-radius: 7px; border-bottom-right-radius: 7px; }
QPushButton[kind="segment"]:checked { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton[kind="segment"]:focus { border: 2px solid $accent; padding: 5px 15px; }
QPushButton[kind="segment"]:checked:focus { border: 2px solid $text; }
QPushButton[kind="toggle"] { border-radius: 18px; padding: 4px 14px; color: $text; border: 1px solid $line_strong; }
QPushButton[kind="toggle"]:checked { background: $accent_soft; border-color: $accent; color: $accent; font-weight: 700; }
QPushButton[kind="toggle"]:focus { border: 2px solid $accent; padding: 3px 13px; }
QPushButton[kind="row"] { background: transparent; border: none; border-radius: 8px; text-align: left; padding: 8px 12px; }
QPushButton[kind="row"]:hover { background: $sunken; }
QPushButton[kind="row"]:focus { border: 2px solid $accent; padding: 6px 10px; }

QPushButton[kind="status"] { background: transparent; border: none; border-radius: 6px; padding: 2px 10px; min-height: 24px;
  font-size: ${t_caption}pt; color: $muted; }
QPushButton[kind="status"]:hover { background: $sunken; }
QPushButton[kind="status"]:focus { border: 2px solid $accent; padding: 0 8px; }
QPushButton[kind="status"][tone="warning"] { color: $warning; font-weight: 700; }
QPushButton[kind="status"][tone="pass"] { color: $passed; }

QFrame[role="rail"] { background: $rail; border: none; }
QLabel[role="mark"] { color: $rail_active_text; font-size: ${t_heading}pt; font-weight: 700; }
QLabel[role="rail_step"] { color: $rail_text; }
QLabel[role="rail_step"][now="true"] { color: $rail_active_text; font-weight: 700; }
QLabel[role="rail_caption"] { color: $rail_text; font-size: ${t_caption}pt; }
QToolButton[kind="rail"] { background: transparent; color: $rail_text; border: 2px solid transparent; border-radius: 9px;
  font-size: ${t_body}pt; padding: 7px 2px 5px 2px; }
QToolButton[kind="rail"]:hover { background: $rail_active; color: $rail_active_text; }
QToolButton[kind="rail"]:checked { background: $rail_active; color: $rail_active_text; }
QToolButton[kind="rail"]:focus { border: 2px solid $rail_text; padding: 7px 2px 5px 2px; }

QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QComboBox, QDateTimeEdit, QTimeEdit, QDateEdit {
  background: $surface; color: $text; border: 1px solid $line_strong; border-radius: 7px; padding: 6px 10px; min-height: 26px;
  selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus,
QDateTimeEdit:focus, QTimeEdit:focus, QDateEdit:focus { border: 2px solid $accent; padding: 5px 9px; }
QLineEdit { lineedit-password-character: 8226; }
QLineEdit > QToolButton { border: none; background: transparent; padding: 0; min-height: 0; }
QLineEdit > QToolButton:hover { background: $sunken; }
QLineEdit > QToolButton:focus { border: 2px solid $accent; padding: 0; }
QLineEdit:disabled, QPlainTextEdit:disabled, QSpinBox:disabled, QComboBox:disabled, QDateTimeEdit:disabled {
  background: $sunken; color: $muted; border-color: $line; }
QLineEdit[tone="fail"], QPlainTextEdit[tone="fail"] { border: 2px solid $failed; padding: 5px 9px; }
QLineEdit[tone="pass"] { border-color: $passed; }
QAbstractSpinBox > QLineEdit { border: none; background: transparent; padding: 0 8px; min-height: 0; }
QAbstractSpinBox > QLineEdit:focus { border: none; padding: 0 8px; }
QComboBox::drop-down { border: none; width: 30px; subcontrol-position: center right; }
QComboBox::down-arrow { image: url("$icons/chevron-down-$theme.svg"); width: 18px; height: 18px; }
QComboBox QAbstractItemView { background: $surface; color: $text; border: 1px solid $line_strong; outline: 0;
  selection-background-color: $accent_soft; selection-color: $text; }
QComboBox QAbstractItemView::item { min-height: 36px; padding-left: 8px; }
QSpinBox::up-button, QSpinBox::down-button, QDateTimeEdit::up-button, QDateTimeEdit::down-button { width: 0; border: none; }

QCheckBox, QRadioButton { color: $text; spacing: 10px; min-height: 40px; background: transparent; }
QCheckBox:disabled, QRadioButton:disabled { color: $muted; }
QCheckBox::indicator, QRadioButton::indicator { width: 20px; height: 20px; border: 1px solid $line_strong; background: $surface; }
QCheckBox::indicator { border-radius: 5px; } QRadioButton::indicator { border-radius: 11px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: $accent; }
QCheckBox::indicator:focus, QRadioButton::indicator:focus { border: 2px solid $accent; width: 18px; height: 18px; }
QCheckBox:focus { color: $accent; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url("$icons/check-$theme.svg"); }
QCheckBox::indicator:disabled { background: $sunken; }
QCheckBox::indicator:checked:disabled { background: $line_strong; border-color: $line_strong; }
QRadioButton::indicator:checked { background: $on_accent; border: 6px solid $accent; width: 10px; height: 10px; }

QListView, QTreeView, QTableView { background: $surface; color: $text; border: none; outline: 0;
  selection-background-color: $accent_soft; selection-color: $text; alternate-background-color: $surface; gridline-color: $line; }
QListView::item { min-height: 40px; padding: 2px 8px; border-radius: 7px; }
QListView::item:hover, QTableView::item:hover, QTreeView::item:hover { background: $sunken; }
QListView::indicator { width: 20px; height: 20px; border: 1px solid $line_strong; border-radius: 5px; background: $surface; }
QListView::indicator:checked { background: $accent; border-color: $accent; image: url("$icons/check-$theme.svg"); }
QListView::item:selected, QTableView::item:selected, QTreeView::item:selected { background: $accent_soft; color: $text; }
QListView[role="card"], QTableView[role="card"], QTreeView[role="card"] {
  background: $surface; border: 1px solid $line; border-radius: 10px; padding: 4px; }
QTableView::item { padding: 4px 8px; border-bottom: 1px solid $line; }
QHeaderView { background: $surface; }
QHeaderView::section { background: $surface; color: $muted; border: none; border-bottom: 1px solid $line; padding: 6px 8px;
  font-size: ${t_caption}pt; text-align: left; }
QTableCornerButton::section { background: $surface; border: none; }

QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $line_strong; border-radius: 4px; margin: 2px; min-height: 32px; min-width: 32px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QProgressBar { background: $sunken; border: none; border-radius: 4px; min-height: 8px; max-height: 8px; }
QProgressBar::chunk { background: $accent; border-radius: 4px; }
QProgressBar[role="hero"] { background: $hero_track; } QProgressBar[role="hero"]::chunk { background: $hero_text; }
QProgressBar[tone="pass"]::chunk { background: $passed; } QProgressBar[tone="fail"]::chunk { background: $failed; }
QProgressBar[tone="warning"]::chunk { background: $warning; }
QPdfView { background: $paper; border: none; }
QMenu { background: $surface; color: $text; border: 1px solid $line_strong; padding: 4px; }
QMenu::item { padding: 9px 24px 9px 12px; border-radius: 6px; }
QMenu::item:selected { background: $accent_soft; color: $text; }
QSplitter::handle { background: $line; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
""")


def style_sheet(colours: Mapping[str, str], theme: str, base_points: float) -> str:
    """Return the whole style sheet for these colours and text size."""
    sizes = {name: f"{base_points * ratio:.2f}" for name, ratio in _SCALE.items()}
    half = round(base_points * 13 / 10.5)
    sizes |= {"badge_half": str(half), "badge": str(half * 2)}
    icons = (data_folder("resources") / "icons").as_posix()
    return _SHEET.substitute(colours, theme=theme, icons=icons, **sizes)
