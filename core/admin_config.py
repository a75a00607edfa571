"""Makes ours the admin site that every app registers with."""

from django.contrib.admin.apps import AdminConfig


class SamradAdminConfig(AdminConfig):
    """Stands in INSTALLED_APPS instead of ``django.contrib.admin``."""

    default = False
    default_site = "core.admin_site.SamradAdminSite"
