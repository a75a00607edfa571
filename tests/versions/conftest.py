"""The world of tests.people, at hand here."""

from tests.people import world as world
