#!/usr/bin/env bash
# Installs what is missing, then runs the acceptance tests against the built binary (CRM_AGENT_BIN, default
# .build/debug/crm-agent). Arguments go to pytest, paths relative to this folder: run.sh test_contract.py -k chat
# Without arguments all tests run, and those of what any database must do once more on PostgreSQL. Most tests wait more than they
# compute, so three processes (CRM_AGENT_TEST_PROCESSES) share the files; tests marked `alone` follow, one after the other.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
[ -z "${CRM_AGENT_BIN:-}" ] || export CRM_AGENT_BIN=$(readlink -f "$CRM_AGENT_BIN")
"$here/setup.sh"
cd "$here"
TMPDIR=$(../../bin/test-folder)
export TMPDIR
pytest() { ../../.venv/bin/python -B -m pytest -q "$@"; }
[ $# = 0 ] || { pytest "$@"; exit; }
side_by_side() { pytest -m "not alone" -n "${CRM_AGENT_TEST_PROCESSES:-3}" --dist loadfile --no-loadscope-reorder "$@"; }
side_by_side
pytest -m alone
CRM_AGENT_TEST_DATABASE=postgres side_by_side \
  test_access_matrix.py test_contract.py test_api_v1.py test_agents.py test_audiences.py test_bad_input.py test_idempotency.py test_import.py test_openapi.py test_provider_faults.py
