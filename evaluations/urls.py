"""Every address of what came of it."""

from . import urls_archive, urls_notices

app_name = "evaluations"
urlpatterns = [
    *urls_archive.urlpatterns,
    *urls_notices.urlpatterns,
]
