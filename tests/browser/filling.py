"""Fills a form the way a person does: field by field, with the controls that the page has.

What is not given is answered by the dossiers' demo fill rule (``engine/demo/filler.py``): text "Udfyldt i demo",
number 1, today, the first option, one row in a table; but a box of its own is ticked only where it must be, as a
tick often turns a case off the main line. What stands there already is left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from playwright.sync_api import Locator, Page, TimeoutError

from engine.demo.filler import TEXT

ROUNDS = 300
BY_TYPE = {"email": "nogen@example.dk", "tel": "+4512345678", "time": "10:00"}

# One look at all controls and tables. The mark tells these fields from those that take their place.
LOOK = """form => {
  const fields = form.querySelector('.fields[data-form]');
  if (!fields) return {controls: [], tables: []};
  fields.dataset.seen = '';
  const controls = [...fields.querySelectorAll('input:not([type=hidden]), select, textarea')];
  return {
    controls: controls.map(e => ({
      name: e.name, type: e.type, mode: e.inputMode, value: e.value, checked: e.checked === true, required: e.required,
      options: [...(e.options ?? [])].filter(o => o.value).map(o => [o.label, o.value]),
      label: e.labels[0]?.textContent.trim(),
      several: e.closest('.f').matches('fieldset'), refresh: e.closest('[data-refresh]') !== null,
    })),
    tables: [...fields.querySelectorAll('fieldset.f-rows')].flatMap(table => {
      const add = table.querySelector(':scope > button[name=_row_add]');
      return add ? [{path: add.value, rows: table.querySelectorAll(':scope > .row').length}] : [];
    }),
  };
}"""


@dataclass(slots=True)
class Field:
    """A control, or all the ticks of one question."""

    name: str
    type: str
    mode: str
    refresh: bool
    several: bool
    required: bool
    value: str
    options: dict[str, str]  # label -> value
    chosen: list[str]


class Filling:
    """One form on a page. ``given``: field key -> value, or the label of an option; a table is a list
    of rows."""

    def __init__(self, page: Page, form: Locator, given: Mapping[str, Any], today: date) -> None:
        self.page, self.form, self.given, self.today = page, form, given, today
        self._settled: set[str] = set()
        self._used: set[str] = set()

    def fill(self) -> None:
        for _ in range(ROUNDS):
            if not self._change():
                break
        else:
            raise AssertionError(f"the form does not come to rest at {self.page.url}")
        unknown = set(self.given) - self._used
        assert not unknown, f"no field for {sorted(unknown)} at {self.page.url}"

    def _change(self) -> bool:
        """Fill what can be filled; True when other fields have taken the place of these."""
        seen = self.form.evaluate(LOOK)
        for table in seen["tables"]:
            self._used.add(table["path"].split(".")[0])
            wanted, rows = self._rows(table["path"], table["rows"]), table["rows"]
            if rows != wanted:
                button = (
                    f'[name=_row_add][value="{table["path"]}"]'
                    if rows < wanted
                    else f'[name=_row_remove][value="{table["path"]}.{rows - 1}"]'
                )
                self.form.locator(button).click()
                self._fresh(table["path"])
                return True
        for field in _fields(seen["controls"]):
            if field.name not in self._settled and self._set(field):
                self._fresh(field.name)
                return True
        return False

    def _fresh(self, why: str) -> None:
        try:
            self.page.wait_for_selector(".fields[data-form]:not([data-seen])", state="attached")
        except TimeoutError as late:
            raise AssertionError(f"nothing follows {why} at {self.page.url}") from late

    def _rows(self, path: str, now: int) -> int:
        rows = self._given(path)
        return max(now, 1) if rows is None else len(rows)

    def _given(self, path: str) -> Any:
        """What is given for a path such as ``rows.0.name``; None when nothing is."""
        place: Any = self.given
        for part in path.split("."):
            if isinstance(place, list):
                place = place[int(part)] if int(part) < len(place) else None
            else:
                place = place.get(part) if isinstance(place, Mapping) else None
        return place

    def _set(self, field: Field) -> bool:
        """Answer one field; True when the fields of the page change with it."""
        self._used.add(field.name.split(".")[0])
        answer = self._answer(field)
        if isinstance(answer, list):
            return self._tick(field, answer)
        self._settled.add(field.name)
        if answer == field.value:
            return False
        control = self.form.locator(f'[name="{field.name}"]')
        if field.type == "radio":
            self.form.locator(f'[name="{field.name}"][value="{answer}"]').check()
        elif field.type == "checkbox":
            control.set_checked(answer == "true")
        elif field.type == "select-one":
            control.select_option(answer)
        else:
            control.fill(answer)
            if field.refresh:
                control.blur()
        return field.refresh

    def _tick(self, field: Field, wanted: list[str]) -> bool:
        for option in field.options.values():
            if (option in wanted) != (option in field.chosen):
                box = self.form.locator(f'[name="{field.name}"][value="{option}"]')
                box.set_checked(option in wanted)
                if field.refresh:
                    return True
        self._settled.add(field.name)
        return False

    def _answer(self, field: Field) -> str | list[str]:
        """The value to end with, as the control holds it."""
        given = self._given(field.name)
        if given is not None:
            typed = _as_typed(given)
            if isinstance(typed, list):
                return [field.options.get(item, item) for item in typed]
            return field.options.get(typed, typed)
        if field.type == "checkbox" and field.several:
            return field.chosen or list(field.options.values())[:3]
        if field.value:
            return field.value
        if field.type in ("radio", "select-one"):
            return next(iter(field.options.values()), "")
        if field.type == "checkbox":
            return "true" if field.required else ""
        if field.type == "date":
            return self.today.isoformat()
        if field.mode in ("numeric", "decimal"):
            return "1"
        return BY_TYPE.get(field.type, TEXT)


def _as_typed(value: Any) -> str | list[str]:
    match value:
        case list():
            return [str(item) for item in value]
        case bool():
            return "true" if value else ""
        case float():
            return str(value).replace(".", ",")
    return str(value)


def _fields(controls: list[dict[str, Any]]) -> list[Field]:
    """Controls of one name together: radios, and the boxes of a question."""
    fields: dict[str, Field] = {}
    for c in controls:
        ticked = c["type"] in ("radio", "checkbox")
        field = fields.get(c["name"]) or Field(
            **{key: c[key] for key in ("name", "type", "mode", "refresh", "several", "required")},
            value="",
            options=dict(c["options"]),
            chosen=[],
        )
        fields[field.name] = field
        if ticked and c["several"]:
            field.options[c["label"]] = c["value"]
        if not ticked or c["checked"]:
            field.value = c["value"]
            field.chosen.append(c["value"])
    return list(fields.values())
