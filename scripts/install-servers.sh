#!/usr/bin/env bash
# Installs the servers and clients that the tests start, where this user may; otherwise names them. Exit code 1 where one is missing.
set -u
oras_version=0.2.42

# Each command, and the Debian package that brings it.
commands=(mosquitto:mosquitto mosquitto_pub:mosquitto-clients kcat:kcat docker-registry:docker-registry skopeo:skopeo)
missing=()
for pair in "${commands[@]}"; do
  PATH=$PATH:/usr/sbin command -v "${pair%%:*}" >/dev/null || missing+=("${pair##*:}")
done

install_packages() {
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
      as_root=(sudo -n)
    else
      echo "These Debian packages are missing, and this user may not install them: ${missing[*]}" >&2
      return 1
    fi
  fi
  command -v apt-get >/dev/null || {
    echo "These are missing: ${missing[*]}" >&2
    return 1
  }
  ${as_root[@]+"${as_root[@]}"} apt-get update -q &&
    ${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"
}

# The Python package oras, in an environment of its own.
install_oras() {
  local place=${LEAT_CACHE:-$HOME/.cache/leat}/oras-python
  [ -e "$place/oras-$oras_version" ] && return 0
  command -v python3 >/dev/null || return 1
  rm -rf "$place" && python3 -m venv "$place" && "$place/bin/pip" -q install "oras==$oras_version" && touch "$place/oras-$oras_version"
}

failed=0
if [ ${#missing[@]} -gt 0 ]; then
  install_packages || failed=1
fi
install_oras || {
  echo "The Python package oras could not be installed; it needs python3 with venv, and PyPI" >&2
  failed=1
}
exit $failed
