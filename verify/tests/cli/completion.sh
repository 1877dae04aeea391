#!/usr/bin/env bash
# The completion for bash, asked as bash asks it.
#   completion.sh GRADGATE MANUAL     MANUAL: the folder that the build has written
set -u
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
gradgate=$(realpath "$1")
script=$(realpath "$2")/completions/gradgate
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

shellcheck "$script" || failed=1
"$gradgate" help --bash-completion | cmp - "$script" || failed=1

mkdir -p "$work/fixtures" "$work/bin"
cp "$here"/cases/{right,wrong,kinks}.yaml "$work/fixtures"
cp "$here"/cases/right.yaml "$work/mine.yaml"
ln -s "$gradgate" "$work/bin/gradgate"
PATH=$work/bin:$PATH
cd "$work" || exit 1
touch findings.json base.json notes.txt
mkdir folder
# shellcheck source=/dev/null
source "$script"
complete -p gradgate | grep -q -- '-F _gradgate gradgate' || failed=1

# offers WORDS... => EXPECTED...: what is offered for the last of the words, split as bash splits
# them, holds all that is expected; with "only" before it, nothing else; "none": nothing.
offers() {
    COMP_WORDS=()
    while [ "$1" != "=>" ]; do
        COMP_WORDS+=("$1")
        shift
    done
    shift
    COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
    COMPREPLY=(left over)
    _gradgate
    local only='' expected found
    if [ "$1" = only ]; then
        only=yes
        shift
    fi
    for expected in "$@"; do
        found=$(printf '%s\n' "${COMPREPLY[@]}" | grep -cxF -e "$expected")
        if [ "$expected" != none ] && [ "$found" -ne 1 ]; then
            echo "${COMP_WORDS[*]}: '$expected' is offered $found times: ${COMPREPLY[*]}" >&2
            failed=1
        fi
    done
    if { [ "$only" ] && [ ${#COMPREPLY[@]} -ne $# ]; } ||
        { [ "$1" = none ] && [ ${#COMPREPLY[@]} -ne 0 ]; }; then
        echo "${COMP_WORDS[*]}: offered is ${COMPREPLY[*]}" >&2
        failed=1
    fi
}

names=$("$gradgate" help --names)
# shellcheck disable=SC2086  # names are words
offers gradgate '' '=>' only $names
offers gradgate ex '=>' only explain
offers gradgate --v '=>' only --version
offers gradgate help sh '=>' only show
for name in $names; do # every flag of every command
    mapfile -t flags < <("$gradgate" help "$name" |
        sed -nE 's/^ {2,6}(-[a-zA-Z], )?(--[a-z-]+).*/\2/p')
    [ ${#flags[@]} -gt 1 ] || failed=1
    offers gradgate "$name" -- '=>' "${flags[@]}"
done
offers gradgate run --tol '=>' only --tolerance
offers gradgate show --tol '=>' none
offers gradgate run --check grad '=>' only gradient
offers gradgate run --check = a '=>' only accumulation
offers gradgate run --color = '' '=>' only auto always never
offers gradgate run --on-inconclusive = f '=>' only fail
offers gradgate run --output '' '=>' text= json= junit= markdown= tap= github=
offers gradgate run -o js '=>' only json=
offers gradgate run --output json = fin '=>' only findings.json
offers gradgate run --output = json = fin '=>' only findings.json
offers gradgate run --output = ju '=>' only junit=
offers gradgate run --baseline b '=>' base.json
offers gradgate run '' '=>' only mine.yaml fixtures folder bin
offers gradgate run fixtures --case '' '=>' only right wrong kinks
offers gradgate run mine.yaml --case r '=>' only right
offers gradgate run --seed 1 'fi' '=>' only fixtures
offers gradgate explain '' '=>' right wrong kinks mine.yaml
offers gradgate explain kinks '' '=>' only w scale
offers gradgate explain --point initial mine.yaml first. '=>' only first.weight first.bias
offers gradgate report f '=>' findings.json
offers gradgate gate findings.json b '=>' base.json
offers gradgate ops softm '=>' softmax
offers gradgate explain nosuch '' '=>' none
offers gradgate run --seed '' '=>' none
COMP_WORDBREAKS=' '
offers gradgate run --color=al '=>' only --color=always
offers gradgate run --output=json=fin '=>' only --output=json=findings.json
exit "$failed"
