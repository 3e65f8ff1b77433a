"""Working days in the Netherlands: Monday to Friday without the public holidays. Pure; days are local (Amsterdam).

Source of the holidays: Algemene termijnenwet, article 3, and Koningsdag (the Friday or Saturday before when the 27th of
April is a Sunday). Liberation Day counts once in five years, as most collective agreements of this work have it.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

SATURDAY = 5
SUNDAY = 6


def is_working_day(day: date) -> bool:
    """Whether people work on this day."""
    return day.weekday() < SATURDAY and not is_holiday(day)


def working_days(start: date, end: date) -> int:
    """Return how many working days lie in `[start, end)`."""
    return sum(is_working_day(start + timedelta(days=n)) for n in range((end - start).days))


def working_days_later(day: date, number: int) -> date:
    """Return the day that lies `number` working days after `day`."""
    while number:
        day += timedelta(days=1)
        number -= is_working_day(day)
    return day


def working_days_earlier(day: date, number: int) -> date:
    """Return the day that lies `number` working days before `day`."""
    while number:
        day -= timedelta(days=1)
        number -= is_working_day(day)
    return day


def is_holiday(day: date) -> bool:
    """Whether this is a public holiday, on whatever day of the week."""
    return day in holidays(day.year)


@cache
def holidays(year: int) -> frozenset[date]:
    """Return the public holidays of a year."""
    easter = easter_sunday(year)
    kings_day = date(year, 4, 27)
    moving = [easter + timedelta(days=n) for n in (-2, 0, 1, 39, 49, 50)]
    fixed = [date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)]
    fixed.append(kings_day - timedelta(days=1) if kings_day.weekday() == SUNDAY else kings_day)
    if year % 5 == 0:
        fixed.append(date(year, 5, 5))
    return frozenset(moving + fixed)


def easter_sunday(year: int) -> date:
    """Return Easter of a year in the Gregorian calendar (the anonymous algorithm of 1876, in Meeus 1991)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)
