"""Keeps what was made of photos from build to build, in `.sitegen/photos/`.

A photo is known by the digest of its bytes, of the settings and of the recipe: however it is
named, wherever it lies and whenever it comes back, it is developed once. This holds for clean
builds, too: what is kept is checked by its digests, and made again where it is damaged.
"""

import hashlib
import os
import shutil
import time
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

import msgspec

from sitegen.config import ImageConfig
from sitegen.photos.developing import developed
from sitegen.photos.encoding import recipe
from sitegen.types import Developed, Print

FOLDER = "photos"

_RECORD = "photo"
_KEPT_UNUSED = 30 * 24 * 3600  # seconds: a photo may come back with another branch
_encode = msgspec.json.Encoder(order="deterministic").encode
_decode = msgspec.json.Decoder(Developed).decode


class Darkroom:
    """The kept prints of photos under one choice of settings. Processes may share a folder."""

    def __init__(self, folder: Path, settings: ImageConfig) -> None:
        self._folder, self._settings = folder, settings
        self._way = hashlib.sha256(_encode(settings) + recipe().encode())

    def photo(self, data: bytes, digest: str) -> Developed:
        """What is published of a photo, developed if it was not yet; `digest` is its SHA-256.

        Raises UnreadablePhotoError.
        """
        key = self._key(digest)
        return self._record(key) or self._developed(key, data)

    def read(self, digest: str, wanted: Print, source: Path) -> bytes:
        """The bytes of one print of the photo in `source`, whose SHA-256 was `digest`.

        Raises OSError when they are lost and the source is another by now, and
        UnreadablePhotoError.
        """
        file = self._place(self._key(digest)) / wanted.name
        for _ in range(2):
            with suppress(OSError):
                found = file.read_bytes()
                if hashlib.sha256(found).hexdigest() == wanted.digest:
                    return found
            data = source.read_bytes()
            if hashlib.sha256(data).hexdigest() != digest:
                break
            self._developed(self._key(digest), data)
        raise OSError("it changed while the site was built")

    def _key(self, digest: str) -> str:
        way = self._way.copy()
        way.update(digest.encode())
        return way.hexdigest()[:40]

    def _place(self, key: str) -> Path:
        return self._folder / key[:2] / key[2:]

    def _record(self, key: str) -> Developed | None:
        """What is known of a photo, None when that is nothing or damaged."""
        try:
            seal, _, record = (self._place(key) / _RECORD).read_bytes().partition(b"\n")
        except OSError:
            return None
        whole = hashlib.sha256(record).hexdigest().encode() == seal
        return _decode(record) if whole else None

    def _developed(self, key: str, data: bytes) -> Developed:
        made = developed(data, self._settings)
        prints = [
            msgspec.structs.replace(item, digest=hashlib.sha256(content).hexdigest())
            for item, content in made.prints.items()
        ]
        known = Developed(key, made.tone, made.width, made.height, tuple(prints))
        record = _encode(known)
        seal = hashlib.sha256(record).hexdigest().encode()
        place = self._place(key)
        waiting = place.with_name(f"{place.name}.{os.getpid()}")
        shutil.rmtree(waiting, ignore_errors=True)
        waiting.mkdir(parents=True)
        for item, content in made.prints.items():
            (waiting / item.name).write_bytes(content)
        (waiting / _RECORD).write_bytes(seal + b"\n" + record)
        shutil.rmtree(place, ignore_errors=True)
        try:
            waiting.rename(place)
        except OSError:  # another process was sooner with the same
            shutil.rmtree(waiting, ignore_errors=True)
        return known


def clear_out(folder: Path, *, used: Collection[str], gone: Collection[str]) -> None:
    """Let go of photos that no build has used for a month.

    `used` are the keys of those in use, `gone` of those that were until now.
    """
    now = time.time()
    for key in gone:
        with suppress(OSError):
            os.utime(folder / key[:2] / key[2:], (now, now))
    for group in folder.iterdir() if folder.is_dir() else ():
        for place in group.iterdir():
            unused = group.name + place.name not in used
            if unused and place.stat().st_mtime < now - _KEPT_UNUSED:
                shutil.rmtree(place, ignore_errors=True)
