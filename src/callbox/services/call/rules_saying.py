"""The rules of what is said in writing, by taps and by keys.

1. Everything said in a session is kept by itself, as it was said, in the order it came; nothing of it is ever replaced.
2. A machine's translation is marked as one and stands beside what was said: without the words themselves it is refused.
3. A caller is given a page of their own only when the call taker sends it: a telephone that lights up may betray somebody.
   It lives as long as the call.
4. Whoever turns their page black is not asked why, and the call taker sees it.
"""

from typing import Any

from callbox.kernel.facts import Act, Change, Changes, New, Refused
from callbox.services.call.facts import LIVE, Call, Saying
from callbox.services.call.inputs import Ask, Blank, OfCall, Reach, Say
from callbox.services.report.facts import Report


def say(act: Act[Say], *, call: Call, report: Report) -> Changes:
    """The caller said something. Words join what they told before, in the order it came."""
    told = act.inputs
    if told.translation and not told.said.strip():
        raise Refused("call.translation_alone")
    if not (told.said.strip() or told.answer or told.keys.strip()):
        raise Refused("field.empty", field="said")
    saying = _next(
        act,
        call,
        side="from_caller",
        sort="by_tap" if told.answer else "in_words" if told.said.strip() else "by_keys",
        answers=told.answers,
        language=told.language,
        translated_by=told.translated_by if told.translation else "",
        translated_to=told.translated_to if told.translation else "",
        text=told.answer or told.said or told.keys,
        translation=told.translation or None,
    )
    changes: Changes = [
        Change(call, "call.wrote", {"said": saying.number}),
        New(saying, "saying.said", under=report.ref),
    ]
    return [*changes, _joins(report, saying)] if saying.sort == "in_words" else changes


def _joins(report: Report, saying: Saying) -> Change:
    told = "\n".join(part for part in (report.said_fact, saying.text) if part)
    return Change(report, "report.amended", {"said_fact": told})


def ask(act: Act[Ask], *, call: Call, report: Report) -> Changes:
    """The call taker asks or says something in writing."""
    told = act.inputs
    if call.status not in LIVE:
        raise Refused("call.over", status=call.status)
    if not (told.question or told.said.strip()):
        raise Refused("field.empty", field="said")
    saying = _next(
        act,
        call,
        side="from_taker",
        sort="as_question",
        said_by=act.by.person,
        question=told.question,
        text=None if told.question else told.said,
    )
    return [Change(call, "call.asked", {"said": saying.number}), New(saying, "saying.said", under=report.ref)]


def _next(act: Act[Say] | Act[Ask], call: Call, **said: Any) -> Saying:
    """The next thing said in a session."""
    whose: dict[str, Any] = {"organisation": call.organisation, "call": call.id, "report": call.report}
    return Saying(id=act.inputs.id, status="said", number=call.said + 1, said_at=act.at, **whose, **said)


def reach(act: Act[Reach], *, saying: Saying) -> Changes:
    """What the call taker said is on the caller's device; if in another language, then marked as a machine's."""
    if saying.side != "from_taker":
        raise Refused("saying.own")
    if saying.delivered_at is not None:
        raise Refused("nothing_changed")
    told = act.inputs
    sets = {"delivered_at": act.at}
    if told.translation:
        by = {
            "translation": told.translation,
            "translated_by": told.translated_by or "?",
            "translated_to": told.translated_to,
        }
        return [Change(saying, "saying.delivered", {**sets, **by})]
    return [Change(saying, "saying.delivered", {**sets})]


def open_page(act: Act[OfCall], *, call: Call) -> Changes:
    """The caller is sent a page of their own, to answer by taps."""
    if call.status not in LIVE:
        raise Refused("call.over", status=call.status)
    if call.page_at is not None:
        raise Refused("nothing_changed")
    return [Change(call, "call.page_opened", {"page_at": act.at})]


def blank(act: Act[Blank], *, call: Call) -> Changes:
    """The caller's page is black now, or no longer."""
    if act.inputs.black == (call.blank_at is not None):
        raise Refused("nothing_changed")
    return [Change(call, "call.blanked", {"blank_at": act.at if act.inputs.black else None})]
