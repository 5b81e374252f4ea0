"""Moving what runs several times, side by side, or inside something else."""

from __future__ import annotations

from . import draw as d
from .moving import Moving

S, E = d.start(), d.end()
AB = d.process("s > a > b > e", S, d.user("a"), d.user("b"), E)


def boxed(path: str = "us > a > b > ue", *more: str, extensions: str = "") -> str:
    """Tasks a and b in a subprocess."""
    inside = (d.start("us"), d.user("a"), d.user("b"), d.end("ue"))
    return d.process("s > u > e", S, d.sub("u", path, *inside, extensions=extensions), *more, E)


def forked(*, third: bool = False, between: bool = False, ids: str = "") -> str:
    """Tasks a and b side by side, then c."""
    gates = d.element("parallelGateway", "f") + d.element("parallelGateway", "j")
    path = f"s > f > a{ids} > j > c > e; f > b > {'x > ' if between else ''}j" + (
        "; f > y > j" if third else ""
    )
    names = ["a" + ids, "b", "c", *(["x"] if between else []), *(["y"] if third else [])]
    return d.process(path, S, gates, *map(d.user, names), E)


def test_a_subprocess_opens_around_what_is_active() -> None:
    play = Moving(AB)
    key = play.key("a")
    edge = d.boundary("t", "u", d.timer("Duration", "PT1H"))
    found = play.move(boxed("us > a > b > ue", edge, extensions=d.io(("input", "=41 + 1", "svar"))))
    assert (play.key("a"), play.due("t") > play.now) == (key, True)
    assert [done.how for done in found.done] == ["kept", "opened"]
    assert play.visible("a") == {"svar": 42}
    play.complete("a")
    play.complete("b")
    assert (play.status, play.done["u"], play.variables) == ("completed", 1, {})


def test_a_subprocess_around_it_goes_and_its_variables_stay() -> None:
    play = Moving(boxed(extensions=d.io(("input", "=1", "x"))))
    key = play.key("a")
    play.move(AB)
    assert (play.key("a"), play.variables) == (key, {"x": 1})
    play.complete("a")
    play.complete("b")
    assert play.status == "completed"


def test_a_task_moves_out_of_its_subprocess_and_comes_to_it_later() -> None:
    play = Moving(boxed())
    inside = (d.start("us"), d.user("b"), d.end("ue"))
    play.move(d.process("s > a > u > e", S, d.user("a"), d.sub("u", "us > b > ue", *inside), E))
    play.complete("a")
    assert play.open == ["b"]
    play.complete("b")
    assert (play.status, play.done["u"]) == ("completed", 1)


def test_two_levels_open_and_close() -> None:
    deep = d.sub("v", "vs > a > b > ve", d.start("vs"), d.user("a"), d.user("b"), d.end("ve"))
    play = Moving(AB)
    two = d.process("s > u > e", S, d.sub("u", "us > v > ue", d.start("us"), deep, d.end("ue")), E)
    play.move(two)
    play.complete("a")
    play.move(AB)
    play.move(boxed())
    play.complete("b")
    assert (play.status, play.done["u"]) == ("completed", 1)


def test_side_by_side_they_lie_in_one_subprocess() -> None:
    gates = d.element("parallelGateway", "f") + d.element("parallelGateway", "j")
    inside = (d.start("us"), gates, d.user("a"), d.user("b"), d.end("ue"))
    box = d.sub("u", "us > f > a > j > ue; f > b > j", *inside)
    play = Moving(forked())
    play.complete("a")
    play.move(d.process("s > u > c > e", S, box, d.user("c"), E))
    play.complete("b")
    assert play.open == ["c"]
    play.complete("c")
    assert (play.status, play.done["u"]) == ("completed", 1)


def test_a_join_keeps_what_has_come() -> None:
    play = Moving(forked())
    play.complete("a")
    play.move(forked(between=True))
    play.complete("b")
    assert play.open == ["x"]
    play.complete("x")
    assert play.open == ["c"]


def test_a_join_keeps_what_has_come_by_a_flow_with_another_id() -> None:
    play = Moving(forked())
    play.complete("a")
    play.move(forked(ids="2"), a="a2")
    play.complete("b")
    assert play.open == ["c"]


def test_a_join_that_waits_for_nothing_more_goes_on() -> None:
    play = Moving(forked())
    play.complete("a")
    gates = d.element("parallelGateway", "f") + d.element("parallelGateway", "j")
    play.move(d.process("s > f > a > j > c > e", S, gates, d.user("a"), d.user("c"), E), b=None)
    assert play.open == ["c"]


def loop(*, sequential: bool, item: str = "item", output: str = "item", extra: str = "") -> str:
    """Task m for each of the items; what they give lands in results."""
    body = d.user("m", d.each("=items", item, sequential=sequential, output=f"={output}"), extensions=extra)
    return d.process("s > m > n > e", S, body, d.user("n"), E)


def test_a_loop_goes_on_where_it_was() -> None:
    for sequential in (False, True):
        play = Moving(loop(sequential=sequential), items=["x", "y", "z"])
        play.complete("m")
        play.move(loop(sequential=sequential, item="post", output="post"))
        play.complete("m")
        play.complete("m")
        assert play.open == ["n"]
        done = play.variables["results"]
        assert sorted(done, key=str) == ["x", "y", "z"]


def test_a_loop_that_ran_in_turn_ends_in_turn() -> None:
    play = Moving(loop(sequential=True), items=["x", "y", "z"])
    play.complete("m")
    play.move(loop(sequential=False))
    assert play.open == ["m"]
    play.complete("m")
    play.complete("m")
    assert (play.open, play.variables["results"]) == (["n"], ["x", "y", "z"])


def test_a_loop_begins_to_collect() -> None:
    plain = d.user("m", d.each("=items"))
    play = Moving(d.process("s > m > n > e", S, plain, d.user("n"), E), items=["x", "y"])
    play.complete("m")
    play.move(loop(sequential=False))
    play.complete("m")
    assert play.variables["results"] == [None, "y"]


def test_a_repeated_subprocess_moves_with_all_that_is_in_it() -> None:
    def process(path: str, *tasks: str) -> str:
        inside = (d.start("us"), *map(d.user, tasks), d.end("ue"))
        return d.process("s > u > e", S, d.sub("u", path, d.each("=items"), *inside), E)

    play = Moving(process("us > a > ue", "a"), items=[1, 2])
    play.complete("a")
    play.move(process("us > x > a > y > ue", "x", "a", "y"))
    play.complete("a")
    play.complete("y")
    assert play.status == "completed"


def test_a_plain_task_becomes_a_loop_and_back() -> None:
    play = Moving(d.process("s > m > n > e", S, d.user("m"), d.user("n"), E), items=["x", "y"])
    play.move(loop(sequential=False), m="m")
    assert play.open == ["m", "m"]
    play.move(d.process("s > m > n > e", S, d.user("m"), d.user("n"), E), m="m")
    assert play.open == ["m"]


def test_an_inclusive_join_looks_at_the_new_version() -> None:
    def process(*ways: str) -> str:
        gates = d.element("inclusiveGateway", "f") + d.element("inclusiveGateway", "j")
        paths = "; ".join(
            f"f > {way} > j: =true" if False else f"f > {way}: =true; {way} > j" for way in ways
        )
        return d.process(f"s > f; {paths}; j > c > e", S, gates, *map(d.user, ways), d.user("c"), E)

    play = Moving(process("a", "b"))
    play.complete("a")
    play.move(process("a", "x"), b=None)
    assert play.open == ["c"]


def test_an_ad_hoc_subprocess_keeps_what_has_begun() -> None:
    def process(*tasks: str) -> str:
        return d.process("s > u > e", S, d.sub("u", "", *map(d.user, tasks), kind="adHocSubProcess"), E)

    play = Moving(process("a", "b"))
    play.complete("a")
    play.move(process("a", "b", "c"))
    assert play.open == ["b"]
    play.complete("b")
    assert play.status == "completed"
