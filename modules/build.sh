#!/usr/bin/env bash
# Builds the Rust modules to components.
#   modules/build.sh                      all of them, each to MODULE/MODULE.wasm
#   modules/build.sh MODULE...            only these
#   modules/build.sh --wasi --out DIR     with imports of WASI 0.2, as target wasm32-wasip2 makes them
#   modules/build.sh --out DIR            elsewhere
# What is missing on the machine is named with the command that installs it. Python modules: python/build.sh.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/toolchain.sh"

wasi=() out= modules=()
while [ $# -gt 0 ]; do
  case $1 in
    --wasi) wasi=(--wasi); shift ;;
    --out) [ $# -gt 1 ] || fail "--out needs a directory"; mkdir -p "$2"; out=$(cd "$2" && pwd); shift 2 ;;
    -h | --help) sed -n '2,7s/^# \{0,1\}//p' "$0"; exit 0 ;;
    -*) fail "unknown option $1 (see $0 --help)" ;;
    *) modules+=("${1%/}"); shift ;;
  esac
done
[ ${#wasi[@]} -eq 0 ] || [ -n "$out" ] || fail "--wasi needs --out DIR: beside the sources lie those without WASI"

if [ ${#modules[@]} -eq 0 ]; then
  for manifest in "$here"/*/Cargo.toml; do
    if grep -q cdylib "$manifest"; then modules+=("$(basename "$(dirname "$manifest")")"); fi
  done
fi
for module in "${modules[@]}"; do
  grep -qs cdylib "$here/$module/Cargo.toml" || fail "no Rust module '$module' in $here"
  build_component "$here/$module" "${out:-$here/$module}/$module.wasm" ${wasi[@]+"${wasi[@]}"} -- -p "$module"
done
