#!/usr/bin/env bash
# usage: bench/postgres.sh   Our PostgreSQL driver beside pgbench on a server of its own: statements a second on the same
# connections. CLIENTS (8), SECS (5), ROUNDS (3). Needs postgresql-15 and `swift build -c release --product storage-bench`.
set -euo pipefail
cd "$(dirname "$0")/.."
bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
clients=${CLIENTS:-8} secs=${SECS:-5}
folder=$(mktemp -d /tmp/crm-bench-XXXXXX)
as=()
[ "$(id -u)" != 0 ] || { as=(runuser -u postgres --); chown postgres "$folder"; }
trap '"${as[@]}" "$bin/pg_ctl" -D "$folder/data" -m fast stop >/dev/null; rm -rf "$folder"' EXIT

(cd /tmp && "${as[@]}" "$bin/initdb" -D "$folder/data" -U crm -A trust -E UTF8 --locale=C.UTF-8 >/dev/null
 "${as[@]}" "$bin/pg_ctl" -D "$folder/data" -o "-k $folder -c listen_addresses= -c shared_buffers=256MB" -l "$folder/log" -w start >/dev/null)
"$bin/psql" -qX -h "$folder" -U crm -d postgres <<'SQL'
CREATE TABLE bench (id BIGINT PRIMARY KEY, name TEXT NOT NULL, notes TEXT);
INSERT INTO bench SELECT i, 'Harbour Hotel ' || i, 'asked for a second quote' FROM generate_series(1, 100000) i;
CREATE TABLE bench_log (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, ref BIGINT, body TEXT);
VACUUM ANALYZE;
SQL
cat >"$folder/select.sql" <<'SQL'
\set id random(1, 100000)
SELECT id, name, notes FROM bench WHERE id = :id;
SQL
cat >"$folder/insert.sql" <<'SQL'
\set id random(1, 100000)
INSERT INTO bench_log (ref, body) VALUES (:id, 'a note of some length');
SQL
cat >"$folder/change.sql" <<'SQL'
\set id random(1, 100000)
BEGIN;
SELECT id FROM bench WHERE id = :id;
UPDATE bench SET notes = 'changed' WHERE id = :id RETURNING id, name, notes;
COMMIT;
SQL
for round in $(seq "${ROUNDS:-3}"); do
  for workload in select insert change; do
    tps=$("$bin/pgbench" -h "$folder" -U crm -n -M prepared -c "$clients" -j 2 -T "$secs" -f "$folder/$workload.sql" postgres | sed -n 's/^tps = \([0-9]*\).*/\1/p')
    echo "pgbench $workload clients $clients: $tps/s"
    .build/release/storage-bench "postgresql://crm@/postgres?host=$folder" "$workload" "$clients" "$secs"
  done
done
