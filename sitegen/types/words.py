"""The words of the interface."""

from collections.abc import Mapping

import msgspec


class Words(msgspec.Struct, frozen=True):
    """The interface's words in one language: messages by their English text.

    `plural_expression` is the catalogue's Plural-Forms rule in C ("n != 1").
    """

    lang: str
    single: Mapping[str, str]
    plural: Mapping[str, tuple[str, ...]]
    plural_expression: str
