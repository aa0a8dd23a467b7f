"""Every text of the console, per language."""

from callbox.faces.console.words import en, now, taking, zh

WORDS = {"en": en.WORDS | now.EN | taking.EN, "zh": zh.WORDS | now.ZH | taking.ZH}
