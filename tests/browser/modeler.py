"""Somebody at the drawing of a draft: drags, connects, chooses in lists, and reads what the page says."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from playwright.sync_api import Locator, TimeoutError, expect

from engine.editing import drafts, owners
from engine.models import person
from engine.parties import people

from .person import Person
from .site import Site, addresses

DEPRECATED = "ContextPad#getPad is deprecated"  # said by bpmn-js about itself


def begin_draft(site: Site, process_id: str, *names: str) -> None:
    """A draft of a process that these people, by first name, own."""
    with site.store.transaction() as session:
        for name in names:
            person_id = session.scalar(sa.select(person.c.id).where(person.c.email == addresses()[name]))
            owners.add(session, process_id, person_id, None)
        actor = people.actor(session, person_id)
        assert actor is not None
        drafts.begin(session, process_id, actor)


def save_directly(site: Site, process_id: str, content: bytes) -> bytes:
    """Put a diagram into the draft behind everybody's back. What was there before."""
    with site.store.transaction() as session:
        operator = session.scalar(sa.select(person.c.id).where(person.c.is_operator))
        actor = people.actor(session, operator)
        assert actor is not None
        draft = drafts.get(session, process_id, actor)
        before = drafts.content(session, process_id, draft.diagram, actor)
        revision = next(file.revision for file in draft.files if file.name == draft.diagram)
        drafts.save(session, process_id, draft.diagram, content, revision, actor)
        return before


class Drawing:
    """The modeler in a person's browser."""

    def __init__(self, person: Person, process_id: str) -> None:
        self.person, self.page = person, person.page
        self.path = f"/processer/{process_id}/kladde/diagram"
        draft = f"{person.site.address}/processer/{process_id}/kladde"
        self.file, self.check = f"{draft}/filer/{process_id}.bpmn", f"{draft}/tjek"
        self.open()

    def open(self) -> None:
        self.page.goto(self.path)
        self.page.wait_for_selector("html[data-ready=modeler]", state="attached")

    def shape(self, element_id: str) -> Locator:
        return self.page.locator(f".djs-element[data-element-id='{element_id}']")

    def new(self) -> str:
        """The id of the element that is chosen: what was just drawn."""
        return self.page.locator(".djs-element.selected").first.get_attribute("data-element-id") or ""

    def names(self) -> list[str]:
        """The words in the drawing."""
        return [" ".join(text.split()) for text in self.page.locator(".djs-label").all_text_contents()]

    @staticmethod
    def centre(where: Locator) -> tuple[float, float]:
        box = where.bounding_box()
        assert box is not None
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def corner(self, shape: Locator) -> tuple[float, float]:
        """A place in an element that nothing of another one covers; of an arrow, the middle."""
        box = shape.locator(".djs-visual").bounding_box()
        assert box is not None
        is_box = "djs-shape" in (shape.get_attribute("class") or "")
        right, down = (0.2, 0.8) if is_box else (0.5, 0.5)
        return box["x"] + box["width"] * right, box["y"] + box["height"] * down

    def drag(self, start: Locator, x: float, y: float) -> None:
        mouse = self.page.mouse
        left, top = self.centre(start)
        mouse.move(left, top)
        mouse.down()
        mouse.move(left + 12, top + 4, steps=3)
        self.page.locator("svg.djs-drag-active").wait_for()  # it is picked up
        mouse.move(x - 40, y - 10, steps=6)
        mouse.move(x, y, steps=6)
        mouse.up()

    def put_task(self, name: str, x: float, y: float) -> str:
        """Drag a task from the palette to a place in the drawing, and name it. Its id."""
        corner = self.page.locator("[data-canvas]").bounding_box()
        assert corner is not None
        self.drag(
            self.page.locator(".djs-palette [data-action='create.task']"), corner["x"] + x, corner["y"] + y
        )
        self.page.locator(".djs-direct-editing-content").wait_for()
        self.page.keyboard.type(name)
        self.page.keyboard.press("Enter")
        return self.new()

    def choose(self, element_id: str) -> None:
        """Click an element, so that its properties and the pad beside it are shown. While the toolkit still draws
        what came before, it takes no click: then click again, as people do."""
        # a straight arrow has no height, so that it counts as hidden
        chosen = self.page.locator(f".djs-element.selected[data-element-id='{element_id}']")
        for _ in range(5):
            self.page.mouse.move(0, 0)
            self.page.mouse.click(*self.corner(self.shape(element_id)))
            try:
                chosen.wait_for(state="attached", timeout=700)
                return
            except TimeoutError:
                self.page.keyboard.press("Escape")  # whatever stands in the way
        raise AssertionError(f"{element_id} cannot be chosen")

    def pad(self, action: str) -> Locator:
        return self.page.locator(f".djs-context-pad.open [data-action='{action}']")

    def become(self, element_id: str, kind: str) -> None:
        self.choose(element_id)
        self.pad("replace").click()
        self.page.locator(f".djs-popup [data-id='replace-with-{kind}']").click()

    def connect(self, source: str, target: str) -> None:
        self.choose(source)
        self.drag(self.pad("connect"), *self.corner(self.shape(target)))
        self.page.locator(".djs-connection.selected").wait_for(state="attached")

    def field(self, label: str) -> Locator:
        """A field of the properties; ours stand before those of the toolkit that are called the same."""
        return self.page.locator("#properties").get_by_label(label, exact=True).first

    def do(self, name: str) -> None:
        """Press a button above the drawing."""
        self.page.locator(f"[data-do='{name}']").click()

    def problems(self) -> list[str]:
        return [" ".join(text.split()) for text in self.page.locator("[data-problems] li").all_inner_texts()]

    def counts(self, words: str) -> None:
        """What the page says about errors and warnings once it has looked."""
        expect(self.page.locator("[data-problems-count]")).to_have_text(words)

    def has(self, state: str) -> None:
        """Whether the file is saved, and if not, why."""
        expect(self.page.locator("[data-saving]")).to_have_attribute("data-state", state)

    def is_asked(self, *words: str) -> None:
        for text in words:
            expect(self.page.locator("[data-saving]")).to_contain_text(text)

    def answer(self, label: str) -> None:
        self.page.locator("main").get_by_role("button", name=label).click()

    def forgive(self, words: str = DEPRECATED) -> None:
        """What the browser said with these words was to be expected."""
        self.person.said[:] = [note for note in self.person.said if words not in note]

    def bring(self, folder: Path, name: str, content: str) -> None:
        """Choose a file from the computer."""
        (folder / name).write_text(content, encoding="utf-8")
        self.page.set_input_files("[data-file]", folder / name)

    def drop(self, name: str, content: str) -> None:
        """Let go of a file above the drawing."""
        data = self.page.evaluate_handle(
            """([name, text]) => {
                const data = new DataTransfer();
                data.items.add(new File([text], name));
                return data;
            }""",
            [name, content],
        )
        for event in ("dragover", "drop"):
            self.page.locator("[data-canvas]").dispatch_event(event, {"dataTransfer": data})
