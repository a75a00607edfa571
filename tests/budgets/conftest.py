"""The world of named people."""

from tests.people import world as world
