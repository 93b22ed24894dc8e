"""Which language the window speaks: Qt's default locale holds it, translators are loaded here."""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from inspector_app.packaged import data_folder
from inspector_app.text import Language


def current() -> Language:
    """Return the language of the window, for wording that comes by code (Problems, rule texts)."""
    return "en" if QLocale().language() == QLocale.Language.English else "zh"


def speak(app: QCoreApplication, language: Language) -> None:
    """Make `language` the window's: default locale, Qt's own strings, ours (Chinese is the source language)."""
    QLocale.setDefault(
        QLocale(QLocale.Language.English, QLocale.Country.UnitedStates)
        if language == "en"
        else QLocale(QLocale.Language.Chinese, QLocale.Country.China)
    )
    for old in app.findChildren(QTranslator):
        app.removeTranslator(old)
        old.deleteLater()
    # Qt speaks English by itself; ours without its compiled translation stays Chinese.
    if language == "zh":
        _load(app, "qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    else:
        _load(app, f"inspector_{language}", str(data_folder("resources") / "i18n"))


def _load(app: QCoreApplication, name: str, folder: str) -> None:
    translator = QTranslator(app)
    if translator.load(name, folder):
        app.installTranslator(translator)
