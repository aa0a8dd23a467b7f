"""Every text of this service, per language."""

from callbox.services.report.words import en, zh

WORDS = {"en": en.WORDS, "zh": zh.WORDS}
