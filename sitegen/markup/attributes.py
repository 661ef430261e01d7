"""Attributes written in braces: which are allowed, and what is said about the others."""

import re
from collections.abc import Mapping

from markdown_it.token import Token

from sitegen.markup.context import Context

ALLOWED = ("class", "id", "lang", "credit")

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def check_attributes(token: Token, context: Context, line: int) -> None:
    """Drop attributes that are not allowed, or not well formed, with a warning for each."""
    for name in token.meta.get("insecure_attrs", ()):
        context.warn(
            f"the attribute “{name}” is not allowed and was left out",
            line,
            hint=f"Allowed: {', '.join(ALLOWED)}.",
        )
    if "credit" in token.attrs and token.type != "image":
        del token.attrs["credit"]
        context.warn("only a picture has a credit", line)
    if "lang" in token.attrs and not _LANGUAGE.fullmatch(str(token.attrs["lang"])):
        context.warn(f"“{token.attrs.pop('lang')}” is no language code", line)
    if "id" in token.attrs and not context.claim_id(str(token.attrs["id"]), line):
        del token.attrs["id"]


def own_attributes(token: Token) -> Mapping[str, str]:
    """The attributes that an author gave to a picture, as far as HTML knows them."""
    return {name: str(token.attrs[name]) for name in ("class", "id", "lang") if name in token.attrs}
