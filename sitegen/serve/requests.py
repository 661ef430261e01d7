"""What a browser asks for, as a path that cannot lead out of the output."""

import ipaddress
import os
import re
from collections.abc import Collection
from urllib.parse import unquote_to_bytes

from sitegen.addresses import nfc

# Where what belongs to the server itself is found.
OWN = ".sitegen"

_WELL_KNOWN = ".well-known"  # RFC 8615
_UNFIT = re.compile(r"[\x00-\x1f\x7f\\]")
_DRIVE = re.compile(r"[:]") if os.name == "nt" else None
_PORT = re.compile(r":\d*\Z")


def path_of(raw: bytes) -> str | None:
    """The path of a request, decoded once, in NFC; None when no file of a site can be meant.

    Neither "." nor ".." nor an empty part (as in UNC paths), nor a back slash, nor a hidden name
    is ever part of what is returned.
    """
    try:
        path = nfc(unquote_to_bytes(raw).decode())
    except UnicodeDecodeError:
        return None
    if not path.startswith("/") or _UNFIT.search(path) or (_DRIVE and _DRIVE.search(path)):
        return None
    parts = path[1:].split("/")
    if "" in parts[:-1]:
        return None
    hidden = [part for part in parts if part.startswith(".")]
    if hidden and (hidden != [_WELL_KNOWN] or parts[0] != _WELL_KNOWN):
        return None
    return path


def below(path: str, base_path: str) -> str | None:
    """The part of a path below the base URL's, without a slash in front; None when elsewhere."""
    return path[len(base_path) + 1 :] if path.startswith(f"{base_path}/") else None


def host_of(header: str) -> str:
    """The name or address in a Host header, without the port and brackets."""
    return _PORT.sub("", header.strip()).strip("[]").lower().rstrip(".")


def is_known(host: str, names: Collection[str], *, addresses: bool) -> bool:
    """Whether a server of these names is meant.

    Names that others own may lead here, too (DNS rebinding), and let their pages read what is
    served; numbers cannot. Any number will do when `addresses` says so, else those of this
    machine alone.
    """
    if host in names:
        return True
    try:
        number = ipaddress.ip_address(host)
    except ValueError:
        return False
    return addresses or number.is_loopback


def languages_of(accepted: str, chosen: str) -> tuple[str, ...]:
    """The reader's languages, dearest first: what they chose, then an Accept-Language header."""
    weighed = []
    for item in accepted.split(","):
        code, _, weight = item.partition(";")
        try:
            quality = float(weight.strip().removeprefix("q=") or 1)
        except ValueError:
            quality = 0.0
        if code.strip() and quality > 0:
            weighed.append((-quality, code.strip().lower()))
    found = [code for _, code in sorted(weighed, key=lambda pair: pair[0])]
    return (chosen.lower(), *found) if chosen else tuple(found)
