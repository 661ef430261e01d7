"""Korean text whose particles, and names in Latin letters whose endings, stay with their words.

A particle is written onto a closing quotation mark or bracket: “속도보다 신뢰”라고, 해담항(신항)은.
The line breaking algorithm (UAX #14, LB19a and LB30) and with it browsers take the place between
for one where a line may end, also under `word-break: keep-all`, and some break before a middle dot.
U+2060, the word joiner, forbids it; nothing is drawn for it.
"""

import re

_JOINER = "\u2060"
# A set stands first, because `re` finds sets fastest.
_PLACE = re.compile(
    r"[”’)\]」』》〉%·](?:(?<=\w·)|(?:</?(?:a|b|em|i|mark|q|strong)\b[^<>]*>)*(?=[가-힣]))"
)


def held_together(text: str) -> str:
    """The text or HTML with word joiners where Korean must not break."""
    return _PLACE.sub(_joined, text)


# What a Romanised Korean place ends in: province, city, district, village, street.
_ENDING = re.compile(r"(?<=[a-z]-)(?=(?:do|dong|eup|ga|gil|gu|gun|myeon|ri|ro|si)\b)")


def headline(text: str) -> str:
    """A few words in large type, held together; Gomso-ri stays in one line, too."""
    return _ENDING.sub(_JOINER, held_together(text))


def _joined(match: re.Match[str]) -> str:
    place, text = match.start(), match.string
    if text.rfind("<", 0, place) > text.rfind(">", 0, place):
        return match[0]  # inside a tag
    return _JOINER + match[0] if match[0][0] == "·" else match[0] + _JOINER
