"""Decision models in a few lines."""

from typing import Any

from engine.dmn import Evaluation, Model, evaluate, read
from engine.feel import from_feel, to_feel

DMN = "https://www.omg.org/spec/DMN/20230324/MODEL/"


def model(
    body: str, *, namespace: str = "urn:test", imports: tuple[Model, ...] = (), dmn: str = DMN
) -> Model:
    xml = f'<definitions xmlns="{dmn}" namespace="{namespace}" name="test" id="test">{body}</definitions>'
    return read(xml.encode(), imports)


def inputs_of(*names: str, types: str = "") -> str:
    return "".join(
        f'<inputData id="{name}" name="{name}"><variable name="{name}"{types}/></inputData>' for name in names
    )


def requires(*ids: str, tag: str = "requiredInput") -> str:
    kind = "knowledgeRequirement" if tag == "requiredKnowledge" else "informationRequirement"
    return "".join(f'<{kind}><{tag} href="#{id_}"/></{kind}>' for id_ in ids)


def literal(text: str) -> str:
    return f"<literalExpression><text>{escaped(text)}</text></literalExpression>"


def decision(name: str, logic: str, requirements: str = "", type_: str = "") -> str:
    typed = f' typeRef="{type_}"' if type_ else ""
    return f'<decision id="{name}" name="{name}"><variable name="{name}"{typed}/>{requirements}{logic}</decision>'


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def table(
    rules: list[tuple[list[str], list[str]]],
    *,
    inputs: tuple[str, ...] = ("n",),
    outputs: tuple[str, ...] = ("",),
    policy: str = "UNIQUE",
    aggregation: str = "",
    output_values: str = "",
    input_values: str = "",
    default: str = "",
) -> str:
    """A decision table; each rule is (tests, outputs)."""
    columns = "".join(
        f'<input label="{escaped(text)}"><inputExpression><text>{escaped(text)}</text></inputExpression>'
        + (f"<inputValues><text>{escaped(input_values)}</text></inputValues>" if input_values else "")
        + "</input>"
        for text in inputs
    )
    results = "".join(
        f'<output name="{name}">'
        + (f"<outputValues><text>{escaped(output_values)}</text></outputValues>" if output_values else "")
        + (f"<defaultOutputEntry><text>{escaped(default)}</text></defaultOutputEntry>" if default else "")
        + "</output>"
        for name in outputs
    )
    rows = "".join(
        f'<rule id="r{number}"><description>rule {number}</description>'
        + "".join(f"<inputEntry><text>{escaped(test)}</text></inputEntry>" for test in tests)
        + "".join(f"<outputEntry><text>{escaped(text)}</text></outputEntry>" for text in texts)
        + "</rule>"
        for number, (tests, texts) in enumerate(rules, 1)
    )
    aggregated = f' aggregation="{aggregation}"' if aggregation else ""
    return (
        f'<decisionTable id="table" hitPolicy="{policy}"{aggregated}>{columns}{results}{rows}</decisionTable>'
    )


def evaluation(made: Model, name: str, **inputs: Any) -> Evaluation:
    return evaluate(made, name, to_feel(inputs))


def outcome(made: Model, name: str, **inputs: Any) -> Any:
    """The output of a decision as JSON; inputs are JSON too."""
    return from_feel(evaluation(made, name, **inputs).value)
