# Sourced by the build scripts of the Rust modules and test fixtures: finds what turns a crate into a component.
#
#   build_component CRATE_DIRECTORY OUTPUT [--wasi] [-- CARGO_ARGUMENT...]
#
# Without --wasi the component imports nothing but what its world names; with --wasi it imports WASI 0.2, as one
# that `cargo build --target wasm32-wasip2` makes. A target that rustup has is taken first, then Debian's packages
# (they come with the standard library's source and leave a rustup toolchain as it is).
# WASM_TARGET_DIR takes Cargo's output, LEAT_CACHE what is fetched. WASM_PROFILE is release unless it is debug;
# WASM_LOCKED is --locked unless it is empty, for crates whose Cargo.lock is not kept. With WASM_SHARED the path of the crate
# is no part of the flags, so that crates can share what is compiled.

LEAT_CACHE=${LEAT_CACHE:-$HOME/.cache/leat}
WASM_TARGET_DIR=${WASM_TARGET_DIR:-${CARGO_TARGET_DIR:-$LEAT_CACHE/modules-target}}
WASM_PROFILE=${WASM_PROFILE:-release}
WASM_LOCKED=${WASM_LOCKED---locked}
WASM_TOOLS_VERSION=1.263.0
WASI_ADAPTER_VERSION=48.0.8

fail() {
  printf '%s: %s\n' "$(basename "$0")" "$1" >&2
  shift
  [ $# -eq 0 ] || printf '  %s\n' "$@" >&2
  exit 1
}

has_rustup_target() {
  command -v cargo >/dev/null && [ -d "$(rustc --print sysroot 2>/dev/null)/lib/rustlib/$1/lib" ]
}

wasm_tools() {
  command -v wasm-tools >/dev/null ||
    fail "wasm-tools is missing" "cargo install wasm-tools --version $WASM_TOOLS_VERSION --locked"
  wasm-tools "$@"
}

# Sets debian_rustc, debian_cargo and debian_linker, which build_component declares.
find_debian_toolchain() { # rustup target that would do as well, further packages
  local linker packages=(rustc-web cargo-web rust-web-src lld-16 "${@:2}")
  debian_rustc=/usr/bin/rustc debian_cargo=/usr/bin/cargo debian_linker=
  for linker in /usr/bin/wasm-ld /usr/bin/wasm-ld-[0-9]*; do
    [ -x "$linker" ] && debian_linker=$linker
  done
  if [ ! -x $debian_rustc ] || [ ! -x $debian_cargo ] || [ -z "$debian_linker" ] ||
    [ ! -d "$($debian_rustc --print sysroot)/lib/rustlib/src/rust/library" ]; then
    fail "no Rust toolchain that can build for WebAssembly" "Either of these does:" \
      "  rustup target add $1" \
      "  apt-get install ${packages[*]}"
  fi
}

# Paths of this machine must not reach the binary: they would differ elsewhere.
remap_flags() { # sysroot
  local home=${CARGO_HOME:-$HOME/.cargo} registry
  # A user's crates share what was compiled of the standard library, which other flags would forbid.
  [ -n "${WASM_SHARED:-}" ] || printf '%s ' "--remap-path-prefix=$(cd "$crate" && cargo_root)=/leat"
  if [ -n "${WASM_SHARED:-}" ]; then
    # One flag, whatever folders there are: each new one would have the standard library compiled again.
    printf '%s ' "--remap-path-prefix=$home/registry/src=/registry"
  else
    for registry in "$home"/registry/src/*/; do
      printf '%s ' "--remap-path-prefix=${registry%/}=/registry"
    done
  fi
  printf '%s ' "--remap-path-prefix=$(readlink -f "$1/lib/rustlib/src/rust")=/rust"
  printf '%s ' "--remap-path-prefix=$1/lib/rustlib/src/rust=/rust"
}

cargo_root() {
  dirname "$(cargo locate-project --workspace --message-format plain)"
}

wasi_adapter() {
  local folder=$LEAT_CACHE/wasi-adapter-$WASI_ADAPTER_VERSION
  local adapter=$folder/wasi_snapshot_preview1.reactor.wasm
  if [ ! -f "$adapter" ]; then
    mkdir -p "$folder/src"
    : >"$folder/src/lib.rs"
    cat >"$folder/Cargo.toml" <<TOML
[package]
name = "wasi-adapter"
version = "0.0.0"
edition = "2021"
[dependencies]
wasi-preview1-component-adapter-provider = "=$WASI_ADAPTER_VERSION"
[workspace]
TOML
    (cd "$folder" && cargo vendor -q vendor >/dev/null) || fail "could not fetch the WASI adapter" \
      "It is in the crate wasi-preview1-component-adapter-provider $WASI_ADAPTER_VERSION."
    cp "$folder/vendor/wasi-preview1-component-adapter-provider/artefacts/wasi_snapshot_preview1.reactor.wasm" "$adapter"
  fi
  printf '%s\n' "$adapter"
}

# The name that a section of a Cargo.toml gives.
name_of() { # section file
  sed -n "/^ *\\[$1\\]/,/^ *\\[[^]]*\\] *\$/s/^ *name *= *[\"']\\([^\"']*\\)[\"'].*/\\1/p" "$2" | head -n 1
}

# Where PATH has no cargo, Debian's does for what needs no target.
command -v cargo >/dev/null || [ ! -x /usr/bin/cargo ] || cargo() { /usr/bin/cargo "$@"; }

build_component() {
  local crate=$1 output=$2 wasi= name target flags adapter adapt=() debian_rustc= debian_cargo= debian_linker=
  shift 2
  if [ "${1:-}" = --wasi ]; then wasi=1 && shift; fi
  [ "${1:-}" = -- ] && shift
  name=$(name_of lib "$crate/Cargo.toml")
  [ -n "$name" ] || name=$(name_of package "$crate/Cargo.toml")

  (cd "$crate" && cargo fetch -q $WASM_LOCKED) # so that the flags can name where the sources are
  local cargo=(cargo build -q $WASM_LOCKED "$@")
  [ "$WASM_PROFILE" = debug ] || cargo+=(--release)
  if [ -n "$wasi" ]; then
    if has_rustup_target wasm32-wasip2; then
      target=wasm32-wasip2
    else
      find_debian_toolchain wasm32-wasip2 wasi-libc libclang-rt-16-dev-wasm32
      target=wasm32-wasip1
      [ -f /usr/lib/wasm32-wasi/crt1-reactor.o ] || fail "no libc for WASI" "apt-get install wasi-libc libclang-rt-16-dev-wasm32"
      adapter=$(wasi_adapter)
      adapt=(--adapt "wasi_snapshot_preview1=$adapter")
    fi
  else
    target=wasm32-unknown-unknown
    has_rustup_target $target || find_debian_toolchain $target
  fi

  if [ -n "$debian_linker" ]; then
    cargo[0]=$debian_cargo
    cargo+=(-Zbuild-std=std,panic_abort)
    flags=$(remap_flags "$($debian_rustc --print sysroot)")
    [ -z "$wasi" ] || flags+="-Clink-self-contained=no -L/usr/lib/wasm32-wasi -Clink-arg=/usr/lib/wasm32-wasi/crt1-reactor.o -Clink-arg=-lc"
    local linker=CARGO_TARGET_${target^^}_LINKER
    (cd "$crate" && env RUSTC_BOOTSTRAP=1 RUSTC=$debian_rustc "${linker//-/_}=$debian_linker" \
      CARGO_TARGET_DIR="$WASM_TARGET_DIR" RUSTFLAGS="$flags" "${cargo[@]}" --target $target)
  else
    flags=$(remap_flags "$(rustc --print sysroot)")
    (cd "$crate" && env CARGO_TARGET_DIR="$WASM_TARGET_DIR" RUSTFLAGS="$flags" "${cargo[@]}" --target $target)
  fi

  local built=$WASM_TARGET_DIR/$target/$WASM_PROFILE/${name//-/_}.wasm
  [ -f "$built" ] || fail "cargo built no library $name for WebAssembly" "Cargo.toml needs crate-type = [\"cdylib\"] under [lib]."
  mkdir -p "$(dirname "$output")"
  if [ $target = wasm32-wasip2 ]; then
    cp "$built" "$output.new"
  else
    wasm_tools component new ${adapt[@]+"${adapt[@]}"} "$built" -o "$output.new"
  fi
  wasm_tools validate "$output.new"
  # A core module is valid too; the fifth byte of a component is its version.
  [ "$(od -An -tx1 -j4 -N4 "$output.new" | tr -d ' \n')" = 0d000100 ] || fail "$built did not become a component"
  chmod 644 "$output.new"
  mv "$output.new" "$output"
  printf '%s: %s bytes\n' "$output" "$(wc -c <"$output" | tr -d ' ')"
}
