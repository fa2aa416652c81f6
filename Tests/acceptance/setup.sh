#!/usr/bin/env bash
# Installs what the acceptance tests need: Debian packages, and Python packages into .venv at the project's root.
# Quick when all is there.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

debian_packages() {
  local missing=()
  command -v chromium-headless-shell >/dev/null || missing+=(chromium-headless-shell fonts-dejavu-core)
  command -v cc >/dev/null || missing+=(gcc libc6-dev)
  [ -x /usr/lib/postgresql/15/bin/postgres ] || missing+=(postgresql-15)
  [ -x /usr/sbin/haproxy ] || missing+=(haproxy)
  [ -x /usr/sbin/pgbouncer ] || missing+=(pgbouncer)
  command -v openssl >/dev/null || missing+=(openssl)
  [ -e /usr/share/doc/python3-venv ] || missing+=(python3-venv)
  # The provider's own set-up of a database is not needed: each test has its own.
  command -v glewlwyd >/dev/null || missing+=(glewlwyd dbconfig-sqlite3)
  [ ${#missing[@]} = 0 ] && return
  as_root apt-get -o DPkg::Lock::Timeout=300 update -q >/dev/null
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -yq --no-install-recommends "${missing[@]}" >/dev/null
}

python_packages() {
  local stamp=$root/.venv/acceptance-requirements
  cmp -s "$here/requirements.txt" "$stamp" && return
  [ -x "$root/.venv/bin/python" ] || "$(command -pv python3)" -m venv "$root/.venv"
  "$root/.venv/bin/pip" install -q --disable-pip-version-check -r "$here/requirements.txt"
  cp "$here/requirements.txt" "$stamp"
}

debian_packages
python_packages
