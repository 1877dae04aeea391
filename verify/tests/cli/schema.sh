#!/usr/bin/env bash
# JSON findings against the schema: of findings made by hand, and of a real run.
#   schema.sh GRADGATE REPORT_DRAW
set -eu
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
schema=$here/../../schema/findings.schema.json
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$2" json >"$work/drawn.json"
python3 "$here/schema.py" "$schema" "$work/drawn.json"
code=0
"$1" run --json "$work/run.json" "$here/cases" >/dev/null 2>&1 || code=$?
[ "$code" -eq 3 ] # one of the cases is broken
python3 "$here/schema.py" "$schema" "$work/run.json"
# What earlier versions wrote is valid still.
python3 "$here/schema.py" "$schema" "$here/../findings/schema-1.json"
