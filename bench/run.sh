#!/usr/bin/env bash
# Measures the release binary beside the reference server; the report goes to $BENCH_DIR/results/report.md.
#   PHASES="start compare batch import"  ONLY=chat,history  ROUNDS=3  SECS=5  narrow a run; see README.md
set -euo pipefail
here=$(cd "$(dirname "$(readlink -f "$0")")" && pwd)
export BENCH_REFERENCE=${BENCH_REFERENCE:-$here/../../shared/bench}
export BENCH_DIR=${BENCH_DIR:-${TMPDIR:-/tmp}/crm-agent-bench}
export CRM_AGENT_BIN=${CRM_AGENT_BIN:-$here/../.build/release/crm-agent}
export PYTHONPYCACHEPREFIX=$BENCH_DIR/pycache PYTHONUNBUFFERED=1
[ -e "$BENCH_REFERENCE/compare.py" ] || { echo "There is no reference bench in $BENCH_REFERENCE: set BENCH_REFERENCE to its folder." >&2; exit 1; }
[ -x "$CRM_AGENT_BIN" ] || { echo "$CRM_AGENT_BIN is missing: run swift build -c release, or set CRM_AGENT_BIN." >&2; exit 1; }
mkdir -p "$BENCH_DIR/results" "$BENCH_DIR/run"
"$BENCH_REFERENCE/prio.sh" "$(command -pv python3)" "$here/bench.py" "$@" 2>&1 | tee "$BENCH_DIR/results/report.md"
exit "${PIPESTATUS[0]}"
