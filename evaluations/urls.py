"""Every address of what came of it."""

from . import urls_archive, urls_notices, urls_pack, urls_reviews

app_name = "evaluations"
urlpatterns = [
    *urls_archive.urlpatterns,
    *urls_notices.urlpatterns,
    *urls_pack.urlpatterns,
    *urls_reviews.urlpatterns,
]
