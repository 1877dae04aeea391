# shellcheck shell=bash disable=SC2154
# What is said of a case: in normal detail, quietly, verbosely, in colour.
try run right.yaml planted.yaml wrong.yaml
try run -q right.yaml planted.yaml
try run -v --check gradient right.yaml
try run --color=always right.yaml wrong.yaml
NO_COLOR=1 try run --color=always -q right.yaml
try run --no-color -q right.yaml
try run --case 'r*' .
try run --tolerance 0.5 --resolution 0.5 --seed 91 wrong.yaml

# The command that repeats a case gives what it repeats.
again=$("$gradgate" run --no-color wrong.yaml | sed -n 's/^ *again: gradgate //p')
eval "$gradgate $again" | grep -c '^FAIL   wrong'
