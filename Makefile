# Every task by name; CI calls the same ones. "make" alone prints this list.
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
GOBUILD := CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X bamban/internal/app.Version=$(VERSION)"
FUZZTIME ?= 1m

.DEFAULT_GOAL := help
.PHONY: help setup web build demo manual test lint gen fuzz bench bench-phone cross ci

help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## what the checks need: the web app's packages, and a browser where we may install one
	@if ! command -v chromium >/dev/null 2>&1; then \
		if command -v apt-get >/dev/null 2>&1 && [ "$$(id -u)" = 0 ]; then apt-get update -q && apt-get install -qy --no-install-recommends chromium; \
		elif command -v apt-get >/dev/null 2>&1 && sudo -n true 2>/dev/null; then sudo apt-get update -q && sudo apt-get install -qy --no-install-recommends chromium; \
		else echo "no chromium here: the end-to-end tests will be passed over"; fi; fi
	@if command -v npm >/dev/null 2>&1; then $(MAKE) --no-print-directory web/node_modules/.installed; else echo "no Node here: the web app's checks will be passed over"; fi
	go mod download

web/node_modules/.installed: web/package-lock.json
	cd web && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

web: web/node_modules/.installed ## the web app, into web/dist
	cd web && npm run --silent build

build: ## the program, into bin/bamban, with the web app if there is Node
	@if command -v npm >/dev/null 2>&1; then $(MAKE) --no-print-directory web; else echo "no Node here: building with the page that says so"; fi
	$(GOBUILD) -o bin/bamban ./cmd/bamban

demo: setup build ## a province of made-up people, in the browser, on a free port
	bin/bamban demo

manual: setup build ## the pictures of docs/manual, from a demonstration of its own
	tools/manual.sh

test: ## every check, with a time for each
	tools/check.sh

lint: ## format, vet, staticcheck, errcheck
	tools/check.sh lint

gen: ## the files made from the declarations of kinds and settings
	go run ./tools/gen

fuzz: ## hostile input for FUZZTIME (1m) a target
	FUZZTIME=$(FUZZTIME) tools/check.sh fuzz

bench: build ## how fast it is on this machine, against the budgets
	bin/bamban bench

bench-phone: setup build ## the same of the phone, in a browser that is slowed down
	cd web && npm run --silent bench

cross: ## the program for station boxes and servers, into bin/
	GOOS=linux GOARCH=amd64 $(GOBUILD) -o bin/bamban-linux-amd64 ./cmd/bamban
	GOOS=linux GOARCH=arm64 $(GOBUILD) -o bin/bamban-linux-arm64 ./cmd/bamban
	GOOS=linux GOARCH=arm GOARM=7 $(GOBUILD) -o bin/bamban-linux-armv7 ./cmd/bamban
	GOOS=windows GOARCH=amd64 $(GOBUILD) -o bin/bamban-windows-amd64.exe ./cmd/bamban

ci: setup test ## what CI does
