"""Fonts of boxes, so that no test depends on what the system has."""

import io
from functools import cache

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

LATIN = "".join(map(chr, range(32, 127))) + "“”‘’…–"


@cache
def font(chars: str = LATIN, height: int = 700) -> bytes:
    """A font that has these characters, each a box of this height in thousandths of an em."""
    builder = FontBuilder(1000, isTTF=True)
    names = {ord(char): f"u{ord(char):04X}" for char in dict.fromkeys(chars)}
    order = [".notdef", *names.values()]
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(names)
    builder.setupGlyf({name: _box(height, empty=name == "u0020") for name in order})
    builder.setupHorizontalMetrics(dict.fromkeys(order, (600, 50)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Boxes", "styleName": "Bold"})
    builder.setupOS2(sTypoAscender=800, usWinAscent=800, usWinDescent=200)
    builder.setupPost()
    builder.updateHead(created=0, modified=0)
    builder.font.recalcTimestamp = False
    out = io.BytesIO()
    builder.save(out)
    return out.getvalue()


def _box(height: int, *, empty: bool) -> object:
    pen = TTGlyphPen(None)
    if not empty:
        pen.moveTo((50, 0))
        for point in ((50, height), (550, height), (550, 0)):
            pen.lineTo(point)
        pen.closePath()
    return pen.glyph()
