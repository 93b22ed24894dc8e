"""The one line below a card's fields: what is still owed, why it counts as it does."""

from PySide6.QtCore import QCoreApplication

from inspector_app.gui.models.reading import CardView

RAISING = ("fail", "partial")


def hint(view: CardView, photos: int) -> tuple[str, str]:
    """Return the words and their tone, both "" when there is nothing to say."""
    translate = QCoreApplication.translate
    if view.fault or view.skipped:
        return view.fault, "warning" if view.fault else ""
    if view.state == "na" and view.na_reason:
        return translate("card_hint", "不适用：{reason}").format(reason=view.na_reason), ""
    owed = [box.label for box in view.fields if box.required and not box.value and not box.readonly]
    if view.state == "unchecked" and view.verdict and owed:
        return translate("card_hint", "还差：{labels}").format(
            labels=translate("card_hint", "、").join(owed)
        ), "warning"
    reason = view.reason + translate("card_hint", "。") if view.reason and view.state in RAISING else ""
    if view.state in RAISING and view.evidence in ("P!", "P+") and not photos:
        return reason + translate("card_hint", "不合格须拍照，还没有照片"), "fail"
    if view.state == "pass" and view.evidence == "P+" and not photos:
        return translate("card_hint", "本项必拍，还没有照片"), "warning"
    return reason, "fail" if reason else ""
