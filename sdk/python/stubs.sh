#!/usr/bin/env bash
# Writes the typed stubs in stubs/ anew, from modules/wit: stubs.sh COMPONENTIZE_PY
# COMPONENTIZE_PY is the tool of release 0.25.1; modules/python/build.sh keeps one in ~/.cache/leat/componentize-py-0.25.1/bin.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
[ $# -eq 1 ] || { sed -n '2,3s/^# //p' "$0" >&2; exit 2; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/wit/deps"
cp "$here/every-operator.wit" "$work/wit"
cp -r "$here/../../modules/wit" "$work/wit/deps/processor"
"$1" -d "$work/wit" -w every-operator bindings "$work/out" >/dev/null

rm -rf "$here/stubs"
mkdir "$here/stubs"
cp -r "$work/out/wit_world" "$work/out/componentize_py_types.py" "$here/stubs"
# componentize-py 0.14 names the package after the world.
for kind in map filter branch accumulate delay; do
  mkdir "$here/stubs/${kind}_impl"
  printf 'from wit_world import exports as exports\n\nfrom . import imports as imports\n' >"$here/stubs/${kind}_impl/__init__.py"
  for name in hybrid_logical_clock logger metrics state_store state_store_types types; do
    printf 'from wit_world.imports import %s as %s\n' $name $name
  done >"$here/stubs/${kind}_impl/imports.py"
  printf 'from componentize_py_types import Err as Err, Ok as Ok, Result as Result, Some as Some\n' \
    >"$here/stubs/${kind}_impl/types.py"
done
