"""``python -m tests.conformance FOLDER [--only TEXT] [--restart] [--stepwise] [--without GROUP,GROUP]``"""

from __future__ import annotations

import argparse
import json
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any

from . import hostile
from .play import Player

LIMIT = 30


class TooLong(Exception):
    """A case took longer than its limit."""


def main(argv: list[str]) -> int:
    """The number of failures, 0 or 1 as exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.conformance")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="", help="part of a name or group")
    parser.add_argument("--restart", action="store_true", help="save and load all state after every step")
    parser.add_argument("--stepwise", action="store_true", help="one engine step at a time")
    parser.add_argument("--without", default="", help="groups to leave out, separated by comma")
    options = parser.parse_args(argv)
    passed = failed = 0
    for name, problem in run(options):
        if problem is None:
            passed += 1
        else:
            failed += 1
            print(f"FAIL {name}: {problem}", flush=True)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


def run(options: argparse.Namespace) -> Any:
    """(group/name, what went wrong or None) of every case."""
    without = set(options.without.split(","))
    modes = {"restart": options.restart, "stepwise": options.stepwise}
    cases = options.folder / "cases.json"
    for entry in json.loads(cases.read_text("utf-8")) if cases.exists() else ():
        if entry["group"] not in without and options.only in f"{entry['group']}/{entry['name']}":
            player = Player(options.folder, entry, **modes)
            yield f"{entry['group']}/{entry['name']}", attempt(player.play, LIMIT)
    entries = options.folder / "hostile" / "hostile.json"
    if entries.exists() and "hostile" not in without:
        for entry in json.loads(entries.read_text("utf-8")):
            if options.only in f"hostile/{entry['name']}":
                yield (
                    f"hostile/{entry['name']}",
                    attempt(lambda e=entry: hostile.play(entries.parent, e, **modes), 60),
                )


def attempt(play: Any, seconds: int) -> str | None:
    """What went wrong, or None; never raises."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise TooLong(f"longer than {seconds} seconds")

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        play()
    except Exception as problem:
        return f"{type(problem).__name__}: {problem}" if str(problem) else type(problem).__name__
    finally:
        signal.alarm(0)
    return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
