#!/usr/bin/env bash
# The manual pages: groff has nothing to say of them, and all that the program knows of itself is
# in them.
#   man.sh GRADGATE MANUAL       MANUAL: the folder that the build has written
set -u
gradgate=$1
pages=$2/man1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

complain() {
    echo "$*" >&2
    failed=1
}

# plain PAGE: as it is read, without the line ends and hyphens of its width.
plain() {
    groff -man -Tascii -P-c -P-b -P-u -rLL=10000n -rHY=0 "$1" | tr -s ' '
}

# has PAGE TEXT...: each of the texts stands in it.
has() {
    local page=$1 text
    shift
    for text in "$@"; do
        grep -qF -e "$text" "$work/text" || complain "$page: '$text' is missing"
    done
}

# check PAGE COMMAND: a page of a command; "": of the program.
check() {
    local page=$pages/$1 command=$2
    groff -man -Tutf8 -ww -z "$page" 2>"$work/warnings"
    [ ! -s "$work/warnings" ] || complain "$1: $(cat "$work/warnings")"
    grep -q '[^ -~]' "$page" && complain "$1: not all is ASCII"
    plain "$page" >"$work/text"
    has "$1" NAME SYNOPSIS DESCRIPTION OPTIONS 'EXIT STATUS' 'SEE ALSO' \
        "gradgate${command:+-$command} - " "gradgate${command:+ $command}" -h --help --version
    # shellcheck disable=SC2086  # no command is no word
    "$gradgate" help $command >"$work/help"
    while read -r flag; do
        has "$1" "$flag"
    done < <(sed -nE 's/^ {2,6}(-[a-zA-Z], )?(--[a-z-]+( [A-Z=]+)?).*/\1\2/p' "$work/help")
    while read -r example; do
        has "$1" "$example"
    done < <(sed -n '/^Examples:/,/^$/s/^  \(gradgate .*\)/\1/p' "$work/help")
    while read -r code meaning; do
        has "$1" "$code $meaning"
    done < <(sed -n '/^Exit codes/,$s/^  \([0-4]\)  /\1 /p' "$work/help")
}

check gradgate.1 ''
has gradgate.1 COMMANDS ENVIRONMENT FILES EXAMPLES NO_COLOR fixtures
names=$("$gradgate" help --names)
[ "$(wc -w <<<"$names")" -gt 8 ] || complain "few commands: $names"
for name in $names; do
    has gradgate.1 "gradgate-$name(1)"
done
for name in $names; do
    check "gradgate-$name.1" "$name"
    has "gradgate-$name.1" 'gradgate(1)'
done
check gradgate-run.1 run
has gradgate-run.1 ENVIRONMENT FILES EXAMPLES NO_COLOR GITHUB_STEP_SUMMARY '[the case' 0.001

# As many pages as there are, and what is built is what the program says now.
[ "$(find "$pages" -type f | wc -l)" -eq $(($(wc -w <<<"$names") + 1)) ] ||
    complain "pages that belong to no command"
"$gradgate" help --man run | cmp - "$pages/gradgate-run.1" || failed=1

# The check can fail: a broken page is seen.
{ cat "$pages/gradgate.1"; echo '.nosuch request'; } >"$work/broken.1"
groff -man -Tutf8 -ww -z "$work/broken.1" 2>&1 | grep -q nosuch || complain "groff warns of nothing"
exit "$failed"
