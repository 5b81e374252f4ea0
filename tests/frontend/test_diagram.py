"""The diagram of a case: state on the shapes, subprocesses to look into, buttons for the view."""

from playwright.sync_api import Page, expect

from .conftest import BOTH

pytestmark = BOTH

SHAPE = '.diagram .djs-element[data-element-id="{}"]'


def classes(page: Page, element: str) -> set[str]:
    return set((page.locator(SHAPE.format(element)).get_attribute("class") or "").split())


def test_state_is_shown_on_the_shapes(page: Page) -> None:
    assert "is-done" in classes(page, "beskriv-ide")
    assert "is-incident" in classes(page, "send")
    assert "is-travelled" in classes(page, "f2")
    assert not {"is-done", "is-active"} & classes(page, "port")


def test_a_collapsed_subprocess_shows_the_tokens_inside_it(page: Page) -> None:
    assert "is-active" in classes(page, "dialog")
    token = page.locator('[data-container-id="dialog"] .token')
    expect(token).to_have_text("2")
    expect(token).to_have_attribute("title", "2 åbne opgaver")


def test_a_subprocess_can_be_entered_and_left(page: Page) -> None:
    enter = page.locator(".bjs-drilldown[title='Åbn delproces: Dialog mellem parterne']")
    page.get_by_role("button", name="Vis hele").click()
    enter.click()
    expect(page.locator(SHAPE.format("dialogpapir"))).to_be_visible()
    expect(page.locator(SHAPE.format("beskriv-ide"))).to_be_hidden()
    page.get_by_role("link", name="Tilbage til Partnerskab").click()
    expect(page.locator(SHAPE.format("beskriv-ide"))).to_be_visible()


def test_zoom_is_reached_by_keyboard(page: Page) -> None:
    def width() -> float:
        box = page.locator(SHAPE.format("send")).bounding_box()
        assert box
        return box["width"]

    page.get_by_role("button", name="Vis hele").press("Enter")
    whole = width()
    page.get_by_role("button", name="Zoom ind").press("Enter")
    assert width() > whole * 1.2
    page.get_by_role("button", name="Zoom ud").press("Enter")
    assert abs(width() - whole) < 1


def test_the_maker_s_mark_stays_uncovered(page: Page) -> None:
    mark = page.locator(".bjs-powered-by")
    mark.scroll_into_view_if_needed()
    expect(mark).to_be_visible()
    assert mark.evaluate("""mark => {
        const {left, right, top, bottom} = mark.getBoundingClientRect();
        return mark.contains(document.elementFromPoint((left + right) / 2, (top + bottom) / 2));
    }""")
