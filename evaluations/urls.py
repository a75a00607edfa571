"""Every address of what came of it."""

from . import urls_notices

app_name = "evaluations"
urlpatterns = [
    *urls_notices.urlpatterns,
]
