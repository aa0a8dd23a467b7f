"""Every text of this service, per language."""

from callbox.services.call.words import en, zh

WORDS = {"en": en.WORDS, "zh": zh.WORDS}
