#!/usr/bin/env bash
# Runs the checks, each with its time, and ends with "N passed, N failed".
#
#   tools/check.sh             every check
#   tools/check.sh lint unit   these
#
# A check whose tool is not on this machine is passed over, with the reason.
set -euo pipefail
cd "$(dirname "$0")/.."

all=(lint unit race web e2e replica fuzz cross)
if [ "$#" -eq 0 ]; then set -- "${all[@]}"; fi

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
passed=0
failed=0
report=""

has() { command -v "$1" >/dev/null 2>&1; }

# Each check returns 0 (good), 1 (bad) or 9 (passed over: the reason is in
# $scratch/why). One that counts its own tests writes "PASSED FAILED" to
# $scratch/count; the others count as one.
pass_over() {
	echo "$1" >"$scratch/why"
	return 9
}

# Each tool runs even where one before it complained.
check_lint() {
	local bad=0 unformatted
	unformatted=$(git ls-files --cached --others --exclude-standard -- '*.go' | while read -r f; do if [ -f "$f" ]; then echo "$f"; fi; done | xargs gofmt -l)
	if [ -n "$unformatted" ]; then
		printf 'not formatted (run: gofmt -w .):\n%s\n' "$unformatted"
		bad=1
	fi
	go vet ./... || bad=1
	go tool staticcheck ./... || bad=1
	go tool errcheck -ignoretests -exclude tools/errcheck.txt ./... || bad=1
	return "$bad"
}

check_unit() { count_tests ./...; }

# Packages that hold locks or start goroutines, by their sources.
check_race() {
	if [ "$(go env CGO_ENABLED)" != 1 ] || ! has "$(go env CC)"; then
		pass_over "the race detector needs a C compiler"
		return
	fi
	local packages
	packages=$(grep -rlE --include='*.go' 'sync\.|go func|chan ' internal cmd 2>/dev/null | xargs -rn1 dirname | sort -u | sed 's|^|./|')
	# shellcheck disable=SC2086 # one word a package
	count_tests -short -race $packages
}

check_web() {
	if ! has npm; then
		pass_over "there is no Node on this machine"
		return
	fi
	make --no-print-directory web/node_modules/.installed || return 1
	local bad=0
	(cd web && npm run --silent types) || bad=1
	(cd web && npm run --silent lint) || bad=1
	(cd web && npx --no-install vitest run --reporter=default --reporter=json --outputFile.json="$scratch/vitest.json") || true
	if [ ! -s "$scratch/vitest.json" ]; then return 1; fi
	node -e 'const r = JSON.parse(require("fs").readFileSync(process.argv[1])); console.log(r.numPassedTests, r.numFailedTests + (r.success || r.numFailedTests ? 0 : 1))' \
		"$scratch/vitest.json" >"$scratch/count"
	(cd web && npm run --silent build) || bad=1
	return "$bad"
}

check_e2e() {
	if ! has npm || ! has chromium; then
		pass_over "there is no Node or no chromium on this machine (make setup)"
		return
	fi
	if ! grep -q '"e2e":' web/package.json; then
		pass_over "the web app has no end-to-end tests"
		return
	fi
	make --no-print-directory build || return 1
	# The journeys walk a demonstration that is served for them.
	bin/bamban demo --households 2000 --data "$scratch/demo" >"$scratch/demo.log" 2>&1 &
	local server=$! url="" bad=0
	for _ in $(seq 100); do
		url=$(sed -n 's/.*Open  \(http[^ ]*\).*/\1/p' "$scratch/demo.log")
		if [ -n "$url" ]; then break; fi
		sleep 0.2
	done
	(cd web && MAPS="$scratch/demo/maps" BASE_URL="$url" npm run --silent e2e) >"$scratch/e2e.log" 2>&1 || bad=1
	kill "$server" && wait "$server" || true
	cat "$scratch/e2e.log"
	echo "$(grep -cE '^ok [0-9]+ - ' "$scratch/e2e.log") $(grep -cE '^not ok [0-9]+ - ' "$scratch/e2e.log")" >"$scratch/count"
	return "$bad"
}

# Histories in which every second phone runs the web app's own replica.
check_replica() {
	if ! has npm; then
		pass_over "there is no Node on this machine"
		return
	fi
	make --no-print-directory web/node_modules/.installed || return 1
	(cd web && npm run --silent sim) || return 1
	go run ./cmd/bamban sim --seeds "${SEEDS:-60}" --app web/sim-dist/phone.mjs
}

# A few seconds for each fuzz target; make fuzz takes longer.
check_fuzz() {
	local package target bad=0
	while read -r package target; do
		echo "fuzz $package $target"
		go test -run '^$' -fuzz "^$target\$" -fuzztime "${FUZZTIME:-5s}" "$package" >"$scratch/fuzz" 2>&1 || {
			cat "$scratch/fuzz"
			# Go's fuzzer now and then reports its own end of time as a failure; a
			# real one has an input.
			if grep -q 'context deadline exceeded' "$scratch/fuzz" && ! grep -qE 'Failing input|panic:' "$scratch/fuzz"; then
				echo "the time was over; no input failed"
			else
				bad=1
			fi
		}
	done < <(grep -rhoE --include='*_test.go' -H '^func Fuzz[A-Za-z0-9_]+' internal cmd 2>/dev/null | sed -E 's|^(.*)/[^/]*:func (.*)|./\1 \2|')
	return "$bad"
}

check_cross() {
	local target os arch arm
	for target in linux/amd64 linux/arm64 linux/arm/7 windows/amd64; do
		IFS=/ read -r os arch arm <<<"$target"
		echo "build $target"
		CGO_ENABLED=0 GOOS=$os GOARCH=$arch GOARM=${arm:-} go build ./... || return 1
	done
}

count_tests() {
	go test -json "$@" 2>&1 | go run ./tools/tally -o "$scratch/count"
}

for step in "$@"; do
	if ! declare -F "check_$step" >/dev/null; then
		echo "check.sh: there is no check \"$step\"; there are: ${all[*]}" >&2
		exit 2
	fi
	echo "== $step"
	rm -f "$scratch/count" "$scratch/why"
	began=$SECONDS
	code=0
	"check_$step" || code=$?
	took=$((SECONDS - began))
	p=0 f=0 word=good
	if [ -s "$scratch/count" ]; then read -r p f _ <"$scratch/count"; fi
	case $code in
	0) if [ "$p" -eq 0 ] && [ "$f" -eq 0 ]; then p=1; fi ;;
	9) word="passed over: $(cat "$scratch/why")" ;;
	*)
		word=BAD
		if [ "$f" -eq 0 ]; then f=1; fi
		;;
	esac
	passed=$((passed + p))
	failed=$((failed + f))
	report+=$(printf '%-7s %4ds  %s' "$step" "$took" "$word")$'\n'
done

printf '\n%s\n' "$report"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
