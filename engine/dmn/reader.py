"""DMN files to models, compiled. A fault inside one decision is kept with it; the others can still be evaluated."""

from collections.abc import Callable, Iterable, Mapping

from lxml import etree

from ..feel.errors import FeelError
from ..feel.types import FeelType
from . import boxed, choices, tables  # noqa: F401 - they register what they compile
from .boxes import Boxes, variable_of
from .errors import ModelError
from .item_types import declared_types, spelled_names
from .model import Boxed, Decision, Element, InputData, Knowledge, Model, Parameter, Service
from .xml import child, children, root_of, single_spaced, tag, value_of


def read(xml: bytes, imports: Iterable[Model] = ()) -> Model:
    """The model of one file. `imports`: the models that it may import, found by their namespace.

    Raises ModelError when the file is no decision model, or points to what is not there.
    """
    root = root_of(xml)
    available = {model.namespace: model for model in imports}
    model = Model(value_of(root, "namespace"), single_spaced(value_of(root, "name")))
    names = spelled_names(root)
    for each in children(root, "import"):
        namespace = value_of(each, "namespace")
        imported = available.get(namespace)
        if imported is None:
            continue  # a foreign import, as of a PMML file; what would need it fails by itself
        prefix = single_spaced(value_of(each, "name"))
        model.imports[prefix] = namespace
        model.known.update(imported.known)
        model.types.update(_prefixed(imported.types, prefix))
        names |= {element.name for element in imported.elements.values()}
    model.known[model.namespace] = model
    model.types.update(declared_types(root, model.problems))
    boxes = Boxes(frozenset(names), model.types, model.problems)
    for each in root:
        reader = _READERS.get(tag(each))
        if reader is not None:
            element = reader(boxes, each, model)
            model.elements[element.id] = element
    _check_requirements(model)
    return model


def read_all(files: Mapping[str, bytes]) -> dict[str, Model]:
    """Models of files that may import each other, by file name. Raises ModelError; `file` is among its parameters."""
    waiting = {name: (xml, _imported(xml)) for name, xml in files.items()}
    namespaces = {value_of(root_of(xml), "namespace") for xml in files.values()}
    models: dict[str, Model] = {}
    while waiting:
        done = {model.namespace for model in models.values()}
        ready = [name for name, (_, needed) in waiting.items() if (needed & namespaces) <= done]
        if not ready:
            raise ModelError(
                "The files import each other in a circle: %(files)s.", files=", ".join(sorted(waiting))
            )
        for name in ready:
            models[name] = read(waiting.pop(name)[0], models.values())
    return models


def _imported(xml: bytes) -> set[str]:
    return {value_of(each, "namespace") for each in children(root_of(xml), "import")}


def _prefixed(types: Mapping[str, FeelType], prefix: str) -> dict[str, FeelType]:
    return {f"{prefix}.{name}" if prefix else name: kind for name, kind in types.items()}


def _variable(element: etree._Element) -> Parameter:
    found = child(element, "variable")
    name = single_spaced(value_of(element, "name"))
    return Parameter(name, variable_of(found).type) if found is not None else Parameter(name)


def _identity(element: etree._Element, model: Model) -> tuple[str, str, str, Parameter]:
    name = single_spaced(value_of(element, "name"))
    return value_of(element, "id") or name, name, model.namespace, _variable(element)


def _reference(element: etree._Element | None, model: Model) -> str:
    """`namespace#id` of a href."""
    href = "" if element is None else value_of(element, "href")
    namespace, _, id_ = href.rpartition("#")
    return f"{namespace or model.namespace}#{id_}"


def _requirements(element: etree._Element, model: Model) -> list[str]:
    return [
        _reference(target, model)
        for requirement in children(element, "informationRequirement", "knowledgeRequirement")
        for target in children(requirement, "requiredInput", "requiredDecision", "requiredKnowledge")
    ]


def _compiled(boxes: Boxes, work: Callable[[], Boxed]) -> tuple[Boxed, FeelError | None]:
    """(logic, None), or (null, problem) where it cannot be compiled."""
    try:
        return work(), None
    except FeelError as problem:
        boxes.problems.append(problem)
        boxes.depth = 0
        return (lambda scope, trace: None), problem


def _input_data(boxes: Boxes, element: etree._Element, model: Model) -> Element:
    return InputData(*_identity(element, model))


def _decision(boxes: Boxes, element: etree._Element, model: Model) -> Element:
    boxes.reads = set()
    logic, problem = _compiled(boxes, lambda: boxes.inside(element))
    return Decision(
        *_identity(element, model), logic, _requirements(element, model), frozenset(boxes.reads), problem
    )


def _knowledge(boxes: Boxes, element: etree._Element, model: Model) -> Element:
    encapsulated = child(element, "encapsulatedLogic")
    parameters = (
        []
        if encapsulated is None
        else [variable_of(each) for each in children(encapsulated, "formalParameter")]
    )
    foreign = encapsulated is not None and value_of(encapsulated, "kind") not in ("", "FEEL")
    logic, _ = _compiled(boxes, lambda: boxes.inside(None if foreign else encapsulated))
    return Knowledge(*_identity(element, model), parameters, logic, _requirements(element, model))


def _service(boxes: Boxes, element: etree._Element, model: Model) -> Element:
    inputs = [*children(element, "inputData"), *children(element, "inputDecision")]
    return Service(
        *_identity(element, model),
        [_reference(each, model) for each in children(element, "outputDecision")],
        [_reference(each, model) for each in inputs],
    )


_READERS: dict[str, Callable[[Boxes, etree._Element, Model], Element]] = {
    "inputData": _input_data,
    "decision": _decision,
    "businessKnowledgeModel": _knowledge,
    "decisionService": _service,
}


def _check_requirements(model: Model) -> None:
    """A decision that points to nothing keeps that as its problem."""
    for decision in model.decisions:
        lost = [reference for reference in decision.requires if model.resolve(reference) is None]
        if lost and decision.problem is None:
            decision.problem = ModelError(
                "The decision %(decision)s requires %(reference)s, which is not there.",
                element=decision.id,
                decision=decision.name,
                reference=lost[0].rpartition("#")[2],
            )
            model.problems.append(decision.problem)
