"""The picture of a headline that networks show where a story has no photo."""

import io
from functools import lru_cache

from PIL import Image, ImageColor, ImageDraw, ImageFont, features

from sitegen.artwork.line_breaking import Broken, broken, pieces
from sitegen.types import SharePicture

# What Facebook, X, LINE and Kakao show large; PNG is what all of them take.
WIDTH, HEIGHT = 1200, 630

_MARGIN, _BAR = 80, 14
_ABOVE, _BELOW = 72, 484  # the headline's room
_NAME, _NAME_LINE, _RULE = 36, 566, 516
_SIZES = (88, 82, 76, 70, 64, 58, 52, 48, 44, 40)  # pixels an em
_MOST_LINES = 4  # of a large headline; one in the smallest type fills its room
_SMALLER, _STEP = 3, 12.0  # sizes that are tried for better lines, and what each costs
_INK_STEPS, _MARK_STEPS = 10, 6  # 16 colours make a PNG of four bits a pixel
_SCALE = 100  # the size at which text is measured
_CJK = ("ko", "ja", "zh")


def drawn(picture: SharePicture) -> bytes:
    """The picture as PNG. Raises OSError when the font cannot be read."""
    text = Image.new("L", (WIDTH, HEIGHT), 0)
    draw = ImageDraw.Draw(text)
    size, leading, made = _set(picture)
    right = picture.direction == "rtl"
    x, anchor = (WIDTH - _MARGIN, "rs") if right else (_MARGIN, "ls")
    font, more = _font(picture.font, picture.index, size), _features(picture.lang)
    free = _BELOW - _ABOVE - len(made) * size * leading
    top = _ABOVE + free / 2
    for number, line in enumerate(made):
        baseline = top + size * (leading * (number + 0.5) + 0.36)
        draw.text((x, baseline), line, fill=255, font=font, anchor=anchor, features=more)
    name = _font(picture.font, picture.index, _NAME)
    draw.rectangle((0, 0, WIDTH, _BAR - 1), fill=255)
    draw.rectangle((_MARGIN, _RULE, WIDTH - _MARGIN - 1, _RULE + 1), fill=255)
    draw.text((x, _NAME_LINE), picture.name, fill=255, font=name, anchor=anchor, features=more)
    whole = text.point([value * (_INK_STEPS - 1) // 255 for value in range(256)])
    marked = [
        0 if value < 24 else _INK_STEPS - 1 + max(1, value * _MARK_STEPS // 255)  # noqa: PLR2004
        for value in range(256)
    ]
    for box in ((0, 0, WIDTH, _BAR), (0, _RULE, WIDTH, HEIGHT)):
        whole.paste(text.crop(box).point(marked), box)
    palette = Image.frombytes("P", whole.size, whole.tobytes())
    palette.putpalette(_colours(picture.ground, picture.ink, picture.mark))
    out = io.BytesIO()
    palette.save(out, "PNG", bits=4, compress_level=6)
    return out.getvalue()


def _set(picture: SharePicture) -> tuple[int, float, tuple[str, ...]]:
    """The headline's size, its leading and its lines."""
    leading = 1.34 if picture.lang.partition("-")[0] in _CJK else 1.22
    if picture.lang.partition("-")[0] == "vi":
        leading = 1.3  # two marks stand on some capitals
    parts = pieces(picture.headline, picture.lang)
    font, more = _font(picture.font, picture.index, _SCALE), _features(picture.lang)
    known: dict[str, float] = {}

    def measure(text: str) -> float:
        if text not in known:
            known[text] = font.getlength(text, features=more) / _SCALE
        return known[text]

    found: list[tuple[float, int, Broken]] = []
    for size in _SIZES:
        room = int((_BELOW - _ABOVE) / (size * leading))
        most = room if size == _SIZES[-1] else min(room, _MOST_LINES)
        made = broken(parts, measure, (WIDTH - 2 * _MARGIN) / size)
        if len(made.lines) <= most:
            found.append((made.cost + _STEP * len(found), -size, made))
        if len(found) > _SMALLER:
            break
    if found:
        _, size, made = min(found)
        return -size, leading, made.lines
    whole = made.lines[: most - 1]
    return size, leading, (*whole, f"{made.lines[most - 1].rstrip('、。,. ')}…")


def _features(lang: str) -> list[str] | None:
    """Proportional punctuation and kana, as headlines have it; only Raqm knows OpenType."""
    return ["palt"] if lang.partition("-")[0] in ("ja", "zh") and features.check("raqm") else None


@lru_cache(maxsize=64)
def _font(file: str, index: int, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(file, size, index)


@lru_cache(maxsize=8)
def _colours(ground: str, ink: str, mark: str) -> bytes:
    """The palette: from the ground to the ink, then from near the ground to the mark."""
    ramp = [_mixed(ground, ink, step / (_INK_STEPS - 1)) for step in range(_INK_STEPS)]
    ramp += [_mixed(ground, mark, step / _MARK_STEPS) for step in range(1, _MARK_STEPS + 1)]
    return b"".join(ramp)


def _mixed(one: str, other: str, share: float) -> bytes:
    pairs = zip(ImageColor.getrgb(one)[:3], ImageColor.getrgb(other)[:3], strict=True)
    return bytes(round(first + (second - first) * share) for first, second in pairs)
