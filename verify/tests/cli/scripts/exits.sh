# shellcheck shell=bash disable=SC2154
# Every exit code, and of several reasons the first in the order 4, 3, 1, 2, 0.
mkdir empty
try run -q right.yaml planted.yaml           # 0
try run -q wrong.yaml                        # 1
try run -q empty                             # 2: nothing was checked
try run -q --case 'nosuch-*' right.yaml      # 2
try run -q right.yaml empty                  # 2
try run -q undecided.yaml                    # 2
try run -q --on-inconclusive=fail undecided.yaml # 1
try run -q undecided.yaml wrong.yaml         # 1 before 2
try run -q broken.yaml right.yaml            # 3
try run -q nosuch.yaml                       # 3
try run -q undecided.yaml wrong.yaml broken.yaml # 3 before 1 and 2
try run -q --case toothless toothless.yaml   # 1: expected to fail, and passes
