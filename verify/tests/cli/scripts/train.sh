# shellcheck shell=bash disable=SC2154
# A case is trained with its gradients checked at both ends; what the ops are is listed.
sed 's/^points:.*/points: [initial, {train: {steps: 12, rate: 0.05}}]/' right.yaml >trained.yaml
try train trained.yaml
try train --point initial trained.yaml
try train right.yaml
try train
sed 's/^points:.*/points: [{train: {steps: 900, rate: 900}}]/' right.yaml >lost.yaml
try train lost.yaml
sed 's/^points:.*/points: [{train: {epochs: 12, batch: 3, shuffle: true, falls_below: 0.9, optimizer: {kind: adamw, rate: 0.05, groups: [{parameters: biases, weight_decay: 0}]}}}]/' right.yaml >batches.yaml
try train batches.yaml
sed 's/falls_below: 0.9/falls_below: 0.0001/' batches.yaml >short.yaml
try train short.yaml
try run short.yaml
{
    cat trained.yaml
    echo 'fault: {kind: sign, at: {op: tanh, occurrence: 0}}'
} >wrong-train.yaml
try train wrong-train.yaml | tail -3
try ops slice max embedding
try ops sofmax
"$gradgate" ops | awk '
    /^[^ ]/ { ops++ }
    /^  formula  / { formulas++ }
    END { print (ops > 50 && ops == formulas ? "every op has a formula" : ops ", " formulas) }'
