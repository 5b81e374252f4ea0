import pytest

from engine.dmn import ModelError, read
from engine.dmn.xml import MAX_BYTES

from .support import DMN, decision, literal, model, outcome


@pytest.mark.parametrize(
    "namespace",
    [
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20211108/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL/",
        "https://www.omg.org/spec/DMN/20240513/MODEL/",
    ],
)
def test_versions(namespace: str) -> None:
    assert outcome(model(decision("d", literal("1 + 1")), dmn=namespace), "d") == 2


@pytest.mark.parametrize(
    ("xml", "message"),
    [
        (b"", "The file is not XML"),
        (b"<definitions", "The file is not XML"),
        (b"\xff\xfe\x00", "The file is not XML"),
        (b"<definitions/>", "not a decision model"),
        (b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>', "not a decision model"),
        (f'<decision xmlns="{DMN}"/>'.encode(), "not a decision model"),
        (f'<!DOCTYPE d><definitions xmlns="{DMN}"/>'.encode(), "document type"),
        (
            f'<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/h">]><definitions xmlns="{DMN}">&e;</definitions>'.encode(),
            "document type",
        ),
        (b" " * (MAX_BYTES + 1), "larger than"),
    ],
)
def test_what_is_no_model_is_refused(xml: bytes, message: str) -> None:
    with pytest.raises(ModelError, match=message):
        read(xml)


def test_entities_that_grow_are_not_expanded() -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "x" * 100}">' for n in range(12))
    with pytest.raises(ModelError):
        read(f'<!DOCTYPE d [{entities}]><definitions xmlns="{DMN}">&e11;</definitions>'.encode())


def test_foreign_elements_and_comments_are_passed_over() -> None:
    made = model('<!-- note --><x:decision xmlns:x="urn:x" id="no"/>' + decision("d", literal("1")))
    assert [each.id for each in made.decisions] == ["d"]
