#!/usr/bin/env bash
# Guide 2 from its first line to its last, on this machine alone: pushes graphs and modules to a registry, deploys both graphs, sends
# all three kinds of data, then moves a tag and sees the running graph follow. Usage: examples/serve/guide.sh
# Needs docker-registry, mosquitto_pub and mosquitto_sub; on Debian: apt-get install docker-registry mosquitto-clients
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
leat() { "$root/leat" "$@"; }
for tool in docker-registry mosquitto_pub mosquitto_sub python3; do
  command -v "$tool" >/dev/null || { echo "guide.sh: $tool is not here" >&2; exit 1; }
done

work=$(mktemp -d)
running=()
finish() {
  for ((i = ${#running[@]} - 1; i >= 0; i--)); do
    kill "${running[i]}" 2>/dev/null && wait "${running[i]}" 2>/dev/null || true
  done
  rm -rf "$work"
}
trap finish EXIT
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
# Waits up to 60 s until a command is content.
until_true() {
  local what=$1
  shift
  for _ in $(seq 120); do
    "$@" && return 0
    sleep 0.5
  done
  echo "guide.sh: $what did not happen" >&2
  cat "$work/serve.log" >&2
  exit 1
}

echo "== a registry"
registry=$(free_port)
cat >"$work/registry.yml" <<END
version: 0.1
storage: { filesystem: { rootdirectory: $work/registry } }
http: { addr: 127.0.0.1:$registry }
END
docker-registry serve "$work/registry.yml" >"$work/registry.log" 2>&1 &
running+=($!)
answers() { python3 -c 'import sys, urllib.request; urllib.request.urlopen(sys.argv[1])' "http://127.0.0.1:$registry/v2/" 2>/dev/null; }
until_true "the start of the registry" answers

echo "== push, as to NAME.azurecr.io"
leat push "localhost:$registry/graph-simple:1.0.0" "$root/examples/graph-simple/graph-simple.yaml"
leat push "localhost:$registry/graph-complex:1.0.0" "$root/examples/graph-complex/graph-complex.yaml"
for module in temperature window snapshot format humidity collection enrichment; do
  leat push "localhost:$registry/$module:1.0.0" "$root/modules/$module/$module.wasm"
done

echo "== deploy"
broker=$(free_port)
mkdir "$work/resources"
cat >"$work/resources/registry.yaml" <<'END'
apiVersion: connectivity.iotoperations.azure.com/v1
kind: RegistryEndpoint
metadata: { name: contoso, namespace: azure-iot-operations }
spec:
  host: contoso.azurecr.io
  authentication: { method: Anonymous, anonymousSettings: {} }
END
for graph in temperature enriched; do
  sed 's/registryEndpointRef: default/registryEndpointRef: contoso/' "$root/examples/serve/$graph.yaml" >"$work/resources/$graph.yaml"
done
# Not through the function: a shell would be ended in its place.
"$root/leat" serve "$work/resources" --embedded-broker "$broker" --mirror "contoso.azurecr.io=http://localhost:$registry" \
  --state-dir "$work/state" --listen 0 --poll-tags 1 >"$work/serve.log" 2>&1 &
running+=($!)
both_run() { [ "$(leat get graphs --state-dir "$work/state" 2>/dev/null | grep -c Available)" -eq 2 ]; }
until_true "the start of both graphs" both_run
leat get graphs --state-dir "$work/state"

echo "== test"
"$root/examples/serve/send.sh" "$broker" | tee "$work/out"
grep -q '^sensor/temperature/processed .*"unit":"C"' "$work/out"
grep -q '^sensor/data/processed .*"object":\[{' "$work/out"

echo "== move a tag"
sed 's/Converts temperatures/Still converts temperatures/' "$root/examples/graph-simple/graph-simple.yaml" >"$work/graph-simple.yaml"
leat push "localhost:$registry/graph-simple:1.0.0" "$work/graph-simple.yaml"
replaced() { leat logs temperature --state-dir "$work/state" | grep 'it was replaced'; }
until_true "the new version" replaced
echo "guide 2 works"
