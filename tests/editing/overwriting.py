"""Settings of a server whose saves are broken on purpose: the row's version is not looked at.

The test of many editors must turn red with it, or it proves nothing.
"""

from config.settings import *  # noqa: F403
from config.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.editing.broken.BrokenSaves"]
