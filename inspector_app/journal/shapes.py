"""Shapes that the values of several kinds share."""

from typing import Annotated

from msgspec import Meta

Sha = Annotated[str, Meta(pattern="^[0-9a-f]{64}\\Z")]
ShaOrNone = Annotated[str, Meta(pattern="^([0-9a-f]{64})?\\Z")]
Count = Annotated[int, Meta(ge=0)]
