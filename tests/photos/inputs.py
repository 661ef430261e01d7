"""Photos of every kind, made for tests: small, and with colours that can be told apart."""

import io

from PIL import Image, ImageCms, ImageSequence

from sitegen.config import ImageConfig

RED, BLUE = (220, 20, 20), (20, 20, 220)
ORIENTATION, GPS = 0x0112, 0x8825

SMALL = ImageConfig(widths=(40, 80), largest=160)


def halves(size: tuple[int, int] = (120, 60)) -> Image.Image:
    """Red on the left, blue on the right."""
    picture = Image.new("RGB", size, RED)
    picture.paste(BLUE, (size[0] // 2, 0, *size))
    return picture


def saved(picture: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    """The bytes of a picture."""
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def read(data: bytes) -> Image.Image:
    """A picture, decoded to its end."""
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


def pixel(picture: Image.Image, place: tuple[int, int]) -> tuple[int, ...]:
    """A pixel's red, green, blue and alpha."""
    found = picture.convert("RGBA").getpixel(place)
    assert isinstance(found, tuple)
    return found


def frames(data: bytes) -> int:
    """How many pictures a moving one is made of."""
    return len(list(ImageSequence.Iterator(Image.open(io.BytesIO(data)))))


def near(picture: Image.Image, place: tuple[int, int], wanted: tuple[int, ...]) -> bool:
    """Whether a pixel has about these values."""
    found = pixel(picture, place)
    return all(abs(one - other) < 35 for one, other in zip(found, wanted, strict=False))


def from_a_camera(orientation: int = 1) -> Image.Exif:
    """What a camera writes about itself and about where it was."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[0x010F] = "Kamera"
    exif[0x8298] = "© 2024 해담일보".encode()
    exif[0x013B] = "서유나".encode()
    exif.get_ifd(GPS).update({1: "N", 2: (35.0, 6.0, 30.0), 3: "E", 4: (129.0, 2.0, 0.0)})
    return exif


def turned(picture: Image.Image, orientation: int) -> Image.Image:
    """The picture as a camera stores it that was held so (EXIF 2.32, tag 274)."""
    how = {
        1: (),
        2: (Image.Transpose.FLIP_LEFT_RIGHT,),
        3: (Image.Transpose.ROTATE_180,),
        4: (Image.Transpose.FLIP_TOP_BOTTOM,),
        5: (Image.Transpose.TRANSPOSE,),
        6: (Image.Transpose.ROTATE_90,),
        7: (Image.Transpose.TRANSVERSE,),
        8: (Image.Transpose.ROTATE_270,),
    }[orientation]
    for step in how:
        picture = picture.transpose(step)
    return picture


def moving(kind: str, size: tuple[int, int] = (120, 60)) -> bytes:
    """Red, then blue."""
    frames = [Image.new("RGB", size, colour) for colour in (RED, BLUE)]
    return saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=500, loop=0)


def wide_gamut() -> bytes:
    """An ICC profile with primaries like those of Display P3: green as P3 has it.

    Little CMS makes profiles of white points and tone curves only; so sRGB's is made and its
    primaries (tags rXYZ, gXYZ and bXYZ) are put in the place of those of sRGB.
    """
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    # Display P3's colorants, adapted to D50.
    colorants = {
        b"rXYZ": (0.51512, 0.24120, -0.00105),
        b"gXYZ": (0.29198, 0.69225, 0.04189),
        b"bXYZ": (0.15710, 0.06657, 0.78407),
    }
    count = int.from_bytes(profile[128:132], "big")
    for number in range(count):
        entry = 132 + 12 * number
        name = bytes(profile[entry : entry + 4])
        place = int.from_bytes(profile[entry + 4 : entry + 8], "big")
        if name in colorants:
            for index, value in enumerate(colorants[name]):
                start = place + 8 + 4 * index
                profile[start : start + 4] = round(value * 65536).to_bytes(4, "big", signed=True)
        if name == b"desc":
            length = int.from_bytes(profile[entry + 8 : entry + 12], "big")
            text = bytes(profile[place : place + length])
            for old, new in (("sRGB", "P3  "),):
                text = text.replace(old.encode("utf-16-be"), new.encode("utf-16-be"))
                text = text.replace(old.encode(), new.encode())
            profile[place : place + length] = text
    return bytes(profile)


def noise(size: tuple[int, int] = (120, 60)) -> Image.Image:
    """A picture of which no part is easy to guess, so that none is short when it is saved."""
    return Image.effect_noise(size, 90).convert("RGB")


def without_an_end(picture: Image.Image) -> bytes:
    """A JPEG as it is recovered from a damaged card: zeros stand for the mark of its end."""
    return saved(picture, quality=95)[:-2] + bytes(2000)


def without_a_place(picture: Image.Image) -> bytes:
    """An AVIF in which nothing says any more where the picture's bytes are."""
    return saved(picture, "AVIF").replace(b"iloc", b"free")
