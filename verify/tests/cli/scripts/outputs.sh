# shellcheck shell=bash disable=SC2154
# Reports in files: whole or not at all; what cannot be written is said, and is exit code 3.
keys='import json, sys; f = json.load(sys.stdin); print(f["schema"], f["verdict"], f["exit_code"], [c["name"] for c in f["cases"]], [e["file"] for e in f["errors"]])'
code run --json findings.json --output text=report.txt right.yaml broken.yaml
python3 -c "$keys" <findings.json
grep -c . report.txt
echo "to standard output, and the text to standard error:"
"$gradgate" run -q --json - right.yaml 2>err | python3 -c "$keys"
cat err
code run -q --json no/such/folder.json right.yaml
try run -q --json /dev/full right.yaml
cp findings.json before.json
(ulimit -f 1; trap '' XFSZ; "$gradgate" run -q --json findings.json right.yaml 2>&1)
cmp before.json findings.json && echo "the old file is as it was"
find . -name '.gradgate*'

echo "standard output that cannot be written:"
"$gradgate" run right.yaml >/dev/full; echo "exit code $?"
"$gradgate" run right.yaml >&-; echo "exit code $?"
"$gradgate" help >/dev/full; echo "exit code $?"
