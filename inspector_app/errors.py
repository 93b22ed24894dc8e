"""Problem: what went wrong in the world, where, and what the person can do about it, in their language.

A Problem is the world's fault (a full disk, a wrong passphrase, a broken photo); a bug stays an ordinary exception.
Its wording lives in resources/text.{zh,en}.yaml under problems.<code>.what and problems.<code>.remedy.
"""

from inspector_app.text import Language, text


class Problem(Exception):
    """One refusal a person can act on.

    Attributes: `code` (dotted, in the catalogue), `where` (a file, item or field; may be empty), `fields` (template values).
    """

    def __init__(self, code: str, where: object = "", **fields: object) -> None:
        self.code = code
        self.where = str(where)
        self.fields = fields
        super().__init__(f"{code} at {self.where}" if self.where else code)

    def what(self, language: Language = "zh") -> str:
        """Return what happened, one sentence."""
        return text(f"problems.{self.code}.what", language, **self.fields)

    def remedy(self, language: Language = "zh") -> str:
        """Return what to do next, one sentence."""
        return text(f"problems.{self.code}.remedy", language, **self.fields)

    def lines(self, language: Language = "zh") -> list[str]:
        """Return the message as printed on stderr: what, where (when known), what to do."""
        place = [text("problems.where", language, where=self.where)] if self.where else []
        return [self.what(language), *place, text("problems.do", language, remedy=self.remedy(language))]
