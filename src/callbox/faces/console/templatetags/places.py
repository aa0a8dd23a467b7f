"""What the templates say of place notes."""

from datetime import datetime
from typing import Any

from django import template

from callbox.faces.console import told

register = template.Library()


@register.simple_tag(takes_context=True)
def day(context: dict[str, Any], at: datetime) -> str:
    """The day in the node's zone, with its year: a note holds for up to a year."""
    return told.day(at, context["zone"])
