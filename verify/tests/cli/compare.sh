#!/usr/bin/env bash
# The program as its users meet it: a script of commands, and beside it what they print.
#   compare.sh GRADGATE NAME     runs scripts/NAME.sh in a copy of cases/ and compares what it
#                                prints with expected/NAME.txt;  UPDATE=1: writes that anew
# What no test can know, or what a sharper measurement changes, is replaced: times, evaluations,
# every measured number, and which entry is the worst of many that are equally bad.
set -u
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
gradgate=$(realpath "$1")
name=$2
expected=$here/expected/$name.txt
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT

# Does what is printed make sense?  "$ command", standard output, "! " standard error, the exit
# code.
try() {
    printf '$ gradgate'
    [ $# -eq 0 ] || printf ' %q' "$@"
    printf '\n'
    "$gradgate" "$@" >"$work/out" 2>"$work/err" </dev/null
    local code=$?
    cat "$work/out"
    sed 's/^/! /' "$work/err"
    printf 'exit code %d\n\n' "$code"
}

# The same without what a run prints.
code() {
    try "$@" | sed -n -e '1p' -e '/exit code [0-9]: /p' -e '/^exit code/p'
}

steady() {
    sed -E -e "s|$work|WORK|g" \
        -e 's/[0-9]+\.[0-9]+ s\b/T s/g' \
        -e 's/[0-9]+ evaluations/N evaluations/g' \
        -e '/^ |T s$/{
            s/-?\b[0-9]+(\.[0-9]+)?e[-+][0-9]+/#/g
            s/-?\b[0-9]+\.[0-9]+/#/g
            s/\[[0-9]+(,[0-9]+)*\]/[#]/g
            s/([^ ])  +/\1  /g
        }'
}

# What is shown of a model is not measured: its numbers are known, but for the last digits.
if [ "$name" = show ]; then
    steady() {
        sed -E -e "s|$work|WORK|g" -e '/^ /{
            s/-?\b[0-9]+(\.[0-9]+)?e[-+][0-9]+/#e/g
            s/([0-9]\.[0-9]{4})[0-9]+/\1/g
            s/([^ ])  +/\1  /g
        }'
    }
fi

# Help has nothing in it that is not known, and its columns are looked at.
if [ "$name" = help ]; then
    steady() {
        cat
    }
fi

cp -r "$here/cases" "$work/cases"
cd "$work/cases" || exit 1
unset NO_COLOR GITHUB_ACTIONS GITHUB_STEP_SUMMARY
export TERM=xterm
# shellcheck source=/dev/null
source "$here/scripts/$name.sh" 2>&1 | steady >"$work/actual"
if [ -n "${UPDATE:-}" ]; then
    cp "$work/actual" "$expected"
else
    diff -u "$expected" "$work/actual"
fi
