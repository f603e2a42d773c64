#!/usr/bin/env bash
# Installs the servers and clients that the tests start, where this user may; otherwise names them. Exit code 1 where one is missing.
set -u
. "$(dirname "${BASH_SOURCE[0]}")/debian-packages.sh"
oras_version=0.2.42

# Each command, and the Debian package that brings it.
commands=(mosquitto:mosquitto mosquitto_pub:mosquitto-clients kcat:kcat docker-registry:docker-registry skopeo:skopeo)
missing=()
for pair in "${commands[@]}"; do
  PATH=$PATH:/usr/sbin command -v "${pair%%:*}" >/dev/null || missing+=("${pair##*:}")
done

# The Python package oras, in an environment of its own.
install_oras() {
  local place=${LEAT_CACHE:-$HOME/.cache/leat}/oras-python
  [ -e "$place/oras-$oras_version" ] && return 0
  command -v python3 >/dev/null || return 1
  rm -rf "$place" && python3 -m venv "$place" && "$place/bin/pip" -q install "oras==$oras_version" && touch "$place/oras-$oras_version"
}

failed=0
if [ ${#missing[@]} -gt 0 ]; then
  install_debian_packages "${missing[@]}" || failed=1
fi
install_oras || {
  echo "The Python package oras could not be installed; it needs python3 with venv, and PyPI" >&2
  failed=1
}
exit $failed
