#!/usr/bin/env bash
# Builds the JavaScript operator to words.wasm beside it, or to OUT. Usage: build.sh [OUT]
# Needs node 20 or later and npm; the tools it fetches stay in ${LEAT_CACHE:-~/.cache/leat}/javascript.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=${1:-$here/words.wasm}
for tool in node npm; do
  command -v "$tool" >/dev/null || {
    echo "build.sh: $tool is not here; on Debian: apt-get install nodejs npm, or get node from nodejs.org" >&2
    exit 3
  }
done
major=$(node --version | sed 's/^v\([0-9]*\).*/\1/')
[ "$major" -ge 20 ] || { echo "build.sh: node $(node --version) is too old; ComponentizeJS needs 20 or later" >&2; exit 3; }
tools=${LEAT_CACHE:-$HOME/.cache/leat}/javascript
mkdir -p "$tools"
cp "$here/package.json" "$here/package-lock.json" "$here/build.mjs" "$tools/"
[ -f "$tools/installed" ] && cmp -s "$tools/installed" "$here/package-lock.json" || {
  (cd "$tools" && npm ci --silent --no-audit --no-fund)
  cp "$here/package-lock.json" "$tools/installed"
}
node "$tools/build.mjs" "$here/words.js" "$here/../../wit" "$out"
echo "$out: $(wc -c <"$out") bytes"
