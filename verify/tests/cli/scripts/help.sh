# shellcheck shell=bash disable=SC2154
# Help is drawn from the lists of commands and flags, and goes to standard output when asked for.
try
try --help
try help run | sed '/--check NAME/,/--tolerance/d' # names every check there is
try show --help
try help list nosuch
try --version | sed -E 's/^(gradgate|GSL|BLAS|compiler) .+/\1 .../'
"$gradgate" help run >one
"$gradgate" run -h >two
cmp one two && echo "the same by both ways"
