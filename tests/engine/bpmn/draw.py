"""Draws small models for tests: elements as XML, flows as text such as ``s > a > e; g > b: =x > 1``."""

from __future__ import annotations

from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

from engine import bpmn

_HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="definitions">'
)
_ROOTS = (
    '<bpmn:error id="E1" errorCode="E1"/><bpmn:error id="E2" errorCode="E2"/>'
    '<bpmn:escalation id="X1" escalationCode="X1"/><bpmn:signal id="S1" name="S1"/>'
    '<bpmn:message id="M1" name="M1"><bpmn:extensionElements><zeebe:subscription correlationKey="=key"/>'
    "</bpmn:extensionElements></bpmn:message>"
    '<bpmn:message id="M2" name="M2"><bpmn:extensionElements><zeebe:subscription correlationKey="=item"/>'
    "</bpmn:extensionElements></bpmn:message>"
)


def element(kind: str, id: str, *inside: str, extensions: str = "", **attributes: str) -> str:
    """Any BPMN element; ``extensions`` are its extension elements."""
    written = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())
    box = f"<bpmn:extensionElements>{extensions}</bpmn:extensionElements>" if extensions else ""
    return f'<bpmn:{kind} id="{id}"{written}>{box}{"".join(inside)}</bpmn:{kind}>'


def zeebe(tag: str, **attributes: str) -> str:
    """A Zeebe extension element."""
    written = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())
    return f"<zeebe:{tag}{written}/>"


def io(*pairs: tuple[str, str, str]) -> str:
    """An io mapping of ("input" or "output", source, target)."""
    return (
        "<zeebe:ioMapping>"
        + "".join(zeebe(k, source=s, target=t) for k, s, t in pairs)
        + "</zeebe:ioMapping>"
    )


def properties(**values: str) -> str:
    """zeebe:properties; ``samtrin_party`` stands for ``samtrin:party``."""
    items = "".join(
        zeebe("property", name=name.replace("samtrin_", "samtrin:"), value=value)
        for name, value in values.items()
    )
    return f"<zeebe:properties>{items}</zeebe:properties>"


def user(id: str, *inside: str, extensions: str = "", **attributes: str) -> str:
    """A user task."""
    return element("userTask", id, *inside, extensions=zeebe("userTask") + extensions, **attributes)


def script(id: str, expression: str, result: str, *inside: str, extensions: str = "") -> str:
    """A script task."""
    box = zeebe("script", expression=expression, resultVariable=result) + extensions
    return element("scriptTask", id, *inside, extensions=box)


def job(id: str, type: str = "work", *inside: str, extensions: str = "", kind: str = "serviceTask") -> str:
    """A service task, or another ``kind`` that is a job."""
    return element(kind, id, *inside, extensions=zeebe("taskDefinition", type=type) + extensions)


def start(id: str = "s", *inside: str, **attributes: str) -> str:
    """A start event."""
    return element("startEvent", id, *inside, **attributes)


def end(id: str = "e", *inside: str, extensions: str = "") -> str:
    """An end event."""
    return element("endEvent", id, *inside, extensions=extensions)


def event(kind: str, **attributes: str) -> str:
    """An event definition, for example ``event("error", errorRef="E1")``."""
    written = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())
    return f"<bpmn:{kind}EventDefinition{written}/>"


def timer(form: str, text: str) -> str:
    """A timer event definition: ``timer("Duration", "PT1H")``."""
    return f"<bpmn:timerEventDefinition><bpmn:time{form}>{escape(text)}</bpmn:time{form}></bpmn:timerEventDefinition>"


def condition(text: str) -> str:
    """A conditional event definition."""
    return (
        "<bpmn:conditionalEventDefinition><bpmn:condition>"
        f"{escape(text)}</bpmn:condition></bpmn:conditionalEventDefinition>"
    )


def boundary(id: str, host: str, *inside: str, interrupting: bool = True, extensions: str = "") -> str:
    """A boundary event."""
    cancel = "true" if interrupting else "false"
    return element(
        "boundaryEvent", id, *inside, extensions=extensions, attachedToRef=host, cancelActivity=cancel
    )


def each(
    collection: str, item: str = "item", *, sequential: bool = False, output: str = "", until: str = ""
) -> str:
    """Multi-instance characteristics; ``output`` is an expression collected into ``results``."""
    values = {"inputCollection": collection, "inputElement": item}
    if output:
        values |= {"outputCollection": "results", "outputElement": output}
    done = f"<bpmn:completionCondition>{escape(until)}</bpmn:completionCondition>" if until else ""
    box = f"<bpmn:extensionElements>{zeebe('loopCharacteristics', **values)}</bpmn:extensionElements>"
    order = "true" if sequential else "false"
    tag = "multiInstanceLoopCharacteristics"
    return f'<bpmn:{tag} isSequential="{order}">{box}{done}</bpmn:{tag}>'


def flows(text: str) -> str:
    """``a > b > c; g > d: =x > 1`` as sequence flows with ids such as ``a_b``."""
    made = []
    for part in filter(None, (part.strip() for part in text.split(";"))):
        path, _, expression = part.partition(":")
        names = [name.strip() for name in path.split(">")]
        inside = (
            f"<bpmn:conditionExpression>{escape(expression.strip())}</bpmn:conditionExpression>"
            if expression
            else ""
        )
        for source, target in pairwise(names):
            made.append(
                element("sequenceFlow", f"{source}_{target}", inside, sourceRef=source, targetRef=target)
            )
    return "".join(made)


def sub(
    id: str, path: str, *inside: str, kind: str = "subProcess", extensions: str = "", **attributes: str
) -> str:
    """A subprocess with its flows."""
    return element(kind, id, *inside, flows(path), extensions=extensions, **attributes)


def call(id: str, process: str, *inside: str, extensions: str = "", **attributes: str) -> str:
    """A call activity; all variables come back unless told otherwise."""
    values = {"processId": process, "propagateAllChildVariables": "true"} | attributes
    return element("callActivity", id, *inside, extensions=zeebe("calledElement", **values) + extensions)


def process(path: str, *inside: str, id: str = "p", extensions: str = "") -> str:
    """A process with its flows."""
    return element("process", id, *inside, flows(path), extensions=extensions, isExecutable="true")


def xml(*processes: str) -> bytes:
    """A file of processes; it defines messages M1 (key ``=key``) and M2 (key ``=item``), signal S1, errors E1 and E2,
    escalation X1."""
    return (_HEAD + "\n".join(processes) + _ROOTS + "</bpmn:definitions>").encode()


def model(*processes: str) -> bpmn.Model:
    """A model that has no errors."""
    found = bpmn.read(xml(*processes), "test.bpmn")
    errors = [str(problem) for problem in bpmn.lint([found], bpmn.Known()) if problem.severity == "error"]
    assert not errors, errors
    return found
