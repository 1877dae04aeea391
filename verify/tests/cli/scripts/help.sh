# shellcheck shell=bash disable=SC2154
# Help is drawn from the lists of commands and flags, and goes to standard output when asked for.
try
try --help
try help run
try run --help
try help show list
try help nosuch
try show -h
try --version | sed -E 's/^(gradgate|GSL|BLAS|compiler) .+/\1 .../'
