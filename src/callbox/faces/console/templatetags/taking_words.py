"""What the call taker's screen shows of what is said in writing."""

from typing import Any

from django import template

from callbox.faces.console import taking_words

register = template.Library()


@register.inclusion_tag("console/_taking_words.html", takes_context=True)
def words_pane(context: dict[str, Any]) -> dict[str, Any]:
    """What was said in the call that is being taken, and what can be asked."""
    shared = {name: context.get(name) for name in ("language", "zone", "now", "given", "actor")}
    return shared | taking_words.pane(context["request"], context["actor"], context.get("call"))
