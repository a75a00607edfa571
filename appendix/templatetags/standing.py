"""Where a plan stands, for pages whose views have nothing else to do with its versions."""

from django import template
from django.utils.timezone import localdate

from appendix.standing import Standing, standing
from plans.models import Plan

register = template.Library()


@register.simple_tag
def standing_of(plan: Plan) -> Standing:
    """Where ``plan`` stands today; one question to the database."""
    return standing(plan, localdate())
