"""The sample business on the page, from a new folder until it is taken out."""

import pytest
from crm_server import Server
from playwright.sync_api import expect
from test_browser import browser, open_page  # noqa: F401 (fixtures)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A server in a new folder, which starts with the sample."""
    server = Server(tmp_path_factory.mktemp("data"), args=()).start()
    yield server
    server.stop()


def test_the_sample_is_taken_out_on_the_page_and_what_was_added_stays(open_page, server):  # noqa: F811
    mine = server.create("contacts", name="Pier Nine Café")
    page = open_page("/#/contacts")
    expect(page.get_by_role("button", name="Edit Harbour Hotel")).to_be_visible()
    banner = page.get_by_role("region", name="Sample business")
    banner.get_by_role("button", name="Remove the sample").click()
    assert len(server.every("contacts")) > 1
    banner.get_by_role("button", name="Remove all of it?").click()
    expect(banner).to_have_count(0)
    expect(page.get_by_role("button", name="Edit Pier Nine Café")).to_be_visible()
    expect(page.get_by_role("button", name="Edit Harbour Hotel")).to_have_count(0)
    assert [each["id"] for each in server.every("contacts")] == [mine["id"]]
