"""Our own check of a PDF against PDF/A-3a, PDF/UA-1 and what a reader meets.

Not a validator: it covers the ground that our documents touch. ``problems(pdf)`` is empty for a
good file; each entry begins with the area it belongs to. Every check is shown able to fail in
``test_conformance.py``.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from typing import Any

import pikepdf
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Stream

GROUPS = {"Document", "Sect", "Art", "Div", "BlockQuote", "Part"}
PARENTS = {
    "TR": {"THead", "TBody", "TFoot", "Table"},
    "TH": {"TR"},
    "TD": {"TR"},
    "THead": {"Table"},
    "TBody": {"Table"},
    "TFoot": {"Table"},
    "LI": {"L"},
    "LBody": {"LI"},
    "TOCI": {"TOC"},
    "Reference": {"TOCI"},
}
CHILDREN = {"L": {"LI", "L", "Caption"}, "LI": {"Lbl", "LBody"}, "TOC": {"TOCI", "TOC", "Caption"}}
ROLES = GROUPS | set(PARENTS) | set(CHILDREN) | {f"H{n}" for n in range(1, 7)}
ROLES |= {"P", "Span", "Link", "Lbl", "Figure", "Caption", "Table", "Quote", "Code"}
PAINTING = {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "Tj", "TJ", "'", '"'}


class Element:
    """A structure element with its children and the marked content it owns."""

    def __init__(self, raw: Any, parent: "Element | None") -> None:
        self.raw = raw
        self.parent = parent
        self.role = str(raw.S)[1:]
        self.children: list[Element] = []
        self.content: list[tuple[Any, int]] = []
        self.annotations: list[Any] = []

    def attribute(self, name: str) -> Any:
        """The value of ``name`` in the element's attribute dictionaries."""
        for attributes in self.raw.get("/A", []):
            if name in attributes:
                return attributes[name]
        return None

    def walk(self) -> "Iterator[Element]":
        """The element and everything below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


def read_structure(pdf: Any) -> Element:
    """The structure tree from its Document element down."""
    roots = pdf.Root.StructTreeRoot.K
    return _read(roots[0] if isinstance(roots, Array) else roots, None, None)


def _read(raw: Any, parent: Element | None, page: Any) -> Element:
    element = Element(raw, parent)
    page = raw.get("/Pg", page)
    for kid in raw.get("/K", []):
        if isinstance(kid, int):
            element.content.append((page.objgen, kid))
        elif kid.get("/Type") == Name.MCR:
            element.content.append((kid.Pg.objgen, int(kid.MCID)))
        elif kid.get("/Type") == Name.OBJR:
            element.annotations.append(kid.Obj)
        else:
            element.children.append(_read(kid, element, page))
    return element


def problems(data: bytes) -> list[str]:
    """Everything wrong with the file, in words."""
    found: list[str] = []
    with pikepdf.open(BytesIO(data)) as pdf:
        if "/StructTreeRoot" not in pdf.Root:
            return ["tree: the file has no structure"]
        elements = list(read_structure(pdf).walk())
        for check in (_metadata, _catalogue, _fonts, _images, _files):
            found += check(pdf)
        for inspect in (_nesting, _headings, _tables, _lists, _figures):
            found += inspect(elements)
        found += _continued_tables(pdf, elements)
        found += _glyphless(pdf)
        found += _links(pdf, elements)
        found += _content(pdf, elements)
        found += _languages(pdf, elements)
    return found


def _metadata(pdf: Any) -> Iterator[str]:
    xmp = pdf.Root.Metadata.read_bytes().decode() if "/Metadata" in pdf.Root else ""
    for claim in ('pdfaid:part="3"', 'pdfaid:conformance="A"', 'pdfuaid:part="1"'):
        if claim not in xmp:
            yield f"metadata: {claim} is missing"
    if "pdfaExtension:schemas" not in xmp:
        yield "metadata: the PDF/UA property is not described"
    if xmp.count("<rdf:RDF") != 1:
        yield "metadata: there must be one rdf:RDF"
    if not re.search(r"<dc:title>.*?<rdf:li[^>]*>[^<]+<", xmp, re.DOTALL):
        yield "metadata: no title"


def _catalogue(pdf: Any) -> Iterator[str]:
    root = pdf.Root
    if not root.get("/MarkInfo", {}).get("/Marked", False):
        yield "catalogue: not marked as tagged"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
        yield "catalogue: the title is not shown"
    if not str(root.get("/Lang", "")):
        yield "catalogue: no language"
    if "/Outlines" not in root:
        yield "catalogue: no bookmarks"
    intents = root.get("/OutputIntents", [])
    if not any(item.S == Name.GTS_PDFA1 and "/DestOutputProfile" in item for item in intents):
        yield "catalogue: no output intent with a colour profile"
    if "/ID" not in pdf.trailer:
        yield "catalogue: no file identifier"
    for key in ("/OpenAction", "/AA", "/AcroForm"):
        if key in root:
            yield f"catalogue: {key} does not belong here"


def _fonts(pdf: Any) -> Iterator[str]:
    for item in pdf.objects:
        if not isinstance(item, Dictionary) or item.get("/Type") != Name.Font:
            continue
        name = str(item.get("/BaseFont"))
        if item.Subtype == Name.Type0 and "/ToUnicode" not in item:
            yield f"fonts: {name} cannot be turned into text"
        if item.Subtype in (Name.CIDFontType0, Name.CIDFontType2, Name.TrueType, Name.Type1):
            descriptor: Any = item.get("/FontDescriptor", {})
            if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor.keys()):
                yield f"fonts: {name} is not embedded"


def _glyphless(pdf: Any) -> Iterator[str]:
    sizes: dict[Any, int] = {}
    for page in pdf.pages:
        for _number, glyphs, font in _runs(page):
            if font.objgen not in sizes:
                sizes[font.objgen] = _number_of_glyphs(font)
            codes = [int.from_bytes(glyphs[at : at + 2], "big") for at in range(0, len(glyphs), 2)]
            if any(not 0 < code < sizes[font.objgen] for code in codes):
                yield "fonts: a character without a glyph"


def _number_of_glyphs(font: Any) -> int:
    file = font.DescendantFonts[0].FontDescriptor.get("/FontFile2")
    if file is None:
        return 0
    return int(TTFont(BytesIO(file.read_bytes()))["maxp"].numGlyphs)


def _images(pdf: Any) -> Iterator[str]:
    for item in pdf.objects:
        if not isinstance(item, Stream) or item.get("/Subtype") != Name.Image:
            continue
        if item.get("/Interpolate", False):
            yield "images: smoothed"
        if item.get("/ColorSpace") not in (Name.DeviceRGB, Name.DeviceGray):
            yield "images: colours outside the archival profile"


def _files(pdf: Any) -> Iterator[str]:
    listed = [item.objgen for item in pdf.Root.get("/AF", [])]
    if len(listed) != len(set(listed)):
        yield "files: a file is listed twice"
    for item in pdf.objects:
        if not isinstance(item, Dictionary) or "/EF" not in item:
            continue
        if item.objgen not in listed:
            yield "files: an embedded file is not listed"
        if "/AFRelationship" not in item or "/UF" not in item or "/F" not in item:
            yield "files: an embedded file has no relationship or name"
        if "/Subtype" not in item.EF.F:
            yield "files: an embedded file has no media type"


def _nesting(elements: list[Element]) -> Iterator[str]:
    for element in elements:
        parent = element.parent.role if element.parent else None
        if element.role not in ROLES:
            yield f"tree: {element.role} is none of our roles"
        if element.role in PARENTS and parent not in PARENTS[element.role]:
            yield f"tree: {element.role} in {parent}"
        if element.role in CHILDREN:
            strange = {child.role for child in element.children} - CHILDREN[element.role]
            if strange or element.content:
                yield f"tree: {element.role} holds {sorted(strange) or 'text'}"
        if element.role in GROUPS and element.content:
            yield f"tree: text stands directly in {element.role}"


def _headings(elements: list[Element]) -> Iterator[str]:
    levels = [int(item.role[1]) for item in elements if re.fullmatch(r"H[1-6]", item.role)]
    if levels[:1] != [1]:
        yield "headings: the first is not H1"
    for before, after in pairwise(levels):
        if after > before + 1:
            yield f"headings: H{after} follows H{before}"


def _tables(elements: list[Element]) -> Iterator[str]:
    for element in elements:
        if element.role == "TH" and element.attribute("/Scope") not in (Name.Row, Name.Column):
            yield "tables: a head without scope"
        if element.role == "Table":
            heads = [child for child in element.children if child.role == "THead"]
            if len(heads) > 1:
                yield "tables: two heads in one table"


def _continued_tables(pdf: Any, elements: list[Element]) -> Iterator[str]:
    drawn = {
        (page.objgen, number): glyphs
        for page in pdf.pages
        for number, glyphs in _glyphs(page)
        if number is not None
    }

    def head(table: Element) -> list[bytes]:
        cells = (
            cell
            for part in table.children
            if table.role == "Table" and part.role == "THead"
            for cell in part.walk()
        )
        return [drawn.get(piece, b"") for cell in cells for piece in cell.content]

    for element in elements:
        for before, after in pairwise(element.children):
            if head(before) and head(before) == head(after):
                yield "tables: a table goes on as another table"


def _lists(elements: list[Element]) -> Iterator[str]:
    for element in elements:
        if element.role == "L" and element.attribute("/ListNumbering") is None:
            yield "lists: no numbering"
        numbering = str(element.attribute("/ListNumbering"))
        if element.role == "L" and numbering in ("/Disc", "/Decimal"):
            for item in element.children:
                if [child.role for child in item.children] != ["Lbl", "LBody"]:
                    yield "lists: an item is not a label and a body"


def _figures(elements: list[Element]) -> Iterator[str]:
    for element in elements:
        if element.role != "Figure":
            continue
        if not str(element.raw.get("/Alt", "")):
            yield "figures: no alternative text"
        box = element.attribute("/BBox")
        if box is None or not (0 <= box[0] < box[2] <= 596 and 0 <= box[1] < box[3] <= 843):
            yield "figures: the box is not on the page"


def _links(pdf: Any, elements: list[Element]) -> Iterator[str]:
    owners = {
        annotation.objgen: element for element in elements for annotation in element.annotations
    }
    by_number = _parent_tree(pdf)
    for page in pdf.pages:
        if "/Annots" in page and page.get("/Tabs") != Name.S:
            yield "links: the tab order does not follow the structure"
        for annotation in page.get("/Annots", []):
            owner = owners.get(annotation.objgen)
            if owner is None or owner.role != "Link":
                yield "links: an annotation without a Link element"
                continue
            words = str(annotation.get("/Contents", ""))
            if not words or re.match(r"https?:|mailto:|tel:|#", words):
                yield f"links: described as “{words}”"
            if int(annotation.get("/F", 0)) & 0b100111 != 4:
                yield "links: not printed, or hidden"
            number = int(annotation.get("/StructParent", -1))
            if by_number.get(number) != owner.raw.objgen:
                yield "links: the parent tree does not lead back"


def _content(pdf: Any, elements: list[Element]) -> Iterator[str]:
    owned = {piece: element for element in elements for piece in element.content}
    if len(owned) != sum(len(element.content) for element in elements):
        yield "content: a piece belongs to two elements"
    by_number = _parent_tree(pdf)
    seen = set()
    for page in pdf.pages:
        owners = by_number.get(int(page.get("/StructParents", -1)), [])
        for piece, problem in _pieces(page):
            if problem:
                yield problem
            if piece is None:
                continue
            seen.add((page.objgen, piece))
            element = owned.get((page.objgen, piece))
            if element is None:
                yield "content: a piece outside the tree"
            elif piece >= len(owners) or owners[piece] != element.raw.objgen:
                yield "content: the parent tree does not lead back"
    if set(owned) - seen:
        yield "content: the tree refers to a piece that is not drawn"


def _pieces(page: Any) -> Iterator[tuple[int | None, str]]:
    """The number of each marked piece on the page, or what is wrong in the stream."""
    open_marks: list[str] = []
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        if operator in ("BMC", "BDC"):
            artifact = instruction.operands[0] == Name.Artifact
            if open_marks:
                yield None, "content: one marked piece inside another"
            open_marks.append("artifact" if artifact else "content")
            if not artifact:
                yield int(instruction.operands[1].MCID), ""
        elif operator == "EMC":
            if not open_marks:
                yield None, "content: a piece ends that never began"
            del open_marks[-1:]
        elif operator in PAINTING and not open_marks:
            yield None, "content: painted outside of content and artifacts"
    if open_marks:
        yield None, "content: a piece is not closed"


def _glyphs(page: Any) -> Iterator[tuple[int | None, bytes]]:
    """The glyphs drawn for each marked piece of content."""
    for number, glyphs, _font in _runs(page):
        yield number, glyphs


def _runs(page: Any) -> Iterator[tuple[int | None, bytes, Any]]:
    """Every run of glyphs on the page, with its piece of content and its font."""
    number = font = None
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        if operator == "BDC":
            number = int(instruction.operands[1].MCID)
        elif operator == "EMC":
            number = None
        elif operator == "Tf":
            font = page.Resources.Font[str(instruction.operands[0])]
        elif operator == "TJ":
            glyphs = (item for item in instruction.operands[0] if isinstance(item, pikepdf.String))
            yield number, b"".join(map(bytes, glyphs)), font


def _parent_tree(pdf: Any) -> dict[int, Any]:
    """Number to the owner's object, or to a list of them, written out for comparison."""
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    return {
        int(number): [item.objgen for item in owner] if isinstance(owner, Array) else owner.objgen
        for number, owner in zip(numbers[::2], numbers[1::2], strict=True)
    }


def _languages(pdf: Any, elements: list[Element]) -> Iterator[str]:
    main = str(pdf.Root.get("/Lang", ""))
    for element in elements:
        if element.parent is None and str(element.raw.get("/Lang", main)) != main:
            yield "languages: the document contradicts the catalogue"
        lang = str(element.raw.get("/Lang", main))
        if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", lang):
            yield f"languages: “{lang}” is not a language"
