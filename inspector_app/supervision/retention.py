"""R-64: how long a photo is kept, and which are kept beyond that."""

from datetime import date

from inspector_app.supervision.calendar import months_after
from inspector_app.supervision.parameters import Parameters


def photo_until(added: date, *, shows_hazard: bool, settled: bool, parameters: Parameters) -> date | None:
    """Return the last day a photo is kept (`retain_photo` years after it was added); None while it must stay.

    What shows a hazard stays, and what belongs to a finding that is not settled.
    """
    if shows_hazard or not settled:
        return None
    return months_after(added, 12 * parameters.retain_photo)


def to_be_erased(until: date | None, today: date) -> bool:
    """True once a photo's time is over."""
    return until is not None and today > until
