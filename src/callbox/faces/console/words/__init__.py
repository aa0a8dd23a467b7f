"""Every text of the console, per language."""

from callbox.faces.console.words import en, zh

WORDS = {"en": en.WORDS, "zh": zh.WORDS}
