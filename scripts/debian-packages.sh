# Sourced by the scripts that need more of Debian than a fresh machine has.

# Installs packages where this user may, as root or through sudo; otherwise names them, and gives 1.
install_debian_packages() {
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
      as_root=(sudo -n)
    else
      echo "These Debian packages are missing, and this user may not install them: $*" >&2
      return 1
    fi
  fi
  command -v apt-get >/dev/null || {
    echo "These are missing: $*" >&2
    return 1
  }
  ${as_root[@]+"${as_root[@]}"} apt-get update -q &&
    ${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"
}
