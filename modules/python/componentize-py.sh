# Sourced by what builds Python modules; wants a function `fail` that says its arguments and exits.

# Prints the path of componentize-py in a version; installs it first, into a virtual environment of its own.
componentize_py() {
  local version=$1 requirements
  requirements=$(dirname "${BASH_SOURCE[0]}")
  local venv=${LEAT_CACHE:-$HOME/.cache/leat}/componentize-py-$version
  local pinned=$requirements/requirements-$version.txt
  if [ ! -x "$venv/bin/componentize-py" ]; then
    command -v python3 >/dev/null || fail "python3 is missing" "apt-get install python3 python3-venv"
    local new=$venv.$$
    rm -rf "$new"
    python3 -m venv "$new" >/dev/null || fail "python3 cannot make a virtual environment" "apt-get install python3-venv"
    if [ -f "$pinned" ]; then
      "$new/bin/pip" install -q --disable-pip-version-check --require-hashes -r "$pinned" >&2
    else
      printf 'no hashes are kept for componentize-py %s, so it is installed unchecked\n' "$version" >&2
      "$new/bin/pip" install -q --disable-pip-version-check "componentize-py==$version" >&2
    fi || fail "componentize-py $version cannot be installed" "It is on the Python package index, for Python 3.9 and later."
    rm -rf "$venv"
    mv "$new" "$venv"
    # The scripts of a virtual environment name its place, so they are written anew where it has come to lie.
    sed -i.old "1s|$new|$venv|" "$venv/bin/componentize-py"
    rm "$venv/bin/componentize-py.old"
  fi
  printf '%s\n' "$venv/bin/componentize-py"
}
