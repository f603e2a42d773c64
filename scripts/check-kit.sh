#!/usr/bin/env bash
# What needs the toolchains of the module kit, and so minutes to fetch and compile: no part of ./check, but of .ci/run.
#   - the Rust modules are, byte for byte, what their sources give
#   - each project that `leat new` can make builds, and its test passes
#   - Python modules with a configuration, by both releases of componentize-py
#   - the Rust SDK's own tests, and those of the modules (scripts/check-modules.sh)
# Installs the toolchain where this user may. What cannot be installed is named, with what was not checked for it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. modules/toolchain.sh
. scripts/debian-packages.sh

# What the committed modules are of: modules/README.md.
pinned_rustc=1.96.0
packages=(rustc-web cargo-web rust-web-src lld-16 wasi-libc libclang-rt-16-dev-wasm32)
missing=()

has_toolchain() {
  (find_debian_toolchain wasm32-unknown-unknown) 2>/dev/null && command -v cargo >/dev/null
}

has_toolchain || install_debian_packages "${packages[@]}" || true
export PATH=$PATH:${CARGO_HOME:-$HOME/.cargo}/bin
if has_toolchain && ! command -v wasm-tools >/dev/null; then
  echo "== wasm-tools $WASM_TOOLS_VERSION (compiled once)"
  cargo install -q wasm-tools --version "$WASM_TOOLS_VERSION" --locked --no-default-features --features component,validate || true
fi

projects=$(mktemp -d)
trap 'rm -rf "$projects"' EXIT

check_projects() { # language
  local operator project
  for operator in map filter branch accumulate delay; do
    project=$projects/$1-$operator
    echo "== leat new --language $1 --operator $operator"
    ./leat new "$1-$operator" --dir "$project" --language "$1" --operator "$operator"
    ./leat build "$project"
    ./leat test "$project"
    [ "$1" != rust ] || (cd "$project/operators/"* && cargo test -q)
  done
}

if has_toolchain && command -v wasm-tools >/dev/null; then
  if has_rustup_target wasm32-unknown-unknown || [ "$(/usr/bin/rustc --version | cut -d' ' -f2)" != $pinned_rustc ]; then
    missing+=("Debian's rustc $pinned_rustc (or a rustup target hides it): whether the committed modules are what their sources give")
  else
    echo "== the committed modules"
    modules/build.sh --check
  fi
  check_projects rust
  echo "== two builds of one project at once"
  ./leat build "$projects/rust-map" &
  ./leat build "$projects/rust-map"
  wait $!
else
  missing+=("a Rust toolchain for WebAssembly (apt-get install ${packages[*]}; cargo install wasm-tools): modules and Rust projects")
fi
if command -v python3 >/dev/null; then
  for version in 0.14 0.25.1; do
    echo "== the Python modules, by componentize-py $version"
    modules/python/build.sh --componentize-py "$version" --module filter --module accumulate "$projects/$version"
    ./leat test modules/python/tests --modules "$projects/$version"
  done
  check_projects python
  echo "== a Python project by componentize-py 0.14"
  COMPONENTIZE_PY=0.14 ./leat build "$projects/python-filter"
  ./leat test "$projects/python-filter"
else
  missing+=("python3: Python projects")
fi
scripts/check-modules.sh
if [ ${#missing[@]} -gt 0 ]; then
  printf '\n!! NOT EVERYTHING WAS CHECKED\n' >&2
  printf '!! missing: %s did NOT run\n' "${missing[@]}" >&2
fi
