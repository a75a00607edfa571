"""Files that people have every reason to keep, built by code: none of them may be refused."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

import pikepdf
from openpyxl import Workbook
from PIL import Image

from tests.pictures import picture

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
OPEN = "application/vnd.oasis.opendocument."
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
Good = tuple[str, bytes, str]


def image(form: str, mode: str = "RGB", size: tuple[int, int] = (60, 40), **options: Any) -> bytes:
    """A picture that is not of one colour."""
    output = io.BytesIO()
    drawn = Image.linear_gradient("L").resize(size).convert(mode)
    drawn.save(output, form, **options)
    return output.getvalue()


def with_place() -> bytes:
    """A photograph that says where it was taken, and by whom, held upright."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter
    exif[0x013B] = "Fotografens namn"
    exif.get_ifd(0x8825)[1] = "N"
    return image("JPEG", exif=exif.tobytes(), comment=b"hemlig plats")


def pdf(change: Any = None, **options: Any) -> bytes:
    """A PDF of one page; ``change`` is given it before it is written."""
    output = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        if change:
            change(document)
        document.save(output, **options)
    return output.getvalue()


def add(document: pikepdf.Pdf, words: bytes) -> Any:
    """An object of its own, written as a PDF has it."""
    return document.make_indirect(pikepdf.Object.parse(words))


def package(members: dict[str, bytes | str], **options: Any) -> bytes:
    """A zip of ``members``."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", options.pop("packing", zipfile.ZIP_DEFLATED)) as out:
        for name, data in members.items():
            out.writestr(name, data)
    return output.getvalue()


def office(main: str, part: str, **members: bytes | str) -> bytes:
    """A document of an office, bare but whole; ``members`` are added, ``__`` for a slash."""
    return package(
        office_members(main, part) | {n.replace("__", "/"): d for n, d in members.items()}
    )


def office_members(main: str, part: str) -> dict[str, bytes | str]:
    """What every such document has."""
    kind = f"application/vnd.openxmlformats-officedocument.{main}.main+xml"
    return {
        "[Content_Types].xml": f'<Types><Override PartName="/{part}" ContentType="{kind}"/></Types>',
        "_rels/.rels": f'<Relationships><Relationship Type="{RELS}/x" Target="{part}"/></Relationships>',
        part: "<?xml version='1.0' encoding='UTF-8'?><doc><p>Välkommen till mötet</p></doc>",
    }


def word(**members: bytes | str) -> bytes:
    """A text document."""
    return office("wordprocessingml.document", "word/document.xml", **members)


def relations(kind: str, target: str) -> str:
    """A part's relations, one of them to the outside."""
    return (
        f'<Relationships><Relationship Id="r1" Type="{RELS}/{kind}" Target="{target}"'
        ' TargetMode="External"/></Relationships>'
    )


def open_document(kind: str, **members: bytes | str) -> bytes:
    """A document in the open format."""
    body: dict[str, bytes | str] = {
        "mimetype": OPEN + kind,
        "content.xml": "<office:document-content><office:scripts/><text:p>Hej</text:p></office:document-content>",
        "META-INF/manifest.xml": "<manifest:manifest/>",
    }
    return package(body | {name.replace("__", "/"): data for name, data in members.items()})


def sheet() -> bytes:
    """A workbook as a program writes it."""
    book, output = Workbook(), io.BytesIO()
    book.active.append(["Plats", "Antal"])  # type: ignore[union-attr]
    book.save(output)
    return output.getvalue()


def _linked(document: pikepdf.Pdf) -> None:
    words = b"<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(https://alvhamra.example)>>>>"
    document.pages[0].Annots = pikepdf.Array([add(document, words)])


def _opened_at_a_page(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = pikepdf.Array([document.pages[0].obj, pikepdf.Name.Fit])


def _form(document: pikepdf.Pdf) -> None:
    document.Root.AcroForm = add(document, b"<</Fields[]/NeedAppearances false>>")


def _appendix(document: pikepdf.Pdf) -> None:
    document.attachments["plan.json"] = json.dumps({"schema": 1}).encode()


def _drawn(document: pikepdf.Pdf) -> None:
    stream = pikepdf.Stream(document, b"0 0 m 100 100 l S\n" * 20000)
    document.pages[0].Contents = document.make_indirect(stream)


def images() -> Iterator[Good]:
    """Photographs and screenshots of all sorts."""
    for mode in ("RGB", "RGBA", "L", "1", "P", "LA", "I;16"):
        yield f"skärmbild-{mode}.png", image("PNG", mode), "image/png"
    for mode in ("RGB", "L", "CMYK"):
        yield f"foto-{mode}.jpg", image("JPEG", mode), "image/jpeg"
    yield "stående.jpg", with_place(), "image/jpeg"
    yield "progressiv.jpeg", image("JPEG", progressive=True), "image/jpeg"
    yield "knapp.gif", image("GIF", "P"), "image/png"
    frames = [Image.new("P", (8, 8), n) for n in range(4)]
    yield "rörlig.gif", image("GIF", "P", save_all=True, append_images=frames), "image/png"
    yield "rörlig.png", image("PNG", save_all=True, append_images=frames), "image/png"
    yield "annons.webp", image("WEBP"), "image/jpeg"
    clear = io.BytesIO()
    Image.new("RGBA", (8, 8), (0, 90, 160, 90)).save(clear, "WEBP")
    yield "genomskinlig.webp", clear.getvalue(), "image/png"
    yield "liten.png", image("PNG", size=(1, 1)), "image/png"
    yield "hög.png", image("PNG", size=(400, 9000)), "image/png"
    yield "stor.jpg", image("JPEG", size=(5000, 4000)), "image/jpeg"
    yield "logotyp.png", picture(), "image/png"
    yield "fel-ändelse.pdf", picture(), "image/png"
    yield "utan ändelse", image("JPEG"), "image/jpeg"


def documents() -> Iterator[Good]:
    """PDFs, documents of offices, text."""
    options = pikepdf.ObjectStreamMode.generate
    for name, data in {
        "sida.pdf": pdf(),
        "länkar.pdf": pdf(_linked),
        "öppnas-på-en-sida.pdf": pdf(_opened_at_a_page),
        "blankett.pdf": pdf(_form),
        "bilaga.pdf": pdf(_appendix),
        "tecknad.pdf": pdf(_drawn, compress_streams=True),
        "packad.pdf": pdf(_linked, object_stream_mode=options),
        "webb.pdf": pdf(linearize=True),
        "låst-för-ändring.pdf": pdf(encryption=pikepdf.Encryption(owner="x", user="")),
        "gammal.PDF": pdf(force_version="1.3"),
    }.items():
        yield name, data, "application/pdf"
    yield "protokoll.docx", word(), WORD
    yield "bild.docx", word(word__media__image1=picture()), WORD
    hyperlink = relations("hyperlink", "https://alvhamra.example/")
    yield "länk.docx", word(word___rels__document=hyperlink), WORD
    outer = office_members("wordprocessingml.document", "word/document.xml")
    outer["word/_rels/document.xml.rels"] = hyperlink
    yield "länk-2.docx", package(outer), WORD
    outer = office_members("presentationml.presentation", "ppt/presentation.xml")
    yield "bilder.pptx", package(outer), SLIDES
    outer["ppt/embeddings/Microsoft_Excel_Sheet1.xlsx"] = sheet()
    yield "diagram.pptx", package(outer), SLIDES
    yield "tabell.xlsx", sheet(), SHEET
    yield (
        "opackad.docx",
        package(
            office_members("wordprocessingml.document", "word/document.xml"),
            packing=zipfile.ZIP_STORED,
        ),
        WORD,
    )
    for kind, ending in (("text", "odt"), ("spreadsheet", "ods"), ("presentation", "odp")):
        yield f"öppet.{ending}", open_document(kind), OPEN + kind
    yield "anteckning.txt", "Möte kl. 13.05 på torget. 3 < 5 & åäö\r\n".encode(), "text/plain"
    yield "bom.txt", b"\xef\xbb\xbf" + "Hej å".encode(), "text/plain"
    yield "tabell.csv", b"plats;antal\nTorget;12\n", "text/plain"


def good() -> list[Good]:
    """(name, bytes, the type that it is kept as)."""
    return [*images(), *documents()]
