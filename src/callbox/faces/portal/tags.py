"""What the public pages' templates say: words in the reader's language, and addresses that carry it along."""

from typing import Any
from urllib.parse import urlencode

from django import template

from callbox.faces.portal import assets
from callbox.kernel import words

register = template.Library()


@register.simple_tag(takes_context=True)
def say(context: dict[str, Any], code: str, **details: object) -> str:
    """The words of a code."""
    return words.say(code, context["language"], **details)


@register.simple_tag(takes_context=True)
def to(context: dict[str, Any], path: str, **asked: object) -> str:
    """An address on this node, with the language that was chosen."""
    told = {name: str(text) for name, text in asked.items() if text not in ("", None)}
    told |= {"language": context["chosen"]} if context.get("chosen") else {}
    return f"{path}?{urlencode(told)}" if told else path


@register.simple_tag
def look(name: str) -> str:
    """Where a file of the pages' look lies."""
    return assets.address_of(name)
