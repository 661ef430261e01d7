"""The site's icons in the sizes that browsers and home screens ask for."""

import io
from pathlib import Path

from PIL import Image, ImageColor

from sitegen.types import Icon

FAVICON_SIZES = (16, 32, 48)
# Of a maskable icon, what is within 40 % of the centre is sure to show (the manifest's safe zone).
_SAFE = 0.62
_CORNER = 0.12  # of a tile's edge may be round
_OPAQUE = 250


def drawn(icon: Icon) -> bytes:
    """The icon as PNG, or ICO with PNGs in it. Raises what Pillow does for a damaged one."""
    with Image.open(Path(icon.source)) as opened:
        sign = _square(opened.convert("RGBA"))
    out = io.BytesIO()
    if icon.form == "favicon":
        sizes = [(size, size) for size in FAVICON_SIZES]
        several = [_scaled(sign, size) for size in FAVICON_SIZES]
        several[-1].save(out, "ICO", sizes=sizes, append_images=several[:-1])
        return out.getvalue()
    made = _scaled(sign, icon.size)
    if icon.form == "touch":
        made = _filled(sign, icon, 0.82)
    elif icon.form == "maskable":
        made = _filled(sign, icon, _SAFE)
    made.save(out, "PNG", optimize=True)
    return out.getvalue()


def _square(picture: Image.Image) -> Image.Image:
    """The picture on a square as large as its longer side."""
    side = max(picture.size)
    if picture.size == (side, side):
        return picture
    square = Image.new("RGBA", (side, side))
    square.paste(picture, ((side - picture.width) // 2, (side - picture.height) // 2))
    return square


def _scaled(picture: Image.Image, size: int) -> Image.Image:
    return picture.resize((size, size), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _filled(sign: Image.Image, icon: Icon, share: float) -> Image.Image:
    """The sign without transparency: a tile to its edges, any other sign with room around it."""
    size = icon.size
    if _is_tile(sign):
        ground = _behind(sign).resize((size, size), Image.Resampling.NEAREST)
        # Else the softened edge of a round corner would show as a thin line.
        sign.putalpha(sign.getchannel("A").point([255 * (a >= _OPAQUE) for a in range(256)]))
        front = _scaled(sign, size)
    else:
        ground = Image.new("RGBA", (size, size), ImageColor.getrgb(icon.ground))
        front = Image.new("RGBA", (size, size))
        inner = round(size * share)
        front.paste(_scaled(sign, inner), ((size - inner) // 2, (size - inner) // 2))
    return Image.alpha_composite(ground, front).convert("RGB")


def _behind(tile: Image.Image) -> Image.Image:
    """What continues a tile behind its round corners: each corner's colour, as four pixels."""
    last = tile.width - 1
    behind = Image.new("RGBA", (2, 2))
    for place in ((0, 0), (1, 0), (0, 1), (1, 1)):
        diagonal = (
            (last - step if place[0] else step, last - step if place[1] else step)
            for step in range((tile.width + 1) // 2)
        )
        colours = (tile.getpixel(point) for point in diagonal)
        full = (found for found in colours if isinstance(found, tuple) and found[3] >= _OPAQUE)
        behind.putpixel(place, next(full))
    return behind


def _is_tile(sign: Image.Image) -> bool:
    """Whether a sign fills its square but for its corners."""
    side = sign.width
    cut, alpha = min(round(side * _CORNER) + 1, (side - 1) // 2), sign.getchannel("A")
    inner = (cut, cut, side - cut, side - cut)
    edges = ((side // 2, 0), (side // 2, side - 1), (0, side // 2), (side - 1, side // 2))
    opaque = [alpha.getpixel(place) for place in edges]
    least, _ = alpha.crop(inner).getextrema()
    return all(isinstance(value, int | float) and value >= _OPAQUE for value in (*opaque, least))
