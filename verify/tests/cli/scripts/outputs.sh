# shellcheck shell=bash disable=SC2154
# Reports in files: whole or not at all; what cannot be written is said, and is exit code 3.
keys='import json, sys; f = json.load(sys.stdin); print(f["schema"], f["verdict"], f["exit_code"], [c["name"] for c in f["cases"]], [e["file"] for e in f["errors"]])'
try run -q --json findings.json --output text=report.txt right.yaml broken.yaml
python3 -c "$keys" <findings.json
head -n 1 report.txt
try run -q --json - right.yaml >both
grep '^!' both
sed '1d; /^!/,$d' both | python3 -c "$keys"
try run -q --json no/such/folder.json right.yaml
try run -q --json /dev/full right.yaml
cp findings.json before.json
(ulimit -f 1; trap '' XFSZ; try run -q --json findings.json right.yaml) 2>/dev/null | grep -v '^\$'
cmp before.json findings.json && echo "the old file is as it was"
find . -name '.gradgate*'

echo "standard output that cannot be written:"
"$gradgate" run right.yaml >/dev/full; echo "exit code $?"
"$gradgate" run right.yaml >&-; echo "exit code $?"
"$gradgate" help >/dev/full; echo "exit code $?"
{ "$gradgate" run right.yaml; echo "exit code $?" >&2; } | true
