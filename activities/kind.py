"""The kind of section that holds activities, in the form of a printed table."""

from django.utils.translation import gettext_lazy as _

from plans.registry import Kind, register

from .models import Activity

KIND = register(
    Kind(
        name="activities",
        label=_("Aktiviteter"),
        hint=_("Vad ni ska göra, varför, när och vem som ansvarar."),
        layout="table",
        model=Activity,
        fields=(
            "goal",
            "effect",
            "timing",
            "timing_kind",
            "starts_on",
            "ends_on",
            "times_a_year",
            "recurrence",
            "season",
            "responsible",
        ),
        references={"roles": ("role",)},
        columns=(
            ("name", _("Aktivitet")),
            ("goal", _("Kommunikationsmål")),
            ("effect", _("Effekt")),
            ("timing", _("Tidplan")),
            ("responsible", _("Ansvarig")),
        ),
        template="appendix/kinds/activities.html",
    )
)
