"""python -m tests.tck FOLDER: a line for every failure and two for every level; fails under the recorded floor."""

import sys
from pathlib import Path

from .cases import levels
from .runner import run_level

# level -> (least share of all result nodes, least share of those that expect a value)
FLOORS = {"compliance-level-2": (1.0, 1.0), "compliance-level-3": (0.97, 0.97)}


def main(folder: Path) -> int:
    """0 when every level reaches its floor, else 1."""
    passed = failed = 0
    below = False
    for name, tests in levels(folder):
        level = run_level(tests)
        for failure in level.failures:
            print(f"{name}: {failure}")
        print(f"{name}: all result nodes: {level.all}")
        print(f"{name}: those that expect a value: {level.valued}")
        least, least_valued = FLOORS.get(name, (0.0, 0.0))
        if level.all.rate < least or level.valued.rate < least_valued:
            print(f"{name}: below its floor of {least:.1%} and {least_valued:.1%}")
            below = True
        passed += level.all.passed
        failed += level.all.failed
    print(f"{passed} passed, {failed} failed")
    return int(below)


if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        sys.exit("usage: python -m tests.tck FOLDER")
    sys.exit(main(Path(sys.argv[1])))
