"""QR codes as drawings: an address that a phone reads from paper or from another screen."""

import struct
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import islice
from math import isqrt
from typing import NamedTuple

import zxingcpp
from markupsafe import Markup

_BORDER = 4  # modules of quiet around the code (ISO/IEC 18004, 9.1)
# The mask that suits a text best differs by little; to try all eight takes ten times as long.
_MASK = 3
_CHUNK = 11  # modules that are drawn by one look-up
_KEPT = 100


class _Strokes(dict[bytes, str]):
    """Pieces of a row as path data, by the bytes of their modules: 0 is dark."""

    def __missing__(self, modules: bytes) -> str:
        drawn, start = "", 0
        while start < len(modules):
            dark = modules[start] == 0
            end = start
            while end < len(modules) and (modules[end] == 0) == dark:
                end += 1
            drawn += f"h{end - start}" if dark else f"m{end - start} 0"
            start = end
        self[modules] = drawn
        return drawn


_STROKES = _Strokes()


class _Grid(NamedTuple):
    """How a code of one size is drawn: `pieces` cuts its modules, `path` has a gap for each."""

    pieces: struct.Struct
    path: str


@cache
def _grid(size: int) -> _Grid:
    widths = [min(_CHUNK, size - start) for start in range(0, size, _CHUNK)]
    gaps = "%s" * len(widths)
    return _Grid(
        struct.Struct("".join(f"{width}s" for width in widths) * size),
        "".join(f"M{_BORDER} {_BORDER + row}.5{gaps}" for row in range(size)),
    )


def _path(modules: bytes, size: int) -> str:
    grid = _grid(size)
    # Without a loop in Python: every page of an article has a code of a thousand modules.
    return grid.path % tuple(map(_STROKES.__getitem__, grid.pieces.unpack(modules)))


def draw_ahead(texts: Iterable[str]) -> None:
    """Draw codes that will be wanted soon: many in a row cost two thirds of one now and then."""
    for text in islice(texts, _KEPT):
        drawing(text)


@lru_cache(maxsize=_KEPT)
def drawing(text: str) -> Markup:
    """An `<svg>` of about 2 KB, 0.5 KB compressed; nothing for no text or one that is too long.

    It is one module a unit, without a size of its own, and hidden from screen readers: words
    must stand beside it.
    """
    if not text:
        return Markup()
    try:
        code = zxingcpp.create_barcode(
            text, zxingcpp.BarcodeFormat.QRCode, ec_level="L", data_mask=_MASK
        )
    except (RuntimeError, ValueError):
        return Markup()
    image = code.to_image(scale=1, add_quiet_zones=False)
    data = memoryview(image).tobytes()  # type: ignore[arg-type]  # a buffer, says its code
    size = isqrt(len(data))
    side = size + 2 * _BORDER
    return Markup(  # noqa: S704 (made of numbers)
        f'<svg viewBox="0 0 {side} {side}" aria-hidden="true">'
        f'<path stroke="#000" d="{_path(data, size)}"></path></svg>'
    )
