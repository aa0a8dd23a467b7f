"""The rules of telling an organisation that something of its own waits to be looked at.

1. Whoever follows a request said more: whoever holds it is told, in no word of theirs. One is enough until it is seen.
2. An article of the knowledge base holds no longer: whoever answers for it is told, once.
3. Nothing goes further up by it: a notice wakes nobody, and the clocks of the request run as they did. What is told of a
   protected request, or of one about somebody, is as hidden as it is.
"""

from callbox.kernel.facts import Act, Changes, New, Ref, Refused
from callbox.services.article.facts import Article
from callbox.services.message.facts import Message
from callbox.services.message.inputs import Notify
from callbox.services.request.facts import Request


def notify(act: Act[Notify], *, request: Request | None, article: Article | None) -> Changes:
    """Whoever holds it is told."""
    about = request or article
    if about is None or about.erased or about.status == "elsewhere":
        raise Refused("field.empty", field="request")
    message = Message(
        id=act.inputs.id,
        status="sent",
        organisation=about.organisation,
        about=request.about if request else "",
        protected=request is not None and request.protected,
        cause=act.inputs.cause,
        request=act.inputs.request,
        article=act.inputs.article,
        sent_at=act.at,
        receipts={str(Ref("organisation", about.organisation)): {"told": act.at.isoformat()}},
    )
    return [New(message, "message.sent")]
