"""The settings file: every default is written in it, and whatever can't be is refused by the name of its key."""

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callbox.site import configuration
from callbox.site.configuration import Configuration, ConfigurationError

HOME = Path("/srv/node")


def told(text: str) -> Configuration:
    return configuration.parse(text.encode(), home=HOME)


def test_a_node_without_a_file_has_every_default(tmp_path: Path) -> None:
    found = configuration.read(tmp_path)
    assert (found.web_address, found.web_port, found.zone, found.checkpoint_every_s) == ("", 8000, "UTC", 60)
    assert found.outside == str(tmp_path / "outside")
    assert found.backups == tmp_path / "backups"


def test_checkpoints_may_go_to_an_address() -> None:
    assert told('[ledger]\noutside = "https://log.example/callbox/"').outside == "https://log.example/callbox"


def test_the_written_file_says_every_default_in_both_languages(tmp_path: Path) -> None:
    path = configuration.write_template(tmp_path)
    text = path.read_text()
    assert configuration.read(tmp_path) == Configuration(home=tmp_path)
    uncommented = re.sub(r"^# (\w+ = )", r"\1", text, flags=re.MULTILINE)
    assert told(uncommented) == Configuration(home=HOME)
    assert sorted(_flat(tomllib.loads(uncommented))) == sorted(configuration.settings())
    assert all(re.search(r"[\u4e00-\u9fff]", setting.meaning[1]) for _, setting in configuration.settings().values())


def _flat(read: dict[str, object], above: str = "") -> list[str]:
    return [
        name
        for key, value in read.items()
        for name in (_flat(value, f"{key}.") if isinstance(value, dict) else [f"{above}{key}"])
    ]


def test_a_file_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "callbox.toml").write_text('zone = "Asia/Shanghai"\n')
    configuration.write_template(tmp_path)
    assert configuration.read(tmp_path).zone == "Asia/Shanghai"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[web]\nprot = 1", r"web\.prot: there is no such setting; did you mean web\.port\?"),
        ("[web]\nport = 0", r"web\.port = 0: must be a whole number from 1 to 65535"),
        ("[web]\nport = true", r"web\.port = True: must be a whole number"),
        ('[web]\nport = "80"', r'web\.port = "80": must be a whole number'),
        ("web = 1", r"web.*there is no such setting; did you mean web\."),
        ('zone = "Moon/Base"', r'zone = "Moon/Base": must be a time zone such as Asia/Shanghai'),
        ('zone = "../../etc/passwd"', r"zone = .*: must be a time zone"),
        ('language = "fr"', r'language = "fr": must be "en" or "zh"'),
        ('[web]\naddress = "city.example"', r"web\.address = city\.example: must be an address such as https://"),
        ('[web]\naddress = "https://city.example/x"', r"web\.address = .*: must be an address such as https://"),
        ('[backup]\nfolder = "here"', r'backup\.folder = "here": must be a whole path'),
        ("[ledger]\ncheckpoint_every_s = 1.5", r"ledger\.checkpoint_every_s = 1\.5: must be a whole number of seconds"),
        ('[log]\nlevel = "loud"', r'log\.level = "loud": must be one of debug, info'),
        ("zone = ", "is not TOML"),
    ],
)
def test_what_cannot_be_is_refused_by_the_name_of_its_key(text: str, line: str) -> None:
    with pytest.raises(ConfigurationError, match=line) as refused:
        told(text)
    for language in ("en", "zh"):
        assert "\n" not in refused.value.text(language)
    assert re.search(r"[\u4e00-\u9fff]", refused.value.text("zh"))


VALUES = st.one_of(st.text(max_size=20).map(repr), st.integers().map(str), st.floats().map(str), st.just("[1,{a=2}]"))
KEYS = st.sampled_from([*configuration.settings(), "web", "a.b.c", "zone.x", '"k\\n"'])


FILES = st.one_of(st.binary(max_size=80), st.builds("{} = {}".format, KEYS, VALUES).map(lambda text: text.encode()))


@pytest.mark.parametrize("examples", [300, pytest.param(5_000, marks=pytest.mark.slow)])
def test_no_file_makes_the_reader_fall_over(examples: int) -> None:
    settings(max_examples=examples, deadline=None)(given(FILES)(is_read_or_refused_in_one_line))()


def is_read_or_refused_in_one_line(data: bytes) -> None:
    refused: ConfigurationError | None = None
    try:
        configuration.parse(data, home=HOME)
    except ConfigurationError as wrong:
        refused = wrong
    assert refused is None or all("\n" not in refused.text(language) for language in ("en", "zh"))


def test_telephones_are_heard_where_the_file_says_and_belong_to_somebody() -> None:
    found = told(
        '[telephony]\nsip = "127.0.0.1:5060"\norganisation = "coast/harbour"\nmedia = "[::1]:40000"\n'
        'telephone = "sip:{extension}@10.0.0.2:5070"'
    )
    assert (found.telephony_listens, found.telephony_sound) == (("127.0.0.1", 5060), ("::1", 40_000))
    assert told("").telephony_sound is None
    with pytest.raises(ConfigurationError, match=r"telephony\.organisation"):
        told('[telephony]\nsip = "127.0.0.1:5060"')


@pytest.mark.parametrize(
    "wrong",
    ['sip = "5060"', 'sip = "127.0.0.1:0"', 'sip = "a b:5060"', 'telephone = "sip:201@x"', 'organisation = "A B"'],
)
def test_telephones_that_cannot_be_are_refused_by_name(wrong: str) -> None:
    name, *_ = wrong.split(maxsplit=1)
    with pytest.raises(ConfigurationError, match=rf"telephony\.{name}"):
        told(f"[telephony]\n{wrong}")
