"""Markdown-lite: what is markup, what is text, and that no text is lost or hostile."""

import gc
import html
import re
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import markdown
from core.markdown import inline_html, is_link, to_html, to_plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("Ett stycke", "<p>Ett stycke</p>"),
        ("Rad ett\nrad två", "<p>Rad ett<br>\nrad två</p>"),
        ("Rad ett\r\nrad två", "<p>Rad ett<br>\nrad två</p>"),
        ("Ett\n\n \n\nTvå", "<p>Ett</p>\n<p>Två</p>"),
        ("**fet** och *kursiv*", "<p><strong>fet</strong> och <em>kursiv</em></p>"),
        ("för**stärk**a", "<p>för<strong>stärk</strong>a</p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("Först:\n- a", "<p>Först:</p>\n<ul>\n<li>a</li>\n</ul>"),
        ("1. Mål", "<ol>\n<li>Mål</li>\n</ol>"),
        ("7. sju\n8. åtta", '<ol start="7">\n<li>sju</li>\n<li>åtta</li>\n</ol>'),
        ("1. a\n3. b", '<ol>\n<li>a</li>\n<li value="3">b</li>\n</ol>'),
        (
            "1. a\n\n2.\nb\n\n3. c",
            '<ol>\n<li>a</li>\n</ol>\n<p>2.<br>\nb</p>\n<ol start="3">\n<li>c</li>\n</ol>',
        ),
        ("- a\n\n-\n\n- b", "<ul>\n<li>a</li>\n</ul>\n<p>-</p>\n<ul>\n<li>b</li>\n</ul>"),
        ("a\n[\nb\n](#x)\nc", '<p>a<br>\n<a href="#x">b<br>\n</a>c</p>'),
        ("[\na\n](#x)", '<p><a href="#x">a</a></p>'),
        ("[Mål](#mal-1)", '<p><a href="#mal-1">Mål</a></p>'),
        ("[webb](https://a.example/x)", '<p><a href="https://a.example/x">webb</a></p>'),
        ("[e-post](mailto:a@b.example)", '<p><a href="mailto:a@b.example">e-post</a></p>'),
        ("[ring](tel:+46114)", '<p><a href="tel:+46114">ring</a></p>'),
        (r"\*inte kursiv\*", "<p>*inte kursiv*</p>"),
    ],
)
def test_markup(text: str, expected: str) -> None:
    assert to_html(text).strip() == expected


@pytest.mark.parametrize(
    "text",
    [
        "# Rubrik",
        "> citat",
        "| a | b |",
        "`kod`",
        "```",
        "---",
        "***",
        "-",
        "- - -",
        "Rubrik\n===",
        "<b>fet</b>",
        "<http://a.example>",
        "http://a.example",
        "&amp; &#65;",
        "[S1] enligt [a] och [b]: c",
        '"citat" -- (c) ... 1/2',
        "[a](javascript:alert(1)) och [b](/admin/)",
        "[](https://a.example) och [ \u00ad\u200b](https://a.example)",
        "[\n](https://a.example)",
        "C:\\temp\\\nrad\\\n\\\nrad",
        "1) ett\n2) två",
        "+ plus",
        "+46 11 40",
        "-minus",
        "2026-03-01",
        "snake_case_name",
        "C:\\temp",
        "5 * 3 * 2",
        "– tankstreck",
        "• punkt",
        "~~struken~~",
    ],
)
def test_everything_else_is_text(text: str) -> None:
    assert html.unescape(re.sub("</?p>|<br>", "", to_html(text))).strip() == text
    assert to_plain(text) == text
    assert html.unescape(inline_html(text).replace("<br>", "")) == text


def test_indented_text_is_text() -> None:
    assert to_html("    indrag") == "<p>indrag</p>\n"


def test_inline_has_no_blocks() -> None:
    assert inline_html("- a\n**b**") == "- a<br>\n<strong>b</strong>"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**fet** [webb](https://a.example)\nrad", "fet webb\nrad"),
        ("Ett\n\nTvå", "Ett\n\nTvå"),
        ("Först:\n- a\n  - b\n- c\n\nSist", "Först:\n\n- a\n  - b\n- c\n\nSist"),
        ("4. fyra\n6. sex", "4. fyra\n6. sex"),
    ],
)
def test_plain_words(text: str, expected: str) -> None:
    assert to_plain(text) == expected


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](java\tscript:alert(1))",
    "[a](&#106;avascript:alert(1))",
    "[a](<javascript:alert(1)>)",
    "[a](data:text/html;base64,PHNjcmlwdD4=)",
    "[a](vbscript:x)",
    "[a](//a.example)",
    "[a](/admin/)",
    "[a](file:///etc/passwd)",
    '[a](https://a.example "x\\" onclick=alert(1)")',
    "[a](#x onclick=alert(1))",
    "[<img src=x onerror=alert(1)>](https://a.example)",
    "![a](https://a.example/x.png)",
    "**<b onclick=x>**",
    "\x00<script>",
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("render", [to_html, inline_html])
def test_hostile_text_is_harmless(text: str, render: Callable[[str], str]) -> None:
    shown = render(text)
    tags = re.findall(r"<(/?\w+)([^>]*)>", shown)
    assert {name.strip("/") for name, _ in tags} <= {"p", "br", "strong", "em", "a"}
    for _name, attributes in tags:
        href = re.fullmatch(r' href="([^"]*)"', attributes)
        assert attributes == "" or (href is not None and is_link(html.unescape(href[1])))


@pytest.mark.parametrize(
    "unit",
    [
        "*",
        "_",
        "[",
        "]",
        "[](",
        "![",
        "[[]",
        "**a *",
        "*a_",
        "`[*",
        "\\",
        "- ",
        "- a\n",
        "1. - ",
        "[a](",
        "[a](<b",
        "[a](https://b.example) ",
        " *\n",
        "\n \n",
        "> ",
        "*a*\n",
        "1. a\n",
    ],
)
def test_hostile_text_takes_time_in_proportion(unit: str, long: bool) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        # The collector's share grows with everything else that the tests keep in memory.
        gc.disable()
        started = time.process_time()
        for render in (to_html, inline_html, to_plain):
            render(text)
        passed = time.process_time() - started
        gc.enable()
        return passed

    size = 100_000 if long else 12_000
    small, large = min(seconds(size // 16) for _ in range(3)), seconds(size)
    # 16 times the text: 16 times the time if it is linear, 256 times if it is quadratic.
    assert large < max(64 * small, 0.05)


def test_deep_lists_become_text_and_lose_nothing() -> None:
    text = "\n".join(f"{'  ' * depth}- p{depth}" for depth in range(60))
    shown = to_html(text)
    assert [f"p{depth}" for depth in range(60)] == re.findall(r"p\d+", shown)
    assert shown.count("<ul>") == markdown.DEEPEST_LIST


TEXT = st.text(alphabet="ab å\n\t*_[]()#-+.1 >|`\\<&\"'", max_size=60)


@given(TEXT)
def test_no_word_is_ever_lost(text: str) -> None:
    def words(shown: str) -> str:
        return re.sub(r"[^abå]", "", shown)

    # A link's target is the one thing that is not printed.
    text = text.replace("](", "] (")
    assert words(html.unescape(re.sub(r"<[^>]*>", "", to_html(text)))) == words(text)
    assert words(to_plain(text)) == words(text)


PIECES = ["a", " ", "\n", "\n\n", "*", "**", "_", "[", "](#a)", "\\", "- ", "-", "1. ", "2.", "  "]


@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
def test_nothing_is_printed_that_has_no_words(text: str) -> None:
    shown = re.sub(r"\s", "", to_html(text))
    assert re.findall(r"<(\w+)[^>]*></\1>", shown) == []
    # A break parts two lines, whatever begins or ends at it.
    assert re.findall(r"<br>(?:</?(?:a|em|strong)[^>]*>)*(?:<br>|</?(?:p|li|ul|ol)\b)", shown) == []


def squeezed(shown: str) -> str:
    """The HTML without the white space at the ends of lines, which is nothing there."""
    return re.sub(r"\s*(<br>|</?p>)\s*", r"\1", html.unescape(shown))


@given(st.text(alphabet="ab å\n\t#+.12 >|`<&\"'–", max_size=60))
def test_the_short_cut_for_plain_text_prints_what_the_parser_would(text: str) -> None:
    parsed = markdown._clean(markdown._PARSER.render(text))
    if markdown._MARKUP.search(text) is None:
        assert squeezed(to_html(text)) == squeezed(parsed)


@pytest.mark.parametrize(
    ("target", "allowed"),
    [
        ("https://a.example", True),
        ("HTTPS://a.example", True),
        ("#mal-1", True),
        ("#", False),
        ("https://", False),
        ("javascript:https://a", False),
        (" https://a.example", False),
        ("https://a.example/ onclick=x", False),
        ("ftp://a.example", False),
    ],
)
def test_where_a_link_may_lead(target: str, allowed: bool) -> None:
    assert is_link(target) is allowed
