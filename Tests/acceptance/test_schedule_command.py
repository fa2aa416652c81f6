"""`crm-agent schedule next`."""

import pytest
from crm_server import run_command


def next_times(*arguments, **options):
    result = run_command("schedule", "next", *arguments, **options)
    assert result.returncode == 0, result.stderr
    return result.stdout.splitlines()


def test_times_are_printed_one_a_line_with_the_offset_of_the_zone():
    times = next_times("0 9 * * MON-FRI", "--zone", "Europe/Berlin", "--from", "2026-03-26T09:00:00+01:00", "--count", 3)
    assert times == ["2026-03-27T09:00:00+01:00", "2026-03-30T09:00:00+02:00", "2026-03-31T09:00:00+02:00"]


@pytest.mark.parametrize("start", ["2026-03-01", "2026-03-01T00:00", "2026-02-28T23:00:00Z", "2026-03-01T00:00:00.000+01:00"])
def test_from_is_an_instant_or_a_time_on_the_zones_clock(start):
    times = next_times("30 0 * * *", "--zone", "Europe/Berlin", "--from", start, "--count", 1)
    assert times == ["2026-03-01T00:30:00+01:00"]


def test_without_more_it_tells_the_next_five_from_now_in_utc():
    times = next_times("@hourly")
    assert len(times) == 5 and all(time.endswith(":00:00+00:00") for time in times)


@pytest.mark.parametrize(
    "schedule, words",
    [
        ("0 9 * * MON-FRI", "at 09:00 on Monday to Friday (Asia/Tokyo)"),
        ("every 2 days from 2026-01-01 at 11:00", "every 2 days at 11:00, counted from 2026-01-01 (Asia/Tokyo)"),
        ("every month from 2026-01-31 at 09:00", "every month on day 31 at 09:00, or on the last day of a shorter month (Asia/Tokyo)"),
    ],
)
def test_explain_says_it_in_words_first(schedule, words):
    first, *times = next_times(schedule, "--explain", "--zone", "Asia/Tokyo", "--count", 2)
    assert first == words and len(times) == 2


def test_what_is_over_prints_nothing_and_says_so():
    result = run_command("schedule", "next", "once at 2026-03-01T09:00", "--from", "2026-03-02")
    assert (result.returncode, result.stdout) == (0, "") and "Nothing" in result.stderr


@pytest.mark.parametrize(
    "schedule, zone, start, times",
    [
        ("0 9 31 12 *", "UTC", "9998-12-31T00:00:00Z", ["9998-12-31T09:00:00+00:00", "9999-12-31T09:00:00+00:00"]),
        ("@daily", "Asia/Tokyo", "9999-12-30T00:00", ["9999-12-31T00:00:00+09:00"]),
        ("every month from 9999-11-15 at 09:00", "UTC", "9999-11-15", ["9999-11-15T09:00:00+00:00", "9999-12-15T09:00:00+00:00"]),
        # There it is still 9999, in UTC no more.
        ("0 23 31 12 *", "America/New_York", "9999-01-01", []),
    ],
)
def test_no_time_is_told_after_the_year_9999_and_that_is_said(schedule, zone, start, times):
    result = run_command("schedule", "next", schedule, "--zone", zone, "--from", start)
    assert (result.returncode, result.stdout.splitlines(), "9999" in result.stderr) == (0, times, True)


@pytest.mark.parametrize(
    "arguments, words",
    [
        (["0 0 30 2 *"], ["no such day", "column 5"]), (["0 9 * * FRI-MON"], ["FRI-MON", "column 9", "FRI-SAT,SUN-MON"]),
        (["every 2 days at 09:00"], ["from 2026-01-01"]), (["@daily", "--zone", "CEST"], ["CEST", "Europe/Berlin"]),
        (["@daily", "--from", "soon"], ["soon", "2026-03-01"]), (["@daily", "--count", "0"], ["count 0", "10000"]),
        ([], ["--file"]), (["@daily", "--file", "-"], ["--file"]), (["--file", "missing.txt"], ["missing.txt"]),
    ],
)
def test_what_is_wrong_is_told_with_the_remedy_and_exit_code_64(arguments, words):
    result = run_command("schedule", "next", *arguments)
    assert (result.returncode, result.stdout) == (64, "")
    assert all(word in result.stderr for word in words), result.stderr


def test_many_are_answered_line_by_line_whether_from_a_file_or_piped_in(tmp_path):
    lines = "@daily\tUTC\t2026-01-01\t2\nevery day\tUTC\t2026-01-01\t2\n@daily\tUTC\nonce at 2026-01-01T09:00\tUTC\t2026-02-01\t2\n"
    (tmp_path / "schedules.tsv").write_text(lines)
    piped = run_command("schedule", "next", "--file", "-", stdin=lines)
    read = run_command("schedule", "next", "--file", tmp_path / "schedules.tsv")
    assert piped.stdout == read.stdout and piped.returncode == read.returncode == 64 and "2 of 4" in read.stderr
    first, second, third, fourth = piped.stdout.split("\n")[:4]
    assert first == "2026-01-02T00:00:00+00:00\t2026-01-03T00:00:00+00:00" and fourth == ""
    assert second.startswith("error\tThe time of day is missing (column 10)") and third.startswith("error\tA line has")


def test_help_shows_every_form():
    help = run_command("schedule", "next", "--help", env={"COLUMNS": 80}).stdout
    assert all(form in help for form in ["MON-FRI", "every 2 days", "once at", "--file"])
    assert max(map(len, help.splitlines())) <= 80
