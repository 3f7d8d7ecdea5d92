"""The demonstration's first page leads to the field for a code, as long as its survey is open and after."""

from engine.demo.fill import Demo
from engine.store import Store
from tests.web.conftest import application
from web.start.first_page import Guide
from web.start.look_around import demonstrate


def test_it_leads_to_the_field_with_digits_to_try(demo: tuple[Store, Demo]) -> None:
    store, made = demo
    app = application(store)
    demonstrate(app, Guide(made, "var/demo.db"))
    client = app.test_client()
    site = store.sites.of(made.survey)[0]
    assert site.join_code is not None
    page = client.get("/").get_data(as_text=True)
    assert f"{site.join_code[:3]} {site.join_code[3:]} at {site.school}" in page
    assert 'href="/join"' in page
    store.closing.close(made.survey, lambda wave: {})
    page = client.get("/")
    assert page.status_code == 200
    assert f"at {site.school})" not in page.get_data(as_text=True)
