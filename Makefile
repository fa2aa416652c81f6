# Every habit of the project. `make run` and `make test` need nothing set up before.
RELEASE = .build/release/crm-agent
PACKAGES = libsqlite3-dev libpq-dev libcurl4-openssl-dev zlib1g-dev
ARGS ?=
TESTS = DomainTests ConnectorsTests StorageTests JourneyTests WebTests FuzzTests
# By itself, as it takes its time.
YEAR = 'A year with all agents'
# Swift as for debugging, C optimised: of the latter we debug nothing, and without it a password takes four times as long to hash.
DEBUG = -Xcc -O2
TEST = TMPDIR=$$(bin/test-folder) swift test --skip-build

.PHONY: run build tests test unit acceptance peers fuzz check lint format bench migrate demo clean

run: build                ## build in release mode and serve (make run ARGS="--port 9000 --no-sample")
	@$(RELEASE) serve $(ARGS)

build: setup
	swift build -c release --static-swift-stdlib --product crm-agent

test: unit acceptance     ## everything that proves the product

tests: setup              ## build the product and its tests as `make test` does, for running some of them by hand
	@# One acceptance test has the webhook channel's own test send to its receiver.
	swift build --build-tests $(DEBUG)
	swift build --product crm-agent $(DEBUG)

unit: tests
	@bin/install-packages postgresql-15
	@# One after the other: some wait for real time, and must not wait for others' work.
	for tests in $(TESTS); do $(TEST) --filter "^$$tests" --skip $(YEAR) || exit 1; done
	CRM_TEST_DATABASE=postgres $(TEST) --filter ^JourneyTests --skip $(YEAR)
	@# It does one thing at a time: a processor for each database.
	$(TEST) --filter $(YEAR) & sqlite=$$!; \
	CRM_TEST_DATABASE=postgres $(TEST) --ignore-lock --filter $(YEAR); postgres=$$?; \
	wait $$sqlite && exit $$postgres

acceptance: tests
	Tests/acceptance/run.sh

peers: tests              ## the providers of models against a gateway that others wrote (750 MB)
	Tests/peers/run.sh

fuzz: setup               ## libFuzzer on every parser that faces strangers (make fuzz SECONDS=600 TARGETS="csv filter")
	Tests/Fuzz/run.sh $(or $(SECONDS),60) $(TARGETS)

check: lint test          ## what CI runs

lint:
	swift format lint --strict --recursive --parallel Sources Tests Plugins Package.swift

format:
	swift format --in-place --recursive --parallel Sources Tests Plugins Package.swift

bench: build              ## requests per second, CPU, memory, beside the reference
	bench/run.sh

migrate: build            ## bring the database of ./data to this version
	$(RELEASE) migrate

demo: build               ## a throw-away database with the sample business
	@folder=$$(mktemp -d); $(RELEASE) serve --data $$folder $(ARGS); rm -rf $$folder

clean:
	swift package clean

.PHONY: setup
setup:
	@bin/require-swift
	@bin/install-packages $(PACKAGES)
