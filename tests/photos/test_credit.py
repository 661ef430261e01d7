"""Whose a photo is stays in its files; nothing else does."""

import io

import pytest
from PIL import Image, IptcImagePlugin

from sitegen.photos import credit
from sitegen.photos.credit import Credit
from sitegen.photos.developing import developed
from tests.photos.inputs import SMALL, from_a_camera, halves, read, saved

WHOLE = Credit(("서유나", "Nguyễn Lan"), "해담일보 & <Pool>", "© 2024 해담일보 “all” rights")
XMP = b"""<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:exif="http://ns.adobe.com/exif/1.0/"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" exif:GPSLatitude="35,6.5N">
<photoshop:Credit>Haedam Pool</photoshop:Credit>
<dc:creator><rdf:Seq><rdf:li>Seo Yuna</rdf:li><rdf:li> </rdf:li></rdf:Seq></dc:creator>
<dc:rights><rdf:Alt><rdf:li xml:lang="ko">\xed\x95\x9c</rdf:li>
<rdf:li xml:lang="x-default">(c) Haedam</rdf:li></rdf:Alt></dc:rights>
<dc:subject><rdf:Bag><rdf:li>secret</rdf:li></rdf:Bag></dc:subject>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end='w'?>"""


def said(data: bytes) -> Credit:
    return credit.found(Image.open(io.BytesIO(data)))


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "AVIF"])
@pytest.mark.parametrize("width", [120, 200])
def test_credit_in_xmp_is_in_every_print_and_nothing_else_of_it(kind: str, width: int) -> None:
    data = saved(halves((width, 60)), kind, xmp=XMP)
    for item, content in developed(data, SMALL).prints.items():
        assert said(content) == Credit(("Seo Yuna",), "Haedam Pool", "(c) Haedam"), item
        assert b"GPS" not in content, item
        assert b"secret" not in content, item


def test_credit_in_iptc_is_in_every_print() -> None:
    segment = credit.iptc(WHOLE)
    length = (len(segment) + 2).to_bytes(2, "big")
    data = saved(halves(), extra=b"\xff\xed" + length + segment)
    short = Credit(WHOLE.creators, WHOLE.credit, WHOLE.rights)
    assert said(data) == short
    for item, content in developed(data, SMALL).prints.items():
        assert said(content) == short, item


def test_credit_in_exif_is_in_every_print() -> None:
    data = saved(halves(), exif=from_a_camera())
    for content in developed(data, SMALL).prints.values():
        assert said(content) == Credit(("서유나",), "", "© 2024 해담일보")


def test_jpegs_say_it_in_iptc_too_and_pngs_in_their_own_way() -> None:
    made = developed(saved(halves(), xmp=credit.xmp(WHOLE)), SMALL).prints
    for item, content in made.items():
        if item.form in ("full", "jpeg"):
            iptc = IptcImagePlugin.getiptcinfo(Image.open(io.BytesIO(content)))
            assert iptc is not None
            assert iptc[2, 80] == [name.encode() for name in WHOLE.creators]
            assert iptc[2, 116] == WHOLE.rights.encode()
    picture = halves()
    picture.putalpha(100)
    for content in developed(saved(picture, "WEBP", xmp=credit.xmp(WHOLE)), SMALL).prints.values():
        assert said(content) == WHOLE


def test_long_statements_are_cut_between_letters_in_iptc_and_whole_in_xmp() -> None:
    long = Credit(("가" * 40,), "나" * 40, "다" * 100)
    assert said(saved(halves(), xmp=credit.xmp(long))) == long
    segment = credit.iptc(long)
    assert "가".encode() * 10 in segment
    assert "가".encode() * 11 not in segment


@pytest.mark.parametrize(
    "packet",
    [
        b"",
        b"no xml",
        XMP[:300],
        b'<!DOCTYPE x [<!ENTITY a "b">]>' + XMP,
        XMP.replace(b"dc/elements", b"other"),
        b"<?xml version='1.0' encoding='klingon'?><a/>",
        bytes(range(256)),
    ],
)
def test_damaged_metadata_says_nothing_and_stops_nothing(packet: bytes) -> None:
    data = saved(halves(), xmp=packet)
    for content in developed(data, SMALL).prints.values():
        assert said(content).creators == ()
        assert near_size(content)


def near_size(content: bytes) -> bool:
    return read(content).width >= 40


def test_statements_are_one_line_of_text() -> None:
    strange = Credit(("a\x00b\n\t c",), "<&>\"'", "\u202e가")
    found = said(saved(halves(), xmp=credit.xmp(strange).replace(b"\0", b"")))
    assert found.creators == ("ab c",)
    assert found.credit == "<&>\"'"
    assert found.rights == "가"


def test_without_a_credit_there_is_no_packet() -> None:
    for content in developed(saved(halves((200, 60))), SMALL).prints.values():
        assert b"xpacket" not in content
        assert b"Photoshop" not in content
