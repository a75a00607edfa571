"""Named people with fixed relations."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from accounts.models import Organisation, User

PASSWORD = "korrekt häst batteri"


@pytest.fixture(autouse=True)
def _no_attempts_yet() -> Iterator[None]:
    """Forget who has tried to sign in: the rate limits live in the cache."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def municipality(db: None) -> Organisation:
    return Organisation.objects.create(
        name="Älvhamra kommun", short_name="Älvhamra", kind="municipality", slug="alvhamra"
    )


@pytest.fixture
def anna(municipality: Organisation) -> User:
    """Works at the municipality."""
    return User.objects.create_user(
        "anna@alvhamra.example", PASSWORD, full_name="Anna Ek", organisation=municipality
    )


@pytest.fixture
def administrator(db: None) -> User:
    """Runs the installation."""
    return User.objects.create_user(
        "admin@alvhamra.example", PASSWORD, full_name="Ada Admin", is_administrator=True
    )
