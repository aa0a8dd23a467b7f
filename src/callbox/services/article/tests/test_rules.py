"""Each rule of the knowledge base and each of its refusals, and what a question finds, on plain values."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from callbox.kernel.facts import Act, Actor, Change, Inputs, New, Refused
from callbox.services.article import rules
from callbox.services.article.facts import Article
from callbox.services.article.finding import fitting, parts
from callbox.services.article.inputs import OfArticle, Revise, Write
from callbox.services.organisation.facts import Organisation

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
CITY = Organisation(id="coast/harbour", status="active", name="Harbour", level="city")
ANN = Actor(organisation=CITY.id, roles=frozenset({"handler"}), person="ann")


def act(inputs: Inputs, by: Actor = ANN, *, because: str = "") -> Act[Any]:
    return Act(name="tried", by=by, at=NOON, inputs=inputs, because=because)


def given(**more: Any) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "id": "a",
        "organisation": CITY.id,
        "titles": {"en": "Parking permits", "zh": "居民停车证"},
        "texts": {"en": "Bring proof of where you live.", "zh": "请携带居住证明。"},
        "source": "Regulations, article 4",
        "expires_at": NOON + timedelta(days=90),
    }
    return plain | more


def article(**more: Any) -> Article:
    told: dict[str, Any] = {"status": "active", "checked_at": NOON, **given(**more)}
    return Article(**told)


def write(**more: Any) -> Article:
    [new] = rules.write(act(Write(**given(**more))), organisation=CITY, categories=())
    assert isinstance(new, New)
    assert isinstance(new.record, Article)
    return new.record


def revised(of: Article, by: Actor = ANN, **more: Any) -> Any:
    told: dict[str, Any] = {"article": of.id, "expires_at": NOON + timedelta(days=365)} | more
    [change] = rules.revise(act(Revise(**told), by), article=of, categories=())
    assert isinstance(change, Change)
    return dict(change.sets)


def test_an_article_begins_as_an_answer_that_somebody_looked_at() -> None:
    assert (write().status, write().checked_by, write().version) == ("active", "ann", 1)


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"titles": {}, "texts": {}}, "article.languages"),
        ({"texts": {"en": "only English"}}, "article.languages"),
        ({"titles": {"en": " ", "zh": "停车"}}, "field.empty"),
        ({"texts": {"en": "x" * 10_001, "zh": "停"}}, "article.long"),
        ({"source": " "}, "field.empty"),
        ({"expires_at": NOON}, "article.until"),
        ({"expires_at": NOON + timedelta(days=732)}, "article.until"),
    ],
)
def test_an_article_without_languages_a_source_or_an_end_is_refused(told: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        write(**told)
    assert refused.value.code == code


def test_saying_that_it_holds_is_no_new_version_and_mending_it_is() -> None:
    assert "version" not in revised(article())
    mended = revised(article(), texts={"en": "Come to the town hall.", "zh": "请到市政厅办理。"})
    assert (mended["version"], mended["status"]) == (2, "active")


def test_an_expired_article_is_an_answer_again_once_a_person_looked() -> None:
    assert revised(article(status="expired"))["status"] == "active"
    with pytest.raises(Refused, match=r"article\.needs_person"):
        revised(article(), Actor(organisation=CITY.id, roles=frozenset({"handler"})))


def test_what_is_retired_stays_retired() -> None:
    with pytest.raises(Refused, match=r"article\.ended"):
        revised(article(status="retired"))
    with pytest.raises(Refused, match=r"article\.ended"):
        retired(article(status="retired"))


def retired(of: Article) -> Any:
    return rules.retire(act(OfArticle(article=of.id), because="no more"), article=of)


def test_an_article_holds_until_its_end_and_not_at_it() -> None:
    assert article().holds(NOON)
    assert not article().holds(NOON + timedelta(days=90))
    assert not article(status="expired").holds(NOON)


def test_a_reader_gets_their_own_language_or_the_next_best() -> None:
    told = article(titles={"en": "Permits", "zh": "停车证", "es": "Permisos"}, texts={"en": "a", "zh": "b", "es": "c"})

    assert [told.title(one) for one in ("es-MX", "zh", "fr")] == ["Permisos", "停车证", "Permits"]
    assert told.language("fr") == "en"


def test_a_question_finds_what_is_named_so_before_what_speaks_of_it_in_any_language() -> None:
    named, said, other = (
        article(id="named"),
        article(id="said", titles={"en": "Moving house"}, texts={"en": "Parking permits end when you move."}),
        article(id="other", titles={"en": "Lost dogs"}, texts={"en": "Ask the pound."}),
    )

    assert [one.id for one in fitting("where do I get a parking permit", [other, said, named])] == ["named", "said"]
    assert [one.id for one in fitting("停车证怎么办", [other, said, named])] == ["named"]
    assert fitting("  ", [named]) == fitting("volcano", [named]) == []


def test_words_of_two_letters_and_marks_say_nothing() -> None:
    assert parts("Do I? -- 停车证!") == {"停车", "车证"}
