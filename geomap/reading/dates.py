"""A report's date as ISO 8601, from the forms that feeds and archives write; what is no clear date stays as it is."""

from __future__ import annotations

import re
from datetime import date, datetime

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = r"(?P<month>[A-Za-z]{3,9})\.?"
_YEAR = r"(?P<year>\d{4})"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_WEEKDAY = r"(?:[A-Za-z]{3,9}\.?,? )?"
#: "10 February 2025", "Mon, 10 Feb. 2025 14:30:00 GMT", "February 10, 2025", "2025/2/10". Figures in another order
#: ("2/3/2025") are left alone: which is the month depends on the country.
_FORMS = (
    re.compile(rf"{_WEEKDAY}{_DAY} {_MONTH},? {_YEAR}\b"),
    re.compile(rf"{_WEEKDAY}{_MONTH} {_DAY},? {_YEAR}\b"),
    re.compile(rf"{_YEAR}[/.](?P<month>\d{{1,2}})[/.]{_DAY}\b"),
)
_PARTIAL = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2]))?\Z")


def iso_date(text: str) -> str | None:
    """``text`` as an ISO date; ISO 8601 itself (with a time, or a month or year alone) as it stands; else ``None``.

    >>> iso_date("Mon, 10 Feb 2025 14:30:00 GMT"), iso_date("2025-02-10T14:30Z"), iso_date("2/3/2025")
    ('2025-02-10', '2025-02-10T14:30Z', None)
    """
    text = " ".join(text.split())
    if _PARTIAL.match(text):
        return text
    try:
        datetime.fromisoformat(text)
        return text
    except ValueError:
        pass
    for form in _FORMS:
        match = form.match(text)
        if match:
            return _iso(match["year"], match["month"], match["day"])
    return None


def _iso(year: str, month: str, day: str) -> str | None:
    if not month.isdigit():
        key = month[:3].lower()
        if key not in _MONTHS:
            return None
        month = str(1 + _MONTHS.index(key))
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
