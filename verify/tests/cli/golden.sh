#!/usr/bin/env bash
# Every format, of the same findings made by hand, against the files in expected/.
#   golden.sh REPORT_DRAW          compares;  UPDATE=1: writes them anew
set -u
draw=$1
expected=$(dirname "${BASH_SOURCE[0]}")/expected
failed=0

# compare FILE ARGUMENTS...: what report_draw says to them is what the file holds.
compare() {
    local file=$expected/$1
    shift
    if [ -n "${UPDATE:-}" ]; then
        "$draw" "$@" >"$file"
    elif ! "$draw" "$@" | diff -u "$file" -; then
        echo "report_draw $* does not draw ${file##*/}" >&2
        failed=1
    fi
}

compare report.txt text
compare report-verbose.txt text verbose
compare report-quiet-color.txt text quiet color
compare report.json json
compare report.html html
compare report.xml junit
compare report.md markdown
compare report.tap tap
compare report.github github
exit "$failed"
