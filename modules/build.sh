#!/usr/bin/env bash
# Builds the Rust modules to components.
#   modules/build.sh                      all of them, each to MODULE/MODULE.wasm
#   modules/build.sh MODULE...            only these
#   modules/build.sh --wasi --out DIR     with imports of WASI 0.2, as target wasm32-wasip2 makes them
#   modules/build.sh --out DIR            elsewhere
#   modules/build.sh --check [MODULE...]  whether what is built now is byte for byte what lies beside the sources
# What is missing on the machine is named with the command that installs it. Python modules: python/build.sh.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/toolchain.sh"

wasi=() out= check= modules=()
while [ $# -gt 0 ]; do
  case $1 in
    --wasi) wasi=(--wasi); shift ;;
    --out) [ $# -gt 1 ] || fail "--out needs a directory"; mkdir -p "$2"; out=$(cd "$2" && pwd); shift 2 ;;
    --check) check=1; shift ;;
    -h | --help) sed -n '2,8s/^# \{0,1\}//p' "$0"; exit 0 ;;
    -*) fail "unknown option $1 (see $0 --help)" ;;
    *) modules+=("${1%/}"); shift ;;
  esac
done
[ ${#wasi[@]} -eq 0 ] || [ -n "$out" ] || fail "--wasi needs --out DIR: beside the sources lie those without WASI"

if [ -n "$check" ]; then
  [ -z "$out" ] || fail "--check and --out exclude each other"
  out=$(mktemp -d)
  trap 'rm -rf "$out"' EXIT
fi

if [ ${#modules[@]} -eq 0 ]; then
  for manifest in "$here"/*/Cargo.toml; do
    if grep -q cdylib "$manifest"; then modules+=("$(basename "$(dirname "$manifest")")"); fi
  done
fi
for module in "${modules[@]}"; do
  grep -qs cdylib "$here/$module/Cargo.toml" || fail "no Rust module '$module' in $here"
  kind=(${wasi[@]+"${wasi[@]}"})
  if grep -qx 'wasi = true' "$here/$module/Cargo.toml"; then kind=(--wasi); fi # it needs a clock, or random numbers
  build_component "$here/$module" "${out:-$here/$module}/$module.wasm" ${kind[@]+"${kind[@]}"} -- -p "$module"
done
[ -n "$check" ] || exit 0
different=()
for module in "${modules[@]}"; do
  cmp -s "$out/$module.wasm" "$here/$module/$module.wasm" || different+=("$module")
done
[ ${#different[@]} -eq 0 ] || fail "not what is committed: ${different[*]}" "Build them with $0 ${different[*]}, and commit them."
printf '%s modules are what is committed, byte for byte\n' ${#modules[@]}
