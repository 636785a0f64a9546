#!/usr/bin/env bash
# Takes the pictures of docs/manual on a demonstration of its own: make manual
set -euo pipefail
cd "$(dirname "$0")/.."
scratch=$(mktemp -d)
bin/bamban demo --households 2000 --data "$scratch/demo" >"$scratch/demo.log" 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null; wait "$server" 2>/dev/null || true; rm -rf "$scratch"' EXIT
url=""
for _ in $(seq 150); do
	url=$(sed -n 's/.*Open  \(http[^ ]*\).*/\1/p' "$scratch/demo.log")
	if [ -n "$url" ]; then break; fi
	sleep 0.2
done
cd web
PICTURES=../docs/manual/pictures BASE_URL="$url" node --test e2e/manual.test.mjs
