# shellcheck shell=bash disable=SC2154
# What is said of a case: in normal detail, quietly, verbosely, in colour.
try run right.yaml planted.yaml wrong.yaml
try run -q right.yaml planted.yaml toothless.yaml
try run -v --check gradient right.yaml
try run -q undecided.yaml broken.yaml
try run --color=always right.yaml | cat -v
NO_COLOR=1 try run --color=always -q right.yaml | cat -v
try run -q --no-color right.yaml
try run -q --case 'r*' --case planted right.yaml wrong.yaml

# The command that repeats a case gives what it repeats.
"$gradgate" run --tolerance 1e-5 --seed 91 wrong.yaml | grep -v ' s$' >once
sed -n 's/^ *again: //p' once
again=$(sed -n 's/^ *again: gradgate //p' once)
eval "$gradgate $again" | grep -v ' s$' >twice
cmp once twice && echo "the same again"

echo "on a terminal:"
terminal() {
    script -qec "$1" /dev/null </dev/null | tr -d '\r' | cat -v
}
terminal "'$gradgate' run -q right.yaml 2>/dev/null"
NO_COLOR=1 terminal "'$gradgate' run -q right.yaml 2>/dev/null"
TERM=dumb terminal "'$gradgate' run -q right.yaml 2>/dev/null"
echo "progress, cleared at the end:"
terminal "'$gradgate' run -q right.yaml >/dev/null" | grep -o '^^\[\[K\[1/1\] right'
terminal "'$gradgate' run -q right.yaml >/dev/null" | tail -c 4
