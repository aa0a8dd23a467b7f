"""How the command line is read: a wrong call is one line that says what is wrong, in the user's language."""

import argparse
import os
from typing import NoReturn

from callbox.kernel.words import language_of

# argparse's own texts, which it looks up by their English.
TEXTS: dict[str, dict[str, str]] = {
    "en": {"invalid %(type)s value: %(value)r": "%(value)r is not a number (%(type)s)"},
    "zh": {
        "usage: ": "用法：",
        "positional arguments": "参数",
        "options": "选项",
        "show this help message and exit": "显示此帮助并退出",
        "show program's version number and exit": "显示版本号并退出",
        "the following arguments are required: %s": "缺少 %s",
        "unrecognized arguments: %s": "无法识别 %s",
        "argument %(argument_name)s: %(message)s": "%(argument_name)s：%(message)s",
        "invalid choice: %(value)r (choose from %(choices)s)": "没有 %(value)r，可用的有 %(choices)s",
        "invalid %(type)s value: %(value)r": "%(value)r 不是数字（%(type)s）",
        "expected one argument": "需要一个值",
        "expected at least one argument": "至少需要一个值",
        "ignored explicit argument %r": "不接受值 %r",
        "ambiguous option: %(option)s could match %(matches)s": "%(option)s 不明确，可能是 %(matches)s",
    },
}


def language() -> str:
    """The language of this terminal."""
    named = (os.environ.get(name) for name in ("CALLBOX_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"))
    return language_of(next((one for one in named if one), None))


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, and where the rest is told."""

    def error(self, message: str) -> NoReturn:
        """End with status 2."""
        self.exit(2, f"{self.prog}: {' '.join(message.split())} ({self.prog.split()[0]} … --help)\n")


def _own_words(text: str) -> str:
    return TEXTS[language()].get(text, text)


# argparse asks gettext, which wants a folder of compiled catalogues; the name it asks by is all there is to replace.
vars(argparse)["_"] = _own_words
