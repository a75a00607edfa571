"""One document with everything that a print may hold, and the call that renders it."""

from datetime import UTC, datetime
from io import BytesIO

from PIL import Image

from core.pdf import engine
from core.pdf.contract import Asset, Attachment

DATED = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)

WHEEL = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 60" width="120" height="60">'
    '<title>Årshjul med fyra kvartal</title><circle cx="60" cy="30" r="28" fill="#2c5282"/>'
    '<text x="40" y="34" font-family="Source Sans 3" font-size="12" fill="#fff">Kvartal</text></svg>'
)


def picture(mode: str = "RGB", kind: str = "PNG", size: tuple[int, int] = (40, 20)) -> bytes:
    """A small image file."""
    output = BytesIO()
    Image.new(mode, size).save(output, format=kind)
    return output.getvalue()


ASSETS = {
    "vapen": Asset(picture("RGBA"), "image/png"),
    "foto": Asset(picture("CMYK", "JPEG"), "image/jpeg"),
    "webb": Asset(picture("RGB", "WEBP"), "image/webp"),
}
PLAN = Attachment("plan.json", b'{"schema":1}', "application/json", "Planens innehåll", "Source")


def page(body: str, *, head: str = "", lang: str = "sv") -> str:
    """A whole HTML page around ``body``."""
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><title>Plan för Älvhamra</title>{head}</head>'
        f"<body><h1>Plan för Älvhamra</h1>{body}</body></html>"
    )


def rows(count: int) -> str:
    """Body rows of an activity table."""
    return "".join(
        f'<tr><th scope="row">Insats {number}</th><td>Kommunikationsansvarig för '
        f"trygghetsfrågor</td><td></td></tr>"
        for number in range(count)
    )


EVERYTHING = page(
    '<div class="running" data-left="Plan" data-right="Utkast" data-foot="Älvhamra kommun"></div>'
    '<p>Läs <a href="https://samrad.example/plan">den <em>hela</em> planen</a> eller '
    '<a href="#mal">målen</a>. <span lang="en">Available in English.</span></p>'
    '<nav role="doc-toc"><h2>Innehåll</h2><ol><li><a href="#mal">1 Mål</a><ol>'
    '<li><a href="#insatser">1.1 Insatser</a></li></ol></li></ol></nav>'
    '<section><h2 id="mal">1 Mål</h2>Text direkt i ett avsnitt.<div>Text i en ruta.</div>'
    "<ul><li>Trygghet<ol><li><p>Hemma</p><p>Ute</p></li><li>På väg</li></ol></li><li>Tillit</li></ul>"
    "<dl><dt>Ägare</dt><dd>Kommunen</dd><dd>Polisen</dd><dt>Gäller</dt><dd>2026</dd></dl>"
    '<section><h3 id="insatser">1.1 Insatser</h3><table><caption>Insatser i år</caption><thead>'
    '<tr><th>Insats</th><th colspan="2">Vem och när</th></tr></thead>'
    f"<tbody>{rows(90)}</tbody></table></section></section>"
    f'<figure>{WHEEL}<figcaption>Årshjulet</figcaption></figure><p><img src="asset:vapen" '
    'alt="Kommunens vapen"> <img src="asset:foto" alt="Ett torg"> <img src="asset:webb" alt=""></p>'
    f'<p><a href="https://samrad.example/">{WHEEL}</a></p>'
    '<blockquote lang="en"><p>A quotation with <span lang="sv">svenska ord</span>.</p></blockquote>'
    "<p>Tecken utan plats i typsnitten: 漢字, 👩\u200d👧, العربية, \U000f0000 och ½ ¶ → ✓ ő ř.</p>"
)


def everything(**changes: object) -> bytes:
    """The PDF of the whole sample; arguments of ``render`` can be changed."""
    arguments: dict[str, object] = {
        "assets": ASSETS,
        "attachments": [PLAN],
        "dated": DATED,
        "watermark": "UTKAST",
    }
    return engine.render(EVERYTHING, **(arguments | changes))  # type: ignore[arg-type]


def render(body: str, **arguments: object) -> bytes:
    """The PDF of a page with ``body``."""
    arguments.setdefault("dated", DATED)
    return engine.render(page(body), **arguments)  # type: ignore[arg-type]
