"""What the templates say: words in the reader's language, times in the node's zone."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from callbox.faces.console import keys, naming, navigation, redeploying, told, watching
from callbox.faces.console.assets import address_of
from callbox.faces.console.countdown import Countdown
from callbox.faces.console.map import views as map_views
from callbox.kernel import words
from callbox.kernel.facts import Actor
from callbox.kernel.permission import may
from callbox.kernel.registry import act as spec_of

register = template.Library()


@register.simple_tag(takes_context=True)
def say(context: dict[str, Any], code: str, **details: object) -> str:
    """The words of a code."""
    return words.say(code, context["language"], **details)


@register.simple_tag(takes_context=True)
def value(context: dict[str, Any], code: str) -> str:
    """A word out of a declared choice, a status or a role."""
    return words.say(f"value.{code}", context["language"]) if words.word(f"value.{code}", "en") else code


@register.simple_tag(takes_context=True)
def clock_state(context: dict[str, Any], state: str) -> str:
    """How a clock stands that has not ended."""
    return words.say(f"console.clock.{state}", context["language"])


@register.simple_tag(takes_context=True)
def category(context: dict[str, Any], code: str) -> str:
    """What happened; a category without words of its own is shown as it was given."""
    return words.word(f"category.{code}", context["language"]) or words.word(f"category.{code}", "en") or code


@register.simple_tag(takes_context=True)
def office(context: dict[str, Any], one: str) -> str:
    """What an organisation is called; words that are no organisation's id stay as they are."""
    return context.get("offices", {}).get(one) or one or "–"


@register.simple_tag(takes_context=True)
def own_office(context: dict[str, Any], actor: Actor) -> str:
    """What the organisation that somebody works in is called."""
    return naming.names(actor, "organisation", [actor.organisation], language=context["language"]).get(
        actor.organisation, actor.organisation
    )


@register.simple_tag(takes_context=True)
def clock_time(context: dict[str, Any], at: datetime | None) -> str:
    """The time of day in the node's zone; a dash when there is none."""
    return told.clock_time(at, context["zone"]) if at else "–"


@register.simple_tag(takes_context=True)
def full_time(context: dict[str, Any], at: datetime | None) -> str:
    """Date and time in the node's zone."""
    return told.full_time(at, context["zone"]) if at else "–"


@register.simple_tag(takes_context=True)
def due_time(context: dict[str, Any], at: datetime | None) -> str:
    """When something falls due: to the second today, to the minute on another day."""
    is_today = at is not None and told.day(at, context["zone"]) == told.day(context["now"], context["zone"])
    return clock_time(context, at) if is_today else day_time(context, at)


@register.simple_tag(takes_context=True)
def day_time(context: dict[str, Any], at: datetime | None) -> str:
    """When, to the minute, with the day unless it is today; the whole time is its title."""
    if at is None:
        return "–"
    short, whole = told.day_time(at, context["zone"], now=context["now"]), told.full_time(at, context["zone"])
    return format_html('<time datetime="{}" title="{}">{}</time>', at.isoformat(), whole, short)


@register.simple_tag(takes_context=True)
def span(context: dict[str, Any], length_s: float) -> str:
    """A length of time."""
    return told.span(length_s, context["language"])


@register.simple_tag(takes_context=True)
def spare(context: dict[str, Any], length_s: float) -> str:
    """A length of time the other way round: what was left over."""
    return told.span(-length_s, context["language"])


@register.simple_tag(takes_context=True)
def countdown(context: dict[str, Any], clock: Countdown) -> SafeString:
    """A running deadline. There are hundreds on a page, so it is no template of its own."""
    language = context["language"]
    return format_html(
        '<span class="clock {}"{} title="{}"><span class="label">{}</span> <span class="left">{}</span></span>',
        clock.look,
        "" if clock.look == "paused" else _runs(clock),
        clock_time(context, clock.due),
        words.say(f"clock.{clock.name}", language),
        told.span(clock.left_s, language),
    )


def _runs(clock: Countdown) -> SafeString:
    return format_html(' data-due="{}" data-started="{}"', clock.due.isoformat(), clock.started.isoformat())


@register.simple_tag(takes_context=True)
def metres(context: dict[str, Any], distance_m: float) -> str:
    """A distance."""
    return told.metres(distance_m, context["language"])


@register.filter
def of(table: dict[str, Any], key: str) -> Any:
    """The value under a key that is only known in the template."""
    return table.get(key, "")


@register.simple_tag
def allowed(actor: Actor, act: str) -> bool:
    """Whether somebody may do this at all: what they may not, a page does not offer."""
    return may(actor, spec_of(act).grants, None)


@register.simple_tag
def places(actor: Actor) -> Sequence[tuple[str, str]]:
    """Where one can go from here."""
    return navigation.places(actor)


@register.simple_tag
def may_watch(actor: Actor) -> str:
    """Whether incidents are watched in the post one works in; a word or nothing, for an attribute."""
    return "yes" if watching.watches(actor) else ""


@register.simple_tag
def may_redeploy(actor: Actor) -> bool:
    """Whether units are told where to wait in the post one works in."""
    return redeploying.sends(actor)


@register.inclusion_tag("console/_keys.html", takes_context=True)
def keys_sheet(context: dict[str, Any]) -> dict[str, Any]:
    """The keys of the page that is shown."""
    request = context.get("request")
    groups = keys.groups_of(request.path if request else "", context.get("actor"))
    return {"groups": groups, "language": context["language"]}


@register.simple_tag(takes_context=True)
def map_told(context: dict[str, Any], actor: Actor) -> dict[str, Any]:
    """What the map's pane is given."""
    return map_views.told(actor, context["language"])


@register.simple_tag
def asset(name: str) -> str:
    """Where a file of the console lies."""
    return SafeString(address_of(name))
