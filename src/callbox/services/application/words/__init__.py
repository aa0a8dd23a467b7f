"""Every text of this service, per language."""

from callbox.services.application.words import en, zh

WORDS = {"en": en.WORDS, "zh": zh.WORDS}
