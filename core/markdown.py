"""Markdown-lite: paragraphs, line breaks, bold, italic, links and lists, and nothing else.

Everything else an author types is text and comes out exactly as typed: ``#``, ``|``, ``>``, backticks,
indentation, ``<b>``, ``&amp;``, ``"quotes"``; also what would be markup but has no words: a link around nothing,
a list marker with nothing after it, a backslash at the end of a line. A single newline is a line break. The
parser's output is cleaned once more (nh3), so that a mistake here is not a hole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

import nh3
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.list import list_block
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.escape import escape as escape_character
from markdown_it.rules_inline.link import link
from markdown_it.token import Token

# The parser drops what is nested deeper than its own limit; lists end well before that and become text.
DEEPEST_LIST: Final = 8

# A marker and something after it. "1)" and "+" are left as text: HTML could not print them as written.
_LIST_ITEM: Final = re.compile(r"(?:[-*]|\d{1,9}\.)[ \t]+\S")
_ONLY_MARKERS: Final = re.compile(r"[-*\s]*")
# Brackets around nothing that can be seen: space, or characters that only steer others.
_WITHOUT_WORDS: Final = re.compile(
    r"\[[\s\x01-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]*\]"
)
_LINK: Final = re.compile(r"(?:https?://|mailto:|tel:)[^\s]+|#[\w.:-]+", re.IGNORECASE)

# Text without any of these has no markup; most texts of a plan are such, and parsing costs 50 times more.
_MARKUP: Final = re.compile(r"[*_\[\\\0]|^[ \t]*(?:-|\d{1,9}\.)[ \t]", re.MULTILINE)
LONGEST_KEPT: Final = 1_000  # characters; at most some megabytes in all
_PARAGRAPH_BREAK: Final = re.compile(r"\n(?:[ \t]*\n)+")

_TAGS: Final = {"p", "br", "strong", "em", "a", "ul", "ol", "li"}
_ATTRIBUTES: Final = {"a": {"href"}, "ol": {"start"}, "li": {"value"}}
_SCHEMES: Final = {"http", "https", "mailto", "tel"}


def is_link(target: str) -> bool:
    """Whether a link may lead there: a web page, an address, a phone, or an anchor of the same plan."""
    return _LINK.fullmatch(target) is not None


def to_html(text: str) -> SafeString:
    """Markdown-lite as HTML paragraphs and lists."""
    return _kept(text) if len(text) <= LONGEST_KEPT else _html(text)


def _html(text: str) -> SafeString:
    text = _normalise(text)
    if not _MARKUP.search(text):
        paragraphs = _PARAGRAPH_BREAK.split(text.strip("\n"))
        html = "".join(f"<p>{_lines(part)}</p>\n" for part in paragraphs if part.strip())
        return mark_safe(html)  # noqa: S308 - _lines escapes
    return _clean(_PARSER.render(text))


# The same texts are shown again and again while a plan is edited.
_kept = lru_cache(maxsize=8_192)(_html)


def inline_html(text: str) -> SafeString:
    """As ``to_html``, for where a paragraph cannot stand: no ``<p>``, and list markers are text."""
    text = _normalise(text)
    if not _MARKUP.search(text):
        return mark_safe(_lines(text.strip()))  # noqa: S308 - _lines escapes
    return _clean(_PARSER.renderInline(text.strip()))


def to_plain(text: str) -> str:
    """The words without the markup: for search, mails and names. Lists keep their markers, links their words."""
    text = _normalise(text)
    if not _MARKUP.search(text):
        paragraphs = _PARAGRAPH_BREAK.split(text.strip("\n"))
        stripped = ("\n".join(line.strip() for line in part.split("\n")) for part in paragraphs)
        return "\n\n".join(part.strip() for part in stripped if part.strip())
    return "".join(_plain(_PARSER.parse(text))).strip()


def _normalise(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _lines(text: str) -> str:
    """Plain text as HTML, its line breaks kept."""
    return "<br>\n".join(escape(line.strip(" \t")) for line in text.strip().split("\n"))


def _clean(rendered: str) -> SafeString:
    cleaned = nh3.clean(
        rendered,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel=None,
        strip_comments=True,
        attribute_filter=_keep_attribute,
    )
    return mark_safe(cleaned)  # noqa: S308 - nh3 has cleaned it


def _keep_attribute(tag: str, name: str, value: str) -> str | None:
    if name == "href":
        return value if is_link(value) else None
    return value if value.isdecimal() else None


def _plain(tokens: Sequence[Token]) -> Iterator[str]:
    """The words of parsed text."""
    depth = 0
    for token in tokens:
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                depth += 1
            case "bullet_list_close" | "ordered_list_close":
                depth -= 1
                if depth == 0:
                    yield "\n"
            case "list_item_open":
                yield "  " * (depth - 1) + (f"{token.info}. " if token.info else "- ")
            case "inline":
                yield from _plain_inline(token.children or [])
            case "paragraph_close":
                yield "\n" if token.hidden or depth else "\n\n"


def _plain_inline(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in {"softbreak", "hardbreak"}:
            yield "\n"
        else:
            yield token.content


def _begins_item(state: StateBlock, number: int) -> bool:
    line = state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]
    return _LIST_ITEM.match(line) is not None and _ONLY_MARKERS.fullmatch(line) is None


def _list_rule(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:  # noqa: FBT001
    """The parser's list rule, for those lines only that are lists here too."""
    if state.level >= 2 * DEEPEST_LIST or not _begins_item(state, start_line):
        return False
    return list_block(state, start_line, end_line, silent)


def _list_ends(state: StateBlock, start_line: int, _end_line: int, silent: bool) -> bool:  # noqa: FBT001
    """Let a list end where a line could not begin one: a marker with nothing after it is text there too."""
    return silent and not _begins_item(state, start_line)


def _link_rule(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """The parser's rule for links, for those that have words."""
    return _WITHOUT_WORDS.match(state.src, state.pos) is None and link(state, silent)


def _escape_rule(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """The parser's rule for backslashes, which at the end of a line are text: the newline is a break already."""
    return not state.src.startswith("\\\n", state.pos) and escape_character(state, silent)


def _part_lines(state: StateCore) -> None:
    """Keep the breaks that part two lines: around a link, lines may have been nothing but its code."""
    for token in state.tokens:
        if token.type == "inline" and token.children:
            token.children = _without_empty_lines(token.children)


def _without_empty_lines(tokens: Sequence[Token]) -> list[Token]:
    kept: list[Token] = []
    words, last_break = False, None
    for token in tokens:
        if token.type in {"softbreak", "hardbreak"}:
            if not words:
                continue
            words, last_break = False, token
        elif token.content.strip(" \t"):
            words = True
        kept.append(token)
    return kept if words else [token for token in kept if token is not last_break]


def _keep_numbers(state: StateCore) -> None:
    """Print the author's own numbers, also where some are left out (1, 2, 5): HTML would count 1, 2, 3."""
    counted: list[int | None] = []
    for token in state.tokens:
        if token.type in {"ordered_list_open", "bullet_list_open"}:
            counted.append(None)
        elif token.type in {"ordered_list_close", "bullet_list_close"}:
            counted.pop()
        elif token.type == "list_item_open" and token.info:
            number, last = int(token.info), counted[-1]
            if last is not None and number != last + 1:
                token.attrSet("value", str(number))
            counted[-1] = number


def _parser() -> MarkdownIt:
    parser = MarkdownIt(
        "zero", {"html": False, "linkify": False, "typographer": False, "breaks": True}
    )
    parser.enable(
        ["list", "emphasis", "link", "newline", "escape", "balance_pairs", "fragments_join"]
    )
    parser.block.ruler.at("list", _list_rule, {"alt": ["paragraph"]})
    parser.block.ruler.push("list_ends", _list_ends, {"alt": ["list"]})
    parser.inline.ruler.at("link", _link_rule)
    parser.inline.ruler.at("escape", _escape_rule)
    parser.validateLink = is_link  # type: ignore[assignment, method-assign]
    parser.core.ruler.push("part_lines", _part_lines)
    parser.core.ruler.push("numbers", _keep_numbers)
    return parser


_PARSER: Final = _parser()
