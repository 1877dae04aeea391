# shellcheck shell=bash disable=SC2154
# Every exit code, and of several reasons the first in the order 4, 3, 1, 2, 0.
mkdir empty
code run right.yaml planted.yaml
code run wrong.yaml
code run toothless.yaml                   # expected to fail, and passes
code run undecided.yaml
code run --on-inconclusive=fail undecided.yaml
code run undecided.yaml wrong.yaml        # 1 before 2
code run empty                            # nothing was checked
code run --case 'nosuch-*' right.yaml
code run right.yaml empty                 # not all that was asked for
code run broken.yaml right.yaml
code run nosuch.yaml
code run undecided.yaml wrong.yaml broken.yaml # 3 before 1 and 2
