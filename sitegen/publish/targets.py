"""Where a site can be published to, written as an address.

    s3://bucket/prefix?endpoint=https://...&region=...&style=path
    file:///srv/www                 or a path: /srv/www, ./public
    netlify://site-id
    git+ssh://host/repository.git#gh-pages   (git+https, git+file)

An address holds no secret: those come from the environment.
"""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit
from urllib.request import url2pathname

import msgspec

from sitegen import schema
from sitegen.errors import CommandError
from sitegen.publish import s3

GIT_SCHEMES = ("git+ssh", "git+https", "git+http", "git+file")
_SCHEMES = ("s3", "file", "netlify", *GIT_SCHEMES)
_OPTIONS: Mapping[str, tuple[str, ...]] = {
    "s3": ("endpoint", "region", "style"),
    "netlify": ("api",),
}
_STYLES = ("auto", "path", "virtual")
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
NETLIFY_API = "https://api.netlify.com/api/v1"


class FolderTarget(msgspec.Struct, frozen=True):
    """A folder."""

    folder: Path


class BucketTarget(msgspec.Struct, frozen=True):
    """A bucket, or what is in it below a prefix."""

    place: s3.Place


class NetlifyTarget(msgspec.Struct, frozen=True):
    """A site at Netlify; `api` is the address of its interface."""

    site: str
    api: str


class BranchTarget(msgspec.Struct, frozen=True):
    """A branch of a git repository that may be elsewhere."""

    repository: str
    branch: str


Target = FolderTarget | BucketTarget | NetlifyTarget | BranchTarget


def chosen(name: str | None, configured: Mapping[str, str]) -> str:
    """The address of the target that was named, among those of the configuration.

    Raises CommandError when there is none of that name, or more than one and none was named.
    """
    if name is None:
        if len(configured) == 1:
            return next(iter(configured.values()))
        hint = (
            f"Name one of: {', '.join(configured)}."
            if configured
            else "Name it: sitegen publish /srv/www. Or configure it: [tool.sitegen.publish.NAME]"
        )
        raise CommandError("which target?", hint)
    if name in configured:
        return configured[name]
    if "://" in name or "/" in name or "\\" in name:
        return name
    hint = "A folder is written with a slash: ./public."
    if configured:
        hint = f"{schema.suggestion(name, tuple(configured), 'targets')} {hint}"
    raise CommandError(f"there is no target “{name}”", hint)


def parsed(address: str, site: Path) -> Target:
    """The target that an address means; relative folders begin at the site's.

    Raises CommandError with what is wrong with the address; a password in it is not repeated.
    """
    if "://" not in address:
        return FolderTarget(site / address)
    parts = urlsplit(address)
    if parts.scheme not in _SCHEMES:
        hint = f"It begins with one of: {', '.join(f'{scheme}://' for scheme in _SCHEMES)}."
        raise CommandError(f"nothing can be published to “{parts.scheme}://”", hint)
    if parts.password is not None or (parts.username is not None and parts.scheme != "git+ssh"):
        hint = "Take it out: secrets come from the environment, where no log shows them."
        raise CommandError("the address of a target may hold no name or password", hint)
    options = _options(parts.scheme, parts.query)
    if parts.scheme == "file":
        return FolderTarget(Path(url2pathname(parts.path)))
    if parts.scheme == "s3":
        return _bucket(parts.netloc, unquote(parts.path).strip("/"), options)
    if parts.scheme == "netlify":
        return _netlify(parts.netloc + parts.path, options)
    if not parts.fragment:
        hint = f"Write it at the end: {address}#gh-pages"
        raise CommandError("the address of a repository names no branch", hint)
    return BranchTarget(address.removeprefix("git+").partition("#")[0], parts.fragment)


def _options(scheme: str, query: str) -> Mapping[str, str]:
    known = _OPTIONS.get(scheme, ())
    options = dict(parse_qsl(query, keep_blank_values=True))
    for name in options:
        if name not in known:
            hint = schema.suggestion(name, known, "options") if known else "It takes none."
            raise CommandError(f"{scheme}://… has no option “{name}”", hint)
    return options


def _bucket(bucket: str, prefix: str, options: Mapping[str, str]) -> BucketTarget:
    style = options.get("style", "auto")
    if style not in _STYLES:
        raise CommandError(f"style=“{style}” is unknown", f"Known styles: {', '.join(_STYLES)}.")
    if not bucket:
        raise CommandError("the address names no bucket", "Write it like s3://bucket/prefix.")
    prefix = f"{prefix}/" if prefix else ""
    endpoint, region = options.get("endpoint", ""), options.get("region", "")
    if endpoint:
        _check_web_address("endpoint", endpoint)
    return BucketTarget(s3.Place(bucket, prefix, endpoint, region, style))


def _netlify(site: str, options: Mapping[str, str]) -> NetlifyTarget:
    if not site or "/" in site:
        hint = "Write netlify:// and the site's id, or its name such as news.netlify.app."
        raise CommandError("the address names no site", hint)
    api = options.get("api", NETLIFY_API)
    parts = _check_web_address("api", api)
    if parts != "https" and urlsplit(api).hostname not in _LOOPBACK:
        raise CommandError("the token would be sent in clear text", "Write api=https://…")
    return NetlifyTarget(site, api.rstrip("/"))


def _check_web_address(name: str, address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        raise CommandError(f"{name}: this is no web address", "Write it like https://host.")
    return parts.scheme
