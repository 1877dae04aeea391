# shellcheck shell=bash disable=SC2154
# What is wrong with a command line is said, with the nearest word, and ends in exit code 3.
try rnu
try run --tolerence 1e-6 right.yaml
try run --check gradeint right.yaml | sed 's/is none of [^;]*;/is none of ...;/'
try run --tolerance 2 right.yaml
try run --seed -1 right.yaml
try run --output jason=x right.yaml
try run --json - --output text=- right.yaml
try show
try show --point nowhere right.yaml
try show nosuch
try --seed 1
try show --quiet right.yaml
try ops --sed 1
