#!/usr/bin/env bash
# Packs libwasmtime into the classes of this module; Maven runs it. Usage: natives.sh OUTPUT_DIRECTORY OS ARCHITECTURE
# OS and ARCHITECTURE are Java's os.name and os.arch, or "all" and "all". Never fails the build: without Python, pip or
# a network it says so, and the build goes on with the pure-Java engine only.
set -uo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"

for python in "${LEAT_PYTHON:-}" python3 python; do
  if [ -n "$python" ] && "$python" -c 'import sys; sys.exit(sys.version_info < (3, 8))' 2>/dev/null; then
    exec "$python" "$here/natives.py" "$@"
  fi
done
echo "component/wasmtime: GOING ON WITH THE PURE-JAVA ENGINE ONLY: no Python 3.8 or later on the PATH." \
  "Install python3 with pip, or set LEAT_PYTHON, and build again to pack libwasmtime."
