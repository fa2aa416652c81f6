#!/usr/bin/env bash
# Installs what is missing, then runs the acceptance tests against the built binary (CRM_AGENT_BIN, default
# .build/debug/crm-agent). Arguments go to pytest, paths relative to this folder: run.sh test_contract.py -k chat
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
[ -z "${CRM_AGENT_BIN:-}" ] || export CRM_AGENT_BIN=$(readlink -f "$CRM_AGENT_BIN")
"$here/setup.sh"
cd "$here"
exec ../../.venv/bin/python -B -m pytest -q "$@"
