"""A bucket with Amazon's S3 interface, by boto3: an object is replaced in one step."""

import base64
import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol, TypeVar, cast

import msgspec

from sitegen.errors import CommandError, PublishError
from sitegen.publish.listing import Listed
from sitegen.publish.store import check, sha256

Read = TypeVar("Read")

_ATTEMPTS = 8
_DIGEST = "sha256"  # the name under which an object carries the digest of its bytes
_MISSING = frozenset(("404", "NoSuchKey", "NotFound"))
_REFUSED = frozenset(
    ("403", "AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken")
)


class Place(msgspec.Struct, frozen=True):
    """Where in the world: bucket, prefix ("" or with "/" at the end), and how to get there."""

    bucket: str
    prefix: str = ""
    endpoint: str = ""
    region: str = ""
    style: str = "auto"


class _Client(Protocol):
    """The part of boto3's client that is used here."""

    def put_object(self, **arguments: object) -> object: ...
    def get_object(self, **arguments: object) -> Mapping[str, BinaryIO]: ...
    def head_object(self, **arguments: object) -> Mapping[str, object]: ...
    def delete_object(self, **arguments: object) -> object: ...
    def list_objects_v2(self, **arguments: object) -> Mapping[str, int]: ...


class Bucket:
    """The store that a bucket is, or what is in it below a prefix."""

    keeps_headers = True
    has_folders = False
    changes_at_once = False

    def __init__(self, place: Place, threads: int) -> None:
        self.name, self.threads = f"s3://{place.bucket}/{place.prefix}", threads
        self._place, self._client = place, _client(place, threads)

    def begin(self) -> None:
        """Nothing has to be prepared."""

    def is_empty(self) -> bool:
        """Whether nothing is there."""
        with self._failing():
            found = self._client.list_objects_v2(
                Bucket=self._place.bucket, Prefix=self._place.prefix, MaxKeys=1
            )
        return not found["KeyCount"]

    def read(self, path: str) -> bytes | None:
        """A small object, None when it is not there."""
        return self._read(path, lambda body: body.read())

    def write(self, path: str, data: bytes, media_type: str) -> None:
        """Put a small object there that no cache keeps."""
        self._put(path, data, hashlib.md5(data, usedforsecurity=False).digest(), {
            "ContentType": media_type, "CacheControl": "no-store",
        })  # fmt: skip

    def holds(self, item: Listed) -> bool:
        """Whether an object with these bytes and headers stands there."""
        try:
            with self._failing():
                found = self._client.head_object(**self._object(item.path))
        except _NotThereError:
            return False
        digest = cast("Mapping[str, str]", found["Metadata"]).get(_DIGEST)
        headers = (found.get("ContentType"), found.get("CacheControl", ""))
        return digest == item.digest and headers == (item.media_type, item.cache_control)

    def put(self, item: Listed, file: Path) -> None:
        """Bring an object there; the server is told its MD5 and refuses other bytes."""
        md5 = hashlib.md5(usedforsecurity=False)
        with file.open("rb") as body:
            check(item, sha256(body, md5.update), file)
            body.seek(0)
            headers = {"ContentType": item.media_type, "Metadata": {_DIGEST: item.digest}}
            if item.cache_control:
                headers["CacheControl"] = item.cache_control
            self._put(item.path, body, md5.digest(), headers)

    def remove(self, path: str) -> None:
        """Take an object away."""
        with self._failing():
            self._client.delete_object(**self._object(path))

    def digest(self, path: str) -> str:
        """SHA-256 of the bytes that are there; "" when nothing is."""
        return self._read(path, sha256) or ""

    def finish(self) -> None:
        """Nothing waits."""

    def close(self) -> None:
        """Connections close with the process."""

    def _object(self, path: str) -> Mapping[str, str]:
        return {"Bucket": self._place.bucket, "Key": f"{self._place.prefix}{path}"}

    def _put(
        self, path: str, body: bytes | BinaryIO, md5: bytes, headers: Mapping[str, object]
    ) -> None:
        with self._failing():
            self._client.put_object(
                **self._object(path), Body=body, ContentMD5=base64.b64encode(md5).decode(),
                **headers,
            )  # fmt: skip

    def _read(self, path: str, reading: Callable[[BinaryIO], Read]) -> Read | None:
        try:
            with self._failing():
                return reading(self._client.get_object(**self._object(path))["Body"])
        except _NotThereError:
            return None

    @contextmanager
    def _failing(self) -> Iterator[None]:
        """What the library and the server say, in words; the keys are in none of them."""
        from botocore.exceptions import (  # noqa: PLC0415 (an optional dependency)
            BotoCoreError,
            ClientError,
            NoCredentialsError,
        )

        try:
            yield
        except NoCredentialsError:
            hint = "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment."
            raise CommandError(f"there are no credentials for {self.name}", hint) from None
        except ClientError as problem:
            raise self._refusal(problem.response["Error"]) from None
        except BotoCoreError as problem:
            hint = "What arrived stays; publish again to go on from there."
            raise PublishError(f"{self.name}: {problem}", hint) from None

    def _refusal(self, error: Mapping[str, str]) -> Exception:
        code = error.get("Code", "")
        if code in _MISSING:
            return _NotThereError()
        if code == "NoSuchBucket":
            return CommandError(f"there is no bucket {self._place.bucket}", "Make it first.")
        if code in _REFUSED:
            hint = "See that AWS_ACCESS_KEY_ID and its secret may read, write, list and delete."
            return CommandError(f"{self.name} refuses these credentials ({code})", hint)
        said = re.sub(r"\s+", " ", error.get("Message", ""))
        hint = "What arrived stays; publish again to go on from there."
        return PublishError(f"{self.name}: {code} {said}".rstrip(), hint)


class _NotThereError(Exception):
    pass


def _client(place: Place, threads: int) -> _Client:
    try:
        import boto3  # noqa: PLC0415 (an optional dependency)
        from botocore.config import Config  # noqa: PLC0415
    except ImportError:
        hint = "Install it: pip install 'sitegen[s3]'"
        raise CommandError("publishing to a bucket needs boto3", hint) from None
    # Many servers that speak S3 know no other checksum than Content-MD5. "standard" waits
    # between attempts, longer each time, by random spans.
    config = Config(
        retries={"mode": "standard", "total_max_attempts": _ATTEMPTS},
        max_pool_connections=threads,
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        s3={"addressing_style": place.style},
    )
    session = boto3.session.Session(region_name=place.region or None)
    return cast("_Client", session.client("s3", endpoint_url=place.endpoint or None, config=config))
