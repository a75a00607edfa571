"""The application's settings, with the unit page beside it. Nothing else differs: same middleware, same files."""

from config import settings as application

globals().update({name: getattr(application, name) for name in dir(application) if name.isupper()})
INSTALLED_APPS = [*application.INSTALLED_APPS, "bench.unit"]
ROOT_URLCONF = "bench.urls"
