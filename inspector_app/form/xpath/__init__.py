"""ODK's XPath: text → tree → closures over typed values. `evaluate` runs one expression against an XML text."""

from inspector_app.form.xpath.error import XPathError
from inspector_app.form.xpath.evaluate import evaluate

__all__ = ["XPathError", "evaluate"]
