#!/usr/bin/env bash
# Every example that the help shows works as it stands, where there are the fixtures.
#   examples.sh GRADGATE SOURCE
set -u
gradgate=$(realpath "$1")
source=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

# A few of the cases, so that running them all takes a moment.
mkdir -p "$work/fixtures/must-fail" "$work/bin"
cp -r "$source/fixtures/data" "$source"/fixtures/{shared,iris,formula}.yaml "$work/fixtures"
cp "$source"/fixtures/must-fail/{shared-use-lost,iris-bias-entry}.yaml "$work/fixtures/must-fail"
ln -s "$gradgate" "$work/bin/gradgate"
PATH=$work/bin:$PATH
cd "$work" || exit 1
"$gradgate" run -q fixtures --json findings.json >/dev/null || failed=1
for copy in new base before after a b; do
    cp findings.json "$copy.json"
done

# Explaining a wrong entry ends with 1, everything else with 0.
count=0
for command in '' $("$gradgate" help --names); do
    # shellcheck disable=SC2086  # no command is no word
    while read -r example; do
        count=$((count + 1))
        bash -c "$example" >out 2>err </dev/null
        code=$?
        expected=0
        case $example in *'explain shared-use-lost'*) expected=1 ;; esac
        if [ "$code" -ne "$expected" ]; then
            echo "$example: exit code $code" >&2
            cat err >&2
            failed=1
        fi
    done < <("$gradgate" help $command | sed -n '/^Examples:/,/^$/s/^  \([a-z].*\)/\1/p')
done
[ "$count" -ge 20 ] || { echo "only $count examples" >&2; failed=1; }
exit "$failed"
