"""Addresses of evaluations, of the archive and of the goals' indicators."""

from django.urls import URLPattern, path

from .views import archive, evaluation, files, indicators, outcomes

PLAN = "planer/<slug:slug>/"
ACTIVITY = f"{PLAN}insatser/<slug:key>/"
EVALUATION = f"{ACTIVITY}utvardering/"
OUTCOMES = f"{EVALUATION}siffror/"
ITEM = f"{PLAN}arkiv/<uuid:token>/"
GOAL = f"{PLAN}matt/<slug:key>/"

urlpatterns: list[URLPattern] = [
    path(EVALUATION, evaluation.evaluation, name="evaluation"),
    path(f"{EVALUATION}klar/", evaluation.finish_evaluation, name="finish_evaluation"),
    path(f"{EVALUATION}ny-insats/", evaluation.follow_up, name="follow_up"),
    path(OUTCOMES, outcomes.add_outcome, name="add_outcome"),
    path(f"{OUTCOMES}<int:pk>/", outcomes.save_outcome, name="save_outcome"),
    path(f"{OUTCOMES}<int:pk>/ta-bort/", outcomes.remove_outcome, name="remove_outcome"),
    path(f"{OUTCOMES}<int:pk>/ta-tillbaka/", outcomes.take_back_outcome, name="take_back_outcome"),
    path(f"{EVALUATION}<slug:block>/", evaluation.save_evaluation, name="save_evaluation"),
    path(f"{ACTIVITY}arkiv/", archive.archive, name="archive"),
    path(f"{ACTIVITY}arkiv/filer/", archive.add_files, name="add_files"),
    path(f"{ACTIVITY}arkiv/lankar/", archive.add_link, name="add_link"),
    path(f"{PLAN}arkiv/", archive.plan_archive, name="plan_archive"),
    path(f"{PLAN}arkiv/forteckning/", archive.manifest, name="archive_manifest"),
    path(ITEM, archive.archive_item, name="archive_item"),
    path(f"{ITEM}gallra/", archive.dispose, name="dispose"),
    path(f"{ITEM}fil/", files.archive_file, name="archive_file"),
    path(f"{ITEM}miniatyr/", files.archive_thumbnail, name="archive_thumbnail"),
    path(f"{PLAN}matt/", indicators.indicators, name="indicators"),
    path(f"{GOAL}varden/", indicators.add_indicator_value, name="add_indicator_value"),
    path(
        f"{GOAL}varden/<int:pk>/ta-bort/",
        indicators.remove_indicator_value,
        name="remove_indicator_value",
    ),
]
