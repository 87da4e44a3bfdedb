# Guichê: what a person at the keyboard wants to do. `make help` lists it.

SHELL := /bin/bash
.DEFAULT_GOAL := help
GUICHE := target/release/guiche
DEMO_FOLDER ?=

.PHONY: help demo build pwa programs test test-rust test-pwa test-e2e lint bench schema screenshots dependencies clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-13s %s\n", $$1, $$2}'

demo: build ## Build everything and run the desk with simulated customers
	$(GUICHE) demo $(if $(DEMO_FOLDER),--folder $(DEMO_FOLDER))

build: pwa ## Build target/release/guiche with the interface inside it
	cargo build --release --locked

pwa: pwa/node_modules/.package-lock.json
	cd pwa && npm run --silent build

# `npm ci` refuses a lock file that lacks optional packages of other systems, and not every registry holds them;
# without saving, `npm install` takes the very versions of the lock file.
pwa/node_modules/.package-lock.json: pwa/package.json pwa/package-lock.json
	cd pwa && npm install --no-save --no-audit --no-fund
	@touch $@

dependencies: ## Install what the tests need (Debian packages, when missing)
	.ci/dependencies

test: dependencies test-rust test-pwa test-e2e ## Run every test

# Programs and tests in one go: apart, Cargo would choose other features and build everything twice.
programs: pwa
	cargo build --workspace --bins --tests --locked

test-rust: programs ## Run the server's tests on SQLite and PostgreSQL
	cargo nextest run --workspace --locked

test-pwa: pwa/node_modules/.package-lock.json ## Run the interface's unit tests
	cd pwa && npm test --silent

test-e2e: programs ## Run the browser tests against the real program
	cd pwa && npm run --silent e2e

lint: pwa/node_modules/.package-lock.json ## Check format, lints, types
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked -- -D warnings
	cd pwa && npm run --silent lint && npm run --silent check

bench: build ## Measure, each figure against a limit of the same run
	cargo run --release --locked --package guiche-tests --bin guiche-bench

schema: ## Write graphql/schema.graphql anew
	UPDATE_SDL=1 cargo nextest run --package graphql sdl

screenshots: pwa/node_modules/.package-lock.json ## Take the screenshots of the README and the manifest
	cd pwa && npm run --silent screenshots

clean: ## Remove what was built
	cargo clean
	rm -rf pwa/dist pwa/node_modules
