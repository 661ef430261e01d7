"""Requests exactly as given: no client tidies the path or the headers."""

import socket
from collections.abc import Mapping
from typing import NamedTuple


class Response(NamedTuple):
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


def get(
    port: int, path: str | bytes, /, *, method: str = "GET", host: str = "localhost", **headers: str
) -> Response:
    """Ask for a path as it is written; underscores in the names of headers are hyphens."""
    raw = path.encode() if isinstance(path, str) else path
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    head = "\r\n".join([f"Host: {host}", "Connection: close", *lines])
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(
            method.encode() + b" " + raw + b" HTTP/1.1\r\n" + head.encode() + b"\r\n\r\n"
        )
        data = b""
        while piece := connection.recv(65536):
            data += piece
    top, _, body = data.partition(b"\r\n\r\n")
    first, *rest = top.decode("latin-1").split("\r\n")
    pairs = (line.split(": ", 1) for line in rest)
    return Response(int(first.split()[1]), {name.lower(): value for name, value in pairs}, body)
