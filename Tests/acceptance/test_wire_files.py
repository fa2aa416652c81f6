"""The examples that the unit tests go by are what the providers' own clients send and read."""

import copy

import pytest
import sdk_requests
import wire_files

REQUESTS = wire_files.requests()
ANSWERS = wire_files.answers()


@pytest.mark.parametrize("name", REQUESTS)
def test_a_request_is_as_the_providers_types_have_it(name):
    assert sdk_requests.read(name.split("-")[0], REQUESTS[name]) == REQUESTS[name]


def test_there_are_requests_with_tools_and_schemas_for_every_form():
    assert set(REQUESTS) == {f"{form}-{kind}" for form in wire_files.FORMS for kind in ("tools", "schema")}


def test_types_find_what_a_provider_does_not_know():
    body = copy.deepcopy(REQUESTS["chat-tools"])
    body["messages"][0]["tone"] = "friendly"
    assert sdk_requests.read("chat", body) != body


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_is_what_the_scripted_model_gives(name):
    """test_wire_formats.py has the clients read the same."""
    assert (wire_files.FOLDER / "answers" / name).read_text() == ANSWERS[name]
