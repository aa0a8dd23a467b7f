"""What in a text points at a person: the numbers and addresses by which people are known. Pure.

Names cannot be told from other words, and nobody here pretends to: whoever writes is asked to leave them out. Telephone
numbers, identity and passport numbers and mail addresses have forms of their own, and those are found.
"""

import re
import unicodedata
from typing import Final

# Dates, times and places on the globe are long rows of digits too, and point at nobody.
HARMLESS: Final = re.compile(
    r"\b\d{4}([-/.])\d{1,2}\1\d{1,2}\b|\b\d{1,2}:\d{2}(?::\d{2})?\b|(?<![\d.])-?\d{1,3}\.\d{3,}(?!\d)|\d{4}年\d{1,2}月\d{1,2}日"
)
ROW: Final = re.compile(r"[+]?[(（]?\d(?:[ \t./()（）–-]{0,2}\d)+")
MAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# 18 digits, the last may be an X (GB 11643); a letter or two and eight or nine digits are a passport's.
IDENTITY: Final = re.compile(r"(?<!\d)\d{17}[\dx](?!\w)|(?<![a-z0-9])[a-z]{1,2}\d{8,9}(?![a-z0-9])")
SPOKEN: Final = re.compile(
    r"(?:\b(?:tel|phone|mobile|cell|whatsapp)\b\D{0,24}|\b(?:call|ring)\b\D{0,4}|(?:电话|手机|微信|联系)\D{0,12})"
    r"(?=\d[\d -]{4,})"
)
DIGITS_MOST: Final = 8
"""A longer row of digits is taken for somebody's number; gate codes and hydrants' numbers are shorter."""


def points_at_a_person(text: str) -> str:
    """The code of what in it points at a person: `mail_address`, `identity` or `telephone`; empty where nothing does."""
    plain = HARMLESS.sub(" · ", unicodedata.normalize("NFKC", text).casefold())
    if MAIL.search(plain):
        return "mail_address"
    if IDENTITY.search(plain):
        return "identity"
    return "telephone" if SPOKEN.search(plain) or any(map(_is_long, ROW.findall(plain))) else ""


def _is_long(row: str) -> bool:
    digits = sum(letter.isdigit() for letter in row)
    return digits > DIGITS_MOST or (row.startswith("+") and digits >= 7)
