#!/usr/bin/env bash
# The peer of a run: one `jupyter nbconvert --execute` over all notebooks, their parameters written into them.
#   nbconvert.sh STEPS NOTEBOOKS    NOTEBOOKS: a folder with one notebook for each line of STEPS, by its output
set -euo pipefail
cut -f1 "$1" | sed "s|.*|$2/&.ipynb|" | xargs jupyter nbconvert --log-level WARN --to html --execute
