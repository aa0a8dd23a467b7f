"""Every text of shares."""

from callbox.services.share.words import en, zh

WORDS = {"en": en.WORDS, "zh": zh.WORDS}
