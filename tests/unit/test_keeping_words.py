"""Every text of the administrator's commands is there, in both languages, with the same blanks to fill."""

import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import callbox
from callbox.faces.command.keeping.words import TEXTS
from callbox.kernel.words import KERNEL

ROOT = Path(callbox.__file__).parent
SAID = re.compile(r'(?:say|Stop)\(\s*(f?)"([a-z_.{}-]+)"')
OTHER = re.compile(r'say\(\s*"([a-z_.]+)" if \w+(?:\.\w+)? else "([a-z_.]+)"')
FOUND = re.compile(r'Finding\(\s*[\w.]+(?: if [^,]+ else [\w.]+)*, "(\w+)"(?: if [\w ]+ else "(\w+)")?')
REFUSED = re.compile(r'Refused\(\s*"(sheet\.[a-z_]+)"(?: if [\w ]+ else "(sheet\.[a-z_]+)")?')


def codes() -> Iterator[str]:
    for path in [*(ROOT / "faces/command").glob("keeping/*.py"), *(ROOT / "faces/command").glob("sheet/*.py")]:
        text = path.read_text()
        yield from (code for dynamic, code in SAID.findall(text) if not dynamic)
        yield from (code for pair in OTHER.findall(text) for code in pair)
        yield from (f"refused.{code}" for pair in REFUSED.findall(text) for code in pair if code)
    doctor = (ROOT / "site/keeping/doctor.py").read_text()
    yield from (f"doctor.{code}" for pair in FOUND.findall(doctor) for code in pair if code)


def test_every_code_that_is_said_has_words() -> None:
    said = set(codes())
    assert len(said) > 80
    assert not sorted(said - TEXTS.keys() - KERNEL["en"].keys())


def test_no_words_wait_for_a_code_that_nobody_says() -> None:
    dynamic = ("command.", "init.option.", "init.ask.", "restore.option.", "token.option.")
    files = [*(ROOT / "faces/command").glob("*/[!w]*.py"), ROOT / "site/keeping/doctor.py"]
    text = "".join(path.read_text() for path in files)
    named = {code: code.removeprefix("doctor.").removeprefix("refused.") for code in TEXTS}
    assert not [
        code
        for code, told in named.items()
        if f'"{told}"' not in text and f'"{code}"' not in text and not code.startswith(dynamic)
    ]


@pytest.mark.parametrize("code", TEXTS)
def test_both_languages_fill_the_same_blanks(code: str) -> None:
    english, chinese = TEXTS[code]
    blanks = [{name for _, name, _, _ in Formatter().parse(text) if name} for text in (english, chinese)]
    if code != "doctor.told":
        assert blanks[0] == blanks[1]
        assert re.search(r"[\u4e00-\u9fff]", chinese)
    assert "\n" not in english + chinese
