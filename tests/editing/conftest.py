"""The world for all tests of editing."""

from tests.people import world as world
