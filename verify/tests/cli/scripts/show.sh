# shellcheck shell=bash disable=SC2154
# What a case describes, and what cases there are.
try show right.yaml
try show --all --point jittered right.yaml
try show broken.yaml
cat >nested.yaml <<'END'
schema: 1
name: nested
seed: 5
model:
  layers:
    - {name: held, kind: module_list, layers: [{name: block, kind: sequential, layers: [{name: a, kind: linear, out: 2}, tanh]}]}
    - {name: first, use: held.block}
    - {name: again, use: held.block}
    - {name: head, kind: sequential, layers: [{kind: linear, out: 1}]}
data: {values: {inputs: [[0.7, -1.3], [0.2, 1.9], [-0.4, 0.6]], target: [0.5, -0.1, 0.3]}}
loss: squared_error
parameters: {head: {requires_grad: false}}
END
try show nested.yaml
mkdir fixtures
cp right.yaml fixtures
try show right
try list right.yaml broken.yaml | sed '/^Checks/,$d'
try list --case nosuch | sed '/^Checks/,$d'
try show --names right.yaml
try list --names right.yaml broken.yaml
