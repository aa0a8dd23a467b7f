"""Every text of the commands about a city, per language."""

from callbox.faces.command.city.words import en, zh

WORDS = {"en": en.WORDS, "zh": zh.WORDS}
