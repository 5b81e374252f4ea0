"""Expressions that try to take the server with them. `benchmarks/feel.py` measures what they cost."""


def doubling(step: str, first: str, result: str) -> str:
    """A context whose entries double sixty times over."""
    entries = [f"a{n}: {step.format(f'a{n - 1}')}" if n else f"a0: {first}" for n in range(60)]
    return f"{{{', '.join(entries)}, r: {result}}}.r"


STOPPED = {
    "a billion rounds": "for i in 1..1000000000 return i",
    "nested billions": "for i in 1..1000000000, j in 1..1000000000 return i * j",
    "some": "some i in 1..1000000000 satisfies i < 0",
    "every": "every i in [1..1000000000] satisfies i > 0",
    "omega": "(function(x) x(x))(function(x) x(x))",
    "y combinator": "(function(f) (function(x) f(x(x)))(function(x) f(x(x))))(function(x) x)",
    "endless recursion": "{f: function(n) f(n + 1), r: f(1)}.r",
    "fibonacci": "{f: function(n) if n < 2 then n else f(n - 1) + f(n - 2), r: f(50)}.r",
    "20,000 brackets": "(" * 20_000 + "1" + ")" * 20_000,
    "3,000 square brackets": "[" * 3_000 + "]" * 3_000,
    "3,000 filters": "a" + "[1]" * 3_000,
    "20,000 terms": "+".join(["1"] * 20_000),
    "20,000 signs": "-" * 20_000 + "1",
    "3,000 conditions": "if true then " * 3_000,
    "nested types": "1 instance of " + "list<" * 1_000,
    "doubled text": doubling("{0} + {0}", '"aaaaaaaa"', "a59"),
    "doubled list": doubling("concatenate({0}, {0})", "[1, 2]", "a59"),
    "shared lists written": doubling("[{0}, {0}]", "[1, 2]", "string(a59)"),
    "shared lists compared": " = ".join([doubling("[{0}, {0}]", "[1, 2]", "a59")] * 2),
    "shared lists flattened": doubling("[{0}, {0}]", "[1, 2]", "flatten(a59)"),
    "shared lists entered": doubling("[{0}, {0}]", "[{x: 1}]", "a59.x"),
    "shared lists as result": doubling("[{0}, {0}]", "[1, 2]", "a59"),
    "costly powers": "for i in 1..100000 return 9.99 ** 0.12345",
    "costly logarithms": "for i in 1..100000 return log(i)",
    "many huge texts": "for i in 1..100000 return string(10 ** 6144)",
    "many patterns": 'for i in 1..100000 return matches("aaaa", "(a|b)*" + string(i))',
    "growing replacement": f'replace("{"a" * 40_000}", "a", "{"$0" * 60}")',
    "all dates": 'for d in @"0001-01-01"..@"9999-12-31" return d',
    "working days": 'for i in 1..1000 return add working days(@"2020-01-01", 9999)',
    "distinct values": "distinct values(for i in 1..20000 return i)",
    "sorting by sorting": "sort(for i in 1..5000 return i, function(a, b) sort([a, b])[1] = a)",
}
HARMLESS = {
    "a range in fractions": "for i in 1..2.5 return i",
    "a tower of powers": "9 ** 9 ** 9 ** 9",
    "a huge number": "string(10 ** 6144)",
    "redos 40": f'matches("{"a" * 40}!", "(a+)+$")',
    "redos 40,000": f'matches("{"a" * 40_000}!", "(a|a)*$")',
    "a pattern that explodes": 'matches("a", "((a{1000}){1000}){1000}")',
    "prototype": "__proto__.constructor.__class__",
    "far years": '@"99999-12-31" + @"P999999999999D"',
    "unknown zone": '@"2020-01-01T00:00:00@Nowhere/Land"',
    "zone that is a path": '@"2020-01-01T00:00:00@../../etc/passwd"',
    "huge scale": "decimal(1/3, 6000)",
    "huge index": "[1, 2, 3][1e6144]",
    "comment": "/* " * 16_000,
    "backslashes": '"' + "\\" * 30_001,
    "lone surrogate": '"\\ud800"',
}
