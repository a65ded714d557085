# make help lists the targets.
VERSION = 0.1.0
PREFIX  = /usr/local
BUILD   = .build

CC       = cc
CFLAGS   = -O2 -g
WARNINGS = -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes
PKGS     = yaml-0.1 sqlite3 ncursesw md4c gumbo uchardet libzip expat libzstd jansson
LIBS     = -lunistring -lm -ldl

# evaluated once, when something is first compiled: setup may have to install the packages before
pkg_cflags = $(eval pkg_cflags := $$(shell pkg-config --cflags $(PKGS)))$(pkg_cflags)
pkg_libs   = $(eval pkg_libs := $$(shell pkg-config --libs $(PKGS)))$(pkg_libs)
core_libs  = $(eval core_libs := $$(shell pkg-config --libs $(filter-out ncursesw,$(PKGS))))$(core_libs)

# of pictures: drill loads chafa when it needs it, and only the helper links the decoders; their
# headers (-isystem) give no warnings
HELPER_PKGS    = gdk-pixbuf-2.0 $(if $(filter Linux,$(shell uname -s)),libseccomp)
picture_cflags = $(eval picture_cflags := $$(patsubst -I%,-isystem%,$$(shell pkg-config --cflags chafa $(HELPER_PKGS))))$(picture_cflags)
helper_libs    = $(eval helper_libs := $$(shell pkg-config --libs $(HELPER_PKGS)))$(helper_libs)

COMPILE = $(CC) -std=c11 -D_GNU_SOURCE -DDRILL_VERSION='"$(VERSION)"' -DDRILL_PREFIX='"$(PREFIX)"' \
          $(WARNINGS) $(CFLAGS) $(CPPFLAGS) $(pkg_cflags) $(MORE_CFLAGS) -Iinclude -Isrc -MMD -MP

# The layers below the terminal make a library, which the tests link without curses.
CORE_C = $(wildcard src/base/*.c src/model/*.c src/text/*.c src/deck/*.c src/store/*.c src/study/*.c \
           src/report/*.c src/exchange/*.c src/view/*.c)
HELPER_C = src/tui/picture_helper.c src/tui/picture_jail.c
TOP_C  = $(filter-out $(HELPER_C),$(wildcard src/tui/*.c src/cmd/*.c))
CORE_O = $(CORE_C:src/%.c=$(BUILD)/%.o)
TOP_O  = $(TOP_C:src/%.c=$(BUILD)/%.o)
CORE   = $(BUILD)/libdrill.a
DRILL  = $(BUILD)/drill
# decodes pictures; drill finds it beside itself, and installed in libexec
HELPER = $(BUILD)/drill-picture

TEST_C = $(wildcard tests/unit/test_*.c tests/screen/test_*.c tests/pty/test_*.c \
           tests/fault/test_*.c)
TESTS  = $(TEST_C:tests/%.c=$(BUILD)/tests/%)

# a quiet make that uses every core
SUBMAKE = $(MAKE) --no-print-directory -s -j$(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)

.PHONY: all run test test-asan coverage lint format fuzz bench install uninstall clean help setup \
    build-tests compile_commands.json
.SUFFIXES:
.SECONDARY:

all: $(DRILL) $(HELPER)

help:
	@echo 'make             build $(BUILD)/drill'
	@echo 'make run         install what is missing, build, and review decks/dl-fundamentals.yaml'
	@echo 'make test        install what the tests need, build and run them; T=session only those'
	@echo '                 whose path contains that, as T=unit/test_session and T=cli/week.sh'
	@echo 'make install     to PREFIX=$(PREFIX), below DESTDIR; make uninstall takes it back'
	@echo 'make setup       install what building needs'
	@echo 'make lint        formatting, layers, static analysis, manual pages, scripts'
	@echo 'make test-asan   the tests under the address and undefined-behaviour sanitizers'
	@echo 'make coverage    the tests, and how many lines of each folder of src they run'
	@echo 'make fuzz        every parser under libFuzzer, which share FUZZ_SECONDS=60; SEED=1,'
	@echo '                 FUZZ_RUNS=5000 for each of them'
	@echo 'make torture     kills, power losses, failures, sharing, flips, hostile files: MINUTES=2 in'
	@echo '                 all, T=kill for one of them, SEED=1 for other chances'
	@echo 'make pictures    draw the pictures of README again, in src/doc'
	@echo 'make texts       N=100000 texts, generated with SEED=1: what the screen shows is what they say'
	@echo 'make bench       speed and memory, as ratios to raw libyaml and raw SQLite'
	@echo 'make bench-fsrs  training of FSRS against the fsrs crate, on the logs in DATA=FOLDER'
	@echo 'make learners    what a year costs simulated learners, and brings them, on SM-2 and on FSRS'
	@echo 'make format      format the source;  make clean  remove $(BUILD)'
	@echo 'make compile_commands.json  tell clangd how each file is compiled'

$(DRILL): $(TOP_O) $(CORE)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(pkg_libs) $(LIBS) $(LDLIBS)

$(HELPER): $(HELPER_C:src/%.c=$(BUILD)/%.o)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(helper_libs) -ldl $(LDLIBS)

$(BUILD)/tui/picture_%.o compile_commands.json: MORE_CFLAGS = $(picture_cflags)

# the same bits from every compiler: no products fused with sums
$(BUILD)/model/fsrs%.o $(BUILD)/model/scheduler.o $(BUILD)/model/recall_bins.o $(BUILD)/study/train%.o $(BUILD)/tests/unit/test_fsrs.o: MORE_CFLAGS = -ffp-contract=off

$(CORE): $(CORE_O)
	rm -f $@
	$(AR) rcs $@ $^

$(BUILD)/%.o: src/%.c Makefile
	@mkdir -p $(@D)
	$(COMPILE) -c -o $@ $<

setup:
	@.make/setup build

run:
	@.make/setup build
	@$(SUBMAKE) all
	@$(DRILL) decks/dl-fundamentals.yaml

# ---- tests ----

FUZZERS = $(patsubst tests/%.c,$(BUILD)/tests/%,$(wildcard tests/fuzz/fuzz_*.c))
BENCHES = $(patsubst %,$(BUILD)/tests/bench/%,bench edits report browse)

# makes databases with histories, for tests and benchmarks
HISTORY = $(BUILD)/tests/bench/history
# prints the cells of tables, to compare with those that Python reads
CSV_CELLS = $(BUILD)/tests/cli/csv_cells
# prints what drill shows for texts, for tests/texts/check.py
SHOW = $(BUILD)/tests/texts/show

$(BUILD)/tests/%.o: tests/%.c Makefile
	@mkdir -p $(@D)
	$(COMPILE) -Itests -c -o $@ $<

$(BUILD)/tests/%: $(BUILD)/tests/%.o $(CORE)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^) $(CORE) $(MORE_LIBS) $(core_libs) $(LIBS)

PTY_TESTS = $(filter $(BUILD)/tests/pty/%,$(TESTS))
$(PTY_TESTS): $(BUILD)/tests/pty/term.o
$(FUZZERS): $(BUILD)/tests/fuzz/replay.o
$(BUILD)/tests/unit/test_picture_decode: $(BUILD)/tui/picture_decode.o
$(BUILD)/tests/unit/test_picture_paint: $(BUILD)/tui/picture_decode.o $(BUILD)/tui/picture_paint.o
$(BUILD)/tests/unit/test_picture_jail: $(BUILD)/tui/picture_jail.o
$(TESTS): MORE_LIBS = -lcmocka
$(BUILD)/tests/unit/test_picture_jail: MORE_LIBS = -lcmocka $(helper_libs)
$(PTY_TESTS): MORE_LIBS = -lcmocka -lvterm -lutil

# T=WORD limits every target that runs tests to those whose path contains WORD: session, unit/test_session
T =
chosen = $(if $T,$(foreach test,$1,$(if $(findstring $T,$(test:$(BUILD)/tests/%=%)),$(test))),$1)

build-tests: $(DRILL) $(HELPER) $(call chosen,$(TESTS) $(FUZZERS)) $(HISTORY) $(CSV_CELLS) $(SHOW)

test:
	@.make/setup test
	@$(SUBMAKE) build-tests
	@tests/run $(BUILD) $T

# Draw the pictures of README again, from the screens as they are now.
.PHONY: pictures
pictures:
	@.make/setup test
	@$(SUBMAKE) build-tests T=pty/test_readme
	@UPDATE_PICTURES=1 tests/run $(BUILD) pty/test_readme

# Check that drill shows texts unchanged: N random texts, which SEED determines.
N = 100000

.PHONY: texts
texts:
	@.make/setup test
	@$(SUBMAKE) $(DRILL) $(SHOW)
	@tests/texts/run $(BUILD) $(N) $(SEED)

# What make torture runs. snare.so is loaded into drill, so it is never built with sanitizers.
TORTURES = $(patsubst tests/%.c,$(BUILD)/tests/%,$(wildcard tests/fault/torture_*.c))
SNARE    = $(BUILD)/tests/fault/snare.so
MINUTES  = 2
SEED     = 1

$(SNARE): tests/fault/snare.c tests/fault/snare.h tests/fault/scarce.h Makefile
	@mkdir -p $(@D)
	$(CC) -std=c11 -D_GNU_SOURCE $(WARNINGS) -O2 -g -fPIC -shared -Itests -o $@ $<

.PHONY: build-torture torture
build-torture: $(DRILL) $(TORTURES) $(SNARE)

# Programs that read damaged and hostile files are built with the sanitizers.
torture:
	@.make/setup asan
	@$(SUBMAKE) build-torture
	@$(SUBMAKE) build-torture BUILD=$(BUILD)/asan CFLAGS='$(SANITIZE)'
	@tests/torture $(BUILD) $(MINUTES) $(SEED) $T

SANITIZE = -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer

test-asan:
	@.make/setup asan
	@$(SUBMAKE) build-tests BUILD=$(BUILD)/asan CFLAGS='$(SANITIZE)'
	@tests/run $(BUILD)/asan $T

coverage:
	@.make/setup test
	@$(SUBMAKE) build-tests BUILD=$(BUILD)/coverage CFLAGS='-O0 -g --coverage'
	@find $(BUILD)/coverage -name '*.gcda' -delete
	@tests/run $(BUILD)/coverage $T; status=$$?; \
	    find $(BUILD)/coverage -name '*.gcno' ! -path '*/tests/*' -exec gcov -n {} + 2>/dev/null | \
	        awk -f tests/coverage.awk && exit $$status

# No limit: 0 seconds, -1 runs. Inputs are the same each time if only the runs are limited.
FUZZ_SECONDS = 60
FUZZ_RUNS    = -1

fuzz:
	@.make/setup fuzz
	@$(SUBMAKE) -Otarget fuzz-run BUILD=$(BUILD)/fuzz CC=clang \
	    CFLAGS='-O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined'

FUZZ_NAMES = $(patsubst tests/fuzz/fuzz_%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
FUZZ_SHARE = $(shell expr $(FUZZ_SECONDS) / $(words $(FUZZ_NAMES)))

.PHONY: fuzz-run $(FUZZ_NAMES:%=fuzz-%)
fuzz-run: $(FUZZ_NAMES:%=fuzz-%)

$(FUZZ_NAMES:%=fuzz-%): fuzz-%: $(CORE)
	@mkdir -p $(BUILD)/tests/fuzz $(BUILD)/corpus/$*
	@$(COMPILE) -fsanitize=fuzzer -o $(BUILD)/tests/fuzz/$* tests/fuzz/fuzz_$*.c $(CORE) $(core_libs) $(LIBS)
	@$(BUILD)/tests/fuzz/$* -seed=$(SEED) -runs=$(FUZZ_RUNS) -max_total_time=$(FUZZ_SHARE) -timeout=10 \
	    -rss_limit_mb=1024 -print_final_stats=1 -artifact_prefix=$(BUILD)/$*- $(BUILD)/corpus/$* tests/fuzz/corpus/$*

bench:
	@.make/setup build
	@$(SUBMAKE) $(DRILL) $(BENCHES)
	@$(BUILD)/tests/bench/bench $(DRILL)
	@$(BUILD)/tests/bench/edits
	@$(BUILD)/tests/bench/report $(DRILL)
	@$(BUILD)/tests/bench/browse

FSRS_BENCHES = $(patsubst %,$(BUILD)/tests/bench/fsrs/%,train evaluate simulate)

# Training against the fsrs crate, on the logs in the folder DATA; not part of make bench.
.PHONY: bench-fsrs
bench-fsrs:
	@.make/setup build
	@$(SUBMAKE) $(FSRS_BENCHES)
	@tests/bench/fsrs/run $(BUILD) $(DATA)

LEARNERS = $(BUILD)/tests/bench/learners

.PHONY: learners
learners:
	@.make/setup build
	@$(SUBMAKE) $(LEARNERS)
	@$(LEARNERS)

# ---- source ----

SOURCES = $(wildcard src/*/*.[ch] include/*/*.h tests/*/*.c tests/*/*.h tests/*/*/*.[ch] tests/*.h)

lint:
	@.make/setup lint
	@tests/lint/run

# for clangd and similar tools
compile_commands.json:
	@command='$(subst ','\'',$(subst ",\",$(COMPILE))) -Itests'; between='['; \
	for file in $(filter %.c,$(SOURCES)); do \
	    printf '%s\n{"directory": "%s", "file": "%s", "command": "%s -c %s"}' \
	        "$$between" '$(CURDIR)' "$$file" "$$command" "$$file"; \
	    between=,; \
	done >$@; echo ']' >>$@

format:
	@clang-format -i $(SOURCES)

# ---- installing ----

SHARE   = $(DESTDIR)$(PREFIX)/share
LIBEXEC = $(DESTDIR)$(PREFIX)/libexec/drill
DOC     = $(SHARE)/doc/drill
DECK    = decks/dl-fundamentals.yaml

# Whether nobody has edited the installed file $(1): it equals this deck or the one installed before.
is_original = cksum <$(DECK) | cat - "$(DOC)/cksum" 2>/dev/null | grep -qxF -e "$$(cksum <"$(DOC)/$(1)")"

install: all
	install -d "$(DESTDIR)$(PREFIX)/bin" "$(LIBEXEC)" "$(SHARE)/man/man1" "$(SHARE)/man/man5" "$(DOC)/decks"
	install -m 755 $(DRILL) "$(DESTDIR)$(PREFIX)/bin/drill"
	install -m 755 $(HELPER) "$(LIBEXEC)/drill-picture"
	install -m 644 src/man/drill.1 "$(SHARE)/man/man1/drill.1"
	install -m 644 src/man/drill.5 "$(SHARE)/man/man5/drill.5"
	@if [ ! -e "$(DOC)/$(DECK)" ] || $(call is_original,$(DECK)); then \
	    install -m 644 $(DECK) "$(DOC)/$(DECK)"; \
	else \
	    echo "$(DOC)/$(DECK) was edited: the new one is beside it, as .new"; \
	    install -m 644 $(DECK) "$(DOC)/$(DECK).new"; \
	fi
	cksum <$(DECK) >$(BUILD)/cksum
	install -m 644 $(BUILD)/cksum "$(DOC)/cksum"

uninstall:
	rm -f "$(DESTDIR)$(PREFIX)/bin/drill" "$(LIBEXEC)/drill-picture" "$(SHARE)/man/man1/drill.1" "$(SHARE)/man/man5/drill.5"
	@for deck in $(DECK) $(DECK).new; do \
	    if [ ! -e "$(DOC)/$$deck" ]; then :; \
	    elif $(call is_original,$$deck); then rm -f "$(DOC)/$$deck"; \
	    else echo "$(DOC)/$$deck was edited, and stays"; fi; \
	done
	rm -f "$(DOC)/cksum"
	@rmdir "$(DOC)/decks" "$(DOC)" "$(LIBEXEC)" 2>/dev/null || :

clean:
	rm -rf $(BUILD)

-include $(wildcard $(BUILD)/*/*.d $(BUILD)/tests/*/*.d)
