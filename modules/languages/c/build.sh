#!/usr/bin/env bash
# Builds the C operator to words.wasm beside it, or to OUT. Usage: build.sh [OUT]
# Needs wit-bindgen and wasm-tools (cargo), and zig (PyPI), which brings a C compiler and a libc for WebAssembly.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=${1:-$here/words.wasm}
missing() { echo "build.sh: $1 is not here: $2" >&2; exit 3; }
command -v wit-bindgen >/dev/null || missing wit-bindgen "cargo install wit-bindgen-cli --locked"
command -v wasm-tools >/dev/null || missing wasm-tools "cargo install wasm-tools --version 1.263.0 --locked"
if command -v zig >/dev/null; then
  zig() { command zig "$@"; }
elif python3 -c 'import ziglang' 2>/dev/null; then
  zig() { python3 -m ziglang "$@"; }
else
  missing zig "python3 -m pip install ziglang, in a virtual environment that is active"
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
wit-bindgen c "$here/../../wit" --world map-impl --out-dir "$work" >/dev/null
# A freestanding reactor: it imports nothing but what its world names.
zig cc --target=wasm32-wasi -mexec-model=reactor -Oz -s -Wall -Werror -I "$work" \
  "$here/words.c" "$work/map_impl.c" "$work/map_impl_component_type.o" -o "$work/core.wasm"
wasm-tools component new "$work/core.wasm" -o "$out"
echo "$out: $(wc -c <"$out") bytes"
