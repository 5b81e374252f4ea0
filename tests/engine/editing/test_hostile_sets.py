"""The hostile suite compared and brought in as a zip: every file gets sentences of a sane length, or a refusal."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from engine import bpmn
from engine.bpmn.differences import compare
from engine.editing import archive
from engine.editing.differences import compare_files
from engine.errors import Invalid
from tests.engine.bpmn.test_differences import sentences
from tests.world import HERE

FOLDER = HERE.parents[1] / "shared" / "conformance" / "hostile"
PLAIN = (HERE / "fixtures" / "aftale.bpmn").read_bytes()
FILES = sorted(FOLDER.glob("*.bpmn"))
LONG = 20_000  # characters of a sentence that nobody could have written on purpose


@pytest.mark.skipif(not FOLDER.exists(), reason="the hostile inputs do not lie beside the repository")
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_file_of_the_suite(file: Path) -> None:
    content = file.read_bytes()
    for before, after in ((PLAIN, content), (content, PLAIN)):
        found = compare_files("aftale", {"aftale.bpmn": before}, {"aftale.bpmn": after})
        assert found and all(0 < len(text) < LONG for text in sentences(found.words))
    assert not compare_files("aftale", {"aftale.bpmn": content}, {"aftale.bpmn": content})
    try:
        model = bpmn.read(content, file.name)
    except bpmn.Rejected:
        return
    assert not compare(model, bpmn.read(content, file.name))


@pytest.mark.skipif(not FOLDER.exists(), reason="the hostile inputs do not lie beside the repository")
def test_the_suite_as_one_zip_is_refused_and_one_by_one_comes_out_as_it_went_in() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        for file in FILES:
            made.write(file, file.name)
    with pytest.raises(Invalid):
        archive.unpack(held.getvalue(), "p")
    for file in FILES:
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
            made.write(file, "p.bpmn")
        try:
            assert archive.unpack(held.getvalue(), "p") == {"p.bpmn": file.read_bytes()}
        except Invalid:
            assert len(held.getvalue()) > archive.ZIP_LIMIT or file.stat().st_size > archive.SMALL


def test_no_name_makes_a_sentence_without_end() -> None:
    """Every text of a diagram that a sentence repeats is cut short."""
    long = "x" * 100_000
    content = PLAIN.decode()
    for quoted in (
        'name="Skriv aftalen"',
        'id="skriv"',
        'name="Lille aftale"',
        'value="=emne"',
        "P7D",
        "=sag_id",
    ):
        assert quoted in content
        mark, text = quoted.partition('"')[::2]
        other = content.replace(quoted, f'{mark}"{long}{text}' if text else long)
        found = compare_files("aftale", {"aftale.bpmn": content.encode()}, {"aftale.bpmn": other.encode()})
        assert found and max(map(len, sentences(found.words))) < LONG, quoted
