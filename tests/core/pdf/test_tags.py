"""What a screen reader gets to hear, and what it is spared."""

from io import BytesIO

import pikepdf
import pytest

from core.pdf.contract import MissingDescription

from .reading import spoken
from .samples import ASSETS, WHEEL, everything, render, rows


def test_margin_texts_and_watermark_are_never_read() -> None:
    body = '<div class="running" data-left="Marginaltext" data-foot="Fotnot"></div><p>Innehåll</p>'
    assert "Marginaltext" not in spoken(render(body, watermark="UTKAST"))


def test_a_table_over_many_pages_is_one_table_whose_head_is_read_once() -> None:
    table = (
        f"<table><thead><tr><th>Insats</th><th>Vem</th><th></th></tr></thead>{rows(120)}</table>"
    )
    pdf = render(table)
    heard = spoken(pdf)
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert len(opened.pages) > 3
    assert heard.count("<Table>") == heard.count("<THead>") == heard.count("<TBody>") == 1
    assert heard.count("<TH>Insats<TH>Vem") == 1
    assert [f"<TH>Insats {number}<TD>" in heard for number in range(120)] == [True] * 120


def test_a_paragraph_that_breaks_over_pages_is_one_paragraph() -> None:
    words = " ".join(f"ord{number}" for number in range(2500))
    heard = spoken(render(f"<p>{words}</p>"))
    assert heard.count("<P>") == 1
    assert heard.count("ord2499") == heard.count("ord7 ") == 1


def test_a_row_that_breaks_over_pages_is_one_row() -> None:
    tall = "<br>".join(f"rad{number}" for number in range(150))
    table = f'<table class="tall-rows"><tbody><tr><th>A</th><td>{tall}</td></tr></tbody></table>'
    heard = spoken(render(table))
    assert heard.count("<TR>") == heard.count("<TD>") == 1
    assert "rad149" in heard


def test_nested_lists_keep_label_and_body() -> None:
    heard = spoken(render("<ol><li>Ett<ul><li>Under</li></ul></li><li>Två</li></ol>"))
    assert (
        "<L><LI><Lbl>1. <LBody>Ett<L><LI><Lbl>• <LBody>Under<LI><Lbl>2. <LBody>Två" in heard
        or "<L><LI><Lbl>1. <LBody>Ett<L><LI><Lbl>◦ <LBody>Under<LI><Lbl>2. <LBody>Två" in heard
    )


@pytest.mark.parametrize(
    ("markup", "numbering"),
    [
        ("<ul><li>a</li></ul>", "/Disc"),
        ("<ol><li>a</li></ol>", "/Decimal"),
        ('<ol style="list-style: lower-alpha"><li>a</li></ol>', "/LowerAlpha"),
        ('<ul style="list-style: none"><li>a</li></ul>', "/None"),
        ("<dl><dt>a</dt><dd>b</dd></dl>", "/None"),
    ],
)
def test_a_list_tells_its_numbering(markup: str, numbering: str) -> None:
    with pikepdf.open(BytesIO(render(markup))) as pdf:
        item = next(
            o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/S") == "/L"
        )
        assert str(item.A[0].ListNumbering) == numbering


def test_terms_are_labels() -> None:
    heard = spoken(render("<dl><dt>Ägare</dt><dd>Kommunen</dd><dt>Giltig</dt><dd>2026</dd></dl>"))
    assert "<L><LI><Lbl>Ägare<LBody>Kommunen<LI><Lbl>Giltig<LBody>2026" in heard


def test_contents_are_read_without_leaders() -> None:
    nav = '<nav role="doc-toc"><ol><li><a href="#a">Mål</a></li></ol></nav><h2 id="a">Mål</h2>'
    heard = spoken(render(nav))
    assert "<TOC><TOCI><Reference><Link>Mål" in heard
    assert ". . ." not in heard


def test_a_link_is_described_by_title_words_or_picture() -> None:
    links = (
        '<p><a href="https://a.example" title="Om samverkan">här</a> '
        f'<a href="https://b.example">Läs  mer</a> <a href="https://c.example">{WHEEL}</a></p>'
    )
    with pikepdf.open(BytesIO(render(links))) as pdf:
        described = [str(link.Contents) for link in pdf.pages[0].Annots]
    assert described[:2] == ["Om samverkan", "Läs mer"]
    assert set(described[2:]) == {"Årshjul med fyra kvartal"}


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "javascript:alert(1)", "data:text/html,x"]
)
def test_a_link_to_a_file_or_a_script_is_only_words(address: str) -> None:
    pdf = render(f'<p>Se <a href="{address}">detta</a>.</p>')
    assert "<P>Se detta." in spoken(pdf)
    assert b"/URI" not in pdf
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert "/Annots" not in opened.pages[0]


def test_decoration_is_silent_and_a_picture_without_words_is_refused() -> None:
    hidden = '<p>Text <span aria-hidden="true">prydnad</span></p><img src="asset:vapen" alt="">'
    heard = spoken(render(hidden, assets=ASSETS))
    assert "prydnad" not in heard
    assert "<Figure>" not in heard
    with pytest.raises(MissingDescription, match="alternativ text"):
        render('<img src="asset:vapen">', assets=ASSETS)


def test_a_figure_has_its_words_and_its_place_in_points() -> None:
    image = (
        '<div style="height: 100px"></div><img src="asset:vapen" alt="Vapen" style="width: 80px">'
    )
    with pikepdf.open(BytesIO(render(image, assets=ASSETS))) as pdf:
        figure = next(
            o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/S") == "/Figure"
        )
        left, bottom, right, top = (float(edge) for edge in figure.A[0].BBox)
        assert str(figure.Alt) == "Vapen"
        assert (right - left, top - bottom) == pytest.approx((60, 30), abs=0.01)
        assert 500 < bottom < top < 800, "near the top of the page, measured from below"


def test_language_changes_are_kept_inside_each_other() -> None:
    body = '<blockquote lang="en"><p>Quote <span lang="sv">ord</span></p></blockquote>'
    with pikepdf.open(BytesIO(render(body))) as pdf:
        langs = [
            (str(o.S), str(o.Lang))
            for o in pdf.objects
            if isinstance(o, pikepdf.Dictionary) and "/S" in o and "/Lang" in o
        ]
    assert ("/BlockQuote", "en") in langs
    assert ("/Span", "sv") in langs


def test_every_word_of_the_body_is_read_in_order() -> None:
    heard = spoken(everything())
    position = 0
    for words in ("Läs ", "hela", "målen", "Innehåll", "1 Mål", "Text direkt", "Text i en ruta",
                  "Trygghet", "Hemma", "Ute", "På väg", "Tillit", "Ägare", "Kommunen", "Polisen",
                  "Insatser i år", "Insats 0", "Insats 89", "Årshjulet", "A quotation",
                  "svenska ord", "Tecken utan"):  # fmt: skip
        position = heard.index(words, position)
