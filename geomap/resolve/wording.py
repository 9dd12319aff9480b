"""Wording tells a text's country when no place does: sheriffs and school districts, councillors and constabularies.

The cues are institutions, money and customs of everyday local news, chosen by general knowledge, not by
any corpus; what they weigh is trained with the other evidence.
"""

from __future__ import annotations

import re

_CUES = {
    "US": r"sheriff|township|school district|interstate|state troopers?|(?:rep|sen|gov)\.\s|high school|varsity"
    r"|sophomore|county (?:commissioners?|judge|board|attorney)|\$\s?\d|city council(?:man|woman)|zip code"
    r"|republicans?|democrats?|homecoming|police department|fire department"
    r"|highway patrol|board of education|grand jury|district attorney",
    "GB": r"councillors?|£\s?\d|motorway|constabulary|\bmps?\b|borough council|county council|parish council|postcode"
    r"|pensioners?|tory|magistrates?|crown court|labour party|whilst|\bnhs\b|a-levels?|\bpence\b",
    "CA": r"\brcmp\b|mounties|\bmpp\b|\bmlas?\b|c\$\s?\d|crown attorney|provincial police"
    r"|new democrats?|hydro one|first nations?",
    "AU": r"a\$\s?\d|bushfires?|\baussie|shire council|liberal party|\bafl\b|state premier|ute\b|kilometres|suburb",
    "NZ": r"nz\$|\bmaori\b|all blacks|district health board|kiwis?\b",
    "IE": r"gardaí?\b|gardai|taoiseach|\btds?\b|fianna|fine gael|oireachtas|county council|\bgaa\b",
    "IN": r"\blakhs?\b|\bcrores?\b|\brs\.?\s?\d|panchayat|\btaluk|tehsil|\bbjp\b|lok sabha|rupees?",
    "PK": r"\brs\.?\s?\d|tehsil|rangers|\bppp\b|nazim|crores?|lakhs?",
    "ZA": r"\banc\b|\brands?\b|townships?|\bsaps\b|load.?shedding",
    "NG": r"naira|\befcc\b|local government area|\bpdp\b|\bapc\b",
    "KE": r"\bksh\.?|shillings?|matatu|\bmps?\b",
    "PH": r"barangay|pesos?|\bnpa\b",
}  # fmt: skip
_PATTERNS = {country: re.compile(rf"(?<!\w)(?:{cues})", re.IGNORECASE) for country, cues in _CUES.items()}
#: Characters read: the beginning of a report is enough, and long texts cost no more.
_READ = 6_000
#: Cues after which a text counts as fully of that country.
_ENOUGH = 4


def wording(text: str) -> dict[str, float]:
    """How much a text is worded as in each country, 0 to 1; countries without a cue are absent.

    >>> wording("The sheriff said the school district would pay $4 million.")["US"]
    0.75
    """
    head = text[:_READ]
    found = {}
    for country, pattern in _PATTERNS.items():
        count = len(pattern.findall(head))
        if count:
            found[country] = min(1.0, count / _ENOUGH)
    return found
