"""The server as an ASGI application: who may ask, and what comes back."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from pathlib import Path

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from sitegen.serve.answers import HTML, Answer, Files, answer, read
from sitegen.serve.pages import SCRIPT, page_with_script
from sitegen.serve.requests import OWN, host_of, is_known, languages_of, path_of
from sitegen.serve.viewers import View, Viewers

_SCRIPT_FILE = Path(__file__).with_name("live.js")
_METHODS = ("GET", "HEAD")
# A page without any site behind it, for the time until there is a first one.
_NOTHING_YET = (
    b"<!doctype html><html lang=en><head><meta charset=utf-8><title>Nothing is built yet</title>"
    b"</head><body><h1>Nothing is built yet</h1></body></html>"
)

Look = Callable[[Callable[[], Response]], Awaitable[Response]]


def application(
    files: Files, viewers: Viewers, names: Collection[str], *, addresses: bool
) -> ASGIApp:
    """The application for the files of a site; it answers to these names of the machine."""
    site = _Site(files, viewers)
    routes = [
        Route(SCRIPT, site.script, methods=_METHODS),
        Route(f"/{OWN}/events", site.events, methods=_METHODS),
        Route("/{path:path}", site.file, methods=_METHODS),
    ]
    return _KnownHosts(Starlette(routes=routes), names, addresses=addresses)


class _KnownHosts:
    """Turns away requests that were meant for somebody else."""

    def __init__(self, app: ASGIApp, names: Collection[str], *, addresses: bool) -> None:
        self._app, self._names, self._addresses = app, names, addresses

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            host = host_of(Headers(scope=scope).get("host", ""))
            if not is_known(host, self._names, addresses=self._addresses):
                words = (
                    "This server has another name: use the address that it told when it started."
                )
                await PlainTextResponse(words, 403)(scope, receive, send)
                return
        await self._app(scope, receive, send)


class _Site:
    """The three things that browsers ask for."""

    def __init__(self, files: Files, viewers: Viewers) -> None:
        self._files, self._viewers = files, viewers

    async def script(self, _: Request) -> Response:
        """The script that keeps pages fresh."""
        headers = {"Cache-Control": "no-cache"}
        return FileResponse(_SCRIPT_FILE, media_type="text/javascript", headers=headers)

    async def events(self, request: Request) -> Response:
        """What a page has to know, from now on."""
        path = path_of(request.query_params.get("path", "/").encode()) or "/"
        stream = self._viewers.events(View(path, _languages(request)))
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(stream, media_type="text/event-stream", headers=headers)

    async def file(self, request: Request) -> Response:
        """A file of the site, or what its rules say."""
        return await asyncio.to_thread(self._file, request)

    def _file(self, request: Request) -> Response:
        path = path_of(request.scope.get("raw_path") or request.url.path.encode())
        if path is None:
            return PlainTextResponse("There is no such address.", 404)
        if path == "/" != f"{self._files.base_path}/":
            return Response(status_code=302, headers={"Location": f"{self._files.base_path}/"})
        languages, edition = _languages(request), self._files.edition
        found = answer(self._files, path, languages)
        headers = {"Cache-Control": "no-cache", **found.headers}
        if found.location:
            headers["Location"] = found.location
            return Response(status_code=found.status, headers=headers)
        if found.file is None:
            found = Answer(found.status, {"Content-Type": HTML}, _NOTHING_YET)
            headers |= found.headers
        if found.is_page:
            body = page_with_script(self._files, found, languages, edition)
            return Response(body, found.status, headers)
        if isinstance(found.file, Path) and found.status == 200:  # noqa: PLR2004
            return FileResponse(found.file, headers=headers)
        return Response(read(found.file or b""), found.status, headers)


def _languages(request: Request) -> tuple[str, ...]:
    chosen = request.cookies.get("nf_lang", "")
    return languages_of(request.headers.get("accept-language", ""), chosen)
