"""What a host has to know of a site that its files do not say."""

import msgspec


class Hosting(msgspec.Struct, frozen=True, kw_only=True):
    """A site as its host sees it: what answers with another status than 200, and the headers.

    Addresses are site-absolute IRI references with the path of the base URL, which `root` is
    ("/" or "/archive/"). `host` is the host's name and port as in the base URL. `languages` are
    codes with their front pages, the default first. `moved` are old addresses with those they
    lead to, `elsewhere` those that lead there only as long as they have no page; `gone` are
    addresses that answer 410, with the address of the page that they show; all with the most
    important first, where a host takes a limited number. `fingerprinted` files never
    change. `policy` is the Content-Security-Policy of pages.
    """

    host: str
    secure: bool
    root: str
    languages: tuple[tuple[str, str], ...]
    moved: tuple[tuple[str, str], ...]
    elsewhere: tuple[tuple[str, str], ...]
    gone: tuple[tuple[str, str], ...]
    fingerprinted: tuple[str, ...]
    policy: str
    noindex: bool

    @property
    def only_home(self) -> str:
        """The front page to which the root leads where there is nothing to choose, else ""."""
        return self.languages[0][1] if len(self.languages) == 1 else ""
