"""What docs/schedules.md says about cron, once more, as slow and plain as it can be said: day by day, minute by minute.

Nothing is shared with the product: expressions are read here anew, and the time zones are Python's.
"""

import calendar
import datetime
import functools
import zoneinfo

MINUTE = datetime.timedelta(minutes=1)
DAY = datetime.timedelta(days=1)
MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()
WEEKDAYS = "SUN MON TUE WED THU FRI SAT".split()


class Cron:
    """An expression that is known to be right."""

    def __init__(self, text):
        minute, hour, self.day, month, self.weekday = text.upper().split()
        self.minutes = sorted(numbers(minute, 0, 59))
        self.hours = sorted(numbers(hour, 0, 23))
        self.months = numbers(month, 1, 12, MONTHS)
        self.is_either = self.day[0] not in "*?" and self.weekday[0] not in "*?"
        self.matches_day = functools.cache(self._matches_day)

    def matches(self, local):
        return local.minute in self.minutes and local.hour in self.hours and self.matches_day(local.date())

    def _matches_day(self, date):
        if date.month not in self.months:
            return False
        found = [any(matches_date(item, date) for item in self.day.split(",")),
                 any(matches_weekday(item, date) for item in self.weekday.split(","))]
        return any(found) if self.is_either else all(found)

    def local_times(self, after):
        """All local times later than `after` of 170 years: long enough for four leap days that are a Monday."""
        for date in (after.date() + DAY * number for number in range(170 * 365)):
            if self.matches_day(date):
                for hour in self.hours:
                    for minute in self.minutes:
                        local = datetime.datetime.combine(date, datetime.time(hour, minute))
                        if local > after:
                            yield local


def numbers(field, low, high, names=()):
    """The numbers of a field or an item of one; names count from `low` on."""
    found = set()
    for item in field.split(","):
        start, _, step = item.partition("/")
        first, _, last = start.partition("-")
        if first in ("*", "?"):
            first, last = low, high
        elif not last:
            last = high if step else first
        first, last = (names.index(value) + low if value in names else int(value) for value in (first, last))
        found.update(range(first, last + 1, int(step or 1)))
    return found


def matches_date(item, date):
    length = calendar.monthrange(date.year, date.month)[1]
    if item == "LW":
        return date == workday_nearest(date.replace(day=length))
    if item.endswith("W"):
        return int(item[:-1]) <= length and date == workday_nearest(date.replace(day=int(item[:-1])))
    if item.startswith("L"):
        return date.day == length - int(item[2:] or 0)
    return date.day in numbers(item, 1, 31)


def workday_nearest(date):
    """Monday to Friday of the same month; there are never two at the same distance."""
    workdays = [day for day in calendar.Calendar().itermonthdates(date.year, date.month) if day.month == date.month and day.weekday() < 5]
    return min(workdays, key=lambda day: abs(day - date))


def matches_weekday(item, date):
    weekday = date.isoweekday() % 7
    if item[-1] == "L":
        return weekday == weekday_number(item[:-1]) and (date + 7 * DAY).month != date.month
    if "#" in item:
        name, count = item.split("#")
        return weekday == weekday_number(name) and (date.day - 1) // 7 + 1 == int(count)
    if item.endswith(("-SUN", "-0")):
        item = item[: item.rindex("-")] + "-7"
    return weekday in {number % 7 for number in numbers(item, 0, 7 if "7" in item.partition("/")[0] else 6, WEEKDAYS)}


def weekday_number(text):
    return (WEEKDAYS.index(text) if text in WEEKDAYS else int(text)) % 7


def instant(local, zone):
    """When a clock in `zone` first shows `local`, or else the first time that it shows after the gap."""
    while (found := local.replace(tzinfo=zone).astimezone(datetime.UTC)).astimezone(zone).replace(tzinfo=None) != local:
        local += MINUTE
    return found


def due_times(local_times, after, zone, count):
    """The first `count` instants later than `after` of ascending local times, each once."""
    found = []
    for local in local_times:
        due = instant(local, zone)
        if due > after and due not in found[-1:]:
            found.append(due)
        if len(found) == count:
            return found
    return found


def watch_the_clock(cron, clock):
    """The instants at which something is due, by looking at a clock each minute.

    `clock` is a list of (instant, what the clock shows then). Something is due when the clock shows its time or a later one
    for the first time.
    """
    found = []
    _, latest = clock[0]
    for moment, local in clock[1:]:
        if any(cron.matches(latest + MINUTE * number) for number in range(1, (local - latest) // MINUTE + 1)):
            found.append(moment)
        latest = max(latest, local)
    return found


def clock_around(moment, zone, before, after):
    """Minute by minute what a clock in `zone` shows around an instant."""
    start = moment - before
    moments = (start + MINUTE * number for number in range((before + after) // MINUTE + 1))
    return [(moment, moment.astimezone(zone).replace(tzinfo=None)) for moment in moments]


def clock_changes(zone, first_year, last_year):
    """The instants, to the minute, at which the offset changes from the beginning of one year to the end of another."""
    moment = datetime.datetime(first_year, 1, 1, tzinfo=datetime.UTC)
    found = []
    while moment.year <= last_year:
        if offset(moment, zone) != offset(moment + DAY, zone):
            found.append(next(later for later in (moment + MINUTE * n for n in range(1441)) if offset(later, zone) == offset(moment + DAY, zone)))
        moment += DAY
    return found


def offset(moment, zone):
    return moment.astimezone(zone).utcoffset()


def zones():
    """The names of the IANA zones that both sides know."""
    return sorted(name for name in zoneinfo.available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/")))
