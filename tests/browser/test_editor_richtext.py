"""The small editor over Markdown-lite: no text is changed unasked, Word's lists and links arrive, keys work."""

from __future__ import annotations

import random
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from core.markdown import to_html

from .axe import violations
from .richtext import meaning
from .word import GOOGLE, OUTLOOK, WEB_PAGE, WORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NASTY = [
    "",
    "Ett stycke",
    "  indraget\n\n\n\nTvå\n\n",
    "Rad ett\nrad två\n- punkt\n- punkt två\n\nSist",
    "**fet** och *kursiv* och ***båda***",
    "för**stärk**a och *a*b*c*",
    "**fet *kursiv* fet** *kursiv **fet** kursiv*",
    "_kursiv_ __fet__ snake_case_name",
    "**[länk](https://a.example)** [**länk**](https://a.example) **a [b](#c) d**",
    "[a](https://a.example/(x)y) [b](<https://a.example/x)y>) [c](https://a.example?a=1&amp;b=2)",
    '[a](https://a.example "titel") [b](https://räksmörgås.example/å%20ä)',
    "[a](javascript:alert(1)) och [b](/admin/) och [c](<https://a.example/x y>)",
    "[a]b](https://a.example) [a\\]b](https://a.example) [[a]](https://a.example)",
    r"\*inte kursiv\* \\ C:\temp \- \1",
    "a\\\nb\\\n\\\nc",
    "5 * 3 * 2 * 1 ** 2 ** 3",
    "*\n**\n***\n-\n- -\n* * *",
    "# Rubrik\n> citat\n| a | b |\n`kod` ~~x~~ <b>fet</b> &amp; &#65;",
    "1. ett\n2. två\n5. fem\n5. fem igen",
    "7. sju\n8. åtta\n\ntext\n\n1. om",
    "0. noll\n1. ett",
    "1) ett\n+ plus\n2026. år\n2026.mars",
    "- a\n  - b\n    1. c\n    2. d\n  - e\n- f",
    "- a\n\n  stycke två i punkten\n\n- b",
    "- a\n\n- b\n- c",
    "- a\n- b\n* c\n* d\n\n- e",
    "- - b\n- 1. c",
    "1. a\n\n   - b\n\n     c\n2. d",
    "- a\n  rad två\n  rad tre\n- b\nlat rad",
    "\n".join(f"{'  ' * depth}- p{depth}" for depth in range(12)),
    "text\n2. ingen lista\n1. en lista",
    "**fet\növer rader** och *kursiv\növer\nrader*",
    'a**"b"**c **"b"** *(x)*y',
    "** inte fet** **inte fet ** * x *",
    "\tflik\tmellan\n \t \nnytt",
    "smal\u00a0rymd \u2013 streck \u00ad mjukt \u2028 rad",
    "emoji 🎉**🎉**🎉 och e\u0301",
    "\0 noll",
    "- [länk](https://a.example)\n- **fet**\n- *kursiv*",
    "-\tflik\n-\tflik två",
    "10. tio\n    fyra in\n\n    - inre\n11. elva",
    "*(a)*[](https://a.example)b",
    "- a\n[\n](https://a.example)b",
    "[a\n](https://a.example)\n[\nb](https://a.example)\n",
    "1. a\n\n2. \n\n3. c\n\n-\nd",
    "- a\\\n\\\nb\n- c",
    "_a._**b** __a.__*b*",
    "- _-_ a\n- _-_",
    "[a ](https://a.example)**[b](https://a.example) c**",
    "[**a.**](https://a.example)[b](https://a.example)",
]


@pytest.fixture(autouse=True)
def _with_page(settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.browser.richtext"


@pytest.fixture
def complaints(page: Page) -> list[str]:
    heard: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            heard.append(message.text)

    page.on("console", listen)
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


def open_text(page: Page, live_server: LiveServer, text: str = "", more: str = "") -> Locator:
    page.goto(f"{live_server.url}/prov/text/?text={quote(text)}{more}")
    area = page.get_by_role("textbox", name="Text om syftet")
    expect(area.locator("xpath=self::div")).to_be_visible()
    return area


def value(page: Page) -> str:
    return str(page.evaluate("document.getElementById('id_text').value"))


def rewritten(page: Page, texts: list[str]) -> list[str]:
    result: list[str] = page.evaluate(
        "async texts => texts.map((await import('/static/js/vendor/richtext.js')).rewrite)", texts
    )
    return result


def random_texts(count: int) -> list[str]:
    source = random.Random(3)  # the same texts every time
    pieces = [
        "a",
        "b",
        "å",
        " ",
        " ",
        "\n",
        "\n\n",
        "*",
        "**",
        "_",
        "[",
        "](https://a.example)",
        "\\",
    ]
    pieces += [
        "- ",
        "1. ",
        "2. ",
        "  ",
        "    ",
        "(",
        ")",
        '"',
        ".",
        "-",
        "<",
        "&amp;",
        "`",
        "#",
        "!",
    ]
    return ["".join(source.choices(pieces, k=source.randint(1, 24))) for _ in range(count)]


def test_every_text_survives_the_document(
    page: Page, live_server: LiveServer, complaints: list[str], long: bool
) -> None:
    open_text(page, live_server)
    texts = NASTY + random_texts(20_000 if long else 2_000)
    changed = [
        (text, again)
        for text, again in zip(texts, rewritten(page, texts), strict=True)
        if meaning(to_html(text)) != meaning(to_html(again))
    ]
    assert changed == []
    assert complaints == []


def test_the_comparison_of_meaning_sees_what_differs() -> None:
    pairs = [("a b", "ab"), ("a\nb", "a b"), ("**a**", "a"), ("- a", "* a\n\nb"), ("1. a", "2. a")]
    for one, other in pairs:
        assert meaning(to_html(one)) != meaning(to_html(other))
    assert meaning(to_html("a \n\n b")) == meaning(to_html("a\n\n\nb"))


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_a_text_that_is_opened_and_left_is_the_same_to_the_letter(
    page: Page, live_server: LiveServer, text: str
) -> None:
    text = text.replace("\0", "")
    area = open_text(page, live_server, text)
    area.click()
    page.keyboard.press("Control+End")
    page.keyboard.type("x")
    assert text == "" or value(page) != text
    page.keyboard.press("Control+Z")
    assert value(page) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Först:\n- a\n- b\n\n\n_Sist_", "Först:\n- a\n- b\n\n*Sistx*"),
        ("  ett\n\n5 * 3\n\nsist", "  ett\n\n5 * 3\n\nsistx"),
        ("- a\n- b", "- a\n- bx"),
    ],
)
def test_what_nobody_touched_stays_as_it_was_written(
    page: Page, live_server: LiveServer, text: str, expected: str
) -> None:
    open_text(page, live_server, text).click()
    page.keyboard.press("Control+End")
    page.keyboard.type("x")
    assert value(page) == expected


def paste(page: Page, html: str) -> None:
    page.evaluate(
        """html => {
          const data = new DataTransfer();
          data.setData("text/html", html);
          data.setData("text/plain", "FEL: oformaterad text");
          document.querySelector(".richtext-area").dispatchEvent(
            new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        html,
    )


@pytest.mark.parametrize(
    ("html", "expected"),
    [WORD, OUTLOOK, GOOGLE, WEB_PAGE],
    ids=["word", "outlook", "google", "web"],
)
def test_pasted_text_keeps_lists_and_links_and_loses_its_look(
    page: Page, live_server: LiveServer, complaints: list[str], html: str, expected: str
) -> None:
    open_text(page, live_server).click()
    paste(page, html)
    assert value(page) == expected
    assert page.locator(".richtext-area [style], .richtext-area [class^=Mso]").count() == 0
    assert complaints == []


def test_what_is_copied_here_is_pasted_here_as_it_was(page: Page, live_server: LiveServer) -> None:
    text = "Först **fet**\n\n- a\n  - [b](https://a.example)\n- c"
    open_text(page, live_server, text).click()
    for keys in ("Control+A", "Control+C", "Control+A", "Delete", "Control+V"):
        page.keyboard.press(keys)
    assert value(page) == text


def test_typing_and_shortcuts(page: Page, live_server: LiveServer, complaints: list[str]) -> None:
    area = open_text(page, live_server)
    area.click()
    page.keyboard.press("Control+b")
    page.keyboard.type("Fet")
    page.keyboard.press("Control+b")
    page.keyboard.type(" text * med stjärnor *")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("ny rad")
    page.keyboard.press("Enter")
    page.keyboard.type("- ett")
    page.keyboard.press("Enter")
    page.keyboard.type("två")
    page.keyboard.press("Control+Alt+ArrowRight")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("- och mer")
    assert value(page) == ("**Fet** text * med stjärnor *\nny rad\n\n- ett\n  - två\n- och mer")
    page.get_by_role("button", name="Spara").click()
    expect(page.locator("#saved")).to_contain_text("Fet")
    assert complaints == []


def select_backwards(page: Page, letters: int, tool: str) -> None:
    """Select the last letters, which begin in what the tool makes, and see that the editor has taken them.

    The browser tells an editor of a selection some time after it is made; a key may come before that.
    """
    pressed = page.get_by_role("button", name=tool, exact=True)
    page.keyboard.press("Control+End")
    expect(pressed).to_have_attribute("aria-pressed", "false")
    page.wait_for_function(
        """([letters, tool]) => {
          if (tool.getAttribute("aria-pressed") === "true") return true;
          const selection = getSelection();
          selection.selectAllChildren(document.querySelector(".richtext-area p:last-child"));
          selection.collapseToEnd();
          for (let i = 0; i < letters; i++) selection.modify("extend", "backward", "character");
        }""",
        arg=[letters, pressed.element_handle()],
    )


@pytest.mark.parametrize(
    ("text", "tool", "expected"),
    [
        (
            "[aa bb](https://a.example) cc",
            "Länk",
            "[aa ](https://a.example)**[bb](https://a.example) cc**",
        ),
        ("*aa bb* cc", "Kursiv", "*aa* ***bb*** **cc**"),
        ("*aa\nbb* cc", "Kursiv", "*aa*\n***bb*** **cc**"),
    ],
)
def test_bold_that_overlaps_something_else_is_kept(
    page: Page, live_server: LiveServer, text: str, tool: str, expected: str
) -> None:
    open_text(page, live_server, text).click()
    select_backwards(page, len("bb cc"), tool)
    page.keyboard.press("Control+b")
    assert value(page) == expected


def test_letters_that_look_like_markup_stay_letters(page: Page, live_server: LiveServer) -> None:
    open_text(page, live_server).click()
    page.keyboard.type("Vi skriver **inte fet** och [inte länk](https://a.example)")
    assert "<strong>" not in to_html(value(page))
    assert "<a" not in to_html(value(page))
    assert "**inte fet**" in to_html(value(page))


def test_tab_leaves_and_comes_back(page: Page, live_server: LiveServer) -> None:
    open_text(page, live_server, "Text").click()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Spara")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("textbox", name="Text om syftet")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="Fet")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Kursiv")).to_be_focused()
    page.keyboard.press("End")
    expect(page.get_by_role("button", name="Gör om")).to_be_focused()
    assert value(page) == "Text"


def test_link_by_keyboard(page: Page, live_server: LiveServer, complaints: list[str]) -> None:
    open_text(page, live_server, "Läs mer").click()
    page.keyboard.press("Control+A")
    page.keyboard.press("Control+k")
    address = page.get_by_label("Länkens adress")
    expect(address).to_be_focused()
    page.keyboard.type("fel adress")
    page.keyboard.press("Enter")
    expect(address).to_have_attribute("aria-invalid", "true")
    assert violations(page) == []
    address.fill("www.alvhamra.example/plan")
    page.keyboard.press("Enter")
    assert value(page) == "[Läs mer](https://www.alvhamra.example/plan)"
    page.keyboard.press("Control+k")
    expect(address).to_have_value("https://www.alvhamra.example/plan")
    page.get_by_role("button", name="Ta bort länken").click()
    assert value(page) == "Läs mer"
    assert complaints == []


def test_buttons_do_what_they_say(page: Page, live_server: LiveServer) -> None:
    open_text(page, live_server, "ord").click()
    page.keyboard.press("Control+A")
    for button, expected in [
        ("Fet", "**ord**"),
        ("Kursiv", "***ord***"),
        ("Fet", "*ord*"),
        ("Kursiv", "ord"),
        ("Punktlista", "- ord"),
        ("Numrerad lista", "1. ord"),
        ("Numrerad lista", "ord"),
        ("Ångra", "1. ord"),
        ("Gör om", "ord"),
    ]:
        page.get_by_role("button", name=button, exact=True).click()
        assert value(page) == expected, button


@pytest.mark.parametrize("width", [1440, 320])
def test_it_is_accessible_and_tied_to_its_words(
    page: Page, live_server: LiveServer, complaints: list[str], width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    area = open_text(page, live_server, "- punkt\n\n**fet**", "&fel")
    expect(area).to_have_attribute("aria-multiline", "true")
    expect(area).to_have_attribute("aria-invalid", "true")
    expect(area).to_have_attribute("aria-describedby", "id_text_help")
    page.get_by_text("Text om syftet").click()
    expect(area).to_be_focused()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert complaints == []


def test_without_javascript_it_is_a_textarea_with_the_same_text(
    browser: Browser, live_server: LiveServer
) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{live_server.url}/prov/text/?text={quote('**fet**')}")
    expect(page.get_by_label("Text om syftet")).to_have_value("**fet**")
    page.close()


def test_nothing_is_loaded_where_no_text_is_open(page: Page, live_server: LiveServer) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(live_server.url + "/kakor/", wait_until="networkidle")
    assert [url for url in asked if "richtext" in url] == []
