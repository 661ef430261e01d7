"""Takes the metadata out of a picture's file without touching a pixel of it.

Each format is a row of labelled parts, of which those stay that a decoder needs. What comes in
has been decoded before; decoders forgive parts that are not well formed, and nothing here does.
"""

import re
import struct
import zlib
from collections.abc import Iterator

from sitegen.photos import credit
from sitegen.photos.credit import Credit
from sitegen.photos.reading import Source

_JPEG_MARKER = re.compile(rb"\xff+([\x01-\xcf\xd8-\xfe])")
_JPEG_END, _JPEG_SCAN, _JPEG_COMMENT = 0xD9, 0xDA, 0xFE
_JPEG_JFIF, _JPEG_XMP, _JPEG_PHOTOSHOP, _JPEG_ADOBE, _JPEG_LAST_APP = 0xE0, 0xE1, 0xED, 0xEE, 0xEF
_XMP_IN_JPEG = b"http://ns.adobe.com/xap/1.0/\0"

_PNG_START = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(
    b"IHDR PLTE IDAT IEND tRNS acTL fcTL fdAT sRGB gAMA cHRM cICP sBIT pHYs".split()
)

_WEBP_KEPT = frozenset((b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF"))
_WEBP_ICC, _WEBP_ALPHA, _WEBP_EXIF, _WEBP_XMP = 0x20, 0x10, 0x08, 0x04
_WEBP_HEADER = 12

_GIF_HEADER, _GIF_EXTENSION, _GIF_IMAGE, _GIF_END = 13, 0x21, 0x2C, 0x3B
_GIF_CONTROL, _GIF_APPLICATION = 0xF9, 0xFF
_GIF_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")


def without_metadata(data: bytes, source: Source) -> bytes:
    """The picture that was opened as `source`, with its credit and no other metadata.

    A colour profile stays in a moving picture only: others are in sRGB. GIF has no place for a
    credit. Raises ValueError, struct.error or IndexError for what is not well formed, or makes
    another picture of it.
    """
    if source.format == "JPEG":
        return _jpeg(data, source.credit)
    if source.format == "PNG":
        return _png(data, source)
    return _webp(data, source) if source.format == "WEBP" else b"".join(_gif(data))


# --- JPEG (ITU-T T.81, annex B) ------------------------------------------------------------


def _jpeg(data: bytes, owner: Credit) -> bytes:
    kept = [b"\xff\xd8"]
    if owner:
        kept.append(_jpeg_segment(_JPEG_XMP, _XMP_IN_JPEG + credit.xmp(owner)))
        kept.append(_jpeg_segment(_JPEG_PHOTOSHOP, credit.iptc(owner)))
    place = 2
    while True:
        found = _JPEG_MARKER.search(data, place)
        if found is None:
            raise ValueError("a JPEG without an end")
        # What stands before a marker is the end of a scan's data.
        kept.append(data[place : found.start()] if len(kept) > 1 else b"")
        marker, place = found[1][0], found.end()
        if marker == _JPEG_END:
            return b"".join([*kept, b"\xff\xd9"])
        (length,) = struct.unpack_from(">H", data, place)
        segment = data[place : place + length]
        place += length
        private = _JPEG_JFIF < marker <= _JPEG_LAST_APP and marker != _JPEG_ADOBE
        if marker == _JPEG_JFIF:
            # Its thumbnail and the further ones of JFXX stay behind.
            if segment[2:7] == b"JFIF\0":
                kept.insert(1, _jpeg_segment(marker, segment[2:14] + b"\0\0"))
        elif not private and marker != _JPEG_COMMENT:
            kept.append(b"\xff" + bytes([marker]) + segment)


def _jpeg_segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


# --- PNG (ISO/IEC 15948, clause 5) ---------------------------------------------------------


def _png(data: bytes, source: Source) -> bytes:
    kept = [_PNG_START]
    place = len(_PNG_START)
    while place + 8 <= len(data):
        length, name = struct.unpack_from(">L4s", data, place)
        chunk = data[place : place + length + 12]
        place += length + 12
        if name in _PNG_KEPT or (source.moving and name == b"iCCP"):
            kept.append(chunk)
        if name == b"IHDR" and source.credit:
            text = b"iTXtXML:com.adobe.xmp\0\0\0\0\0" + credit.xmp(source.credit)
            ends = struct.pack(">L", len(text) - 4), struct.pack(">L", zlib.crc32(text))
            kept.append(ends[0] + text + ends[1])
        if name == b"IEND":
            break
    return b"".join(kept)


# --- WebP (RFC 9649) -----------------------------------------------------------------------


def _webp(data: bytes, source: Source) -> bytes:
    kept = _WEBP_KEPT | ({b"ICCP"} if source.moving else set())
    chunks = [(name, body) for name, body in _riff(data) if name in kept]
    xmp = credit.xmp(source.credit)
    flags = 0
    if chunks[0][0] == b"VP8X":
        flags = chunks.pop(0)[1][0] & ~(_WEBP_EXIF | _WEBP_XMP)
        if not source.moving:
            flags &= ~_WEBP_ICC
    elif chunks[0][0] == b"VP8L" and chunks[0][1][4] & 0x10:
        flags = _WEBP_ALPHA
    if xmp:
        chunks.append((b"XMP ", xmp))
        flags |= _WEBP_XMP
    if len(chunks) > 1 or flags & ~_WEBP_ALPHA:
        sides = b"".join((side - 1).to_bytes(3, "little") for side in (source.width, source.height))
        chunks.insert(0, (b"VP8X", bytes([flags, 0, 0, 0]) + sides))
    body = b"WEBP" + b"".join(
        name + struct.pack("<L", len(part)) + part + b"\0" * (len(part) % 2)
        for name, part in chunks
    )
    return b"RIFF" + struct.pack("<L", len(body)) + body


def _riff(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = _WEBP_HEADER
    while place + 8 <= len(data):
        name, length = struct.unpack_from("<4sL", data, place)
        yield name, data[place + 8 : place + 8 + length]
        place += 8 + length + length % 2


# --- GIF (89a) -----------------------------------------------------------------------------


def _gif(data: bytes) -> Iterator[bytes]:
    place = _GIF_HEADER + _gif_table(data[10])
    yield data[:place]
    while place < len(data) and data[place] != _GIF_END:
        start = place
        if data[place] == _GIF_EXTENSION:
            label = data[place + 1]
            place = _after_blocks(data, place + 2)
            loops = label == _GIF_APPLICATION and data[start + 3 : start + 14] in _GIF_LOOPS
            if label == _GIF_CONTROL or loops:
                yield data[start:place]
        elif data[place] == _GIF_IMAGE:
            place = _after_blocks(data, place + 11 + _gif_table(data[place + 9]))
            yield data[start:place]
        else:
            place += 1  # a stray byte, which decoders pass over, too
    yield bytes([_GIF_END])


def _gif_table(flags: int) -> int:
    """The length in bytes of the table of colours that follows."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _after_blocks(data: bytes, place: int) -> int:
    while place < len(data) and data[place]:
        place += data[place] + 1
    return place + 1
