"""Every text of the knowledge base."""

from callbox.services.article.words import en, zh

WORDS = {"en": en.WORDS, "zh": zh.WORDS}
