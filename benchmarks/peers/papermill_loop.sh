#!/usr/bin/env bash
# The peer of a run: papermill executes each notebook, nbconvert makes its page, one after another.
#   papermill_loop.sh STEPS NOTEBOOKS OUTPUT    STEPS: a line a notebook: its output, notebook, year and platform
set -euo pipefail
while IFS=$'\t' read -r output notebook year platform; do
  papermill --no-progress-bar --kernel python3 "$2/$notebook.ipynb" "$3/$output.ipynb" \
    -p year "$year" ${platform:+-p platform "$platform"} </dev/null
  jupyter nbconvert --log-level WARN --to html "$3/$output.ipynb" </dev/null
done <"$1"
