#!/usr/bin/env bash
# Assembles the modules of the tests: each .wat to the .wasm beside it. Both are committed; needs wasm-tools.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/resources/dev/leat/component/wasmtime"
for source in *.wat; do
  wasm-tools parse "$source" -o "${source%.wat}.wasm"
done
