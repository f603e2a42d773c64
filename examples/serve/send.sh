#!/usr/bin/env bash
# Sends one message of each kind to the graphs of this folder, and shows what comes out. Usage: send.sh [PORT]
set -euo pipefail
port=${1:-1883}
command -v mosquitto_pub >/dev/null || { echo "mosquitto_pub is not here; on Debian: apt-get install mosquitto-clients" >&2; exit 1; }
out=$(mktemp)
trap 'kill "$listener" 2>/dev/null || true; rm -f "$out"' EXIT
mosquitto_sub -V 5 -p "$port" -t 'sensor/+/processed' -v >"$out" &
listener=$!
sleep 1
mosquitto_pub -V 5 -p "$port" -q 1 -t sensor/temperature/raw -m '{"temperature":{"value":100,"unit":"F"}}'
mosquitto_pub -V 5 -p "$port" -q 1 -t sensor/humidity/raw -m '{"humidity":{"value":55}}'
# A black picture: 224 by 224 pixels of RGB.
head -c 150528 /dev/zero | mosquitto_pub -V 5 -p "$port" -q 1 -t sensor/images/raw -s
echo "sent; the window of the second graph is ten seconds"
for _ in $(seq 40); do
  [ "$(wc -l <"$out")" -ge 2 ] && break
  sleep 0.5
done
cat "$out"
