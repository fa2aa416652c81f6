"""Fixtures: servers in temporary folders, users of their own for each test, a scripted LLM."""

import collections
import contextlib
import itertools
import signal
import threading

import pytest
from crm_server import BINARY, Server
from databases import shared_cluster
from instances import Instances
from scripted_llm import ScriptedLLM

PROFILE = {
    "business_type": "tech",
    "products": ["SaaS", "Support plan"],
    "tone": "professional",
    "daily_goal": "Generate 5 leads",
    "keywords": ["innovation"],
}

# Takes minutes for few tests: begun first, so that it is not what all others wait for.
FIRST = "test_openapi.py"

_users = itertools.count(1001)


def pytest_collection_modifyitems(items):
    """Then the files with the most tests: by their names all browsers would be at work at the same time."""
    counts = collections.Counter(item.path.name for item in items)
    items.sort(key=lambda item: (item.path.name != FIRST, -counts[item.path.name], item.path.name))


@pytest.fixture(scope="session", autouse=True)
def binary():
    assert BINARY.exists(), f"{BINARY} is missing: run `make tests`, or set CRM_AGENT_BIN"


@pytest.fixture
def llm():
    with ScriptedLLM() as llm:
        yield llm


@pytest.fixture
def start_server(tmp_path):
    """Starts servers; whatever still runs at the end is stopped and must end well."""
    started = []

    def start(data=None, **options):
        folder = data or tmp_path / "data"
        folder.mkdir(exist_ok=True)
        server = Server(folder, **options)
        started.append(server)
        return server.start()

    yield start
    for server in started:
        if server.process.poll() is None:
            server.stop()
        elif server.process.returncode not in (0, -signal.SIGKILL):
            pytest.fail(f"the server ended with {server.process.returncode}:\n" + "".join(server.stderr)[-4000:])


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """One server with the offline writer for all tests of a file."""
    server = Server(tmp_path_factory.mktemp("data")).start()
    yield server
    server.stop()


@pytest.fixture
def llm_server(start_server, llm):
    """Starts a server that writes with `llm`; keyword arguments are environment variables."""

    def start(**env):
        settings = {
            "OPENAI_API_KEY": "test-key", "OPENAI_MODEL": "gpt-4o-mini", "OPENAI_BASE_URL": llm.base_url,
            "LLM_TIMEOUT_SECONDS": 2, "LLM_CONNECT_TIMEOUT_SECONDS": 1, "LLM_MAX_RETRIES": 0,
        }
        return start_server(env=settings | env)

    return start


@pytest.fixture
def new_user():
    """Creates a user with a profile on a server, with an id no other test has."""

    def create(server, **profile):
        user = next(_users)
        answer = server.post(f"/business-profile/{user}", PROFILE | profile)
        assert answer.status_code == 200, answer.text
        return user

    return create


@pytest.fixture
def database():
    """The URL of an empty database on PostgreSQL."""
    return shared_cluster().url(shared_cluster().new_database())


@pytest.fixture
def writing_with(llm):
    """The environment of servers that write with the scripted LLM and send webhooks to this machine."""
    return {
        "OPENAI_API_KEY": "test-key", "OPENAI_BASE_URL": llm.base_url, "LLM_TIMEOUT_SECONDS": 60, "LLM_MAX_RETRIES": 0,
        "WEBHOOK_ALLOW_PRIVATE": "true",
    }


@pytest.fixture
def start_instances(tmp_path, database, writing_with):
    """Starts instances on one database behind haproxy; keyword arguments as of `Instances`."""
    with contextlib.ExitStack() as stack:

        def start(count=2, env=None, **options):
            return stack.enter_context(Instances(tmp_path, database, count, {**writing_with, **(env or {})}, **options))

        yield start


@pytest.fixture
def user(server, new_user):
    return new_user(server)


@pytest.fixture
def gate():
    """An event for `held` answers, set at the end in any case."""
    gate = threading.Event()
    yield gate
    gate.set()
