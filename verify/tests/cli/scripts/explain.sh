# shellcheck shell=bash disable=SC2154
# One entry explained: what is said of it is compared; the pictures are drawn from numbers that
# are measured, so of them only the rows with a name are, without what stands in them.
export LC_ALL=C.UTF-8
explain() {
    try explain "$@" | sed -E -e '/^ *(1e[-+][0-9]+)? │/d' -e 's/│.*/│/' -e 's/2\^-?[0-9]+/2^N/' \
        -e 's/[0-9]+ of [0-9]+ steps/N of N steps/' -e 's/known to .*/known to #/' \
        -e 's/(scale would|a pass needs|times|times what|, ) ?[0-9.]+e?[-+0-9]* (of|what)/\1 # \2/' |
        sed -E -e 's/^ +(chosen +)?(2\^N ) .*/\1\2 #/' -e 's/an error of [^ ]+ of/an error of # of/' |
        uniq
}
explain wrong.yaml 'shared.weight[1,2]' --point jittered # fails, with uses and terms
explain right.yaml 'first.bias[0]' --point initial       # passes
explain wrong.yaml shared.weight --point initial --use shared.weight
explain right.yaml 'shared.weight[2,3]' --term l2 --point initial
explain kinks.yaml 'w[0]'                                # at a kink
explain kinks.yaml 'w[1]'                                # next to one: undecided
explain kinks.yaml 'w[2]'                                # nothing moves
explain kinks.yaml scale                                 # a scalar has no index
explain undecided.yaml 'first.bias[1]' --point initial   # a demand that is not met
code explain planted.yaml shared.weight                  # fails although the case expects it
explain wrong.yaml | sed -n '2p'                         # the worst of all

# What there is not.
try explain
try explain right.yaml first.bias last.bias
try explain right.yaml first.wieght
try explain right.yaml 'first.weight[5,0]'
try explain right.yaml 'first.weight[1]'
try explain right.yaml 'first.weight[1,x]'
try explain kinks.yaml 'scale[0]'
try explain right.yaml --point jitered
try explain right.yaml shared.weight --use shraed
try explain right.yaml --term l3
try explain right.yaml --check direction
try explain right.yaml first.bias --check uses --term l2
try explain kinks.yaml --check uses
try explain rihgt.yaml w
try explain broken.yaml w
try explain right.yaml $'first\e[31m.bias'
"$gradgate" explain right.yaml "$(head -c 100000 /dev/zero | tr '\0' x)[1]" 2>&1 | wc -L
"$gradgate" explain "$(head -c 100000 /dev/zero | tr '\0' y)" w 2>&1 | grep -c yyy
try explain right.yaml '--no-such[3]'
try explain right.yaml -- '-first.bias[3]'
try explain right.yaml ''

# The command that repeats it, and what run says of the same entry.
"$gradgate" explain --tolerance 1e-5 --seed 91 wrong.yaml shared.weight >once
again=$(sed -n 's/^ *again: gradgate //p' once)
eval "$gradgate $again" >twice
cmp once twice && echo "the same again"
entry=$(sed -n '1s/.*\(\[[0-9,]*\]\).*at \([a-z]*\),.*/\1 \2/p' once)
"$gradgate" run --tolerance 1e-5 --seed 91 --check gradient --notable 1000 wrong.yaml -o json=all.json >run.txt
"$gradgate" explain --tolerance 1e-5 --seed 91 wrong.yaml shared.weight --json one.json >/dev/null
python3 - <<'PY' && echo "as run has it ($(test -n "$entry" && echo found))"
import json
run, one = (json.load(open(f))["cases"][0]["checks"] for f in ("all.json", "one.json"))
[check] = one
[entry] = check["notable"]
same = [e for c in run if (c["parameter"], c["point"]) == (check["parameter"], check["point"])
        for e in c["notable"] if e["index"] == entry["index"]]
assert len(same) == 1, same
for d in same + [entry]:
    d.pop("rungs")
assert same[0] == entry, (same[0], entry)
PY
"$gradgate" report one.json | sed -n 2p | grep -o 'gradient of shared.weight'
"$gradgate" explain planted.yaml shared.weight --json planted.json --html page.html | grep expected
"$gradgate" report planted.json | grep -o 'exit code 1' && grep -q '<svg' page.html && echo pictures

# In the width of the terminal, in its character set, in colour when asked for.
COLUMNS=50 "$gradgate" explain wrong.yaml 'shared.weight[1,2]' | grep '│' | wc -L
LC_ALL=C "$gradgate" explain wrong.yaml 'shared.weight[1,2]' | LC_ALL=C grep -c '[^ -~]'
"$gradgate" explain --color always wrong.yaml 'shared.weight[1,2]' | sed -n 1p | cat -v
NO_COLOR=1 "$gradgate" explain wrong.yaml 'shared.weight[1,2]' | grep -c $'\033'
"$gradgate" explain wrong.yaml 'shared.weight[1,2]' --all | grep -c '^ .* 2^'

# The picture: whole or not at all, and with nothing in it that is elsewhere.
code explain wrong.yaml 'shared.weight[1,2]' --point initial --svg sweep.svg
python3 - <<'PY' && echo "a picture of its own"
import xml.dom.minidom as xml
svg = xml.parse("sweep.svg").documentElement
assert svg.tagName == "svg" and svg.getAttribute("xmlns") == "http://www.w3.org/2000/svg"
assert "shared.weight[1,2]" in svg.getElementsByTagName("title")[0].firstChild.data
assert "href" not in svg.toxml() and "url(" not in svg.toxml()
PY
cp sweep.svg before.svg
(ulimit -f 1; trap '' XFSZ; code explain wrong.yaml 'shared.weight[1,2]' --point initial --svg sweep.svg)
cmp sweep.svg before.svg && echo "the old picture is whole" && find . -name '*.tmp'
try explain right.yaml first.bias --svg nosuch/sweep.svg | grep -e '!' -e '^exit'
