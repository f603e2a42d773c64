#!/usr/bin/env bash
# What runs natively of the modules and of the SDKs that they are written against. From an empty cache it compiles for minutes,
# so it is no part of ./check: ./check --modules calls it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

missing=()
if command -v cargo >/dev/null; then
  CARGO_TARGET_DIR=${LEAT_CACHE:-$HOME/.cache/leat}/sdk-target
  export CARGO_TARGET_DIR
  echo "== the Rust SDK"
  sdk/rust/check.sh
  echo "== the Rust modules"
  (cd modules && cargo test -q --locked)
else
  missing+=("cargo: the tests of the Rust SDK and of the Rust modules did NOT run")
fi
if command -v python3 >/dev/null; then
  echo "== the Python helper package and modules"
  python3 -m unittest discover -q -s sdk/python/tests
  for module in map filter branch; do (cd "modules/python/$module" && python3 -m unittest -q); done
else
  missing+=("python3: the tests of the Python helper package and modules did NOT run")
fi
if [ ${#missing[@]} -gt 0 ]; then
  printf '\n!! NOT EVERYTHING WAS CHECKED\n' >&2
  printf '!! missing: %s\n' "${missing[@]}" >&2
fi
