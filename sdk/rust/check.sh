#!/usr/bin/env bash
# Checks the Rust SDK: its own tests, guide 1's examples as they are printed, and that its crates can be packaged.
#   sdk/rust/check.sh                    with the guide of ../shared/spec beside this repository, where it is there
#   sdk/rust/check.sh --guide FILE       another copy of the guide
# CARGO_TARGET_DIR takes Cargo's output, ${LEAT_CACHE:-~/.cache/leat}/sdk-target unless it is set.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-${LEAT_CACHE:-$HOME/.cache/leat}/sdk-target}

guide=$here/../../../shared/spec/guide-1-develop-modules.md
case ${1:-} in
  '') ;;
  --guide) guide=$2; [ -f "$guide" ] || { echo "check.sh: there is no $guide" >&2; exit 2; } ;;
  -h | --help) sed -n '2,5s/^# \{0,1\}//p' "$0"; exit 0 ;;
  *) echo "check.sh: unknown argument $1 (see $0 --help)" >&2; exit 2 ;;
esac

diff -r "$here/wasm_graph_sdk/wit" "$here/../../modules/wit" ||
  { echo "check.sh: the SDK's copy of the WIT is not that of modules/wit" >&2; exit 1; }

cd "$here"
cargo test --locked -q

if [ -f "$guide" ]; then
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  python3 tests/guide/extract.py "$guide" "$work"
  mkdir "$work/.cargo"
  python3 registry.py "$work/registry" >"$work/.cargo/config.toml"
  for crate in converter reference; do
    (cd "$work/$crate" && cargo check -q)
  done
  echo "guide 1: its Rust examples compile, with the SDK from a registry"
else
  echo "check.sh: $guide is not there: guide 1's examples were NOT compiled" >&2
fi

# Each as a registry would hold it; the second finds the first in Cargo's own overlay of what is packaged together.
cargo package --locked -q --allow-dirty -p wasm_graph_sdk_wit -p wasm_graph_sdk
ls -1 "$CARGO_TARGET_DIR"/package/wasm_graph_sdk*.crate
