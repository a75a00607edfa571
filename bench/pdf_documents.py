"""Documents for the PDF bench: the shape of a printed plan, at the sizes that are promised.

``documents()`` is the one place to change when the application's own print template shall be
measured: it yields a name and a whole HTML page.
"""

from collections.abc import Iterator
from random import Random

PAGES = (6, 12, 40)
ROWS = (500, 2000)
STYLESHEETS = ("css/print-base.css",)

WORDS = """
kommunen polisen invånarna trygghet samverkan skolan kommunikation åtgärder området
medborgarlöfte lägesbild insatser förebyggande tillsammans ansvar uppföljning budskap kanal
målgrupp planering evenemang lokala brottsförebyggande verksamheter näringslivet föreningar
ungdomar föräldrar information webbplats pressmeddelande sociala medier återkoppling dialog
och att som för med till av på i den det är en inom under efter före när vid om
""".split()  # noqa: SIM905

LOOK = """
h1 { font-size: 26pt; line-height: 1.15; margin: 40mm 0 8mm }
h2 { font-size: 16pt; margin: 16pt 0 6pt } h3 { font-size: 12.5pt; margin: 12pt 0 4pt }
.contents { break-after: page } .contents h2 { margin-top: 0 }
th { font-weight: 600; border-bottom: 1pt solid #16181d }
td { border-bottom: .5pt solid #c9ced6 }
.facts th { width: 40mm; border: 0 }
.activities { font-size: 9pt; line-height: 1.3 }
.activities .c1 { width: 26% } .activities .c2, .activities .c3 { width: 22% }
.activities .c4, .activities .c5 { width: 15% }
"""


def documents() -> Iterator[tuple[str, str]]:
    """Name and HTML of each document, shortest first."""
    for pages in PAGES:
        yield f"{pages} pages", plan(pages)
    for rows in ROWS:
        yield f"{rows} rows", activity_plan(rows)


def plan(pages: int) -> str:
    """A plan of about ``pages`` pages: cover, contents, sections with text, lists, a table."""
    random = Random(pages)
    sections = [_section(random, number) for number in range(1, round((pages - 2) * 1.45) + 1)]
    contents = "".join(
        f'<li><a href="#s{number}">{number} {title}</a></li>'
        for number, (title, _body) in enumerate(sections, 1)
    )
    body = "".join(html for _title, html in sections)
    return _page(
        f'<nav role="doc-toc" class="contents"><h2>Innehåll</h2><ol>{contents}</ol></nav>{body}'
    )


def activity_plan(rows: int) -> str:
    """One table of activities as plans print them: what, goal, effect, when, who."""
    return _page(f"<h2>Aktiviteter</h2>{_activities(Random(rows), rows)}")


def _page(body: str) -> str:
    facts = "".join(
        f'<tr><th scope="row">{label}</th><td>{words}</td></tr>'
        for label, words in (
            ("Dokumenttyp", "Plan"),
            ("Gäller", "1 januari 2026 – 31 december 2027"),
            ("Diarienummer", "KS 2026/114 och A 114.223/2026"),
            ("Fastställd av", "Styrgruppen för samverkan"),
        )
    )
    return (
        '<!DOCTYPE html><html lang="sv"><head><meta charset="utf-8">'
        f"<title>Kommunikationsplan för trygghet</title><style>{LOOK}</style></head><body>"
        '<div class="running" data-left="Kommunikationsplan" data-right="Utkast" '
        'data-foot="Älvhamra kommun · Lokalpolisområde Älvhamra"></div>'
        "<h1>Kommunikationsplan för trygghet i Älvhamra</h1>"
        '<p>Bilaga till samverkansöverenskommelsen. <span lang="en">Summary on request.</span></p>'
        f'<table class="facts"><tbody>{facts}</tbody></table>{body}</body></html>'
    )


def _section(random: Random, number: int) -> tuple[str, str]:
    title = _sentence(random, 3, 5).rstrip(".")
    points = "".join(f"<li>{_sentence(random, 6, 16)}</li>" for _ in range(4))
    goals = "".join(f"<li>{_sentence(random, 8, 18)}</li>" for _ in range(3))
    extra = _activities(random, 6) if number % 3 == 0 else f"<p>{_paragraph(random)}</p>"
    return title, (
        f'<section><h2 id="s{number}">{number} {title}</h2><p>{_paragraph(random)}</p>'
        f"<ul>{points}</ul><h3>{number}.1 {_sentence(random, 2, 4).rstrip('.')}</h3>"
        f'<p>{_paragraph(random)} Läs mer på <a href="https://samrad.example/{number}">'
        f"kommunens webbplats</a>.</p><ol>{goals}</ol>{extra}</section>"
    )


def _activities(random: Random, rows: int) -> str:
    heads = "".join(
        f'<th class="c{number}" scope="col">{head}</th>'
        for number, head in enumerate(("Aktivitet", "Mål", "Effekt", "Tid", "Ansvarig"), 1)
    )
    body = "".join(
        f'<tr><th scope="row">{number}. {_sentence(random, 4, 9)}</th>'
        f"<td>{_sentence(random, 5, 11)}</td><td>{_sentence(random, 4, 9)}</td>"
        f"<td>Vecka {random.randint(1, 52)}, 2026</td><td>Kommunpolis och kommunikatör</td></tr>"
        for number in range(1, rows + 1)
    )
    return f'<table class="activities"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>'


def _paragraph(random: Random) -> str:
    return " ".join(_sentence(random, 8, 18) for _ in range(random.randint(4, 6)))


def _sentence(random: Random, least: int, most: int) -> str:
    words = random.choices(WORDS, k=random.randint(least, most))
    return " ".join(words).capitalize() + "."
