"""A document being printed reads nothing but its own images and our static files."""

import http.server
import threading
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
import weasyprint
from PIL import Image

from core.pdf import static_files
from core.pdf.contract import Asset, ForbiddenResource, UnusableImage
from core.pdf.fetcher import MAX_PIXELS, ClosedFetcher, Refusal

from .conformance import problems
from .samples import picture, render

SECRET = b"hemligheten som ingen utskrift far visa"


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "hemlig.png"
    path.write_bytes(SECRET)
    return path


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(picture())

        def log_message(self, *args: object) -> None:
            pass

    running = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}", asked
    running.shutdown()
    running.server_close()


# Ways by which HTML and CSS make a renderer read an address.
CHANNELS = [
    '<img alt="x" src="{}">',
    '<img alt="x" srcset="{} 2x" src="{}">',
    '<object data="{}"></object>',
    '<embed src="{}">',
    '<link rel="stylesheet" href="{}">',
    '<style>@import url("{}");</style>',
    '<style>p {{ background: url("{}") }}</style>',
    '<p style="background-image: url({})">x</p>',
    '<p style="border: 1px solid; border-image-source: url({})">x</p>',
    '<style>p::before {{ content: url("{}") }}</style>',
    '<style>li {{ list-style-image: url("{}") }}</style><ul><li>x</li></ul>',
    '<style>@page {{ background: url("{}") }}</style>',
    '<style>@page {{ @top-left {{ content: url("{}") }} }}</style>',
    '<link rel="attachment" href="{}">',
    '<a rel="attachment" href="{}">x</a>',
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>x</title>'
    '<image href="{}" width="9" height="9"/></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>x</title>'
    '<use href="{}#a"/></svg>',
    '<style>@font-face {{ font-family: x; src: url("{}") }} p {{ font-family: x }}</style>',
    '<base href="{}"><img alt="x" src="bild.png">',
]


@pytest.mark.parametrize("channel", CHANNELS)
def test_no_channel_reaches_a_file(channel: str, secret: Path) -> None:
    with_address = channel.replace("{}", secret.as_uri()).replace("{{", "{").replace("}}", "}")
    assert not leaked(with_address)


@pytest.mark.parametrize("channel", CHANNELS)
def test_no_channel_reaches_the_network(channel: str, server: tuple[str, list[str]]) -> None:
    address, asked = server
    with_address = channel.replace("{}", f"{address}/x.png")
    leaked(with_address.replace("{{", "{").replace("}}", "}"))
    assert asked == []


def leaked(body: str) -> bool:
    """Whether the print went through and holds the secret; most are refused."""
    try:
        pdf = render(f"<p>x</p>{body}")
    except ForbiddenResource:
        return False
    with pikepdf.open(BytesIO(pdf)) as opened:
        streams = [item for item in opened.objects if isinstance(item, pikepdf.Stream)]
        return any(SECRET in stream.read_bytes() for stream in streams if "/DCT" not in str(stream))


def test_the_channels_are_real(server: tuple[str, list[str]]) -> None:
    """The control: with WeasyPrint's own fetcher the same image is fetched."""
    address, asked = server
    weasyprint.HTML(string=f'<img src="{address}/bild.png">').write_pdf()
    assert asked == ["/bild.png"]


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "FILE:///etc/passwd",
        "/etc/passwd",
        "//127.0.0.1/x",
        "ftp://127.0.0.1/x",
        "data:image/png;base64,iVBORw0KGgo=",
        "asset:okand",
        "asset:../../manage.py",
        "static:../manage.py",
        "static:../../../../etc/passwd",
        "static:..%2fmanage.py",
        "static:%2e%2e/manage.py",
        "static:%252e%252e/manage.py",
        "static:/etc/passwd",
        "static:css/../../manage.py",
        "static:css",
        "static:finns-inte.css",
        "static:fonts/print/fonts.conf",
        "static:css\\..\\..\\manage.py",
        "static:css/print-base.css\0.png",
        "watermark:zz",
        "watermark:ff",
        "gopher://127.0.0.1",
        "",
    ],
)
def test_an_address_outside_is_refused(address: str) -> None:
    with pytest.raises(Refusal) as refused:
        ClosedFetcher({"vapen": Asset(picture(), "image/png")}).fetch(address)
    assert isinstance(refused.value.error, ForbiddenResource)


def test_a_link_out_of_the_static_folder_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "static"
    root.mkdir()
    (tmp_path / "hemlig.css").write_bytes(SECRET)
    (root / "genvag.css").symlink_to(tmp_path / "hemlig.css")
    monkeypatch.setattr(static_files, "ROOT", root)
    with pytest.raises(ForbiddenResource):
        static_files.locate("genvag.css")


def test_own_files_are_served() -> None:
    fetcher = ClosedFetcher({"vapen": Asset(picture(), "image/png")})
    assert fetcher.fetch("static:css/print-base.css").content_type == "text/css"
    assert fetcher.fetch("asset:vapen").read() == picture()
    assert fetcher("asset:vapen").content_type == "image/png"


def test_the_refusal_is_a_sentence_for_people() -> None:
    with pytest.raises(ForbiddenResource, match=r"Dokumentet hänvisar till ”file:///etc/passwd”"):
        render('<img alt="x" src="file:///etc/passwd">')


def bomb() -> bytes:
    output = BytesIO()
    Image.new("1", (MAX_PIXELS // 1000 + 1, 1000)).save(output, format="PNG")
    return output.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7",
        picture(kind="JPEG")[:200],
        picture(kind="BMP"),
        picture(kind="TIFF"),
        bomb(),
    ],
    ids=["empty", "svg", "pdf", "cut", "bmp", "tiff", "bomb"],
)
def test_an_image_that_is_none_is_refused(data: bytes) -> None:
    with pytest.raises(UnusableImage, match="kan inte skrivas ut"):
        render('<img alt="x" src="asset:bild">', assets={"bild": Asset(data, "image/png")})


@pytest.mark.parametrize(
    ("mode", "kind"),
    [("RGB", "PNG"), ("RGBA", "PNG"), ("L", "PNG"), ("LA", "PNG"), ("P", "PNG"), ("1", "PNG"),
     ("I;16", "PNG"), ("RGB", "JPEG"), ("L", "JPEG"), ("CMYK", "JPEG"), ("P", "GIF"),
     ("RGBA", "WEBP")],
)  # fmt: skip
def test_every_usual_image_prints_in_the_archival_colours(mode: str, kind: str) -> None:
    assets = {"bild": Asset(picture(mode, kind), "application/octet-stream")}
    assert problems(render('<p><img alt="x" src="asset:bild"></p>', assets=assets)) == []
