"""Every text of the commands that simulate, per language."""

from callbox.faces.command.simulate.words import en, zh

WORDS = {"en": en.WORDS, "zh": zh.WORDS}
