"""A person at a browser of their own, who does everything by clicking and typing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Response

from engine.demo import PASSWORD

from .filling import Filling
from .site import Site, addresses, task_names


class Person:
    """Somebody of the demo organisations. ``said``: what the browser complained about, for a test to look at."""

    def __init__(self, browser: Browser, site: Site, first: str, **options: Any) -> None:
        self.site, self.first = site, first
        self.said: list[str] = []
        self._turn = -1
        self._refused: set[str] = set()
        self.context = browser.new_context(
            base_url=site.address, locale="da-DK", reduced_motion="reduce", **options
        )
        self.context.set_default_timeout(15_000)
        self.page: Page = self.context.new_page()
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.said.append(f"{first}: {error}"))

    def _listen(self, note: ConsoleMessage) -> None:
        address = note.location.get("url", "")
        if note.type not in ("error", "warning") or address in self._refused:
            return
        if address.endswith("/kladde") and "409" in note.text:
            return  # a draft on its way while its form was sent
        self.said.append(f"{self.first} at {address}: {note.text}")

    def log_in(self) -> Person:
        self.page.goto("/log-ind")
        self.page.fill("#email", addresses()[self.first])
        self.page.fill("#password", PASSWORD)
        self.send(self.page.locator("main form"))
        return self

    def go(self, path: str) -> str:
        """Look at a page; the text of its main part."""
        answer = self.page.goto(path, wait_until="domcontentloaded")
        assert answer is not None and answer.status == 200, f"{answer and answer.status} {path}"
        return self.text()

    def is_refused(self, *paths: str) -> bool:
        """Whether none of these addresses is more to the person than a page that does not exist."""
        for path in paths:
            self._refused.add(f"{self.site.address}{path}")
            answer = self.page.goto(path, wait_until="domcontentloaded")
            if answer is None or answer.status != 404:
                return False
        return True

    def finds(self, words: str, *paths: str) -> bool:
        """Whether words stand anywhere in these pages, folded parts and attributes included."""
        return any(self.go(path) and words in self.page.content() for path in paths)

    def text(self) -> str:
        return self.page.inner_text("main")

    # cases ---------------------------------------------------------------------------------------------------

    def cases(self) -> str:
        return self.go("/sager?visning=all")

    def case(self, number: str = "") -> str:
        return self.go(f"/sager/{number or self.site.case}")

    def start(
        self,
        process: str,
        others: tuple[str, ...] = (),
        cast: Mapping[str, Sequence[str]] | None = None,
        **answers: Any,
    ) -> str:
        """Start a case of a process by its name, with other organisations by name; its number. ``cast``: the people
        who also fill a role, by first name."""
        self.go("/opgaver")
        self._follow(self.page.locator("main").get_by_role("link", name="Start ny sag"))
        heading = self.page.get_by_role("heading", name=process)
        self._follow(self.page.locator("main a.card").filter(has=heading))
        form = self.page.locator("form.task-form")
        for number, organisation in enumerate(others, 2):
            form.locator(f"#party-P{number}").select_option(label=organisation)
        if cast:
            self.page.get_by_text("Hvem gør hvad hos jer?").click()
        for role, people in (cast or {}).items():
            for first in people:
                form.get_by_role("group", name=role).get_by_label(f"{first} Eksempel").check()
        self.answer(**answers)
        self.site.case = self.page.url.rpartition("/")[2]
        return self.site.case

    # tasks ---------------------------------------------------------------------------------------------------

    def inbox(self) -> list[str]:
        """Names of the open tasks of the case that the person finds in the inbox."""
        self.go("/opgaver")
        return self._rows().locator("a.title").all_inner_texts()

    def _rows(self) -> Locator:
        return self.page.locator("table.tasks tbody tr").filter(has_text=f"sag {self.site.case}")

    def open(self, element_id: str) -> str:
        """Open a task of the case from the inbox; its path."""
        name = task_names()[element_id]
        self.go("/opgaver")
        links = self._rows().get_by_role("link", name=re.compile(f"^{re.escape(name)}(:|$)"))
        assert links.count(), (
            f"{self.first} does not find {element_id} but {self._rows().locator('a.title').all_inner_texts()}"
        )
        self._follow(links.first)
        return self.page.url.removeprefix(self.site.address)

    def do(self, element_id: str, **answers: Any) -> None:
        """Open a task, fill in its form and complete it."""
        if not self._stands_at(element_id):
            self.open(element_id)
        self.answer(**answers)

    def _stands_at(self, element_id: str) -> bool:
        """Whether the page that the last task led to is this one, and nothing has happened since."""
        return self._turn == self.site.turn and self.page.inner_text("h1").startswith(
            task_names()[element_id]
        )

    def answer(self, **answers: Any) -> None:
        """Fill in the form of the page and send it."""
        form = self.page.locator("form.task-form")
        Filling(self.page, form, answers, self.site.today).fill()
        answer = self.send(form)
        assert answer.status == 200, f"{answer.status} {self.page.url}:\n{self._problem()}"
        self.site.turn += 1
        self._turn = self.site.turn

    def is_told(self, status: int, form: Locator) -> str:
        """What the page says when a form that is sent as it is meets a refusal."""
        self._refused.add(self.page.url)
        answer = self.send(form)
        assert answer.status == status, f"{answer.status} {self.page.url}"
        return self.page.get_by_role("alert").inner_text()

    def _problem(self) -> str:
        wrong = self.page.locator("main [role=alert]")
        return wrong.inner_text() if wrong.count() else self.text()

    def send(self, form: Locator) -> Response:
        """Press a form's main button; the answer."""
        return self._follow(form.locator(".button-primary"))

    def _follow(self, link: Locator) -> Response:
        """Click, and wait for the next page and for the scripts that make its forms follow what is chosen."""
        with self.page.expect_navigation(wait_until="domcontentloaded") as answer:
            link.click()
        return answer.value
