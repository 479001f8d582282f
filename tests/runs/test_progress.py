"""How a run is told: no control codes anywhere, one line a minute away from a terminal."""

import io
import json

from simulation.runs.progress import Bar, JsonLines, Lines, Progress, Quiet


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def lived(talk, clock, seconds, replicates=10):
    progress = Progress(talk, 0, replicates, 2, clock)
    for replicate in range(1, replicates + 1):
        for _ in range(2):
            clock.now += seconds
            progress.strategy_lived()
        progress.replicate_ended(replicate)
    talk.close()


def test_time_left_knows_that_the_largest_come_first():
    now, shown = [0.0], []

    class Seen(Quiet):
        def show(self, done, total, left_seconds, of="replicates"):
            shown.append((done, total, left_seconds, of))

    progress = Progress(Seen(), 0, 3, 1, lambda: now[0], of="places", sizes=[6.0, 3.0, 1.0])
    now[0] = 60.0
    progress.strategy_lived()
    progress.replicate_ended(1)
    assert shown[-1] == (1, 3, 40.0, "places")


def test_away_from_a_terminal_one_line_a_minute():
    stream, clock = io.StringIO(), Clock()
    lived(Lines(stream, clock), clock, 20.0)
    lines = stream.getvalue().splitlines()
    assert len(lines) == 6
    assert lines[0] == "1 of 10 replicates, about 6 min left"
    assert "\x1b" not in stream.getvalue()
    assert "\r" not in stream.getvalue()


def test_json_lines_parse_line_by_line():
    stream, clock = io.StringIO(), Clock()
    talk = JsonLines(stream, clock)
    talk.say("Building the place.")
    lived(talk, clock, 40.0)
    events = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [event["event"] for event in events[:2]] == ["message", "progress"]
    assert all(0 <= event["done"] <= event["total"] for event in events[1:])


def test_the_bar_uses_plain_characters_and_ends_full():
    stream, clock = io.StringIO(), Clock()
    lived(Bar(stream, clock), clock, 1.0)
    last = stream.getvalue().split("\r")[-1]
    assert last.startswith("[##############################] 10 of 10 replicates")
    assert stream.getvalue().endswith("\n")
    assert stream.getvalue().isascii()
    assert "\x1b" not in stream.getvalue()


def test_news_is_printed_above_the_bar():
    stream, clock = io.StringIO(), Clock()
    bar = Bar(stream, clock)
    bar.show(1, 10, None)
    bar.say("Replicate 2 will be tried again.")
    assert stream.getvalue().endswith("\rReplicate 2 will be tried again.\n")


def test_a_replicate_lived_twice_never_shows_more_than_all():
    stream, clock = io.StringIO(), Clock()
    progress = Progress(Bar(stream, clock), 0, 1, 2, clock)
    for _ in range(5):
        clock.now += 1
        progress.strategy_lived()
    progress.replicate_ended(1)
    assert "2 of 1" not in stream.getvalue()
