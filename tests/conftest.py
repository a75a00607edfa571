"""What all tests share.

`pytest` runs on SQLite; DATABASE_URL and REDIS_URL choose the servers, --servers only what these can change,
--long the full figures, and `-n 2 --dist loadgroup` two processes.
"""

import os
import shutil
import signal
from collections.abc import Generator, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.db import connections
from django.test import override_settings
from playwright.sync_api import Playwright, expect

from config import celery_app
from tests.emptying import by_deleting
from tests.keeping import let_go
from tests.people import kept_world as kept_world
from tests.people import open_world as open_world
from tests.people import world as world
from tests.windows import still_clock as still_clock
from tests.wording import all_in_words
from tests.workers import FilesAndGroups, longest_first, use_redis_of_own

# Playwright's synchronous calls run inside an event loop, where Django refuses database calls unless told
# that they are meant.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
# What every fixture that reaches the database rests on.
DATABASE_FIXTURES = frozenset({"django_db_setup", "db", "transactional_db", "live_server"})
BROWSERS = ("chromium", "google-chrome", "google-chrome-stable")
use_redis_of_own()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--servers", action="store_true", help="leave out what asks no server: it runs on SQLite"
    )
    parser.addoption(
        "--long", action="store_true", help="run the full figures of fault and load tests too"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Let SIGTERM end a run as Ctrl-C does: what was started is stopped, and the databases are removed.

    Hypothesis looks at the same examples each time, at others with --long, and never at the clock. What is
    expected of a page may take long on a busy machine.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    expect.set_options(timeout=30_000)
    examples = hypothesis.settings(
        deadline=None,
        derandomize=not config.getoption("--long"),
        suppress_health_check=[
            hypothesis.HealthCheck.too_slow,
            hypothesis.HealthCheck.function_scoped_fixture,
        ],
    )
    hypothesis.settings.register_profile("samrad", examples)
    hypothesis.settings.load_profile("samrad")


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> FilesAndGroups:
    config.option.loadscopereorder = False  # they come in order: longest_first
    return FilesAndGroups(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, and count as such, what this run is not for: `long` without --long, `postgresql` on
    SQLite, `embedded` on PostgreSQL; with --servers also what no server can change.
    """
    unwanted = set() if config.getoption("--long") else {"long"}
    unwanted.add("postgresql" if settings.DEPLOYMENT.is_sqlite else "embedded")
    left_out = [item for item in items if any(item.get_closest_marker(name) for name in unwanted)]
    if config.getoption("--servers"):
        left_out += [item for item in items if not _asks_servers(item) and item not in left_out]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
    # Who asks for no world finds an empty database: in a module they come before it is built.
    modules = groupby(items, key=lambda item: item.location[0])
    items[:] = [item for _, together in modules for item in sorted(together, key=_asks_for_world)]
    if hasattr(config, "workerinput"):
        items[:] = longest_first(items)


def _asks_servers(item: pytest.Item) -> bool:
    """Whether what the test finds may depend on the database, the broker or the browser."""
    marked = any(map(item.get_closest_marker, ("django_db", "browser", "servers")))
    return marked or not DATABASE_FIXTURES.isdisjoint(getattr(item, "fixturenames", ()))


def _asks_for_world(item: pytest.Item) -> bool:
    return "kept_world" in getattr(item, "fixturenames", ())


def _commits(item: pytest.Item) -> bool:
    """Whether what the test writes is seen outside its transaction."""
    mark = item.get_closest_marker("django_db")
    fixtures = getattr(item, "fixturenames", ())
    return (
        "transactional_db" in fixtures
        or "live_server" in fixtures
        or bool(mark and mark.kwargs.get("transaction"))
    )


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    if _commits(item):
        let_go()
        if _asks_for_world(item):
            pytest.fail("A test that commits asks for open_world instead of world.", pytrace=False)


def _fail_instead_of_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    if report.skipped:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"Nothing is skipped in silence: {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _fail_instead_of_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _fail_instead_of_skip(report)
    return report


@pytest.hookimpl(trylast=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    """Refuse to share out tests whose groups would be torn apart in silence."""
    if session.config.getoption("loadgroup", default=False):
        for item in session.items:
            if item.get_closest_marker("xdist_group") and "@" not in item.nodeid:
                raise pytest.UsageError(f"pytest-xdist does not see the group of {item.nodeid}.")


@pytest.fixture(scope="session")
def long(request: pytest.FixtureRequest) -> bool:
    """Tell whether the full figures are wanted; a test with a short and a long form asks."""
    return bool(request.config.getoption("--long"))


@pytest.fixture(scope="session", autouse=True)
def _quick_and_quiet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Hash passwords fast, serve static files unhashed, keep uploads and messages out of var/."""
    folder = tmp_path_factory.mktemp("files")
    use_queue_in(folder / "queue")
    with (
        by_deleting(),
        override_settings(
            PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
            STORAGES={
                **settings.STORAGES,
                "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
            },
            MEDIA_ROOT=folder / "media",
            STATIC_ROOT=_made(folder / "static"),
        ),
    ):
        yield


@pytest.fixture(scope="session", autouse=True)
def _logged_in_words() -> Iterator[None]:
    """Let no test write into a log what its page has no Swedish words for."""
    with all_in_words():
        yield


def use_queue_in(queue: Path) -> None:
    """Let this process write its messages here, where no worker but a test's own reads them; Redis has no folder."""
    if not settings.DEPLOYMENT.redis_url:
        for part in ("messages", "control"):
            (queue / part).mkdir(parents=True, exist_ok=True)
        celery_app.conf.broker_transport_options = {
            **settings.CELERY_BROKER_TRANSPORT_OPTIONS,
            "data_folder_in": str(queue / "messages"),
            "data_folder_out": str(queue / "messages"),
            "control_folder": str(queue / "control"),
        }


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    tmp_path_factory: pytest.TempPathFactory, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """Put SQLite's test database into a file: as in earnest it is in WAL mode, and other processes can open it."""
    database: dict[str, Any] = settings.DATABASES["default"]
    if settings.DEPLOYMENT.is_sqlite:
        database.setdefault("TEST", {})["NAME"] = str(
            tmp_path_factory.mktemp("database") / "test.sqlite3"
        )


@pytest.fixture(scope="session")
def playwright(playwright: Playwright) -> Iterator[Playwright]:
    """Inside Playwright's event loop Django opens a second connection; left open it keeps the test database alive."""
    yield playwright
    connections.close_all()


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Start the Chromium of the system, which as root needs to do without its sandbox."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.fail("No Chromium found: run script/setup test, or name one with CHROMIUM=/path.")
    arguments = [
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
    ]
    arguments += ["--disable-component-update", "--disable-sync"]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    # The PDF engine, once loaded, tells fontconfig of its own fonts only; a Chromium that inherits that dies.
    environment = {name: text for name, text in os.environ.items() if name != "FONTCONFIG_FILE"}
    return {"executable_path": path, "args": arguments, "headless": True, "env": environment}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    """Speak Swedish and live in Sweden, as the people do."""
    return {
        "locale": "sv-SE",
        "timezone_id": "Europe/Stockholm",
        "viewport": {"width": 1440, "height": 900},
    }
