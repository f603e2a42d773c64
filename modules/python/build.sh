#!/usr/bin/env bash
# Builds the Python modules to components with componentize-py, in a virtual environment of its own.
#   modules/python/build.sh OUT_DIR                              OUT_DIR/map.wasm and its siblings
#   modules/python/build.sh                                      only into the cache; prints where each lies
#   modules/python/build.sh --componentize-py 0.14 OUT_DIR       as guide 1 pins it; otherwise 0.25.1
#   modules/python/build.sh --module map OUT_DIR                 only this one
# A component is built once for the same sources, WIT and tool, and kept in ${LEAT_CACHE:-~/.cache/leat}.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
wit=$here/../wit
sdk=$here/../../sdk/python
cache=${LEAT_CACHE:-$HOME/.cache/leat}
. "$here/componentize-py.sh"

fail() {
  printf 'build.sh: %s\n' "$1" >&2
  shift
  [ $# -eq 0 ] || printf '  %s\n' "$@" >&2
  exit 1
}

version=0.25.1 out= modules=()
while [ $# -gt 0 ]; do
  case $1 in
    --componentize-py) [ $# -gt 1 ] || fail "--componentize-py needs a version"; version=${2%.0}; shift 2 ;;
    --module) [ $# -gt 1 ] || fail "--module needs a name"; modules+=("$2"); shift 2 ;;
    -h | --help) sed -n '2,7s/^# \{0,1\}//p' "$0"; exit 0 ;;
    -*) fail "unknown option $1 (see $0 --help)" ;;
    *) [ -z "$out" ] || fail "one output directory, not two: $out and $1"; out=$1; shift ;;
  esac
done
all=(map filter branch accumulate delay temperature_converter)
[ ${#modules[@]} -gt 0 ] || modules=("${all[@]}")

# The Python file that holds the operator's class, without its ending.
entry() {
  case $1 in
    map | filter | branch | accumulate | delay) echo "operator_$1" ;;
    temperature_converter) echo temperature_converter ;;
    *) fail "no Python module '$1' in $here" "There are: ${all[*]}" ;;
  esac
}

world() {
  case $1 in
    temperature_converter) echo map-impl ;;
    *) echo "$1-impl" ;;
  esac
}

uses_sdk() {
  grep -qsE '^(from|import) leat_sdk' "$here/$1"/*.py
}

hash_of() { # module
  local sum=sha256sum
  command -v $sum >/dev/null || sum="shasum -a 256"
  (
    printf 'componentize-py %s\n' "$version"
    cd "$wit" && $sum -- *.wit
    cd "$here/$1" && find . -name '*.py' ! -name 'test_*' | LC_ALL=C sort | xargs $sum --
    if uses_sdk "$1"; then cd "$sdk" && $sum -- leat_sdk/*.py; fi
  ) | $sum | cut -c1-16
}

[ -z "$out" ] || mkdir -p "$out"
for module in "${modules[@]}"; do
  main=$(entry "$module")
  built=$cache/python/$module-$version-$(hash_of "$module").wasm
  if [ ! -f "$built" ]; then
    componentize=$(componentize_py "$version")
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    cp "$here/$module"/*.py "$work"
    rm -f "$work"/test_*.py
    if uses_sdk "$module"; then cp -r "$sdk/leat_sdk" "$work"; fi
    (cd "$work" && RUST_BACKTRACE=0 "$componentize" -d "$wit" -w "$(world "$module")" componentize "$main" -o "$work/out.wasm" >"$work/log" 2>&1) ||
      fail "componentize-py $version cannot build $module:" "$(cat "$work/log")"
    mkdir -p "$cache/python"
    mv "$work/out.wasm" "$built.$$"
    mv "$built.$$" "$built"
    rm -rf "$work"
  fi
  if [ -n "$out" ]; then
    cp "$built" "$out/$module.wasm"
    built=$out/$module.wasm
  fi
  printf '%s: %s bytes\n' "$built" "$(wc -c <"$built" | tr -d ' ')"
done
