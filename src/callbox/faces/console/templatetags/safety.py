"""The bar of alarms that every page has, and the word that a crew has not seen its assignment."""

from typing import Any

from django import template

from callbox.faces.console.crew import alarms, officer
from callbox.faces.console.crew.showing import page_of
from callbox.kernel.facts import Actor
from callbox.services.incident.facts import Assignment
from callbox.services.message.facts import unseen

register = template.Library()


@register.inclusion_tag("console/_alarms.html", takes_context=True)
def alarm_bar(context: dict[str, Any], actor: Actor) -> dict[str, Any]:
    """The alarms that have not ended, for whoever may hear them."""
    shared = {name: context.get(name) for name in ("language", "zone", "now", "csrf_token", "request")}
    return {**shared, **alarms.told(actor)}


@register.simple_tag
def is_paged(actor: Actor) -> bool:
    """Whether this post is paged as the officer on duty."""
    return officer.hears(actor)


@register.simple_tag
def not_seen(actor: Actor, assignment: Assignment) -> bool:
    """Whether the crew was told of this assignment and has neither seen it nor set out."""
    page = page_of(actor, assignment.id)
    return page is not None and f"unit {assignment.unit}" in unseen(page)
