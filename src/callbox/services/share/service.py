"""The declaration of shares."""

from collections.abc import Mapping

from callbox.kernel.declare import ActSpec, ClockSpec, KindSpec, Lifecycle, Move, Opening, Scope, SeenParts, Service
from callbox.services.share import inputs, rules
from callbox.services.share.facts import ENDED, OPEN, PHOTOS, SEES, Share
from callbox.services.share.words import WORDS

OWN, PARTY, ANY = Scope.OWN, Scope.PARTY, Scope.ANY
HOLDERS = {"handler": OWN, "supervisor": OWN}
# Whoever works on cases in an organisation, whatever its trade: also a fire station may be asked.
SIDES = dict.fromkeys(("call_taker", "dispatcher", "handler", "supervisor"), PARTY)

LIFECYCLE = Lifecycle(
    begins={"share.invited": ("invited",)},
    moves=(
        Move("share.taken_part", ("invited",), ("taking_part",)),
        Move("share.declined", ("invited",), ("stayed_out",)),
        Move("share.done", ("taking_part",), ("finished",)),
        Move("share.left", ("taking_part",), ("left",)),
        Move("share.ended", OPEN, ("let_go",)),
        Move("share.declared", OPEN),
        Move("share.passed_on", OPEN),
        Move("share.overdue", OPEN),
        Move("share.erased", ENDED),
    ),
    ends=ENDED,
)

CLOCKS = (
    ClockSpec(
        name="part",
        starts=("share.invited",),
        stops=("share.declined", "share.done", "share.left", "share.ended"),
        seconds=lambda share: (share.until - share.invited_at).total_seconds() if share.until else None,
        on_due="share.overdue",
    ),
)

# A photo lies with the request or with the report that it came with. What its sender called it is no part of it.
FILES = SeenParts(
    kind="attachment",
    fields=("id", "media_type", "size_bytes", "added_at"),
    status="added",
    below=("report",),
)
ON_SHARE = {"share": "share"}
ITS_REQUEST = {"share": "share", "request": "share.request"}


def _act(
    name: str,
    rule: object,
    given: type[inputs.OfShare] = inputs.OfShare,
    *,
    grants: Mapping[str, Scope] = SIDES,
    touches: Mapping[str, str] = ITS_REQUEST,
    needs_reason: bool = False,
) -> ActSpec:
    return ActSpec(
        name=name,
        rule=rule,  # type: ignore[arg-type]
        inputs=given,
        grants=grants,
        touches=touches,
        needs_reason=needs_reason,
    )


SERVICE = Service(
    name="share",
    kinds=(
        KindSpec(
            record=Share,
            lifecycle=LIFECYCLE,
            reads=SIDES | {"leader": OWN, "oversight": ANY, "machine": ANY},
            clocks=CLOCKS,
            erased_with=(("note", "share"), ("attachment", "share")),
            opens=Opening(cases=("request",), declared="sees", groups=SEES, parts={PHOTOS: FILES}),
        ),
    ),
    acts=(
        ActSpec(
            name="share.invite",
            rule=rules.invite,
            inputs=inputs.Invite,
            grants=HOLDERS,
            touches={"request": "request", "shares": "request.shares"},
            looks={"to": "to"},
        ),
        _act("share.take_part", rules.take_part, touches=ON_SHARE),
        _act("share.decline", rules.decline, needs_reason=True),
        _act("share.done", rules.done, inputs.Done),
        _act("share.leave", rules.leave, needs_reason=True),
        _act("share.end", rules.end, grants=HOLDERS),
        _act("share.declare", rules.declare, inputs.Declare, grants=HOLDERS, touches=ON_SHARE),
        _act("share.overdue", rules.overdue, inputs.ShareDue, grants={"machine": ANY}, touches=ON_SHARE),
    ),
    words=WORDS,
)
