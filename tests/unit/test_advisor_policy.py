"""A node goes by another policy only once it was seen on the node's own past, or somebody says why it is used without."""

import json
from pathlib import Path

import pytest

from callbox.brain.dispatch import POLICIES
from callbox.site import configuration
from callbox.site.advisor.covering import POLICY
from callbox.site.advisor.deciding import policy_of
from callbox.site.advisor.errors import AdvisorError
from callbox.site.configuration import Configuration, ConfigurationError


def told(text: str) -> Configuration:
    return configuration.parse(f"[advice]\n{text}".encode(), home=Path("/srv/node"))


def result(path: Path, *, city: str, policy: str) -> str:
    """What a comparison wrote."""
    path.write_text(json.dumps({"cities": [{"city": city, "loads": [{"policies": [{"policy": policy}]}]}]}))
    return f'replayed = "{path}"'


def test_every_policy_there_is_can_be_set_and_the_plain_ones_need_no_proof() -> None:
    assert set(configuration.POLICIES) == set(POLICIES)
    assert configuration.PLAIN[0] == POLICY
    for policy in configuration.PLAIN:
        assert policy_of(told(f'policy = "{policy}"'), "live") == policy


@pytest.mark.parametrize("more", ["", 'because = "  "', "late_s = 600"])
def test_another_policy_without_a_word_is_refused(more: str) -> None:
    with pytest.raises(ConfigurationError, match=r"advice\.policy = expected_cover: give advice\.replayed"):
        told(f'policy = "expected_cover"\n{more}')


@pytest.mark.parametrize(
    ("city", "simulated", "is_seen"),
    [
        ("live", "dispatch", True),
        ("live", "expected_cover", True),
        ("live", "static", False),
        ("elsewhere", "dispatch", False),
    ],
)
def test_a_policy_is_used_where_a_comparison_on_the_same_world_shows_it(
    tmp_path: Path, city: str, simulated: str, is_seen: bool
) -> None:
    asked = told('policy = "expected_cover"\n' + result(tmp_path / "result.json", city=city, policy=simulated))

    if is_seen:
        assert policy_of(asked, "live") == "expected_cover"
    else:
        with pytest.raises(
            AdvisorError, match="shows no run of expected_cover on the world live; closest_idle is used"
        ):
            policy_of(asked, "live")


@pytest.mark.parametrize("content", ["", "[]", '{"cities": 5}', '{"cities": [{"city": "live"}]}'])
def test_a_file_that_is_no_comparison_shows_nothing(tmp_path: Path, content: str) -> None:
    path = tmp_path / "result.json"
    path.write_text(content)
    with pytest.raises(AdvisorError):
        policy_of(told(f'policy = "dmexclp"\nreplayed = "{path}"'), "live")


def test_whoever_says_why_may_use_it_unseen() -> None:
    assert policy_of(told('policy = "dmexclp"\nbecause = "trial with the university"'), "live") == "dmexclp"
