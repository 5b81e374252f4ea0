"""DMN XML, read with nothing of XML that can hurt: no document types, no entities, no network."""

from collections.abc import Iterator

from lxml import etree

from .errors import ModelError

NAMESPACES = frozenset(
    (
        "http://www.omg.org/spec/DMN/20180521/MODEL/",  # 1.2, which differs in nothing that is read here
        "https://www.omg.org/spec/DMN/20191111/MODEL/",  # 1.3
        "https://www.omg.org/spec/DMN/20211108/MODEL/",  # 1.4
        "https://www.omg.org/spec/DMN/20230324/MODEL/",  # 1.5
        "https://www.omg.org/spec/DMN/20240513/MODEL/",  # 1.6, read as 1.5
    )
)
MAX_BYTES = 4_000_000


def root_of(xml: bytes) -> etree._Element:
    """The `definitions` element. Raises ModelError."""
    if len(xml) > MAX_BYTES:
        raise ModelError("The file is larger than %(limit)s bytes.", limit=MAX_BYTES)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ModelError("The file is not XML: %(reason)s", reason=str(error)) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise ModelError("The file declares a document type, which is not allowed.")
    if tag(root) != "definitions" or etree.QName(root).namespace not in NAMESPACES:
        raise ModelError("The file is not a decision model of DMN 1.2 to 1.6.")
    return root


def tag(element: etree._Element) -> str:
    """The name of an element of DMN, without namespace; empty for foreign elements."""
    name = element.tag
    if not isinstance(name, str):
        return ""
    namespace, _, local = name.rpartition("}")
    return local if namespace.lstrip("{") in NAMESPACES else ""


def children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    return (child for child in element if tag(child) in names)


def child(element: etree._Element, *names: str) -> etree._Element | None:
    return next(children(element, *names), None)


def text_in(element: etree._Element | None) -> str:
    """The text of the `text` element below; empty when there is none."""
    found = None if element is None else child(element, "text")
    return "" if found is None else (found.text or "").strip()


def value_of(element: etree._Element, name: str) -> str:
    """An attribute, trimmed; empty when it is not there."""
    return str(element.get(name) or "").strip()


def single_spaced(name: str) -> str:
    return " ".join(name.split())
