#!/usr/bin/env bash
# TAP as perl's prove reads it: as many tests as there are, those failed that are, and no line that
# it does not understand, whatever the names are.
#   tap.sh REPORT_DRAW
set -eu
draw=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# proves FILE WORDS: prove says these words of it, and fails, for tests in it do.
proves() {
    if prove --merge --exec cat "$work/$1" >"$work/said" 2>&1; then
        echo "prove takes $1 for passed" >&2
        exit 1
    fi
    if ! grep -qF "$2" "$work/said" || grep -q 'Parse errors' "$work/said"; then
        cat "$work/said" >&2
        echo "prove does not say of $1: $2" >&2
        exit 1
    fi
}

"$draw" tap >"$work/run.tap"
proves run.tap 'Tests: 15 Failed: 6)'
grep -q '3 skipped' "$work/said"
"$draw" tap hostile >"$work/hostile.tap"
# 9 names and a megabyte: 5 cases and 7 checks of each, and 3 files that were not run.
proves hostile.tap 'Tests: 123 Failed: 42)'
# It would be seen if it were not so.
sed '/^ok 1 /d' "$work/run.tap" >"$work/lost.tap"
if (proves lost.tap 'Tests: 15 Failed: 6)') 2>/dev/null; then
    echo "a line that is lost is not seen" >&2
    exit 1
fi
