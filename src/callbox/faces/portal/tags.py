"""What the public pages' templates say: words in the reader's language, and addresses that carry it along."""

from typing import Any
from urllib.parse import urlencode

from django import template

from callbox.faces.portal import assets
from callbox.kernel import words
from callbox.services.request.asking import Option, Question
from callbox.services.request.papers import PaperAsked

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


@register.simple_tag(takes_context=True)
def asks(context: dict[str, Any], one: Question | Option | PaperAsked) -> str:
    """A question, something that may be chosen, or a paper that is needed, in the reader's language."""
    return one.said_in(context["language"])


@register.simple_tag(takes_context=True)
def answer(context: dict[str, Any], question: Question) -> str:
    """What was answered before."""
    return str(context["told"].answers.get(question.code, ""))


@register.simple_tag(takes_context=True)
def checked(context: dict[str, Any], question: Question, key: str) -> str:
    """Whether this was chosen before."""
    told = context["told"].answers.get(question.code, ())
    return "checked" if key == told or (isinstance(told, tuple) and key in told) else ""


@register.filter
def degrees(side: float) -> str:
    """A latitude or longitude as a machine reads it, to a tenth of a metre."""
    return f"{side:.6f}"


@register.filter
def tens(distance_m: float) -> int:
    """A distance as one says it."""
    return max(10, round(distance_m / 10) * 10)
