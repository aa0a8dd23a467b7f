"""The bar of alarms and the button for help, which every page has."""

from typing import Any

from django import template

from callbox.faces.console.crew import alarms
from callbox.kernel.facts import Actor

register = template.Library()


@register.inclusion_tag("console/_alarms.html", takes_context=True)
def alarm_bar(context: dict[str, Any], actor: Actor) -> dict[str, Any]:
    """The alarms that have not ended, for whoever may hear them."""
    shared = {name: context.get(name) for name in ("language", "zone", "now", "csrf_token", "request")}
    return {**shared, **alarms.told(actor)}
