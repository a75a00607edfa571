"""Keys: the names by which the parts of a plan are known, in every version and every print."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

KEY_PATTERN = r"^[a-z0-9]([a-z0-9-]{0,78}[a-z0-9])?$"
KEY_LENGTH = 80


class Node(models.Model):
    """The one place where a key is taken: sections, items, organisations and roles all have one.

    A table of its own makes the key unique in the plan whatever it names, and gives references,
    comments and the log a single thing to point at.
    """

    plan = models.ForeignKey("plans.Plan", models.CASCADE, related_name="nodes")
    key = models.CharField(
        _("nyckel"),
        max_length=KEY_LENGTH,
        validators=[RegexValidator(KEY_PATTERN, _("Bara små bokstäver a–z, siffror och streck."))],
    )

    class Meta:
        verbose_name = _("nyckel")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "key"],
                name="node_key_once_in_plan",
                violation_error_message=_("Nyckeln finns redan i planen."),
            ),
            models.CheckConstraint(
                condition=models.Q(key__regex=KEY_PATTERN),
                name="node_key_form",
                violation_error_message=_("Nyckeln får bara ha små bokstäver, siffror och streck."),
            ),
        ]

    def __str__(self) -> str:
        return self.key


class Reference(models.Model):
    """A tie between two keys of the same plan: this goal is meant for that target group."""

    source = models.ForeignKey(Node, models.CASCADE, related_name="references")
    field = models.CharField(max_length=30)
    target = models.ForeignKey(Node, models.CASCADE, related_name="referred_by")

    class Meta:
        verbose_name = _("hänvisning")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "field", "target"],
                name="reference_once",
                violation_error_message=_("Hänvisningen finns redan."),
            ),
            models.CheckConstraint(
                condition=~models.Q(source=models.F("target")),
                name="reference_not_to_itself",
                violation_error_message=_("Något kan inte hänvisa till sig självt."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.field} {self.target}"
