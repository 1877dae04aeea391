# shellcheck shell=bash disable=SC2154
# What a case describes, and what cases there are.
try show right.yaml
try show --all --point jittered right.yaml
try show broken.yaml
mkdir fixtures
cp right.yaml fixtures
try show right
try list right.yaml broken.yaml | sed '/^Checks/,$d'
try list --case nosuch | sed '/^Checks/,$d'
