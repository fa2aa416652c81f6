#!/usr/bin/env bash
# usage: Tests/Fuzz/run.sh [SECONDS [TARGET…]]
#
# Gives every target of Tests/Fuzz/Targets, or those named, inputs for SECONDS (60) each. libFuzzer makes them out of the seeds of
# Tests/Fuzz/Seeds and keeps in .build/fuzz/corpus what reaches new code. An input that breaks a rule, stops the program, takes longer
# than 10 seconds or more than 1 GB of memory is kept as .build/fuzz/found-TARGET-…; try it again with
#     FUZZ_TARGET=TARGET .build/fuzz/debug/fuzz-parsers .build/fuzz/found-TARGET-…
# and put it among the seeds once it is mended: the tests try every seed.
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:-60}
shift || true
scratch=${FUZZ_SCRATCH:-.build/fuzz}
runtime=$(swiftc -print-target-info | sed -n 's/.*"runtimeResourcePath": "\(.*\)".*/\1/p')/clang/lib/linux
linked=()
for library in fuzzer_no_main fuzzer_interceptors; do linked+=(-Xlinker "$runtime/libclang_rt.$library-$(uname -m).a"); done

CRM_FUZZ=1 swift build --ignore-lock --scratch-path "$scratch" --product fuzz-parsers "${linked[@]}" -Xlinker -lstdc++ -Xlinker -lm
program=$scratch/debug/fuzz-parsers
export TMPDIR=$(mktemp -d) SWIFT_BACKTRACE=enable=no
trap 'rm -rf "$TMPDIR"' EXIT

failed=0
while read -r target longest; do
    [[ $# -eq 0 || " $* " == *" $target "* ]] || continue
    mkdir -p "$scratch/corpus/$target"
    FUZZ_TARGET=$target FUZZ_WORDS=$TMPDIR/words "$program"
    log=$scratch/$target.log
    FUZZ_TARGET=$target "$program" -max_total_time="$seconds" -max_len="$longest" -dict="$TMPDIR/words" -timeout=10 -rss_limit_mb=1024 \
        -print_final_stats=1 -artifact_prefix="$scratch/found-$target-" "$scratch/corpus/$target" "Tests/Fuzz/Seeds/$target" > "$log" 2>&1 || {
        failed=1
        echo "$target: broken, see $log"
        grep -aE 'fatalError|Fatal error|ERROR: libFuzzer|Test unit written' "$log" | cut -c1-300 || true
        continue
    }
    value() { sed -n "s/^stat::$1: *//p" "$log"; }
    echo "$target: $(value number_of_executed_units) inputs, slowest $(value slowest_unit_time_sec) s, peak $(value peak_rss_mb) MB"
done < <("$program")
exit $failed
