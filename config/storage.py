"""How static files are named and packed."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # untyped
    """Every file under a name that holds its hash, so that browsers keep it for good: imports between scripts too."""

    support_js_module_import_aggregation = True
