"""What an installation decides through its environment, read once, typed and checked.

Every wrong value is collected, so that the person who starts Samråd hears of all of them at once.
"""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import environ
from django.core.exceptions import ImproperlyConfigured

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
EVERYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104 - compared with, not bound to
BOOLEANS = {
    "1": True,
    "true": True,
    "ja": True,
    "0": False,
    "false": False,
    "nej": False,
    "": False,
}
SECRET_KEY_LENGTH = 50
DATABASE_SCHEMES = ("sqlite", "postgres", "postgresql")
MEGABYTE = 1024 * 1024
# What it takes to write an image anew: the worst is sixteen bits a pixel, in three forms at a time.
BYTES_A_PIXEL = 7
BYTES_OF_A_PROCESS = 24_000_000
MAIL_SCHEMES = ("smtp", "smtps", "smtp+tls", "smtp+ssl")


@dataclass(frozen=True)
class ArchiveLimits:
    """What the archive takes: bytes of a file, and unpacked; pixels; memory and seconds to look into one."""

    file: int
    unpacked: int
    pixels: int
    memory: int
    seconds: int


@dataclass(frozen=True)
class Deployment:
    """The settings of one installation, valid by construction."""

    var_dir: Path
    media_root: Path
    secret_key: str = field(repr=False)
    debug: bool
    site_url: str
    database: dict[str, Any] = field(repr=False)
    redis_url: str = field(repr=False)
    email: dict[str, Any] = field(repr=False)
    from_email: str
    trusted_proxies: int
    time_zone: str
    log_level: str
    archive: ArchiveLimits

    @property
    def is_https(self) -> bool:
        """Whether people reach the installation over TLS."""
        return self.site_url.startswith("https://")

    @property
    def hostname(self) -> str:
        """The host name that people write in the address bar."""
        return urlsplit(self.site_url).hostname or ""

    @property
    def allowed_hosts(self) -> list[str]:
        """The host names that a request may name: the site's own; on one's own computer each name of it."""
        return [self.hostname] if self.is_https else ["127.0.0.1", "localhost", "[::1]"]

    @property
    def is_sqlite(self) -> bool:
        """Whether the embedded database is used."""
        return bool(self.database["ENGINE"] == "django.db.backends.sqlite3")


class Wrong(Exception):
    """A value that cannot be used; the message is a sentence for the person who starts Samråd."""


def read(environment: Mapping[str, str], *, base_dir: Path) -> Deployment:
    """Read an installation's settings.

    Raises ImproperlyConfigured with one Swedish sentence a line for every setting that is wrong.
    """
    reader = _Reader(environment, base_dir)
    values: dict[str, Any] = {}
    problems = []
    for name in [item.name for item in fields(Deployment)]:
        method: Callable[[], Any] = getattr(reader, name)
        try:
            values[name] = method()
        except Wrong as wrong:
            problems.append(str(wrong))
    if problems:
        raise ImproperlyConfigured("\n".join(dict.fromkeys(problems)))
    return Deployment(**values)


class _Reader:
    """One method a setting: returns its value or raises Wrong."""

    def __init__(self, environment: Mapping[str, str], base_dir: Path) -> None:
        self.environment = environment
        self.base_dir = base_dir

    def get(self, name: str, default: str = "") -> str:
        return self.environment.get(name, "").strip() or default

    def number(self, name: str, default: int, *, most: int, least: int = 0) -> int:
        value = self.get(name, str(default))
        if not re.fullmatch(r"[0-9]{1,9}", value) or not least <= int(value) <= most:
            raise Wrong(f"{name}={value} ska vara ett heltal från {least} till {most}.")
        return int(value)

    def var_dir(self) -> Path:
        path = self.base_dir / self.get("VAR_DIR", "var")
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Wrong(f"VAR_DIR: mappen {path} går inte att skapa ({error.strerror}).") from error
        if not os.access(path, os.W_OK | os.X_OK):
            raise Wrong(f"VAR_DIR: det går inte att skriva i mappen {path}.")
        return path

    def media_root(self) -> Path:
        return self.base_dir / self.get("MEDIA_ROOT", str(self.var_dir() / "media"))

    def secret_key(self) -> str:
        key = self.get("SECRET_KEY")
        source = "SECRET_KEY"
        if not key:
            path = self.var_dir() / "secret_key"
            source = f"Nyckeln i {path}"
            key = _content(path)
        if len(key) < SECRET_KEY_LENGTH or len(set(key)) < 5:
            raise Wrong(
                f"{source} är för kort eller enkel: den ska vara {SECRET_KEY_LENGTH} slumpade tecken eller fler."
            )
        return key

    def debug(self) -> bool:
        value = self.get("DEBUG").lower()
        if value not in BOOLEANS:
            raise Wrong(f"DEBUG={value} ska vara true eller false.")
        if BOOLEANS[value] and self.site_url().startswith("https://"):
            raise Wrong(
                "DEBUG=true visar hemligheter för besökaren och går bara när SITE_URL är den egna datorn."
            )
        return BOOLEANS[value]

    def site_url(self) -> str:
        url = self.get("SITE_URL") or self.own_address()
        parts = _split(url)
        if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
            raise Wrong(
                f"SITE_URL={url} ska vara en hel adress, till exempel https://samrad.example."
            )
        if parts.path.strip("/") or parts.query or parts.fragment or parts.username:
            raise Wrong(
                f"SITE_URL={url} ska bara vara protokoll, värdnamn och port, utan något efter."
            )
        if parts.scheme == "http" and parts.hostname not in LOOPBACK:
            raise Wrong(
                f"SITE_URL={url} är okrypterad: http går bara på den egna datorn, annars ska det vara https."
            )
        return f"{parts.scheme}://{parts.netloc.lower()}"

    def own_address(self) -> str:
        """Return the address on one's own computer, for an installation without SITE_URL."""
        host = self.get("HOST", "127.0.0.1")
        if host not in LOOPBACK | EVERYWHERE:
            raise Wrong(
                f"SITE_URL saknas: med HOST={host} ska den vara https-adressen som användarna skriver."
            )
        host = "127.0.0.1" if host in EVERYWHERE else host
        return (
            f"http://{f'[{host}]' if ':' in host else host}:{self.number('PORT', 8000, most=65535)}"
        )

    def database(self) -> dict[str, Any]:
        url = self.get("DATABASE_URL", f"sqlite:///{self.var_dir() / 'samrad.sqlite3'}")
        example = "till exempel postgres://namn:lösenord@värd:5432/samrad"
        if url.split("://")[0] not in DATABASE_SCHEMES or "://" not in url:
            raise Wrong(f"DATABASE_URL ska börja med postgres:// eller sqlite:///, {example}.")
        try:
            config: dict[str, Any] = environ.Env.db_url_config(url)
        except (ValueError, ImproperlyConfigured) as error:
            raise Wrong(
                f"DATABASE_URL går inte att läsa; den ska vara en adress, {example}."
            ) from error
        if not config["NAME"] or config["NAME"] == ":memory:":
            raise Wrong(
                f"DATABASE_URL nämner ingen databas; den ska sluta med databasens namn, {example}."
            )
        return config

    def redis_url(self) -> str:
        url = self.get("REDIS_URL")
        parts = _split(url)
        if url and (parts is None or parts.scheme not in ("redis", "rediss") or not parts.hostname):
            raise Wrong(
                "REDIS_URL ska börja med redis:// eller rediss://, till exempel redis://127.0.0.1:6379/0."
            )
        return url

    def email(self) -> dict[str, Any]:
        url = self.get("EMAIL_URL")
        if not url:
            return {}
        parts = _split(url)
        if parts is None or parts.scheme not in MAIL_SCHEMES or not parts.hostname:
            raise Wrong(
                "EMAIL_URL ska se ut som smtp://värd:25 eller smtp+tls://namn:lösenord@värd:587."
            )
        config: dict[str, Any] = environ.Env.email_url_config(url)
        return config

    def from_email(self) -> str:
        hostname = urlsplit(self.site_url()).hostname
        address = self.get("DEFAULT_FROM_EMAIL", f"Samråd <samrad@{hostname}>")
        if not re.fullmatch(r"[^<>\r\n]*<?[^@<>\s]+@[^@<>\s]+>?", address):
            raise Wrong(f"DEFAULT_FROM_EMAIL={' '.join(address.split())} ska vara en e-postadress.")
        return address

    def trusted_proxies(self) -> int:
        is_https = self.site_url().startswith("https://")
        count = self.number("TRUSTED_PROXIES", int(is_https), most=9)
        if is_https and not count:
            raise Wrong(
                "TRUSTED_PROXIES=0 går inte med https: krypteringen sköts av en proxy framför Samråd."
            )
        return count

    def time_zone(self) -> str:
        name = self.get("TIME_ZONE", "Europe/Stockholm")
        try:
            ZoneInfo(name)
        except (ValueError, OSError, KeyError) as error:
            raise Wrong(
                f"TIME_ZONE={name} finns inte; skriv till exempel Europe/Stockholm."
            ) from error
        return name

    def log_level(self) -> str:
        level = self.get("LOG_LEVEL", "INFO").upper()
        if level not in ("DEBUG", "INFO", "WARNING", "ERROR"):
            raise Wrong(f"LOG_LEVEL={level} ska vara DEBUG, INFO, WARNING eller ERROR.")
        return level

    def archive(self) -> ArchiveLimits:
        largest = self.number("ARCHIVE_MEGABYTES", 20, least=1, most=500)
        unpacked = self.number("ARCHIVE_UNPACKED_MEGABYTES", 200, least=1, most=2000)
        if unpacked < largest:
            raise Wrong(
                f"ARCHIVE_UNPACKED_MEGABYTES={unpacked} ska vara minst så stort som"
                f" ARCHIVE_MEGABYTES, som är {largest}."
            )
        pixels = self.number("ARCHIVE_MEGAPIXELS", 24, least=1, most=150)
        memory = self.number("ARCHIVE_MEMORY_MEGABYTES", 190, least=64, most=4000)
        needed = -(-(BYTES_OF_A_PROCESS + pixels * 1_000_000 * BYTES_A_PIXEL) // MEGABYTE)
        if memory < needed:
            raise Wrong(
                f"ARCHIVE_MEMORY_MEGABYTES={memory} räcker inte för bilder med {pixels} miljoner"
                f" bildpunkter (ARCHIVE_MEGAPIXELS): det ska vara minst {needed}."
            )
        return ArchiveLimits(
            file=largest * MEGABYTE,
            unpacked=unpacked * MEGABYTE,
            pixels=pixels * 1_000_000,
            memory=memory * MEGABYTE,
            seconds=self.number("ARCHIVE_SECONDS", 2, least=1, most=10),
        )


def _split(url: str) -> Any:
    """Return the parts of an address, or None where it is none (a port past 65535, a broken bracket)."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - reading it is what checks it
    except ValueError:
        return None
    return parts


def _content(path: Path) -> str:
    """Return the secret key in a file, which nobody but its owner may read."""
    try:
        if path.stat().st_mode & 0o077:
            raise Wrong(f"Nyckeln i {path} kan läsas av andra: kör chmod 600 {path}.")
        return path.read_text(encoding="utf-8").strip()
    except FileNotFoundError as error:
        raise Wrong(
            "SECRET_KEY saknas: kör script/setup, som gör en nyckel, eller sätt SECRET_KEY."
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise Wrong(f"Nyckeln i {path} går inte att läsa.") from error
