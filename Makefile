GO ?= go
GOLANGCI_LINT = github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
WITH_SERVERS = $(GO) run ./test/testenv/cmd/withservers
# What runs many goroutines is tested with the race detector too.
CONCURRENT = ./bot/... ./internal/cache ./internal/engine ./internal/wecomsim ./internal/web ./internal/seal
FUZZTIME ?= 30s
# make crash CRASH_TIME=10m CRASH_SEED=7
CRASH_TIME ?= 60s
CRASH_SEED ?=

.DEFAULT_GOAL := help
.PHONY: help run build test test-tools lint bench distributed crash year fuzz

help: ## Show what can be made
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

run: ## Try the desk out, with a simulated WeCom
	$(GO) run . demo

build: ## Build bin/petitiondesk
	CGO_ENABLED=0 $(GO) build -trimpath -o bin/petitiondesk .

test: test-tools ## Run every test
	$(GO) vet ./...
	$(GO) test -race -short $(CONCURRENT)
	$(WITH_SERVERS) -throwaway -- $(GO) test -parallel 8 -timeout 12m ./...

lint: ## Check style and the walls between packages
	$(GO) run $(GOLANGCI_LINT) run

bench: test-tools ## Print the figures of docs/benchmarks.md
	$(WITH_SERVERS) -- $(GO) test -run '^$$' -bench . -timeout 60m ./bot ./internal/wecomsim ./test/bench ./test/ledger

distributed: test-tools ## Run the stories and the crashes on a Galera cluster with Redis Sentinel, and stories on a Redis Cluster
	DESK_TEST_REDIS_KIND=sentinel $(WITH_SERVERS) -galera -- $(GO) test -count=1 -parallel 4 -timeout 60m ./test/story
	DESK_TEST_REDIS_KIND=cluster $(WITH_SERVERS) -throwaway -- $(GO) test -count=1 -parallel 4 -timeout 60m -run 'Visit|Duty|Approv|Escalat|Board|Replica' ./test/story
	CRASH_STORES=distributed CRASH_TIME=$(CRASH_TIME) CRASH_SEED=$(CRASH_SEED) $(GO) test -v -count=1 -timeout 24h -run NothingIsLost ./test/crash

crash: test-tools ## Crash everything for CRASH_TIME, then at every crash point, and check what is left
	CRASH_TIME=$(CRASH_TIME) CRASH_SEED=$(CRASH_SEED) $(GO) test -v -count=1 -timeout 24h ./test/crash

year: ## Live through a county's whole year of duty with three replicas, judged by the oracle
	$(GO) test -v -count=1 -timeout 30m ./test/year -whole

fuzz: ## Fuzz every target for FUZZTIME each
	@set -e; for package in $$($(GO) list ./...); do \
		for target in $$($(GO) test -list '^Fuzz' $$package | grep '^Fuzz' || true); do \
			echo "$$package $$target"; \
			$(GO) test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) $$package; \
		done; \
	done

# The tests meet a real MariaDB, Redis and browser; -race takes a C compiler.
test-tools:
	@missing=; \
	need() { PATH="$$PATH:/usr/sbin" command -v "$$1" >/dev/null 2>&1 || missing="$$missing $$2"; }; \
	need mariadbd mariadb-server; need redis-server redis-server; need chromium chromium; \
	need gcc "gcc libc6-dev"; \
	[ -z "$$missing" ] && exit 0; \
	as_root=; [ "$$(id -u)" = 0 ] || as_root=sudo; \
	if ! command -v apt-get >/dev/null || { [ -n "$$as_root" ] && ! command -v sudo >/dev/null; }; then \
		echo "The tests need these Debian packages or their like; please install them:$$missing" >&2; exit 1; \
	fi; \
	$$as_root apt-get update -q && \
	$$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $$missing
