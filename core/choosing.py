"""Fields with which rows are chosen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from .numbers import number_of


class ManyRowsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # of any model
    """Several rows by their numbers. One that no column can hold is a wrong choice like any other.

    Django asks the database for it, which fails.
    """

    def clean(self, value: Any) -> Any:
        """The rows. Raises ValidationError when there is none for a number."""
        for one in value or ():
            if not number_of(str(one)):
                raise ValidationError(
                    self.error_messages["invalid_choice"],
                    code="invalid_choice",
                    params={"value": str(one)[:40]},
                )
        return super().clean(value)
