#!/usr/bin/env bash
# Installs the servers and clients that the tests start, where this user may; otherwise names them. Exit code 1 where one is missing.
set -u
packages=(mosquitto mosquitto-clients kcat)
missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
if command -v mosquitto >/dev/null && command -v mosquitto_pub >/dev/null && command -v kcat >/dev/null; then
  missing=()
fi
[ ${#missing[@]} -eq 0 ] && exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    as_root=(sudo -n)
  else
    echo "These Debian packages are missing, and this user may not install them: ${missing[*]}" >&2
    exit 1
  fi
fi
command -v apt-get >/dev/null || {
  echo "These are missing: ${missing[*]}" >&2
  exit 1
}
${as_root[@]+"${as_root[@]}"} apt-get update -q &&
  ${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"
