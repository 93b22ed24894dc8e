"""Running the receiver: uvicorn with the two things it leaves out, a deadline for request heads and a stop from outside."""

import asyncio
import socket
import ssl
import time
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from uvicorn.protocols.http.h11_impl import H11Protocol

from inspector_app.durable import io_problems
from inspector_app.errors import Problem

_GRACE_AT_STOP = 10
_MOST_CONNECTIONS = 2000


class Listener:
    """One receiver on one address. `run` blocks; `stop` may be called from any thread or a signal handler."""

    def __init__(
        self,
        app: Starlette,
        host: str,
        port: int,
        *,
        head_seconds: float,
        certificate: Path | None = None,
        key: Path | None = None,
    ) -> None:
        """Take the address at once (port 0: any free one); Problem serving.address, serving.certificate."""
        config = uvicorn.Config(
            app,
            http=_watched(head_seconds),
            ws="none",
            lifespan="on",
            log_config=None,
            access_log=False,
            server_header=False,
            limit_concurrency=_MOST_CONNECTIONS,
            timeout_graceful_shutdown=_GRACE_AT_STOP,
            ssl_certfile=certificate,
            ssl_keyfile=key,
        )
        if certificate is not None:
            _check_certificate(certificate, key)
        self._server = uvicorn.Server(config)
        self._socket = _bound(host, port)
        self.secure = certificate is not None

    @property
    def port(self) -> int:
        """Return the port that was taken."""
        return int(self._socket.getsockname()[1])

    @property
    def started(self) -> bool:
        """Return whether requests are answered."""
        return self._server.started

    def run(self) -> None:
        """Serve until stopped (or SIGINT, SIGTERM in the main thread): requests under way are finished first."""
        try:
            self._server.run(sockets=[self._socket])
        except KeyboardInterrupt:
            return  # uvicorn hands the signal on after its orderly end
        finally:
            self._socket.close()

    def stop(self) -> None:
        """Ask for an orderly end."""
        self._server.should_exit = True


def _check_certificate(certificate: Path, key: Path | None) -> None:
    with io_problems(certificate):
        certificate.read_bytes()
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key)
    except (ssl.SSLError, OSError) as error:
        raise Problem("serving.certificate", certificate, reason=str(error)) from None


def _bound(host: str, port: int) -> socket.socket:
    try:
        family, kind, proto, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, proto)
        try:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind(address)
            listening.listen(1024)
        except OSError:
            listening.close()
            raise
    except (OSError, OverflowError) as error:
        raise Problem("serving.address", f"{host}:{port}", reason=str(error)) from None
    return listening


def _watched(seconds: float) -> type[asyncio.Protocol]:
    """The protocol of one connection that closes when no request is under way for so long: slow heads, idle ends."""

    class Watched(H11Protocol):
        _since = 0.0
        _timer: asyncio.TimerHandle

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self._since = time.monotonic()
            self._look()

        def connection_lost(self, exc: Exception | None) -> None:
            self._timer.cancel()
            super().connection_lost(exc)

        def on_response_complete(self) -> None:
            self._since = time.monotonic()
            super().on_response_complete()

        def _look(self) -> None:
            cycle: Any = self.cycle
            under_way = cycle is not None and not cycle.response_complete
            left = seconds - (time.monotonic() - self._since)
            if not under_way and left <= 0:
                self.transport.abort()
                return
            self._timer = self.loop.call_later(seconds / 4 if under_way else left, self._look)

    return Watched
