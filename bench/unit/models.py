"""What the unit page shows: an errand with its tasks, their notes and its files."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class Errand(models.Model):
    """The thing that the page is about."""

    title = models.CharField(max_length=200)
    text = models.TextField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    due_on = models.DateField()

    objects: ClassVar[models.Manager[Errand]] = models.Manager()

    class Meta:
        app_label = "bench_unit"

    def __str__(self) -> str:
        return self.title


class Tag(models.Model):
    """A word that errands are found by."""

    errand = models.ForeignKey(Errand, models.CASCADE, related_name="tags")
    word = models.CharField(max_length=40)

    objects: ClassVar[models.Manager[Tag]] = models.Manager()

    class Meta:
        app_label = "bench_unit"

    def __str__(self) -> str:
        return self.word


class Task(models.Model):
    """A row of the page's table."""

    errand = models.ForeignKey(Errand, models.CASCADE, related_name="tasks")
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=20)
    due_on = models.DateField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    objects: ClassVar[models.Manager[Task]] = models.Manager()

    class Meta:
        app_label = "bench_unit"

    def __str__(self) -> str:
        return self.title


class Note(models.Model):
    """What somebody has written about a task."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="notes")
    text = models.TextField()
    at = models.DateTimeField()

    objects: ClassVar[models.Manager[Note]] = models.Manager()

    class Meta:
        app_label = "bench_unit"

    def __str__(self) -> str:
        return self.text


class File(models.Model):
    """A file that is named on the page."""

    errand = models.ForeignKey(Errand, models.CASCADE, related_name="files")
    name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()

    objects: ClassVar[models.Manager[File]] = models.Manager()

    class Meta:
        app_label = "bench_unit"

    def __str__(self) -> str:
        return self.name
