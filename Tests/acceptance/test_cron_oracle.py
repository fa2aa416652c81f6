"""`crm-agent schedule next` against croniter, and against a reference that is plain and slow, over random expressions, zones and years.

Where the dialect of docs/schedules.md is not croniter's, what is compared is this:

- Clock changes. croniter moves a time in a gap to the first minute after it too, but gives the times of the hour that comes
  twice a second time. So croniter works in local time only, and `cron_reference.instant` brings it to instants by our rule.
- Where one day field begins with `*`, as `*/2`, both must match: croniter does so with `implement_cron_bug`.
- A star that is not the first in its list, as in `13,*/2`, leaves the field restricted, as with Vixie's cron; croniter sometimes
  takes it so and sometimes not, by how many values the other day field has.
- The last Friday is `FRIL` or `5L`; croniter writes `L5`.
- `#`, `W` and a last weekday next to a restriction of the other day field: with croniter both must match, with us, as Vixie's
  rule says of every restriction, either. croniter is asked about them with the other field free, the reference about the rest.
- `31W` is the last workday of a shorter month for croniter; with us, as `31`, it is in months that have the day.
- `?` croniter takes in the day fields only.
- `L-3`, `LW`, lists with `W`, and weekdays beside `#` in one list croniter refuses: the reference judges them.
- `5-5` is one value; croniter takes it as all. A range that runs backwards we refuse; croniter goes round the end. A step that
  is longer than its field we refuse; croniter takes the first value alone. None of these is asked.
"""

import datetime
import itertools
import random
import re
import zoneinfo

import pytest
from croniter import CroniterBadDateError, croniter
from crm_server import run_command
from cron_reference import MONTHS, WEEKDAYS, Cron, clock_around, clock_changes, due_times, watch_the_clock, zones

SEED = 20260101
COUNT = 4
NEVER = "There is no such day in any year"
HOUR = datetime.timedelta(hours=1)
CHANGING = ["Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Gaza", "Pacific/Apia"]


def answers(cases):
    """What the command says to (expression, zone, from, count): instants, or the reason why it refuses."""
    lines = [f"{text}\t{zone}\t{after.isoformat()}\t{count}\n" for text, zone, after, count in cases]
    result = run_command("schedule", "next", "--file", "-", stdin="".join(lines), timeout=170)
    assert result.returncode in (0, 64), result.stderr
    found = [read(line) for line in result.stdout.splitlines()]
    assert len(found) == len(cases)
    return found


def read(line):
    if line.startswith("error\t"):
        return line
    return [datetime.datetime.fromisoformat(time) for time in line.split("\t") if time]


class Expressions:
    """Random expressions of the dialect."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def text(self, day, weekday):
        return " ".join([self.field(0, 59), self.field(0, 23), day, self.field(1, 12, MONTHS, free=0.6), weekday])

    def for_croniter(self):
        """An expression, and the same as croniter writes it."""
        day, weekday, as_croniter = self.days()
        text = self.text(day, weekday)
        return text, " ".join([*text.split()[:4], as_croniter])

    def days(self):
        kind = self.random.random()
        if kind < 0.08:
            return self.random.choice([f"{self.random.randint(1, 28)}W", "L", "L,13"]), "*", "*"
        if kind < 0.16:
            number = self.random.randrange(7)
            return "*", self.random.choice([f"{number}L", f"{WEEKDAYS[number]}L"]), f"L{number}"
        if kind < 0.24:
            weekday = ",".join(f"{self.random.choice([*WEEKDAYS, *range(7)])}#{self.random.randint(1, 5)}" for _ in range(self.random.randint(1, 2)))
            return "*", weekday, weekday
        day, weekday = self.field(1, 31, free=0.5), self.field(0, 6, WEEKDAYS, free=0.5)
        return (day, weekday, weekday) if ",*" not in day + weekday else self.days()

    def of_all_kinds(self):
        return self.text(self.mixed(1, 31, (), self.special_day), self.mixed(0, 6, WEEKDAYS, self.special_weekday))

    def mixed(self, low, high, names, special):
        """A field, a special form, or a list of both."""
        if self.random.random() < 0.4:
            return self.field(low, high, names, free=0.6)
        items = [special() for _ in range(self.random.choice([1, 1, 2]))]
        if self.random.random() < 0.3:
            items.append(self.item(low, high, names))
        return ",".join(items)

    def special_day(self):
        return self.random.choice(["L", "LW", f"L-{self.random.randint(1, 27)}", f"{self.random.randint(1, 31)}W"])

    def special_weekday(self):
        weekday = self.random.choice([*WEEKDAYS, *range(8)])
        return self.random.choice([f"{weekday}L", f"{weekday}#{self.random.randint(1, 5)}", "FRI-SUN", "5-7", "SAT-0", "7"])

    def field(self, low, high, names=(), free=0.25):
        if self.random.random() < free:
            return self.random.choice("**?" if high in (31, 6) else "*")
        return ",".join(self.item(low, high, names) for _ in range(self.random.choice([1, 1, 1, 2, 3])))

    def item(self, low, high, names):
        first, last = sorted(self.random.sample(range(low, high + 1), 2))
        start = {"value": f"{self.name(first, low, names)}", "range": f"{self.name(first, low, names)}-{self.name(last, low, names)}", "all": "*"}
        form = self.random.choice(["value", "value", "range", "value/", "range/", "all/"])
        return start[form.rstrip("/")] + (f"/{self.random.randint(1, high - low)}" if form.endswith("/") else "")

    def name(self, number, low, names):
        name = names[number - low] if names and self.random.random() < 0.5 else str(number)
        return self.random.choice([name, name.lower(), name.title()])


def moments(seed, first_year, last_year):
    """Random zones, and instants in them."""
    source = random.Random(seed)
    names = zones()
    start, end = (int(datetime.datetime(year, 1, 1, tzinfo=datetime.UTC).timestamp()) for year in (first_year, last_year))
    while True:
        yield source.choice(names), datetime.datetime.fromtimestamp(source.randrange(start, end), datetime.UTC)


def local(moment, zone):
    return moment.astimezone(zoneinfo.ZoneInfo(zone)).replace(tzinfo=None)


def test_both_sides_have_the_same_time_zone_data():
    """Where this fails the rest will: the zones of the operating system and of the binary are of different years."""
    after = datetime.datetime(1975, 1, 1, tzinfo=datetime.UTC)
    given = answers([("0 12 15 * *", zone, after, 12 * 62) for zone in zones()])
    for name, times in zip(zones(), given, strict=True):
        zone = zoneinfo.ZoneInfo(name)
        assert [time.astimezone(zone).isoformat() for time in times] == [time.isoformat() for time in times], name


@pytest.mark.parametrize("part", range(4))
def test_it_agrees_with_croniter(part):
    expressions = Expressions(SEED + part)
    cases, expected = [], []
    for zone, after in itertools.islice(moments(SEED + part, 1975, 2037), 8000):
        text, as_croniter = expressions.for_croniter()
        cases.append((text, zone, after, COUNT))
        expected.append(by_croniter(as_croniter, zone, after))
    assert differences(cases, expected) == []


def by_croniter(text, zone, after):
    """No times where there are none, as on 30 February."""
    due = croniter(text, local(after, zone), ret_type=datetime.datetime, implement_cron_bug=True)
    try:
        return due_times(due, after, zoneinfo.ZoneInfo(zone), COUNT)
    except CroniterBadDateError:
        return []


def differences(cases, expected):
    """The first of the cases in which the command does not say what is expected; it refuses what is never due."""
    found = []
    for case, given, right in zip(cases, answers(cases), expected, strict=True):
        if given != right and not (right == [] and NEVER in given):
            found.append(f"{case}: {given} instead of {right}")
    return found[:10]


@pytest.mark.parametrize("part", range(2))
def test_it_agrees_with_the_reference_in_what_croniter_does_not_know(part):
    expressions = Expressions(SEED + 100 + part)
    whens = moments(SEED + 100 + part, 1975, 2037)
    cases = [(expressions.of_all_kinds(), zone, after, COUNT) for zone, after in itertools.islice(whens, 5000)]
    expected = [by_reference(text, zone, after) for text, zone, after, _ in cases]
    assert differences(cases, expected) == []


def by_reference(text, zone, after):
    return due_times(Cron(text).local_times(local(after, zone)), after, zoneinfo.ZoneInfo(zone), COUNT)


AROUND = ["* * * * *", "*/15 * * * *", "0 * * * *", "30 * * * *", "*/10 0-4 * * *", "0 0 * * *", "15 0,1,2,3 * * *",
          "0,59 23 * * *", "45 1,2 * * SUN"]


@pytest.mark.parametrize("name", CHANGING)
@pytest.mark.parametrize("years", [(2009, 2013), (2023, 2027)])
def test_at_every_clock_change_it_does_as_one_who_watches_the_clock(name, years):
    zone = zoneinfo.ZoneInfo(name)
    changes = clock_changes(zone, *years)
    assert changes or name == "Pacific/Apia"
    cases, expected = [], []
    for change in changes:
        clock = clock_around(change, zone, before=4 * HOUR, after=27 * HOUR)
        for text in AROUND:
            if due := watch_the_clock(Cron(text), clock):
                cases.append((text, name, clock[0][0], len(due)))
                expected.append(due)
    assert differences(cases, expected) == []


@pytest.mark.parametrize("name", CHANGING)
def test_whenever_it_is_asked_around_a_clock_change_the_answer_is_the_next_of_the_same_times(name):
    zone = zoneinfo.ZoneInfo(name)
    cases, expected = [], []
    for change in clock_changes(zone, 2011, 2012):
        clock = clock_around(change, zone, before=4 * HOUR, after=5 * HOUR)
        for text in ["*/15 * * * *", "30 2 * * *", "0 0-3 * * *"]:
            due = watch_the_clock(Cron(text), clock)
            for moment, _ in clock[: 7 * 60 : 7]:
                if later := [time for time in due if time > moment]:
                    cases.append((text, name, moment, 1))
                    expected.append(later[:1])
    assert cases and differences(cases, expected) == []


def test_whatever_is_written_is_answered_or_refused_with_the_place_and_the_remedy():
    source = random.Random(SEED)
    expressions = Expressions(SEED)
    after = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    texts = [mutilated(expressions.of_all_kinds(), source) for _ in range(5000)]
    refused = [answer for answer in answers([(text, "UTC", after, 1) for text in texts]) if not isinstance(answer, list)]
    assert 1000 < len(refused) < 5000
    assert [answer for answer in refused if not re.search(r"\(column \d+\): \w", answer)] == []


def mutilated(text, source):
    for _ in range(source.randint(1, 3)):
        at = source.randrange(len(text) + 1)
        text = text[:at] + source.choice(["", *"0179*/,-LW#?@ FRIevryñ٣\U0001f600"]) + text[at + source.randint(0, 1) :]
    return text
