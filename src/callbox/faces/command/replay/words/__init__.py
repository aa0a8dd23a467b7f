"""Every text of the replay, per language."""

from callbox.faces.command.replay.words import en, zh

WORDS = {"en": en.WORDS, "zh": zh.WORDS}
