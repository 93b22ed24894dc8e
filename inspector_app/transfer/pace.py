"""Reading a request's body under a deadline: no server tried cuts a body that trickles (reliability §0, item 5).

Only the time spent waiting for the sender counts, never what our own disk takes.
"""

import asyncio
import time
from collections.abc import AsyncIterator

from starlette.requests import Request

from inspector_app.transfer.uploads import Limits


class TooSlow(Exception):
    """The sender is slower than the limits allow."""


class TooMuch(Exception):
    """The body is longer than was allowed for."""


class Cut(Exception):
    """The sender went away in the middle."""


async def pieces(request: Request, limits: Limits) -> AsyncIterator[bytes]:
    """Give the body as it arrives; TooSlow when it trickles, Cut when the connection breaks."""
    waited, received, more = 0.0, 0, True
    while more:
        patience = min(limits.idle, limits.grace + received / limits.slowest - waited)
        if patience <= 0:
            raise TooSlow
        since = time.monotonic()
        try:
            async with asyncio.timeout(patience):
                message = await request.receive()
        except TimeoutError:
            raise TooSlow from None
        waited += time.monotonic() - since
        if message["type"] == "http.disconnect":
            raise Cut
        body: bytes = message.get("body", b"")
        more = message.get("more_body", False)
        if body:
            received += len(body)
            yield body


async def whole(request: Request, limits: Limits, most: int) -> bytes:
    """Return a small body of at most `most` bytes; TooMuch beyond."""
    body = bytearray()
    async for piece in pieces(request, limits):
        body += piece
        if len(body) > most:
            raise TooMuch
    return bytes(body)
