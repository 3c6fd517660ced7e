# make site    build the example portal into public/ (needs Go only)
# make test    run every test; sets up what it needs
# make unit    run the tests that need a minute and no browser
# make help    list the rest

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := site

GO ?= go
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2
DEADCODE := golang.org/x/tools/cmd/deadcode@v0.51.0
HUGO := github.com/gohugoio/hugo@v0.165.0
BENCHSTAT := golang.org/x/perf/cmd/benchstat@v0.0.0-20260908200009-22c9c6c9d4da
VERSITYGW := github.com/versity/versitygw/cmd/versitygw@v1.8.0
FUZZTIME ?= 20s
REPORTS ?= 1000,10000
ROUNDS ?= 5
STAGES ?= ./generator ./generator/source ./generator/report ./generator/form/narrative ./generator/prose ./generator/rule/... ./generator/render/... ./generator/audit ./generator/output
HISTORIES ?= 12
ACCEPTANCE := internal/acceptance
PREVIEWS := ^Test(Serve|Edit)
EDITS := AfterAnyEdits|OutliveUpdates
MEASURED := ^TestLighthouse

.PHONY: help site build test unit check-format vet staticcheck setup bench bench-hugo bench-compare soak fuzz screenshots illustrations components docs docs-site clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  \1\t/' | expand -t 18

site: build ## build the example portal into public/
	./bin/gongkai build

build: ## build the command, bin/gongkai
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags "-s -w" -o bin/gongkai ./cmd/gongkai

# Every test runs, and what runs at the same time runs with the race detector, which makes a
# test take four times as long. The longest come first.
test: ## run every test, in a real browser too
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=line setup
	@$(MAKE) --no-print-directory --jobs=3 --output-sync=line browser race plain histories check-format check-subjects vet staticcheck deadcode
	@$(MAKE) --no-print-directory lighthouse

# Packages that start goroutines, in their code or their tests, or have most of their work done on several.
concurrent = $(shell grep -rlE '\bgo func|\.Go\b|t\.Parallel|internal/parallel"' --include=*.go cmd generator internal | xargs -n1 dirname | grep -vx $(ACCEPTANCE) | sort -u | sed 's|^|./|') ./generator/archive ./generator/workspace
# Of these, packages with many tests that do one thing after the other, and the tests that do not.
mixed := ./cmd/gongkai ./generator ./generator/archive ./generator/archive/fixity ./generator/importer/document ./generator/prose ./generator/publish ./generator/rule ./generator/rule/similarity
MIXED_RACE := TestScripts/^(build|check|fmt|import|lsp|neovim|publish|serve_edit|verify)$$|^Test(Serve|BuildsAtOnce|PreviewEqualsBuild|Session|ExamplesArePublished|Sound|ChangedCells|CompressedCopies|DamagedFolders|EveryKindOfTarget|ChangedMeanwhile|Lock|FlakyConnection|LargeObject|Fixtures$$|OneRunAtATime|KilledRunsAreCleared|WACZ|WARCHoldsTheSite|Open$$|Concurrent|EqualsFresh|Deterministic)

# In acceptance only the tests with a preview run more than one thing of ours at a time.
.PHONY: race
race:
	$(in_memory) CGO_ENABLED=1 $(GO) test -race -vet=off -timeout 20m $(filter-out $(mixed),$(concurrent))
	$(in_memory) CGO_ENABLED=1 $(GO) test -race -vet=off -timeout 20m -run '$(MIXED_RACE)' $(mixed)
	$(in_memory) CGO_ENABLED=1 $(GO) test -race -vet=off -timeout 40m -run '$(PREVIEWS)' ./$(ACCEPTANCE)

.PHONY: plain
plain:
	$(in_memory) $(GO) test -vet=off -timeout 20m -skip '$(EDITS)|Budget' $(mixed) $$($(GO) list ./... | sed "s|^$$($(GO) list -m)|.|" | grep -vxF $(concurrent:%=-e %) -e ./$(ACCEPTANCE))

.PHONY: browser
browser:
	$(in_memory) $(GO) test -vet=off -timeout 40m -skip '$(PREVIEWS)|$(MEASURED)' ./$(ACCEPTANCE)

# Lighthouse measures how fast pages are, so nothing else runs at the same time.
.PHONY: lighthouse
lighthouse:
	$(GO) test -vet=off -timeout 20m -run '$(MEASURED)' ./$(ACCEPTANCE)

.PHONY: histories
histories:
	$(in_memory) $(GO) test -vet=off -timeout 20m -run 'AfterAnyEdits|Budget' ./generator -histories $(HISTORIES)
	$(in_memory) CGO_ENABLED=1 $(GO) test -race -vet=off -timeout 20m -run OutliveUpdates ./generator -histories $(HISTORIES)
	$(in_memory) $(GO) test -vet=off -timeout 20m -run TestOfficesYear ./cmd/gongkai -bodies 40

# Tests make some hundred thousand small files, for which a disk takes as long as for all else, and start a thousand programs, which
# end before it is worth their while to collect garbage. So the files are made in memory, where there is room for them and programs may run there.
in_memory = GOGC=off GOMEMLIMIT=512MiB TMPDIR="$$(dir=$$(mktemp -d -p /dev/shm 2>/dev/null) && cp "$$(type -P true)" $$dir/true && $$dir/true && \
	test $$(df -k --output=avail $$dir | tail -1) -gt 2000000 && echo /dev/shm || echo $${TMPDIR:-/tmp}; rm -rf "$$dir")"

# What random edits, budgets, faults of a disk and whole years of an office take is left to `make test`, and so are vet and other systems.
# More packages than processors, since some of them wait for what they test.
LONG := $(EDITS)|Budget|TestScripts/^(archive|archive_machine|export|history|shard)$$|^Test(Elsewhere|OfficesYear|Guides|ExamplesRun|EveryOperationFailsOnce|KilledBuilds|BuildsAtOnce|ImportOfLargeFiles|Desk[A-Za-z]*|MessageDocuments|District|PartsJoinToTheWhole|Cut|FaultyWebArchives|DataAgainstPages|Damage|KilledAtEveryOperation|TooMuch|LongTexts|Layouts|HelpOpensManual|Mirror|PlainSheetGoesOn|SortedSizes|LargeMembers|MessagesAreComplete|RandomEdits|LocalVariantEqualsItsOriginals|EqualsFresh|ConformanceSuite|PreviewEqualsBuild|FaultyBags|LargeObject)$$
unit: ## run the tests that need no browser, without the race detector: a minute
	$(in_memory) $(GO) test -vet=off -p 4 -skip '$(LONG)' $$($(GO) list ./... | grep -v /$(ACCEPTANCE)$$)

check-format:
	@files=$$(gofmt -l cmd generator internal themes); \
	if [ -n "$$files" ]; then echo "not formatted (gofmt -w):"; echo "$$files"; exit 1; fi

# Says so where there is no history to look at.
.PHONY: check-subjects
check-subjects:
	$(GO) test -v -count=1 -run TestSubjects ./internal/commits

vet:
	$(GO) vet ./...

staticcheck:
	$(GO) run $(STATICCHECK) ./...

# Prints the functions that no command reaches, and fails where there are any.
.PHONY: deadcode
deadcode:
	@unreached=$$($(GO) run $(DEADCODE) ./cmd/... ./internal/changes ./internal/release); \
	if [ -n "$$unreached" ]; then echo "$$unreached"; exit 1; fi

bench: ## run the benchmarks
	$(GO) test -run '^$$' -bench . -benchmem ./generator/...

bench-hugo: build bin/hugo ## measure builds of REPORTS (1000,10000) beside Hugo's, ROUNDS (5) pairs
	$(GO) test -tags hugo ./internal/bench
	$(GO) run ./internal/bench -reports $(REPORTS) -rounds $(ROUNDS)

bin/hugo:
	CGO_ENABLED=0 GOBIN="$(CURDIR)/bin" $(GO) install $(HUGO)

# Both run in turn, so that whatever else the machine does meets both.
bench-compare: ## compare the benchmarks of STAGES with those of the commit where this branch began
	@rm -rf bin/base && git worktree prune && git worktree add --quiet --detach bin/base $$(git merge-base HEAD main)
	@rm -f bin/bench-base.txt bin/bench-here.txt
	@for round in 1 2 3 4 5 6; do \
	  (cd bin/base && $(GO) test -run '^$$' -bench . -benchmem -benchtime 200ms $(STAGES)) >> bin/bench-base.txt || exit 1; \
	  $(GO) test -run '^$$' -bench . -benchmem -benchtime 200ms $(STAGES) >> bin/bench-here.txt || exit 1; \
	done
	@git worktree remove --force bin/base
	$(GO) run $(BENCHSTAT) bin/bench-base.txt bin/bench-here.txt

soak: ## the random tests, many more rounds than `make test` runs
	$(GO) test -run Mutations -v -timeout 0 ./generator/source -mutations 2000000 -seed $$(date +%s)
	$(GO) test -run Damaged -v -timeout 0 ./generator/archive/fixity -corruptions 1000 -seed $$(date +%s)
	$(GO) test -run Naive -v ./generator -rounds 10000 -seed $$(date +%s)
	CGO_ENABLED=1 $(GO) test -race -run 'AfterAnyEdits|OutliveUpdates' -timeout 0 ./generator -histories 2000 -seed $$(date +%s)
	$(GO) test -run 'TestCut$$' -v -timeout 0 ./generator/publish -cuts 1000
	$(GO) test -run 'TestDesk(Histories|Killed|RandomRequests)' -v -timeout 0 ./cmd/gongkai -desk-histories 50 -desk-kills 50 -desk-requests 2000 -desk-seed $$(date +%s)
	$(GO) test -run 'TestLayouts|TestMutations' -v -timeout 0 ./generator/importer -rounds 20 -mutations 10000
	$(GO) test -tags soak -run TestCommandsUnderFaults -v -timeout 0 ./internal/acceptance

CORPORA := internal/fuzzing/corpora.tar.xz
fuzz: ## fuzz every parser, each for FUZZTIME (default 20s), from the inputs that were found before
	@mkdir -p "$$($(GO) env GOCACHE)/fuzz" && tar -xJf $(CORPORA) --skip-old-files -C "$$($(GO) env GOCACHE)/fuzz"
	@$(GO) list ./generator/... | while read -r package; do \
	  for name in $$($(GO) test -list '^Fuzz' "$$package" | grep '^Fuzz' || true); do \
	    echo "$$package $$name"; \
	    $(GO) test -run '^$$' -fuzz "^$$name\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 1x "$$package"; \
	  done; \
	done

# Of at most 3 KB, and not those of Word, PDF and other documents, which somebody might open with a program that they harm.
.PHONY: fuzz-keep
fuzz-keep: ## keep the inputs that `make fuzz` found, for others to begin with
	module=$$($(GO) list -m) && cd "$$($(GO) env GOCACHE)/fuzz" && find "$$module" -type f -size -7 ! -path '*/importer/*' ! -path '*/filetext/*' | LC_ALL=C sort | \
	  tar -cJf "$(CURDIR)/$(CORPORA)" --mtime=@0 --owner=0 --group=0 --numeric-owner -T -

screenshots: setup ## take pictures of every kind of page into pictures/
	$(GO) test ./$(ACCEPTANCE) -run TestPictures -pictures "$(CURDIR)/pictures" -timeout 30m

illustrations: setup ## take the pictures of the readme and the manual again, docs/images
	$(GO) test ./$(ACCEPTANCE) -run TestServeIllustrations -illustrations "$(CURDIR)/docs/images"

components: build ## show the parts of the default theme in components/
	./bin/gongkai theme components --out components

docs: build ## write the documents that are made from the program
	./bin/gongkai explain --lang en --format markdown > docs/rules.md
	./bin/gongkai explain --lang zh --format markdown > docs/zh/rules.md
	$(GO) test ./generator/render/html -run "ThemeDocument|DataDocuments" -update
	$(GO) test ./cmd/gongkai -run CommandsDocuments -update
	$(GO) test ./generator/editing/schema -run ContentDocuments -update
	$(GO) test ./generator/rule -run 'MessageDocuments|ConformanceSuite' -update

docs-site: build ## build the manual into bin/manual/public
	$(GO) run ./internal/manual docs bin/manual
	./bin/gongkai build --site bin/manual

# What depends on the maker: where the files will be, who gives them out, the key that signs them.
VERSION ?=
URL ?=
HOMEPAGE ?= $(URL)
KEY ?=
PUBLISHER ?= gongkai
MAINTAINER ?= $(shell git config user.name) <$(shell git config user.email)>

.PHONY: release release-twice release-check module wine
release: ## make all that VERSION=1.2.0 is given out as, in dist/ (docs/release.md has what else can be said)
	rm -rf dist
	SOURCE_DATE_EPOCH=$${SOURCE_DATE_EPOCH:-$$(git log -1 --format=%ct)} $(GO) run ./internal/release -version "$(VERSION)" -url "$(URL)" -home "$(HOMEPAGE)" -key "$(KEY)" -publisher "$(PUBLISHER)" -maintainer "$(MAINTAINER)"

release-twice: ## make it in two other folders, with nothing kept from one to the other, and compare the bytes
	VERSION="$(VERSION)" URL="$(URL)" KEY="$(KEY)" MAINTAINER="$(MAINTAINER)" internal/release/twice

release-check: ## hold what is in dist/ to the checkers of each format
	internal/release/check dist

.PHONY: release-bare
release-bare: ## install the package of dist/ in a bare Debian and do the tutorial there (as root; debootstrap)
	internal/release/bare dist

.PHONY: emacs
emacs: ## try the language server from Emacs, which setup leaves out: 46 MB to fetch, 160 MB on the disk
	@$(ACCEPTANCE)/setup emacs-nox elpa-eglot elpa-markdown-mode elpa-yaml-mode
	$(GO) test -tags emacs -run 'TestEmacs$$' ./cmd/gongkai

wine: ## run the program for Windows under Wine
	internal/release/wine

module: ## give the module another path, MODULE=example.org/gongkai
	internal/release/module "$(MODULE)"

.PHONY: changelog
changelog: ## move changelog/unreleased/ into CHANGELOG.md as VERSION=1.2.0
	$(GO) run ./internal/changes "$(VERSION)" "$$(date +%F)"

clean: ## remove what was built, and the checkers
	rm -rf bin dist components pictures $(ACCEPTANCE)/node_modules
	find public -mindepth 1 -maxdepth 1 ! -name .gitignore -exec rm -rf {} +

setup: $(ACCEPTANCE)/node_modules/.package-lock.json bin/versitygw ## install the browser, the checkers and the servers that the tests use

# An object store to publish to. Another version here makes it again.
bin/versitygw: Makefile
	GOBIN="$(CURDIR)/bin" $(GO) install $(VERSITYGW)
	@touch $@

# The script looks what is missing, which takes no time, so there is no stamp that could be wrong.
.PHONY: packages
packages:
	@$(ACCEPTANCE)/setup

# npm writes this file last.
$(ACCEPTANCE)/node_modules/.package-lock.json: $(ACCEPTANCE)/package-lock.json | packages
	cd $(ACCEPTANCE) && npm ci --ignore-scripts --no-audit --no-fund
