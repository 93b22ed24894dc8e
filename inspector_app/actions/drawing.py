"""Drawing the site record of a sitting: its data gathered, laid out and set (report does the work)."""

from datetime import datetime
from typing import TYPE_CHECKING

from inspector_app.actions import record_data
from inspector_app.actions.answering import Sitting, open_sitting
from inspector_app.workspace import Workspace

if TYPE_CHECKING:
    from inspector_app.report.pdf import Drawn


def preview(ws: Workspace, visit: str) -> bytes:
    """Return the record's pages as they stand: a draft before the freeze, after it exactly what is being signed."""
    return draw(open_sitting(ws, visit), draft=True).data


def draw(sitting: Sitting, *, draft: bool, number: str = "", issued_at: datetime | None = None) -> "Drawn":
    """Return the finished pages and the places of the signature boxes; Problems fonts.missing, fonts.no_glyph."""
    # Imported late: drawing costs more to load than the window.
    from inspector_app.report.documents.site_record import outline
    from inspector_app.report.pdf import compose

    return compose(outline(record_data.gather(sitting, draft=draft, number=number, issued_at=issued_at)))
