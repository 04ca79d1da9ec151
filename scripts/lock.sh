#!/bin/sh
# For the maintainer: resolve pyproject.toml into requirements/*.txt, with hashes, for every system and Python 3.11 to 3.14.
# `scripts/lock.sh --upgrade` raises the versions; each file contains the one before: run < test < dev.
# seal.txt is run.txt with what the portal's own signature needs (docs/decisions/0022).
set -eu
CDPATH="" cd -- "$(dirname -- "$0")/.."
PATH="$PWD/.venv/bin:$PATH"

compile() { # $1 = run | test | dev | seal; more arguments go to uv
  stem=$1
  shift
  uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url \
    "$@" --output-file "requirements/$stem.txt" pyproject.toml
}

compile dev --extra test --extra dev "$@"
compile test --extra test --constraint requirements/dev.txt "$@"
compile run --constraint requirements/dev.txt "$@"
compile seal --extra seal --constraint requirements/dev.txt "$@"
