"""What the receiver answers when it refuses: a status, a code for programs, and whether the connection can go on."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from inspector_app.errors import Problem
from inspector_app.transfer.pace import Cut, TooMuch, TooSlow
from inspector_app.transfer.uploads import Refusal

VERSION = "1.0.0"
TUS = {"Tus-Resumable": VERSION}
BODY_READ = "inspector.body_read"
"""Set in a request's scope by whoever read its body to the end."""

_STATUS = {
    "upload.too_large": 413,
    "upload.quota": 413,
    "upload.no_room": 507,
    "upload.busy": 423,
    "upload.unknown": 404,
    "upload.gone": 410,
    "upload.received": 403,
    "files.disk_full": 507,
}


class Refused(Exception):
    """One refusal: HTTP status, our code, further headers, and facts for whoever asked."""

    def __init__(self, status: int, code: str, headers: dict[str, str] | None = None, **facts: object) -> None:
        self.status, self.code, self.headers, self.facts = status, code, headers or {}, facts
        super().__init__(code)

    def answer(self, request: Request) -> Response:
        """Return the answer; the connection ends where a body may be left unread."""
        headers = {**TUS, **self.headers}
        if request.method not in {"GET", "HEAD", "OPTIONS", "DELETE"} and not request.scope.get(BODY_READ):
            headers["Connection"] = "close"
        return JSONResponse({"code": self.code, **self.facts}, self.status, headers)


async def _refused(request: Request, refused: Exception) -> Response:
    assert isinstance(refused, Refused)
    return refused.answer(request)


async def _refusal(request: Request, refusal: Exception) -> Response:
    assert isinstance(refusal, Refusal)
    return Refused(_STATUS[refusal.code], refusal.code).answer(request)


async def _problem(request: Request, problem: Exception) -> Response:
    assert isinstance(problem, Problem)
    facts = {name: value if isinstance(value, int) else str(value) for name, value in problem.fields.items()}
    status = _STATUS.get(problem.code, 500 if problem.code.startswith(("files.", "store.")) else 422)
    # A place on this machine is nobody's business; a place in what was sent helps its sender.
    where = "" if status >= 500 else problem.where
    return Refused(status, problem.code, where=where, fields=facts).answer(request)


async def _too_slow(request: Request, _: Exception) -> Response:
    return Refused(408, "request.too_slow").answer(request)


async def _too_much(request: Request, _: Exception) -> Response:
    return Refused(413, "request.too_large").answer(request)


HANDLERS: dict[Any, Any] = {
    Refused: _refused,
    Refusal: _refusal,
    Problem: _problem,
    TooSlow: _too_slow,
    Cut: _too_slow,  # nobody is left to read it
    TooMuch: _too_much,
}
