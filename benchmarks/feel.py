"""What an expression costs: python benchmarks/feel.py

Each figure is the median of many rounds on a context of about 6 kB that is converted beforehand. Beside ours, in the
same run, the two FEEL packages of PyPI where they are installed (`pip install -r requirements-benchmarks.lock`).
"""

import json
import logging
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from statistics import median
from time import perf_counter, thread_time
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from engine.feel import FeelError, from_feel, to_feel
from engine.feel.expressions import _compile
from tests.engine.feel.hostile import HARMLESS, STOPPED

CONDITION = "approved = true and amount > 500000"
COUNT = "count(parties[signed = true]) = count(parties)"
TEXTS = (CONDITION, COUNT)
BARS = {CONDITION: 8.0, COUNT: 40.0, "compile": 300.0}  # microseconds


def context() -> dict[str, Any]:
    """A case in the middle of its life, of about 6 kB of JSON."""
    party = {
        "organisation": "Foreningen Nordhavn",
        "kind": "civil",
        "signed": True,
        "contact": "Ida Holm",
        "share": 12.5,
    }
    parties = [
        {**party, "part_id": f"P{number}", "note": "Afventer bestyrelsens møde. " * 2} for number in range(30)
    ]
    return {"approved": True, "amount": 750000, "title": "Dialogpapir om fælles hus", "parties": parties}


def microseconds(work: Callable[[], Any], rounds: int = 200, repeat: int = 20) -> float:
    """Median time of one call."""
    times = []
    for _ in range(rounds):
        start = perf_counter()
        for _ in range(repeat):
            work()
        times.append((perf_counter() - start) / repeat)
    return median(times) * 1e6


def ours() -> dict[str, float]:
    values = to_feel(context())
    figures = {}
    for text in TEXTS:
        expression = _compile(text, frozenset(), {})
        assert expression(values) is True
        figures[text] = microseconds(lambda expression=expression: expression(values))
        figures[f"compile {text}"] = microseconds(lambda text=text: _compile(text, frozenset(), {}), 50, 10)
    figures["convert the context"] = microseconds(lambda: to_feel(values), 50, 10)
    return figures


Evaluator = Callable[[str], Any]


def bkflow() -> Evaluator:
    """bkflow-feel parses at every evaluation."""
    from bkflow_feel.api import parse_expression

    logging.disable()  # it logs what it cannot parse
    values = context()
    return lambda text: parse_expression(text, values)


def pysfeel() -> Evaluator:
    """pySFeel holds its context in the parser, as FEEL text, and parses at every evaluation."""
    from pySFeel import SFeelParser

    parser = SFeelParser()
    for name, value in context().items():
        parser.sFeelParse(f"{name} <- {json.dumps(value, ensure_ascii=False)}")
    return lambda text: parser.sFeelParse(text)[1]


def slowest() -> tuple[float, str]:
    """(milliseconds, name) of the hostile expression that costs most, compiled and run, in processor time."""
    costs = []
    for name, text in {**STOPPED, **HARMLESS}.items():
        start = thread_time()
        with suppress(FeelError):
            from_feel(_compile(text, frozenset(), {})({}))
        costs.append(((thread_time() - start) * 1e3, name))
    return max(costs)


def compare(name: str, prepare: Callable[[], Evaluator], own: dict[str, float]) -> None:
    try:
        evaluator = prepare()
    except ImportError:
        print(f"{name}: not installed")
        return
    for text in TEXTS:
        try:
            right = evaluator(text) is True
        except Exception as error:  # whatever another package raises: it cannot do this one
            print(f"{name}: {text:46} cannot: {type(error).__name__}")
            continue
        figure = microseconds(lambda text=text: evaluator(text), 20, 3)
        print(
            f"{name}: {text:46} {figure:9.1f} us   {figure / own[text]:6.1f} times ours{'' if right else ', wrong'}"
        )


def main() -> None:
    size = len(json.dumps(context(), ensure_ascii=False).encode())
    print(f"context: {size} bytes of JSON, {len(context()['parties'])} parties")
    own = ours()
    for name, figure in own.items():
        bar = BARS.get("compile" if name.startswith("compile") else name)
        print(f"{name:60} {figure:9.1f} us" + (f"   bar {bar:.0f}" if bar else ""))
    cost, hostile = slowest()
    print(f"{f'dearest hostile expression: {hostile}':60} {cost:9.1f} ms   bar 50")
    compare("bkflow-feel", bkflow, own)
    compare("pySFeel", pysfeel, own)


if __name__ == "__main__":
    main()
