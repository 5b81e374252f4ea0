"""Item definitions: the types that a model declares, as FEEL types."""

from collections.abc import Callable

from lxml import etree

from ..feel import compile_unary
from ..feel.budget import Run
from ..feel.errors import FeelError
from ..feel.types import ANY, SIMPLE, ContextType, FeelType, FunctionType, ListType, Restricted, Simple
from ..feel.values import Value
from .xml import child, children, single_spaced, tag, text_in, value_of

_PREFIXES = ("feel.", "feel:")
_OLD_NAMES = {"integer": "number", "long": "number", "double": "number"}  # as older modelers wrote them


def type_named(name: str) -> FeelType:
    """The type that a `typeRef` names; without a name, any."""
    for prefix in _PREFIXES:
        name = name.removeprefix(prefix)
    if ":" in name and name.rpartition(":")[2] in SIMPLE:
        name = name.rpartition(":")[2]
    name = single_spaced(name)
    return Simple(_OLD_NAMES.get(name, name)) if name and name != "Any" else ANY


def declared_types(root: etree._Element, problems: list[FeelError]) -> dict[str, FeelType]:
    """All types of a model by name. They refer to each other by name, so their order does not matter."""
    return {
        single_spaced(value_of(item, "name")): _declared(item, problems)
        for item in children(root, "itemDefinition")
    }


def _declared(item: etree._Element, problems: list[FeelError]) -> FeelType:
    base: FeelType
    reference = child(item, "typeRef")
    components = list(children(item, "itemComponent"))
    function = child(item, "functionItem")
    if components:
        entries = ((single_spaced(value_of(part, "name")), _declared(part, problems)) for part in components)
        base = ContextType(tuple(entries))
    elif function is not None:
        parameters = (type_named(value_of(part, "typeRef")) for part in children(function, "parameters"))
        base = FunctionType(tuple(parameters), type_named(value_of(function, "outputTypeRef")))
    else:
        base = type_named((reference.text or "").strip() if reference is not None else "")
    base = _restricted(base, text_in(child(item, "allowedValues")), problems)
    if value_of(item, "isCollection") == "true":
        base = ListType(base)
    return _restricted(base, text_in(child(item, "typeConstraint")), problems)


def _restricted(base: FeelType, tests: str, problems: list[FeelError]) -> FeelType:
    allows = allowing(tests, problems)
    return base if allows is None else Restricted(base, allows)


def allowing(tests: str, problems: list[FeelError]) -> Callable[[Value, Run], bool] | None:
    """The check of allowed values given as unary tests; None where there are none. A list passes when all items do."""
    if not tests:
        return None
    try:
        check = compile_unary(tests)
    except FeelError as problem:
        problems.append(problem)
        return None

    def allows(value: Value, run: Run) -> bool:
        if isinstance(value, list) and not check.names and check.run(value, {}, run) is not True:
            return all(check.run(item, {}, run) is True for item in value)
        return check.run(value, {}, run) is True

    return allows


def spelled_names(root: etree._Element) -> set[str]:
    """Every name that the expressions of a model may use."""
    named = {
        "inputData",
        "decision",
        "businessKnowledgeModel",
        "decisionService",
        "itemComponent",
        "variable",
    }
    named |= {"formalParameter", "import", "column", "output", "parameter"}
    names = {single_spaced(value_of(each, "name")) for each in root.iter() if tag(each) in named}
    names |= {single_spaced(value_of(each, "iteratorVariable")) for each in root.iter() if tag(each)}
    return {name for name in names if name}
