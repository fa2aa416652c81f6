"""What every error answer must look like."""


def assert_problem(answer, status, field=None):
    """`answer` is a problem+json with this status and a sentence; with `field`, it names that field."""
    assert answer.status_code == status, f"{answer.status_code}: {answer.text[:500]}"
    assert answer.headers["content-type"].startswith("application/problem+json")
    problem = answer.json()
    assert problem["status"] == status
    assert problem["title"] and problem["detail"].strip()
    assert "Error Domain" not in problem["detail"] and "SQLite" not in problem["title"]
    if field:
        assert field in [issue["field"] for issue in problem["errors"]], problem
        assert all(issue["message"] for issue in problem["errors"])
    return problem
