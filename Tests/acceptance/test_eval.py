"""`crm-agent eval`: the project's suites with a good model, a bad one, a judge, a baseline, and offline."""

import json
import math
import shutil

import pytest
from crm_server import run_command
from eval_models import AGENTS, EVALS, bad, case_of, good, model, suites
from scripted_llm import ScriptedLLM, ok, spoken, status

Z = 1.959963984540054


@pytest.fixture
def llm():
    with ScriptedLLM() as llm:
        yield llm


def evaluate(*arguments, llm=None, cwd=EVALS.parent, **env):
    settings = {"OPENAI_API_KEY": "key", "OPENAI_BASE_URL": llm.base_url, "LLM_MAX_RETRIES": 0} if llm else {}
    return run_command("eval", *arguments, env={**settings, **env}, cwd=cwd, timeout=120)


def printed(result):
    assert result.stdout.startswith("{"), result.stdout + result.stderr
    return json.loads(result.stdout)


def by_case(report):
    return {(suite["name"], case["name"]): case for suite in report["suites"] for case in suite["cases"]}


def missed(case):
    return {name for attempt in case["tries"] for name, verdict in attempt["verdicts"].items() if verdict["outcome"] == "failed"}


def test_a_good_model_passes_every_suite(llm):
    llm.otherwise = model(good)
    result = evaluate("Evals", llm=llm)
    assert result.returncode == 0, result.stdout + result.stderr
    for name, cases in suites().items():
        assert f"{len(cases)} of {len(cases)} cases pass: 100 %" in result.stdout, name
    assert len(llm.requests) == sum(map(len, suites().values()))
    assert f"Tokens: {100 * len(llm.requests)} in and {10 * len(llm.requests)} out. US$ 0.00" in result.stdout
    assert "FAIL" not in result.stdout and "NO" not in result.stdout.split()


def test_a_bad_model_fails_each_case_by_what_its_message_misses(llm):
    llm.otherwise = model(bad)
    result = evaluate("Evals", "--json", llm=llm)
    assert result.returncode == 1
    answer = printed(result)
    cases = by_case(answer["report"])
    for suite, expected in suites().items():
        for name, case in expected.items():
            assert missed(cases[suite, name]) == set(case["bad"]["misses"]), (suite, name)
    assert [rate["passed"] for rate in answer["suites"]] == [0] * 9 and answer["good"] is False
    text = evaluate("grounding", llm=llm)
    assert text.returncode == 1
    assert "the_day_that_the_deal_names, borne_out: No fact bears out 6 March." in text.stdout
    assert "    | We expect your decision on the Channel Manager by 6 March." in text.stdout


def test_the_agents_pass_offline_and_ask_nobody(llm):
    result = evaluate(*AGENTS, "--offline", llm=llm)
    assert result.returncode == 0, result.stdout
    assert result.stdout.startswith("Written by offline.") and "Tokens" not in result.stdout and llm.requests == []
    assert evaluate(*AGENTS, "--repeat", 5).returncode == 0


def wilson(passed, count):
    rate = passed / count
    centre = (2 * passed + Z * Z) / (2 * (count + Z * Z))
    half = Z * math.sqrt(Z * Z + 4 * passed * (1 - rate)) / (2 * (count + Z * Z))
    return centre - half, centre + half


def newcombe(pairs):
    """Method 10 of Newcombe (1998), after the paper: pairs of (before, now)."""
    e, f = sum(now and before for before, now in pairs), sum(now and not before for before, now in pairs)
    g, h = sum(before and not now for before, now in pairs), sum(not now and not before for before, now in pairs)
    n = e + f + g + h
    theta = (f - g) / n
    (l2, u2), (l3, u3) = wilson(e + f, n), wilson(e + g, n)
    dl2, du2, dl3, du3 = (e + f) / n - l2, u2 - (e + f) / n, (e + g) / n - l3, u3 - (e + g) / n
    margins = (e + f) * (g + h) * (e + g) * (f + h)
    numerator = e * h - f * g
    if numerator > 0:
        numerator = max(numerator - n / 2, 0)
    phi = numerator / math.sqrt(margins) if margins else 0
    delta = math.sqrt(dl2**2 - 2 * phi * dl2 * du3 + du3**2)
    epsilon = math.sqrt(du2**2 - 2 * phi * du2 * dl3 + dl3**2)
    return theta, theta - delta, theta + epsilon


def test_a_run_is_compared_with_an_earlier_one_case_by_case(llm, tmp_path):
    places = {id_of(case): place for place, case in enumerate(case for cases in suites().values() for case in cases.values())}
    before = lambda case: "bad" if places[id_of(case)] % 5 == 0 else "good"
    now = lambda case: "bad" if places[id_of(case)] % 3 == 0 else "good"
    llm.otherwise = model(before)
    evaluate("Evals", "--save", tmp_path / "before.json", llm=llm)
    llm.otherwise = model(now)
    result = evaluate("Evals", "--json", "--baseline", tmp_path / "before.json", "--save", tmp_path / "now.json", llm=llm)
    assert result.returncode == 1
    lines = {(line["kind"], line["name"]): line for line in printed(result)["comparison"]["lines"]}
    pairs = [(before(case) == "good", now(case) == "good") for cases in suites().values() for case in cases.values()]
    groups = {("all", "all cases"): pairs}
    start = 0
    for name, cases in suites().items():
        groups["suite", name] = pairs[start:start + len(cases)]
        start += len(cases)
    groups["property", "mentions"] = [
        tuple(message(case) == "good" or "mentions" not in case["bad"]["misses"] for message in (before, now))
        for cases in suites().values() for case in cases.values() if "mentions" in case["expect"]]
    for name, group in groups.items():
        line = lines[name]
        verdict = "better" if newcombe(group)[1] > 0 else "worse" if newcombe(group)[2] < 0 else "no difference shown"
        assert line["verdict"] == verdict, name
        assert (line["pairs"], line["before"], line["now"]) == (len(group), sum(b for b, _ in group), sum(n for _, n in group)), name
        found = [line["difference"][key] for key in ("difference", "lower", "upper")]
        assert found == pytest.approx(newcombe(group), abs=1e-9), name
    kept = json.loads((tmp_path / "now.json").read_text())
    assert kept == printed(result)["report"]


def id_of(case):
    return json.dumps(case, sort_keys=True)


def test_worse_ends_with_1_and_better_with_0(llm, tmp_path):
    for name, kind in (("good", good), ("bad", bad)):
        llm.otherwise = model(kind)
        evaluate("grounding", "--save", tmp_path / f"{name}.json", llm=llm)
    worse = evaluate("grounding", "--baseline", tmp_path / "good.json", llm=llm)
    assert worse.returncode == 1 and "-100 (" in worse.stdout and "worse" in worse.stdout
    llm.otherwise = model(good)
    better = evaluate("grounding", "--baseline", tmp_path / "bad.json", llm=llm)
    assert better.returncode == 0 and "+100 (" in better.stdout and "better" in better.stdout
    same = evaluate("grounding", "--baseline", tmp_path / "good.json", llm=llm)
    assert same.returncode == 0 and "no difference shown" in same.stdout and "better" not in same.stdout


def test_what_is_optional_worse_is_worse(llm, tmp_path):
    """A property that fails nothing by itself still must not get worse."""
    shutil.copytree(EVALS / "grounding", tmp_path / "mine")
    for file in (tmp_path / "mine").iterdir():
        case = json.loads(file.read_text())
        file.write_text(json.dumps({**case, "optional": [*case["expect"]]}))
    llm.otherwise = model(good)
    assert evaluate(tmp_path / "mine", "--save", tmp_path / "good.json", llm=llm).returncode == 0
    llm.otherwise = model(bad)
    assert evaluate(tmp_path / "mine", llm=llm).returncode == 0
    result = evaluate(tmp_path / "mine", "--baseline", tmp_path / "good.json", llm=llm)
    assert result.returncode == 1 and "(NO)" in result.stdout


def judging(grade):
    """Writes as a good model and judges with `grade`, a function of the judged message's text."""

    def run(exchange):
        request = exchange.request_read
        if "You judge one message" not in request.text:
            return model(good)(exchange)
        return grade(request.text)(exchange)

    return run


def test_a_judge_says_what_rules_cannot(llm):
    llm.otherwise = judging(lambda text: spoken(json.dumps({"reason": "It is what it should be.", "grade": 5})))
    result = evaluate("tone", "--judge", "openai:gpt-4o", llm=llm)
    assert result.returncode == 0, result.stdout
    assert "Written by openai:gpt-4o-mini, judged by openai:gpt-4o." in result.stdout and ", the judge's " in result.stdout
    llm.otherwise = judging(lambda text: spoken(json.dumps({"reason": "Too stiff.", "grade": 2 if "Uma Stein" in text else 4})))
    result = evaluate("tone", "--judge", "openai:gpt-4o", llm=llm)
    assert result.returncode == 1 and "professional_to_a_contact, judge: Grade 2 of 5: Too stiff." in result.stdout
    assert "8 of 9 cases pass" in result.stdout


@pytest.mark.parametrize("fault", [ok("Five!"), ok('{"reason":"x","grade":9}'), status(500)])
def test_a_judge_that_does_not_judge_passes_nothing(llm, fault):
    llm.otherwise = judging(lambda text: fault if "Uma Stein" in text else spoken(json.dumps({"reason": "Good.", "grade": 5})))
    result = evaluate("tone", "--judge", "openai:gpt-4o", llm=llm)
    assert result.returncode == 1 and "professional_to_a_contact, judge: It was not judged" in result.stdout
    without = evaluate("tone", llm=llm)
    assert without.returncode == 0 and "judged" not in without.stdout


def test_options_of_the_model_reach_it(llm):
    llm.otherwise = model(good)
    result = evaluate("closure", "--model", "openai:gpt-4o max_tokens=777 temperature=0.3", llm=llm)
    assert result.returncode == 0, result.stdout + result.stderr
    assert {(r.body["model"], r.body["max_tokens"], r.body["temperature"]) for r in llm.requests} == {("gpt-4o", 777, 0.3)}


def test_an_account_of_a_workspace_of_the_database_can_write(llm, tmp_path):
    env = {"MASTER_KEY": "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA="}
    data = tmp_path / "data"
    data.mkdir()
    for made in (["migrate"], ["workspace", "create", "Second"]):
        assert run_command(*made, data=data, env=env).returncode == 0
    there = ["--workspace", "2"]
    added = run_command(
        "models", "add", "ours", "--provider", "compatible", "--base-url", llm.base_url, *there, data=data, env=env, stdin="secret-key\n")
    assert added.returncode == 0, added.stderr
    llm.otherwise = model(good)
    elsewhere = evaluate("closure", "--data", data, "--model", "ours:small", **env)
    assert elsewhere.returncode == 1 and "no account or provider ours" in elsewhere.stderr and llm.requests == []
    nowhere = evaluate("closure", "--data", data, "--workspace", "9", **env)
    assert nowhere.returncode == 1 and "There is no workspace 9" in nowhere.stderr and llm.requests == []
    result = evaluate("closure", "--data", data, *there, "--model", "ours:small", **env)
    assert result.returncode == 0, result.stdout + result.stderr
    assert {request.headers["authorization"] for request in llm.requests} == {"Bearer secret-key"} and "secret-key" not in result.stdout
    assert all(case_of(request) for request in llm.requests)


@pytest.mark.parametrize("arguments, words", [
    (["no_such_suite"], "Evals/no_such_suite holds no cases"),
    (["grounding", "--baseline", "nowhere.json"], "nowhere.json cannot be read"),
    (["grounding", "--baseline", "README.md"], "README.md is no run that this version has kept"),
    (["grounding", "--model", "nobody:x"], "no account or provider nobody"),
    (["grounding", "--model", "openai:o3 temperature=1"], "o3 a temperature, which it does not take"),
    (["grounding", "--repeat", "0"], "--repeat must be 1 to 100"),
    (["grounding", "--offline", "--model", "openai"], "exclude each other"),
    (["grounding", "--offline", "--workspace", "2"], "--workspace needs --data"),
    (["grounding", "--offline", "--data", "/nowhere"], "--data names a folder without a database"),
    ([], "Missing expected argument"),
])
def test_says_what_is_wrong(llm, arguments, words):
    result = evaluate(*arguments, llm=llm)
    assert result.returncode != 0 and words in result.stderr, result.stderr
    assert result.stdout == "" and llm.requests == []


def test_a_case_that_is_wrong_is_named(tmp_path):
    (tmp_path / "one.json").write_text('{"about": "x", "agent": "CLOSURE", "contacts": [{"name": "A"}], "expect": {"mention": ["x"]}}')
    result = evaluate(tmp_path)
    assert result.returncode == 1
    assert f"{tmp_path}/one.json is wrong: expect has mention, which is no property of a message: did you mean mentions" in result.stderr


def test_a_key_that_is_refused_ends_it(llm):
    llm.otherwise = status(401, "Incorrect API key", "invalid_request_error")
    result = evaluate("grounding", llm=llm)
    assert result.returncode == 1 and "OPENAI_API_KEY" in result.stderr and result.stdout == ""
