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
