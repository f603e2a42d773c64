#!/usr/bin/env bash
# Builds one module of a user's project; called by `leat build`.
#   build-module.sh rust CRATE_DIRECTORY OUTPUT release|debug
#   build-module.sh python DIRECTORY OUTPUT release|debug ENTRY WORLD
# Exit code 3: a tool is missing, and the lines say how to install it.
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
language=$1 source=$2 output=$3 mode=$4

case $language in
  rust)
    . "$home/modules/toolchain.sh"
    fail() {
      printf '%s\n' "$1" >&2
      shift
      [ $# -eq 0 ] || printf '  %s\n' "$@" >&2
      exit 3
    }
    command -v cargo >/dev/null || [ -x /usr/bin/cargo ] || fail "Rust is missing: either of these does" \
      "rustup (from the Rust project's site), then: rustup target add wasm32-wasip2" \
      "apt-get install rustc-web cargo-web rust-web-src wasi-libc lld-16 clang-16 libclang-rt-16-dev-wasm32"
    WASM_PROFILE=$mode WASM_LOCKED='' WASM_SHARED=yes
    # The result beside the source; what leads to it where all projects share it, the standard library above all.
    WASM_TARGET_DIR=${CARGO_TARGET_DIR:-$source/target}
    export CARGO_BUILD_BUILD_DIR=${CARGO_BUILD_BUILD_DIR:-$LEAT_CACHE/projects-build}
    build_component "$source" "$output" --wasi
    ;;
  python)
    . "$home/modules/python/componentize-py.sh"
    fail() {
      printf '%s\n' "$1" >&2
      shift
      [ $# -eq 0 ] || printf '  %s\n' "$@" >&2
      exit 3
    }
    entry=$5 world=$6
    wit=$source/wit
    [ -d "$wit" ] || wit=$home/modules/wit
    componentize=$(componentize_py "${COMPONENTIZE_PY:-0.25.1}")
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    (cd "$source" && find . -name '*.py' ! -name 'test_*' ! -path './bin/*' -exec cp --parents {} "$work" \;)
    # A source that has the bindings' name of 0.14 alone, as guide 1 prints it, gets them by that name from newer ones, too.
    named=()
    old=${world//-/_}
    if [ "${COMPONENTIZE_PY:-}" != 0.14 ] && grep -qsE "^ *(from|import) $old\b" "$work"/*.py && ! grep -qs wit_world "$work"/*.py; then
      named=(--world-module "$old")
    fi
    if ! (cd "$work" && RUST_BACKTRACE=0 "$componentize" -d "$wit" -w "$world" ${named[@]+"${named[@]}"} componentize "$entry" -o "$work/out.wasm") >"$work/log" 2>&1; then
      cat "$work/log" >&2
      exit 1
    fi
    mv "$work/out.wasm" "$output.new"
    mv "$output.new" "$output"
    printf '%s: %s bytes\n' "$output" "$(wc -c <"$output" | tr -d ' ')"
    ;;
  *)
    echo "unknown language $language" >&2
    exit 2
    ;;
esac
