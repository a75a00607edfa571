"""Computed styles shared by all elements that look alike.

WeasyPrint computes a hundred properties for each style, and what is kept per style (lengths,
fonts, struts) is worked out again for each. It shares styles between elements that match the same
rules below the same parent style; but an ``id`` makes a style of its own, and so do all elements
below it: in a plan, whose sections have ids for the contents, hardly any two are shared.
Pseudo-elements share nothing, and every element gets six that only lists and notes have use for.

Here an ``id`` is a thin layer on a shared style, pseudo-elements are kept with their element's
style, and there are no footnotes. What is printed is the same with and without (tested).
"""

from collections.abc import Iterator
from math import inf
from types import SimpleNamespace
from typing import Any, NamedTuple

from weasyprint import css
from weasyprint.css import ComputedStyle, InitialStyle, StyleFor
from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES

NOTES = frozenset(("footnote-call", "footnote-marker", "note-call", "note-marker", "note-callback"))
OWN_ATTRIBUTES = {"style", "lang", "name"}
SVG = "{http://www.w3.org/2000/svg}svg"
# Properties whose value, where none is declared, takes no computing.
_PLAIN = {
    key
    for key in INITIAL_VALUES
    if key not in ("page", "position", "float", "display")
    and not key.startswith(("__", "text_decoration_"))
}
SIMPLY_INHERITED = frozenset(_PLAIN & INHERITED)
SIMPLY_INITIAL = frozenset(_PLAIN - INHERITED - INITIAL_NOT_COMPUTED)
LOGICAL = frozenset(
    logical(block="ttb", inline=direction)
    for logical in PHYSICAL_FUNCTIONS.values()
    for direction in ("ltr", "rtl")
)

stock_missing = ComputedStyle.__missing__


class AnchoredStyle(ComputedStyle):  # type: ignore[misc]
    """The shared style of an element that is the target of links."""

    def __init__(self, base: Any, anchor: str) -> None:
        super().__init__(
            base.parent_style, base.cascaded, base.pseudo_type, base.root_style, base.base_url,
            base.font_config, base.initial_page_sizes,
        )  # fmt: skip
        self.base = base
        self["anchor"] = anchor

    @property
    def anonymous_style(self) -> Any:
        """That of the shared style: anchors are not inherited."""
        return self.base.anonymous_style

    def copy(self) -> "AnchoredStyle":
        """Another layer on the same style."""
        copy = AnchoredStyle(self.base, self["anchor"])
        copy.update(self)
        return copy

    def __missing__(self, key: str) -> Any:
        value = self[key] = self.base[key]
        return value


def missing(style: Any, key: str) -> Any:
    """Replaces ``ComputedStyle.__missing__``: what nobody declared is inherited or as it was."""
    if key in style.cascaded or style.parent_style is None or not _is_physical(style):
        return stock_missing(style, key)
    if key in SIMPLY_INHERITED:
        value = style[key] = style.parent_style[key]
    elif key in SIMPLY_INITIAL:
        value = style[key] = INITIAL_VALUES[key]
    else:
        value = stock_missing(style, key)
    return value


def _is_physical(style: Any) -> bool:
    """Whether no declaration goes by the direction of the text, such as ``margin-inline``."""
    kept: bool
    try:
        kept = style.kept_physical
    except AttributeError:
        kept = style.kept_physical = LOGICAL.isdisjoint(style.cascaded)
    return kept


class Rule(NamedTuple):
    """Declarations that apply to an element, and what decides between them and others."""

    declarations: Any
    origin: str
    layer_order: float
    specificity: tuple[int, int, int]
    pseudo_type: str | None = None


class SharedStyles(StyleFor):  # type: ignore[misc]
    """Replaces ``StyleFor``, whose methods for the styles of pages it keeps."""

    def __init__(
        self,
        html: Any,
        sheets: list[Any],
        _presentational_hints: object,  # the engine never asks for them
        font_config: Any,
        target_collector: Any,
    ) -> None:
        self._cascaded_styles: dict[Any, Any] = {}
        self._computed_styles: dict[Any, Any] = {}
        self.initial_page_sizes = {"box": None, "area": None}
        self._sheets = sheets
        self.font_config = font_config
        self._base_url = html.base_url
        self._root: Any = None
        self._share_styles(html.wrapper_element, _own_rules(html))
        for element in html.etree_element.iter():
            if anchor := element.get("id"):
                style = self._computed_styles[element, None]
                self._computed_styles[element, None] = AnchoredStyle(style, anchor)
                target_collector.collect_anchor(anchor)

    def _share_styles(self, root: Any, own: dict[Any, list[Rule]]) -> None:
        styles = self._computed_styles
        shared: dict[Any, dict[str | None, Any]] = {}
        for wrapper in root.iter_subtree():
            element = wrapper.etree_element
            parent = styles[wrapper.parent.etree_element, None] if wrapper.parent else None
            rules = [*own.get(element, ()), *self._matching_rules(wrapper)]
            key = (id(parent), *(id(rule.declarations) for rule in rules))
            if key not in shared:
                shared[key] = self._compute(parent, rules)
            for pseudo_type, style in shared[key].items():
                styles[element, pseudo_type] = style
        self._root.names_pages = any("page" in style.cascaded for style in styles.values())

    def _matching_rules(self, wrapper: Any) -> Iterator[Rule]:
        for sheet, origin, sheet_specificity in self._sheets:
            for specificity, _order, pseudo_type, payload in sheet.matcher.match(wrapper):
                if pseudo_type not in NOTES:
                    declarations, layer = payload
                    order = inf if layer is None else sheet.layers.index(layer)
                    yield Rule(
                        declarations, origin, order, sheet_specificity or specificity, pseudo_type
                    )

    def _compute(self, parent: Any, rules: list[Rule]) -> dict[str | None, Any]:
        """The style of an element and those of its pseudo-elements."""
        cascaded: dict[str | None, dict[str, Any]] = {None: {}}
        for rule in rules:
            style = cascaded.setdefault(rule.pseudo_type, {})
            for name, values, importance in rule.declarations:
                precedence = css.declaration_precedence(rule.origin, importance)
                weight = (precedence, rule.layer_order, rule.specificity)
                if name not in style or style[name][1] <= weight:
                    style[name] = values, weight
        base = self._style(parent, cascaded.pop(None), None)
        return {
            None: base,
            **{
                pseudo_type: self._style(base, declared, pseudo_type)
                for pseudo_type, declared in cascaded.items()
            },
        }

    def _style(self, parent: Any, cascaded: dict[str, Any], pseudo_type: str | None) -> Any:
        root = InitialStyle(self.font_config) if parent is None else self._root
        style = ComputedStyle(
            parent, cascaded, pseudo_type, root, self._base_url, self.font_config,
            self.initial_page_sizes,
        )  # fmt: skip
        if parent is None:
            self._root = style
        return style


def _own_rules(html: Any) -> dict[Any, list[Rule]]:
    """What ``style``, ``lang`` and the like declare for one element alone, without its ``id``."""
    elements = [
        element
        for element in html.etree_element.iter()
        if element.tag == SVG or element.attrib.keys() & OWN_ATTRIBUTES
    ]
    found: dict[Any, list[Rule]] = {}
    for specificity, element, declarations, base_url in css.find_style_attributes(
        SimpleNamespace(iter=lambda: elements), base_url=html.base_url
    ):
        valid = list(css.preprocess_declarations(base_url, declarations))
        found.setdefault(element, []).append(Rule(valid, "author", inf, specificity))
    return found


def install() -> None:
    """Put the replacements in place."""
    css.StyleFor = SharedStyles
    ComputedStyle.__missing__ = missing


def uninstall() -> None:
    """Back to the stock class; for the test that compares them."""
    css.StyleFor = StyleFor
    ComputedStyle.__missing__ = stock_missing
