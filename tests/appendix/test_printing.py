"""The appendix as a PDF, for real: the same bytes everywhere, its source inside, nothing read from elsewhere."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pikepdf
import pytest
from django.conf import settings as django_settings
from django.db import connection

from appendix.document import build, canonical_bytes, read
from appendix.record import DRAFT
from appendix.typesetting import typeset
from core.pdf.contract import PrintError
from core.prints.models import Rendering
from tests.core.pdf.conformance import problems, read_structure
from tests.core.pdf.reading import spoken
from tests.people import build_world

from .test_composition import everywhere
from .test_renderings import RECORD

ROOT = Path(django_settings.BASE_DIR)
EXAMPLES = sorted((ROOT / "appendix" / "examples").glob("*.json"))
EXAMPLE = ROOT / "appendix" / "examples" / "aktivitetstabeller.json"
SITE = "https://samrad.example"

PRINTER = """
import hashlib, os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
import django; django.setup()
import time_machine
from appendix.document import read
from appendix.record import DRAFT, Record
from appendix.typesetting import typeset
document = read(open(sys.argv[1], "rb").read())
with time_machine.travel(sys.argv[2]):
    for record in (DRAFT, Record.from_text(sys.argv[3])):
        print(hashlib.sha256(typeset(document, record, site_url="https://samrad.example")).hexdigest())
"""


@pytest.mark.parametrize("record", [DRAFT, RECORD], ids=["draft", "adopted"])
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_makes_an_archival_file_for_everybody(example: Path, record: Any) -> None:
    pdf = typeset(read(example.read_bytes()), record, site_url=SITE)
    assert problems(pdf) == []
    with pikepdf.open(BytesIO(pdf)) as opened:
        tongues = {str(one.raw.get("/Lang", "")) for one in read_structure(opened).walk()}
    assert "en" in tongues, "the line for those who keep archives elsewhere is tagged as English"


@pytest.mark.parametrize("above", range(40, 46))
def test_what_leads_to_a_table_stands_with_it(above: int) -> None:
    """Around the place where the words would fit on the page, and the first two rows would not."""
    rows = [{"key": f"rad-{number}", "cells": [f"Cell {number}", "x"]} for number in range(3)]
    sections = [
        {"key": "fore", "kind": "text", "text": "\n".join(["Rad"] * above)},
        {
            "key": "oversyn",
            "kind": "text",
            "heading": "Översyn",
            "text": "Så här ofta:",
            "sections": [{"key": "tabell", "kind": "table", "items": rows}],
        },
    ]
    written = {"schema": 1, "kind": "plan", "title": "Plan", "sections": sections}
    pdf = typeset(read(json.dumps(written).encode()), DRAFT, site_url=SITE)
    command = ["pdftotext", "-raw", "-", "-"]
    text = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()
    [page] = [page for page in text.split("\f") if "Så här ofta:" in page]
    assert {"Översyn", "Cell 0 x", "Cell 1 x"} <= set(page.splitlines())


def printed_elsewhere(*, seed: str, at: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PRINTER, str(EXAMPLE), at, RECORD.as_text()],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed, "TZ": "Pacific/Auckland"},
        stdout=subprocess.PIPE,
        text=True,
    )


def test_the_same_four_make_the_same_bytes_in_another_process_and_year() -> None:
    processes = [
        printed_elsewhere(seed="1", at="2026-03-01T12:00"),
        printed_elsewhere(seed="4242", at="2061-12-31T23:59"),
    ]
    outputs = [process.communicate(timeout=120)[0].split() for process in processes]
    assert outputs[0] == outputs[1]
    draft, adopted = outputs[0]
    assert draft != adopted


@pytest.mark.parametrize("record", [DRAFT, RECORD], ids=["draft", "adopted"])
def test_the_document_lies_in_its_print(record: Any) -> None:
    document = read(EXAMPLE.read_bytes())
    with pikepdf.open(BytesIO(typeset(document, record, site_url=SITE))) as pdf:
        assert set(pdf.attachments) == {"plan.json"}
        file = pdf.attachments["plan.json"]
        assert file.get_file().read_bytes() == canonical_bytes(document)
        assert file.obj["/AFRelationship"] == "/Source"


@contextmanager
def listener() -> Iterator[tuple[int, list[str]]]:
    """A web server on this machine, and the paths it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=[0.05])
    thread.start()
    try:
        yield server.server_port, asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


REACHING = (
    '<img src="{0}">',
    "![bild]({0})",
    "[länk]({0})",
    "<link rel=stylesheet href={0}>",
    "<style>@import url({0});</style>",
    "url({0})",
    "<object data={0}></object>",
    "<iframe src={0}>",
    '" style="background:url({0})',
)


def test_a_plan_reaches_for_nothing(tmp_path: Path) -> None:
    """Files, the network and data bombs in every place where an author may write: words, nothing more."""
    secret = tmp_path / "secret.txt"
    secret.write_text("DEN HEMLIGA TEXTEN")
    with listener() as (port, asked):
        addresses = (f"http://127.0.0.1:{port}/a", secret.as_uri(), "data:image/svg+xml,<svg/>")
        for start in range(3):  # each place with each template, by turns with each address
            words = " ".join(
                template.format(addresses[(start + n) % 3]) for n, template in enumerate(REACHING)
            )
            document = everywhere(words)
            document["sections"] = document["sections"][start::9]
            document["relations"][0]["link"] = f"http://127.0.0.1:{port}/lank"
            pdf = typeset(document, DRAFT, site_url=f"http://127.0.0.1:{port}")
            assert b"DEN HEMLIGA" not in pdf
            assert "DEN HEMLIGA" not in spoken(pdf)
    assert asked == []


def test_the_listener_hears() -> None:
    """A control: what the test above would see."""
    with listener() as (port, asked):
        program = f"import urllib.request as u; u.urlopen('http://127.0.0.1:{port}/hej')"
        subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert asked == ["/hej"]


def test_an_image_that_is_not_in_the_document_is_a_clear_error() -> None:
    """``read`` refuses such a document; should one come by another way, nothing else is read."""
    section = {
        "key": "s",
        "kind": "figure",
        "items": [{"key": "f", "image": "../../etc/passwd", "alt": "x"}],
    }
    document = {"schema": 1, "kind": "plan", "title": "Plan", "sections": [section]}
    with pytest.raises(PrintError, match="hänvisar till"):
        typeset(document, DRAFT, site_url=SITE)


# --- a worker -----------------------------------------------------------------------------------

ASK = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
import django; django.setup()
from config.celery import app
from appendix.document import build
from appendix.services.renderings import ask_for_draft
from plans.models import Plan
plan = Plan.objects.get(slug="utkast")
print(ask_for_draft(plan=plan, document=build(plan)).pk)
"""


def database_url() -> str:
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    host = f"{database['HOST']}:{database['PORT']}" if database["PORT"] else database["HOST"]
    person = ":".join(quote(part) for part in (database["USER"], database["PASSWORD"]) if part)
    return f"postgres://{person}@{host}/{database['NAME']}"


@contextmanager
def worker(environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A Celery worker of the installation that ``environment`` tells of, as ``script/run`` starts it."""
    options = ["--loglevel", "warning", "--concurrency", "1", "--without-gossip"]
    options += ["--without-mingle", "--without-heartbeat"]
    process = subprocess.Popen(
        [sys.executable, "-m", "celery", "--app", "config", "--quiet", "worker", *options],
        cwd=ROOT,
        env=environment,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(60)


@pytest.mark.django_db(transaction=True)
def test_a_worker_makes_what_is_asked_for(tmp_path: Path) -> None:
    """From the asking in one process, through the broker, to the PDF in the database."""
    plan = build_world().draft
    environment = {
        **os.environ,
        "DATABASE_URL": database_url(),
        "VAR_DIR": str(tmp_path),
        "SECRET_KEY": django_settings.SECRET_KEY,
        "PYTHONWARNINGS": "ignore",
    }
    with worker(environment) as process:
        asked = subprocess.run(
            [sys.executable, "-c", ASK],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        rendering = Rendering.objects.get(pk=asked.stdout.strip())
        deadline = time.monotonic() + 60
        while not (rendering.is_done or rendering.is_failed) and time.monotonic() < deadline:
            assert process.poll() is None
            time.sleep(0.3)
            rendering.refresh_from_db()
    assert rendering.is_done, (rendering.state, rendering.error)
    assert rendering.pdf is not None
    with pikepdf.open(BytesIO(bytes(rendering.pdf))) as pdf:
        embedded = pdf.attachments["plan.json"].get_file().read_bytes()
    assert json.loads(embedded) == build(plan)
