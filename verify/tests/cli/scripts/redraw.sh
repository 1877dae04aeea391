# shellcheck shell=bash disable=SC2154
# Findings drawn again, and what GitHub Actions is told.
code run -q --json findings.json --html page.html wrong.yaml
"$gradgate" report findings.json --html again.html && cmp page.html again.html && echo "the same page"
try report findings.json -q
try report findings.json -q -o junit=junit.xml -o markdown=page.md -o tap=run.tap
grep -c '<failure' junit.xml
head -1 page.md
grep -c '^not ok' run.tap
"$gradgate" report findings.json --json again.json && cmp findings.json again.json && echo "the same"
try report findings.json --output markdown=no/such/folder.md
try report
try report nosuch.json
try report wrong.yaml

echo "in GitHub Actions:"
echo "before" >summary.md
GITHUB_ACTIONS=true GITHUB_STEP_SUMMARY=summary.md "$gradgate" run -q right.yaml wrong.yaml | grep '^::'
head -2 summary.md
GITHUB_STEP_SUMMARY=/dev/full "$gradgate" run -q right.yaml; echo "exit code $?"
