"""The printed file is PDF/A-3a and PDF/UA-1, and each check of that can fail."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from .conformance import problems
from .samples import everything, render, rows


@pytest.fixture(scope="module")
def sample() -> bytes:
    return everything()


def test_a_document_with_everything_conforms(sample: bytes) -> None:
    assert problems(sample) == []
    with pikepdf.open(BytesIO(sample)) as pdf:
        assert len(pdf.pages) > 3, "the table must break over pages for this to mean anything"


def test_a_document_without_attachment_or_watermark_conforms() -> None:
    assert problems(render("<p>Kort.</p>")) == []


def test_a_long_table_in_a_list_in_another_language_conforms() -> None:
    table = f"<table><thead><tr><th>A</th><th>B</th><th>C</th></tr></thead>{rows(60)}</table>"
    body = f'<div lang="en"><ul><li>Before{table}</li></ul></div>'
    assert problems(render(body)) == []


def first(pdf: pikepdf.Pdf, role: str) -> Any:
    return next(
        item for item in pdf.objects if isinstance(item, Dictionary) and item.get("/S") == role
    )


def without(key: str) -> Callable[[Any], None]:
    def change(target: Any) -> None:
        del target[key]

    return change


def on(role: str, change: Callable[[Any], None]) -> Callable[[pikepdf.Pdf], None]:
    return lambda pdf: change(first(pdf, role))


def on_catalogue(change: Callable[[Any], None]) -> Callable[[pikepdf.Pdf], None]:
    return lambda pdf: change(pdf.Root)


def on_link(change: Callable[[Any], None]) -> Callable[[pikepdf.Pdf], None]:
    return lambda pdf: change(pdf.pages[0].Annots[0])


def on_xmp(old: bytes, new: bytes) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        before = pdf.Root.Metadata.read_bytes()
        assert old in before
        pdf.Root.Metadata.write(before.replace(old, new))

    return change


def on_stream(old: bytes, new: bytes) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        before = pdf.pages[0].Contents.read_bytes()
        assert old in before
        pdf.pages[0].Contents.write(before.replace(old, new, 1))

    return change


def rename(role: str) -> Callable[[Any], None]:
    return lambda element: element.__setitem__("/S", Name("/" + role))


def unembed(pdf: pikepdf.Pdf) -> None:
    for item in pdf.objects:
        if isinstance(item, Dictionary) and "/FontFile2" in item:
            del item["/FontFile2"]


def smooth(pdf: pikepdf.Pdf) -> None:
    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == Name.Image:
            item["/Interpolate"] = True


def repeat_head(pdf: pikepdf.Pdf) -> None:
    table = first(pdf, "/Table")
    head = next(kid for kid in table.K if Name.THead == kid.S)
    twin = Dictionary(S=Name.Table, P=table.P, K=Array([head]))
    siblings = table.P.K
    position = next(at for at, kid in enumerate(siblings) if kid.objgen == table.objgen)
    siblings.insert(position + 1, pdf.make_indirect(twin))


def draw_nothing(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0]
    stream = page.Contents.read_bytes()
    start = stream.index(b"[<") + 2
    page.Contents.write(stream[:start] + b"0000" + stream[start + 4 :])


def forget_parents(pdf: pikepdf.Pdf) -> None:
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    numbers[1] = Array([pdf.Root.StructTreeRoot.K] * len(numbers[1]))


BREAKAGES = {
    "no PDF/UA claim": (on_xmp(b'pdfuaid:part="1"', b""), "metadata: pdfuaid"),
    "no PDF/A claim": (on_xmp(b'pdfaid:conformance="A"', b""), "metadata: pdfaid"),
    "no schema": (on_xmp(b"pdfaExtension:schemas", b"schemas"), "metadata: the PDF/UA property"),
    "no title": (on_xmp(b"dc:title", b"dc:other"), "metadata: no title"),
    "two RDFs": (on_xmp(b"</rdf:RDF>", b"</rdf:RDF><rdf:RDF/>"), "metadata: there must be one"),
    "not marked": (on_catalogue(without("/MarkInfo")), "catalogue: not marked"),
    "title hidden": (on_catalogue(without("/ViewerPreferences")), "catalogue: the title"),
    "no language": (on_catalogue(without("/Lang")), "catalogue: no language"),
    "no bookmarks": (on_catalogue(without("/Outlines")), "catalogue: no bookmarks"),
    "no profile": (on_catalogue(without("/OutputIntents")), "catalogue: no output intent"),
    "script": (on_catalogue(lambda root: root.__setitem__("/AA", Dictionary())), "catalogue: /AA"),
    "font missing": (unembed, "fonts:"),
    "no ToUnicode": (
        lambda pdf: [
            without("/ToUnicode")(item)
            for item in pdf.objects
            if isinstance(item, Dictionary) and "/ToUnicode" in item
        ],
        "fonts:",
    ),
    "no glyph": (draw_nothing, "fonts: a character without a glyph"),
    "smooth image": (smooth, "images: smoothed"),
    "listed twice": (on_catalogue(lambda root: root.AF.append(root.AF[0])), "files: a file is"),
    "not listed": (on_catalogue(without("/AF")), "files: an embedded file is not listed"),
    "no relationship": (
        lambda pdf: without("/AFRelationship")(pdf.Root.AF[0]),
        "files: an embedded file has no relationship",
    ),
    "no media type": (lambda pdf: without("/Subtype")(pdf.Root.AF[0].EF.F), "files: an embedded"),
    "unknown role": (on("/P", rename("Fun")), "tree: Fun"),
    "row astray": (on("/TBody", rename("Sect")), "tree: TR in Sect"),
    "item astray": (on("/L", rename("Sect")), "tree: LI in Sect"),
    "contents astray": (on("/TOC", rename("Sect")), "tree: TOCI in Sect"),
    "text astray": (on("/P", rename("Sect")), "tree: text stands directly in Sect"),
    "skipped level": (on("/H2", rename("H5")), "headings: H5 follows H1"),
    "first heading": (on("/H1", rename("P")), "headings: the first"),
    "no scope": (on("/TH", without("/A")), "tables: a head without scope"),
    "split table": (repeat_head, "tables: a table goes on"),
    "two heads": (on("/TBody", rename("THead")), "tables: two heads"),
    "no numbering": (on("/L", without("/A")), "lists: no numbering"),
    "no label": (on("/LI", lambda item: item.K.__delitem__(0)), "lists: an item is not"),
    "no alternative": (on("/Figure", without("/Alt")), "figures: no alternative"),
    "pixels": (
        on("/Figure", lambda item: item.A[0].__setitem__("/BBox", Array([0, 900, 10, 950]))),
        "figures: the box",
    ),
    "no box": (on("/Figure", without("/A")), "figures: the box"),
    "address": (
        on_link(lambda link: link.__setitem__("/Contents", String("https://samrad.example"))),
        "links: described as",
    ),
    "hidden link": (on_link(lambda link: link.__setitem__("/F", 2)), "links: not printed"),
    "loose link": (on("/Link", rename("Span")), "links: an annotation without"),
    "link astray": (
        on_link(lambda link: link.__setitem__("/StructParent", 0)),
        "links: the parent tree",
    ),
    "tab order": (lambda pdf: without("/Tabs")(pdf.pages[0]), "links: the tab order"),
    "untagged": (on_stream(b"/Artifact BMC", b""), "content:"),
    "nested": (on_stream(b"/Artifact BMC", b"/Artifact BMC\n/Artifact BMC"), "content: one marked"),
    "no owner": (
        on("/H1", lambda item: item.__setitem__("/K", Array([]))),
        "content: a piece outside",
    ),
    "not drawn": (on("/H1", lambda item: item.K.append(999)), "content: the tree refers"),
    "two owners": (on("/P", lambda item: item.K.append(0)), "content: a piece belongs to two"),
    "no way back": (forget_parents, "content: the parent tree"),
    "odd language": (
        on("/Span", lambda item: item.__setitem__("/Lang", String("engelska språket"))),
        "languages: “engelska",
    ),
    "no tree": (on_catalogue(without("/StructTreeRoot")), "tree: the file has no structure"),
}


@pytest.mark.parametrize("name", BREAKAGES)
def test_each_check_can_fail(name: str, sample: bytes) -> None:
    break_it, expected = BREAKAGES[name]
    output = BytesIO()
    with pikepdf.open(BytesIO(sample)) as pdf:
        break_it(pdf)
        pdf.save(output)
    found = problems(output.getvalue())
    assert any(problem.startswith(expected) for problem in found), found
