"""Evaluation questions: what is asked of an activity afterwards (rule 6 of the glossary)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from plans.enums import AnswerKind
from plans.models.section import SectionItem
from plans.registry import Kind, register


class EvaluationQuestion(SectionItem):
    """A question that each activity of the plan is evaluated by."""

    answer = models.CharField(_("svar"), max_length=20, choices=AnswerKind, blank=True)

    class Meta(SectionItem.Meta):
        verbose_name = _("utvärderingsfråga")
        verbose_name_plural = _("utvärderingsfrågor")


KIND = register(
    Kind(
        name="evaluation_questions",
        label=_("Utvärderingsfrågor"),
        hint=_("Frågorna ni ställer efter varje insats."),
        model=EvaluationQuestion,
        fields=("answer",),
        columns=(("name", _("Fråga")),),
    )
)
