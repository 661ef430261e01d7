"""Whose photo it is: read from IPTC, XMP and EXIF, and written as IPTC and XMP again.

Nothing else of a camera's or an archive's metadata is ever written: no place, no serial number,
no name of a person in the picture. XMP is that of ISO 16684-1 with the properties of the IPTC
Photo Metadata Standard (https://iptc.org/std/photometadata/specification/).
"""

import struct
from collections.abc import Iterable
from html import escape
from xml.etree import ElementTree as ET

import msgspec
from PIL import Image, ImageFile, IptcImagePlugin

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_DC = "http://purl.org/dc/elements/1.1/"
_PHOTOSHOP = "http://ns.adobe.com/photoshop/1.0/"
_IPTC_CREATOR, _IPTC_CREDIT, _IPTC_RIGHTS = (2, 80), (2, 110), (2, 116)
# The lengths in bytes that IIM 4.2 allows; XMP has the whole text.
_IPTC_LENGTHS = {_IPTC_CREATOR: 32, _IPTC_CREDIT: 32, _IPTC_RIGHTS: 128}
_EXIF_ARTIST, _EXIF_COPYRIGHT = 0x013B, 0x8298
_LONGEST = 1000  # characters of one statement
_UTF_8 = b"\x1c\x01\x5a\x00\x03\x1b%G"  # what IIM says of its own encoding
_ID = "W5M0MpCehiHzreSzNTczkc9d"  # the one that the standard gives to every packet


class Credit(msgspec.Struct, frozen=True):
    """Who took a photo, who is to be named with it, and whose it is; all may be empty."""

    creators: tuple[str, ...] = ()
    credit: str = ""
    rights: str = ""

    def __bool__(self) -> bool:
        return bool(self.creators or self.credit or self.rights)


NOBODY = Credit()


def found(picture: ImageFile.ImageFile) -> Credit:
    """What a photo's file says; where its parts differ, XMP goes before IPTC and that before EXIF.

    Metadata that is damaged says nothing.
    """
    said = [_from_xmp(picture), _from_iptc(picture), _from_exif(picture)]
    return Credit(
        next((item.creators for item in said if item.creators), ()),
        next((item.credit for item in said if item.credit), ""),
        next((item.rights for item in said if item.rights), ""),
    )


def xmp(credit: Credit) -> bytes:
    """An XMP packet in UTF-8 that says this and nothing else, b"" for nothing to say."""
    if not credit:
        return b""
    named = f' photoshop:Credit="{escape(credit.credit)}"' if credit.credit else ""
    people = "".join(f"<rdf:li>{escape(name)}</rdf:li>" for name in credit.creators)
    rights = f'<rdf:li xml:lang="x-default">{escape(credit.rights)}</rdf:li>'
    return (
        f'<?xpacket begin="\ufeff" id="{_ID}"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        f'<rdf:RDF xmlns:rdf="{_RDF}"><rdf:Description rdf:about="" xmlns:dc="{_DC}"'
        f' xmlns:photoshop="{_PHOTOSHOP}"{named}>'
        + (f"<dc:creator><rdf:Seq>{people}</rdf:Seq></dc:creator>" if people else "")
        + (f"<dc:rights><rdf:Alt>{rights}</rdf:Alt></dc:rights>" if credit.rights else "")
        + '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
    ).encode()


def iptc(credit: Credit) -> bytes:
    """The content of a JPEG's APP13 segment that says this, b"" for nothing to say.

    A Photoshop resource (number 1028) that holds IIM.
    """
    if not credit:
        return b""
    records = [
        *((_IPTC_CREATOR, name) for name in credit.creators),
        (_IPTC_CREDIT, credit.credit),
        (_IPTC_RIGHTS, credit.rights),
    ]
    data = _UTF_8 + b"".join(_dataset(number, text) for number, text in records if text)
    padding = b"\0" * (len(data) % 2)
    return b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + struct.pack(">L", len(data)) + data + padding


def _dataset(number: tuple[int, int], text: str) -> bytes:
    data = text.encode()[: _IPTC_LENGTHS[number]].decode(errors="ignore").encode()
    return struct.pack(">BBBH", 0x1C, *number, len(data)) + data


# --- reading -------------------------------------------------------------------------------


def _from_xmp(picture: Image.Image) -> Credit:
    packet = picture.info.get("xmp") or picture.info.get("XML:com.adobe.xmp") or b""
    data = packet.encode() if isinstance(packet, str) else packet
    if not isinstance(data, bytes) or b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        return NOBODY
    try:
        root = ET.fromstring(data.strip(b"\0 \r\n"))  # noqa: S314 (no DOCTYPE, so no entities)
    except (ET.ParseError, ValueError, LookupError):
        return NOBODY
    credit = root.findtext(f".//{{{_PHOTOSHOP}}}Credit") or next(
        (
            item.get(f"{{{_PHOTOSHOP}}}Credit", "")
            for item in root.iter(f"{{{_RDF}}}Description")
            if item.get(f"{{{_PHOTOSHOP}}}Credit")
        ),
        "",
    )
    rights = _items(root, "rights")
    return Credit(_people(_items(root, "creator")), _clean(credit), rights[0] if rights else "")


def _items(root: ET.Element, name: str) -> tuple[str, ...]:
    """The texts of a list of Dublin Core, the one in the default language first."""
    found = [
        (item.get("{http://www.w3.org/XML/1998/namespace}lang") != "x-default", item.text or "")
        for place in root.iter(f"{{{_DC}}}{name}")
        for item in place.iter(f"{{{_RDF}}}li")
    ]
    ordered = sorted(found, key=lambda pair: pair[0]) if name == "rights" else found
    return tuple(filter(None, (_clean(text) for _, text in ordered)))


def _from_iptc(picture: ImageFile.ImageFile) -> Credit:
    try:
        said = IptcImagePlugin.getiptcinfo(picture) or {}
    except (SyntaxError, ValueError, TypeError, OSError, IndexError, struct.error):
        return NOBODY

    def texts(number: tuple[int, int]) -> tuple[str, ...]:
        value = said.get(number, ())
        parts = value if isinstance(value, list) else [value]
        return tuple(filter(None, (_decoded(part) for part in parts if isinstance(part, bytes))))

    return Credit(
        _people(texts(_IPTC_CREATOR)),
        next(iter(texts(_IPTC_CREDIT)), ""),
        next(iter(texts(_IPTC_RIGHTS)), ""),
    )


def _from_exif(picture: Image.Image) -> Credit:
    exif = picture.getexif()
    artist, rights = (_decoded(_bytes(exif.get(tag))) for tag in (_EXIF_ARTIST, _EXIF_COPYRIGHT))
    return Credit(_people(artist.split(";")), "", rights)


def _bytes(value: object) -> bytes:
    """A text of EXIF as it was: Pillow reads it as Latin-1, and cameras write UTF-8."""
    if isinstance(value, bytes):
        return value
    return value.encode("latin-1", "ignore") if isinstance(value, str) else b""


def _people(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(filter(None, (name.strip() for name in names)))


def _decoded(data: bytes) -> str:
    try:
        return _clean(data.decode())
    except UnicodeDecodeError:
        return _clean(data.decode("latin-1"))


def _clean(text: object) -> str:
    """One line that XML can hold, "" for what is no text."""
    if not isinstance(text, str):
        return ""
    joined = " ".join(text.split())
    return "".join(letter for letter in joined if letter.isprintable())[:_LONGEST].strip()
