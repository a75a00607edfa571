"""Every wrong setting is refused with a sentence that names it; every right one is read as meant."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.deployment import Deployment, read

KEY = "en-lång-nyckel-som-ingen-kan-gissa-0123456789-abcdefghij"


def deployment(tmp_path: Path, **environment: str) -> Deployment:
    return read({"SECRET_KEY": KEY, **environment}, base_dir=tmp_path)


def test_nothing_set_is_a_safe_installation_on_ones_own_computer(tmp_path: Path) -> None:
    found = deployment(tmp_path)
    assert found.site_url == "http://127.0.0.1:8000"
    assert found.allowed_hosts == ["127.0.0.1", "localhost", "[::1]"]
    assert found.database["NAME"] == str(tmp_path / "var" / "samrad.sqlite3")
    assert (found.debug, found.is_https, found.trusted_proxies) == (False, False, 0)
    assert (found.redis_url, found.email) == ("", {})
    assert found.from_email == "Samråd <samrad@127.0.0.1>"


def test_https_trusts_one_proxy_and_one_host_name(tmp_path: Path) -> None:
    found = deployment(tmp_path, SITE_URL="https://Samrad.example/")
    assert found.site_url == "https://samrad.example"
    assert found.allowed_hosts == ["samrad.example"]
    assert found.trusted_proxies == 1
    assert found.from_email == "Samråd <samrad@samrad.example>"


def test_what_the_archive_takes_is_set(tmp_path: Path) -> None:
    usual = deployment(tmp_path).archive
    mega = 1024 * 1024
    assert (usual.file, usual.unpacked) == (20 * mega, 200 * mega)
    assert (usual.pixels, usual.memory, usual.seconds) == (24_000_000, 190 * mega, 2)
    own = deployment(
        tmp_path,
        ARCHIVE_MEGABYTES="50",
        ARCHIVE_UNPACKED_MEGABYTES="400",
        ARCHIVE_MEGAPIXELS="48",
        ARCHIVE_MEMORY_MEGABYTES="380",
        ARCHIVE_SECONDS="5",
    ).archive
    assert (own.file, own.unpacked) == (50 * mega, 400 * mega)
    assert (own.pixels, own.memory, own.seconds) == (48_000_000, 380 * mega, 5)


@pytest.mark.parametrize(
    ("environment", "address"),
    [
        ({"PORT": "9000"}, "http://127.0.0.1:9000"),
        ({"HOST": "0.0.0.0", "PORT": "80"}, "http://127.0.0.1:80"),
        ({"HOST": "::1"}, "http://[::1]:8000"),
        ({"HOST": "localhost"}, "http://localhost:8000"),
        ({"HOST": "10.0.0.5", "SITE_URL": "https://samrad.example"}, "https://samrad.example"),
    ],
)
def test_the_address_follows_host_and_port(
    tmp_path: Path, environment: dict[str, str], address: str
) -> None:
    assert deployment(tmp_path, **environment).site_url == address


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY saknas"),
        ({"SECRET_KEY": "kort"}, "SECRET_KEY är för kort"),
        ({"SECRET_KEY": "a" * 80}, "SECRET_KEY är för kort eller enkel"),
        ({"DEBUG": "kanske"}, "DEBUG=kanske"),
        ({"DEBUG": "true", "SITE_URL": "https://samrad.example"}, "DEBUG=true"),
        ({"SITE_URL": "samrad.example"}, "SITE_URL=samrad.example"),
        ({"SITE_URL": "http://samrad.example"}, "okrypterad"),
        ({"SITE_URL": "https://samrad.example/app"}, "utan något efter"),
        ({"SITE_URL": "https://a:b@samrad.example"}, "utan något efter"),
        ({"SITE_URL": "https://samrad.example:99999"}, "SITE_URL=https://samrad.example:99999"),
        ({"SITE_URL": "https://[samrad"}, "SITE_URL=https://[samrad"),
        ({"HOST": "10.0.0.5"}, "SITE_URL saknas"),
        ({"PORT": "åtta"}, "PORT=åtta"),
        ({"PORT": "70000"}, "PORT=70000"),
        ({"DATABASE_URL": "mysql://root@localhost/samrad"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgres"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgres://localhost"}, "DATABASE_URL nämner ingen databas"),
        ({"DATABASE_URL": "postgres://localhost:port/samrad"}, "DATABASE_URL"),
        ({"DATABASE_URL": "sqlite://:memory:"}, "DATABASE_URL nämner ingen databas"),
        ({"REDIS_URL": "127.0.0.1:6379"}, "REDIS_URL"),
        ({"REDIS_URL": "amqp://localhost"}, "REDIS_URL"),
        ({"EMAIL_URL": "localhost:25"}, "EMAIL_URL"),
        ({"EMAIL_URL": "smtp://"}, "EMAIL_URL"),
        ({"DEFAULT_FROM_EMAIL": "inte en adress"}, "DEFAULT_FROM_EMAIL"),
        ({"DEFAULT_FROM_EMAIL": "a@b.example\r\nBcc: c@d.example"}, "DEFAULT_FROM_EMAIL"),
        ({"TRUSTED_PROXIES": "-1"}, "TRUSTED_PROXIES=-1"),
        ({"ARCHIVE_MEGABYTES": "0"}, "ARCHIVE_MEGABYTES=0 ska vara ett heltal från 1 till 500."),
        ({"ARCHIVE_MEGABYTES": "tjugo"}, "ARCHIVE_MEGABYTES=tjugo"),
        ({"ARCHIVE_MEGABYTES": "300"}, "ARCHIVE_UNPACKED_MEGABYTES=200"),
        ({"ARCHIVE_UNPACKED_MEGABYTES": "2001"}, "från 1 till 2000"),
        ({"ARCHIVE_MEGAPIXELS": "1.5"}, "ARCHIVE_MEGAPIXELS=1.5"),
        ({"ARCHIVE_MEGAPIXELS": "48"}, "ARCHIVE_MEMORY_MEGABYTES=190"),
        ({"ARCHIVE_MEMORY_MEGABYTES": "16"}, "från 64 till 4000"),
        ({"ARCHIVE_SECONDS": "11"}, "från 1 till 10"),
        ({"TRUSTED_PROXIES": "0", "SITE_URL": "https://samrad.example"}, "TRUSTED_PROXIES=0"),
        ({"TIME_ZONE": "Europa/Stockholm"}, "TIME_ZONE=Europa/Stockholm"),
        ({"TIME_ZONE": "../../etc/passwd"}, "TIME_ZONE"),
        ({"LOG_LEVEL": "LOUD"}, "LOG_LEVEL=LOUD"),
        ({"VAR_DIR": "/proc/samrad"}, "VAR_DIR"),
    ],
)
def test_a_wrong_setting_is_refused_by_name(
    tmp_path: Path, environment: dict[str, str], sentence: str
) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"\A[^\n]+\.\Z") as refusal:
        deployment(tmp_path, **environment)
    assert sentence in str(refusal.value)


def test_all_wrong_settings_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        deployment(tmp_path, DEBUG="x", REDIS_URL="x", TIME_ZONE="x")
    assert [line.split("=")[0].split()[0] for line in str(refusal.value).splitlines()] == [
        "DEBUG",
        "REDIS_URL",
        "TIME_ZONE",
    ]


def test_passwords_are_not_printed(tmp_path: Path) -> None:
    found = deployment(tmp_path, DATABASE_URL="postgres://samrad:hemligt@db.example/samrad")
    assert found.database["PASSWORD"] == "hemligt"
    assert "hemligt" not in repr(found)
    assert KEY not in repr(found)


def test_the_key_in_a_file_is_read_only_if_nobody_else_can(tmp_path: Path) -> None:
    key = tmp_path / "var" / "secret_key"
    key.parent.mkdir()
    key.write_text(KEY + "\n", encoding="utf-8")
    key.chmod(0o644)
    with pytest.raises(ImproperlyConfigured, match="kan läsas av andra"):
        read({}, base_dir=tmp_path)
    key.chmod(0o600)
    assert read({}, base_dir=tmp_path).secret_key == KEY


def test_mail_goes_encrypted_where_the_address_says_so(tmp_path: Path) -> None:
    found = deployment(tmp_path, EMAIL_URL="smtp+tls://samrad:l%C3%B6sen@mail.example:587")
    assert found.email["EMAIL_USE_TLS"] is True
    assert (found.email["EMAIL_HOST"], found.email["EMAIL_PORT"]) == ("mail.example", 587)
    assert found.email["EMAIL_HOST_PASSWORD"] == "lösen"
