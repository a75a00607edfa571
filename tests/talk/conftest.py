"""The world of named people for these tests."""

from tests.people import world as world
