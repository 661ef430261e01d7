"""A bucket on loopback: moto's server, with an eye on every request."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

import boto3
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server
from werkzeug.test import Client

BUCKET = "news"
KEYS = {
    "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG+EXAMPLEKEY",
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_CONFIG_FILE": "/nonexistent",
    "AWS_SHARED_CREDENTIALS_FILE": "/nonexistent",
}

_READER = {"Authorization": "AWS4-HMAC-SHA256 Credential=reader/20240101/us-east-1/s3/aws4_request"}
_CHANGES = ("PUT", "DELETE", "POST")


class Server:
    """The server; `before` is called ahead of each request that changes something, with its
    number, and answers with a status to refuse it; `after` when it is done."""

    def __init__(self) -> None:
        self._app: Any = DomainDispatcherApplication(create_backend_app)
        self._inside = Client(self._app)
        self._turn = threading.Lock()
        self.reset()
        self._server = make_server("127.0.0.1", 0, self, threaded=True)
        self.endpoint = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def reset(self) -> None:
        """An empty bucket, and nobody who looks."""
        self.changes = 0
        self.before: Callable[[int], str] = lambda _: ""
        self.after: Callable[[], None] = lambda: None
        self._inside.post("/moto-api/reset")
        self._inside.put(f"/{BUCKET}")

    def close(self) -> None:
        """End the server."""
        self._server.shutdown()

    @property
    def target(self) -> str:
        """The bucket's address for publishing."""
        return f"s3://{BUCKET}/site?endpoint={self.endpoint}&region=us-east-1"

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """WSGI: one change after the other, each looked at."""
        if environ["REQUEST_METHOD"] not in _CHANGES:
            return self._answer(environ, start_response)
        with self._turn:
            self.changes += 1
            refusal = self.before(self.changes)
            if refusal:
                start_response(refusal, [("Content-Length", "0")])
                return [b""]
            answer = self._answer(environ, start_response)
            self.after()
            return answer

    def _answer(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        answer = self._app(environ, start_response)
        try:
            return list(answer)
        finally:
            if hasattr(answer, "close"):
                answer.close()

    def client(self) -> Any:
        """boto3's client of this server."""
        return boto3.client(
            "s3",
            endpoint_url=self.endpoint,
            region_name="us-east-1",
            aws_access_key_id="reader",
            aws_secret_access_key="reader",
        )

    def objects(self) -> dict[str, bytes]:
        """All that is in the bucket below the prefix, as readers find it."""
        listing = self._inside.get(f"/{BUCKET}?list-type=2&prefix=site/", headers=_READER)
        keys = [part.partition("</Key>")[0] for part in listing.text.split("<Key>")[1:]]
        return {
            key.removeprefix("site/"): self._inside.get(
                f"/{BUCKET}/{quote(key)}", headers=_READER
            ).data
            for key in keys
        }


@contextmanager
def server() -> Iterator[Server]:
    """A server that ends with the tests."""
    one = Server()
    try:
        yield one
    finally:
        one.close()
