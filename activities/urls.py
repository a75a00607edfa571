"""Every address of the year: views of it, its activities, calendars, prints."""

from . import urls_activity, urls_calendar, urls_prints, urls_sheets, urls_year

app_name = "activities"
urlpatterns = [
    *urls_year.urlpatterns,
    *urls_activity.urlpatterns,
    *urls_calendar.urlpatterns,
    *urls_prints.urlpatterns,
    *urls_sheets.urlpatterns,
]
