"""Every text of the console, per language."""

from callbox.faces.console.words import en, now, zh

WORDS = {"en": en.WORDS | now.EN, "zh": zh.WORDS | now.ZH}
