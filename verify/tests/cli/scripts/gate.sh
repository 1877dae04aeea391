# shellcheck shell=bash disable=SC2154
# A run against a baseline: nothing changed, something got worse, the baseline is renewed.
code run -q --json base.json right.yaml planted.yaml
code run -q --json same.json right.yaml planted.yaml
try gate same.json base.json
code run -q --json new.json right.yaml wrong.yaml
try gate new.json base.json
try diff base.json new.json --markdown
try gate new.json base.json --accept
try gate new.json base.json
code run -q --json one.json --check gradient --tolerance 1e-5 right.yaml
try gate one.json base.json | tail -4
try gate one.json
try gate one.json nosuch.json
try gate one.json base.json --factor 0.5
try run -q --baseline same.json right.yaml planted.yaml
try run -q --baseline same.json right.yaml
try run -q --baseline nosuch.json right.yaml

echo "the same on a machine whose BLAS sums in another order:"
for kernel in Prescott Haswell; do
    OPENBLAS_CORETYPE=$kernel "$gradgate" run -q --json $kernel.json right.yaml planted.yaml >/dev/null
done
try gate Prescott.json Haswell.json
try gate Haswell.json Prescott.json
try gate same.json Prescott.json

echo "a model that is another by the seventh digit:"
sed 's/0.013/0.01300001/' right.yaml >other.yaml
code run -q --json other.json other.yaml planted.yaml
code run -q --json same-model.json right.yaml planted.yaml
"$gradgate" gate other.json same-model.json | grep -c 'the value moved beyond rounding'

echo "a baseline with nothing in it:"
mkdir nothing
code run -q --json nothing.json nothing
try gate same.json nothing.json | sed '/^better/d'
cp nothing.json kept.json
(ulimit -f 0; trap '' XFSZ; "$gradgate" gate same.json kept.json --accept 2>&1 | sed '/^better/d')
cmp nothing.json kept.json && echo "the old baseline is as it was"
"$gradgate" gate same.json kept.json --accept >/dev/null; echo "exit code $?"
cmp same.json kept.json && echo "the new baseline is what was accepted"

echo "as a page:"
code diff other.json same-model.json --html changes.html
grep -c '<td>the value moved beyond rounding</td>' changes.html
head -c 15 changes.html; echo
code gate other.json same-model.json --html no/such/folder.html
code gate same.json same.json --html same.html
grep -o '0 worse, 0 better than before' same.html
