# vecscope: make demo | check | check-neon | bench | fuzz | lint | format | install | … (make help lists them)
#
# One file, no recursion, no configure step. FLAVOUR chooses how to build; each flavour has its own
# tree below build/. V=1 shows the commands.

FLAVOUR ?= release
CC ?= cc
prefix ?= /usr/local
DESTDIR ?=

B := build/$(FLAVOUR)
PACKAGES := ncursesw readline sqlite3 libarchive jansson icu-uc icu-i18n openblas lapacke
PKG_CONFIG ?= pkg-config

# --- flags -----------------------------------------------------------------------------------
WARN := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wconversion \
	-Wdouble-promotion -Wvla -Wformat=2 -Wundef -Wcast-qual -Wpointer-arith -Wwrite-strings
ifdef CI
WARN += -Werror
endif
# gcc and clang contract a*b+c differently by default: fused operations only as intrinsics
BASE := -std=c11 -D_GNU_SOURCE -ffp-contract=off -Iinclude -Isrc -pthread
PKG_CFLAGS := $(shell $(PKG_CONFIG) --cflags $(PACKAGES) 2>/dev/null)
PKG_LIBS := $(shell $(PKG_CONFIG) --libs $(PACKAGES) 2>/dev/null)
HARDEN := -D_FORTIFY_SOURCE=2 -fstack-protector-strong

FLAGS_release := -O2 -g $(HARDEN)
FLAGS_debug := -O0 -g3
FLAGS_asan := -O1 -g -fsanitize=address,undefined -fno-omit-frame-pointer -fno-sanitize-recover=undefined
FLAGS_tsan := -O1 -g -fsanitize=thread
FLAGS_cover := -O0 -g --coverage
FLAGS_fuzz := -O1 -g -fsanitize=address,undefined,fuzzer-no-link -fno-sanitize-recover=undefined
LINK_release := -pie -Wl,-z,relro,-z,now
LINK_asan := -fsanitize=address,undefined
LINK_tsan := -fsanitize=thread
LINK_cover := --coverage
LINK_fuzz := -fsanitize=address,undefined

ALL_CFLAGS = $(BASE) -fPIE $(WARN) $(FLAGS_$(FLAVOUR)) $(PKG_CFLAGS) $(CFLAGS)
ALL_LDFLAGS = -pthread $(LINK_$(FLAVOUR)) $(LDFLAGS)
LIBS = $(PKG_LIBS) -lm

ifeq ($(V),1)
Q :=
say = @:
else
Q := @
say = @printf '  %-6s %s\n'
endif

# a plain `make` without the libraries says how to get them
ifeq ($(PKG_LIBS),)
ifneq ($(filter-out demo check check-neon bench fuzz clean help lint format dist,$(or $(MAKECMDGOALS),all)),)
$(error libraries are missing: run "sh .ci/install build" (make demo and make check do it for you))
endif
endif

# --- the program -----------------------------------------------------------------------------
SOURCES := $(sort $(shell find src -name '*.c'))
LIB_OBJECTS := $(patsubst %.c,$(B)/%.o,$(filter-out src/main.c,$(SOURCES)))
LIB := $(B)/libvecscope.a
PROGRAM := $(B)/vecscope

.PHONY: all
ifeq ($(FLAVOUR),release)
all: build/vecscope

build/vecscope: $(PROGRAM)
	$(Q)ln -sf release/vecscope $@
else
all: $(PROGRAM)
endif

$(PROGRAM): $(B)/src/main.o $(LIB)
	$(say) LINK $@
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

$(LIB): $(LIB_OBJECTS)
	$(say) AR $@
	$(Q)rm -f $@ && $(AR) rcs $@ $^

# .incbin in it: the compiler does not say what it depends on
$(B)/src/ui/keys_conf.o: assets/keys.conf

# what --version names; asked for only when that file is compiled
LIBRARIES = $(shell for p in $(PACKAGES); do printf '%s %s, ' $$p "$$($(PKG_CONFIG) --modversion $$p)"; done | sed 's/, $$//')
$(B)/src/commands/help.o: ALL_CFLAGS += -DVECSCOPE_LIBRARIES='"$(LIBRARIES)"'

$(B)/%.o: %.c Makefile
	$(Q)mkdir -p $(@D)
	$(say) CC $<
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# --- tests: tests/unit/<layer>/test_<module>.c and tests/kernels/test_*.c, one program each -------
TEST_SOURCES := $(sort $(shell find tests/unit tests/kernels -name 'test_*.c' 2>/dev/null))
SUPPORT_SOURCES := $(sort $(wildcard tests/support/*.c))
SUPPORT_OBJECTS := $(patsubst %.c,$(B)/%.o,$(SUPPORT_SOURCES))
TEST_PROGRAMS := $(patsubst tests/%.c,$(B)/%,$(TEST_SOURCES))

$(B)/tests/%.o: ALL_CFLAGS += -Itests/support

ifneq ($(FLAVOUR),neon)
$(TEST_PROGRAMS): $(B)/%: $(B)/tests/%.o $(SUPPORT_OBJECTS) $(LIB)
	$(Q)mkdir -p $(@D)
	$(say) LINK $@
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ -lcmocka $(LIBS)
endif

.PHONY: unit
unit: $(TEST_PROGRAMS)

# --- the whole program with faults on purpose: see tests/fault/faults.h ---------------------------
FAULT_PROGRAM := $(B)/fault/test_faults
FAULT_OBJECTS := $(patsubst %.c,$(B)/%.o,$(sort $(wildcard tests/fault/*.c))) $(B)/fault/program.o
FAULT_WRAPPED := mem_try_calloc mem_try_realloc mmap mremap

$(B)/fault/program.o: src/main.c Makefile
	$(Q)mkdir -p $(@D)
	$(say) CC "$< (as program_main)"
	$(Q)$(CC) $(ALL_CFLAGS) -Wno-missing-prototypes -Dmain=program_main -MMD -MP -c -o $@ $<

$(FAULT_PROGRAM): $(FAULT_OBJECTS) $(SUPPORT_OBJECTS) $(LIB)
	$(say) LINK $@
	$(Q)$(CC) $(ALL_LDFLAGS) -rdynamic $(FAULT_WRAPPED:%=-Wl,--wrap=%) -o $@ $^ -lcmocka $(LIBS)

# Programs that tests start: tests/<group>/<name>.c without test_ in front
HELPER_SOURCES := $(sort $(wildcard tests/tmux/*.c tests/cli/*.c))
HELPER_PROGRAMS := $(patsubst tests/%.c,$(B)/%,$(HELPER_SOURCES))

$(HELPER_PROGRAMS): $(B)/%: $(B)/tests/%.o $(LIB)
	$(Q)mkdir -p $(@D)
	$(say) LINK $@
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

# the stored inputs of fuzz targets are run by make check too; see "fuzzing" below
FUZZ_SOURCES := $(sort $(wildcard tests/fuzz/fuzz_*.c))
FUZZ_REPLAYS := $(patsubst tests/fuzz/%.c,$(B)/fuzz/replay_%,$(FUZZ_SOURCES))
FUZZ_PROGRAMS := $(patsubst tests/fuzz/%.c,$(B)/fuzz/%,$(FUZZ_SOURCES))

# What the manual page and the completions are made of stands below; the tests look at them.
DOCS := build/man/vecscope.1 build/man/vecscope-formats.5 build/man/vecscope-lessons.5 \
	build/completions/vecscope.bash build/completions/_vecscope \
	build/completions/vecscope.fish

# What is missing is installed first; then a second make, so that pkg-config is asked again.
GROUPS ?= lint unit kernels fault fuzz repl cli tui tmux docs

.PHONY: check check-here bless
check:
	$(Q)sh .ci/install check
	$(Q)$(MAKE) --no-print-directory check-here

check-here: all $(PROGRAM) $(TEST_PROGRAMS) $(FAULT_PROGRAM) $(FUZZ_REPLAYS) $(HELPER_PROGRAMS) $(DOCS)
	$(Q)B=$(B) CC="$(CC)" sh tests/run.sh $(GROUPS)

# Accept what the program says now as the expected transcripts and screens: look at the diff after.
bless: all
	$(Q)for d in repl tui; do BLESS=1 B=$(B) tests/$$d/run.sh; done

.PHONY: lint format
lint:
	$(Q)for t in tests/lint/*.sh; do CC="$(CC)" sh $$t || exit 1; done

format:
	$(Q)find src tests man -name '*.c' | xargs clang-format -i

# --- fuzzing: targets in tests/fuzz; the replay needs no libFuzzer --------------------------------
FUZZ_SECONDS ?= 60

$(FUZZ_REPLAYS): $(B)/fuzz/replay_%: $(B)/tests/fuzz/%.o $(B)/tests/fuzz/replay_main.o $(LIB)
	$(Q)mkdir -p $(@D)
	$(say) LINK $@
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

$(FUZZ_PROGRAMS): $(B)/fuzz/%: $(B)/tests/fuzz/%.o $(LIB)
	$(Q)mkdir -p $(@D)
	$(say) LINK $@
	$(Q)$(CC) $(ALL_LDFLAGS) -fsanitize=fuzzer -o $@ $^ $(LIBS)

.PHONY: fuzz fuzz-run fuzz-replay
fuzz:
	$(Q)$(MAKE) --no-print-directory CC=clang FLAVOUR=fuzz fuzz-run

fuzz-run: $(FUZZ_PROGRAMS)
	$(Q)for p in $(FUZZ_PROGRAMS); do n=$${p##*/fuzz_}; mkdir -p $(B)/corpus/$$n; \
		echo "fuzz $$n for $(FUZZ_SECONDS) s"; \
		$$p -max_total_time=$(FUZZ_SECONDS) -timeout=5 -rss_limit_mb=1024 -print_final_stats=0 \
			-artifact_prefix=$(B)/corpus/$$n- $(B)/corpus/$$n tests/fuzz/seeds/$$n || exit 1; done

fuzz-replay: $(FUZZ_REPLAYS)
	$(Q)for p in $(FUZZ_REPLAYS); do $$p tests/fuzz/seeds/$${p##*replay_fuzz_} || exit 1; done

# --- NEON under emulation: the tests of the kernels and what they carry, without any library ------
NEON_TESTS := kernels/test_kernels kernels/test_map_kernels kernels/test_train_kernels \
	unit/math/test_neighbours unit/model/test_search unit/train/test_block unit/train/test_step \
	unit/train/test_reproducible
NEON_SOURCES := $(filter-out src/base/utf8.c src/math/pca% src/math/blas.c src/math/gemm.c src/math/procrustes.c, \
	$(filter src/base/% src/math/% src/train/%,$(SOURCES)) $(sort $(wildcard src/model/*.c)))
NEON_PROGRAMS := $(NEON_TESTS:%=$(B)/%)
NEON_SUPPORT := tests/neon/cmocka.c $(addprefix tests/support/,unit.c toy_model.c words_corpus.c topics.c)

# what needs a library is not called there, so it is not missed
FLAGS_neon := -O2 -ffunction-sections -fdata-sections -Itests/neon
LINK_neon := -static -Wl,--gc-sections

.PHONY: check-neon neon-programs
check-neon:
	$(Q)MAKE="$(MAKE)" sh tests/neon/run.sh

ifeq ($(FLAVOUR),neon)
PKG_CFLAGS :=
neon-programs: $(NEON_PROGRAMS)

$(NEON_PROGRAMS): LIBS = -lm
$(NEON_PROGRAMS): $(B)/%: $(B)/tests/%.o $(NEON_SUPPORT:%.c=$(B)/%.o) $(B)/kernels.a
	$(Q)mkdir -p $(@D)
	$(say) LINK $@
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

$(B)/kernels.a: $(NEON_SOURCES:%.c=$(B)/%.o)
	$(say) AR $@
	$(Q)rm -f $@ && $(AR) rcs $@ $^
endif

# --- measurements --------------------------------------------------------------------------------
BENCH_SOURCES := $(sort $(wildcard tests/bench/bench_*.c))
BENCH_PROGRAMS := $(patsubst tests/%.c,$(B)/%,$(BENCH_SOURCES))

BENCH_PARTS := $(patsubst %.c,$(B)/%.o,$(filter-out $(BENCH_SOURCES),$(wildcard tests/bench/*.c)))

$(BENCH_PROGRAMS): $(B)/%: $(B)/tests/%.o $(BENCH_PARTS) $(SUPPORT_OBJECTS) $(LIB)
	$(Q)mkdir -p $(@D)
	$(say) LINK $@
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ -lcmocka $(LIBS)

.PHONY: bench bench-here bench-quality
bench:
	$(Q)sh .ci/install bench
	$(Q)$(MAKE) --no-print-directory bench-here

bench-here: all $(BENCH_PROGRAMS)
	$(Q)B=$(B) sh tests/bench/run.sh

# A quarter of an hour: what training learns, beside the stored results of peers
bench-quality: $(B)/bench/bench_train
	$(Q)B=$(B) sh tests/bench/quality.sh

# --- the two commands ------------------------------------------------------------------------
.PHONY: demo
demo:
	$(Q)sh .ci/install build
	$(Q)$(MAKE) --no-print-directory all
	$(Q)if [ -t 0 ] && [ -t 1 ]; then build/vecscope demo; else \
		build/vecscope --no-history demo -e 'near king -n 5' -e 'king - man + woman -n 3' \
			-e 'paris : france :: rome -n 3' -e 'sim apple orange' -e 'odd cat dog car'; fi

# --- manual page and completions, from the program's own tables -----------------------------------
GENERATE := $(B)/man/generate

$(GENERATE): $(B)/man/generate.o $(LIB)
	$(Q)mkdir -p $(@D)
	$(say) LINK $@
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

build/man/%: man/%.in $(GENERATE)
	$(Q)mkdir -p $(@D)
	$(say) GEN $@
	$(Q)$(GENERATE) man <$< >$@.new && mv $@.new $@

build/completions/vecscope.bash: $(GENERATE)
	$(Q)mkdir -p $(@D) && $(GENERATE) bash >$@.new && mv $@.new $@
build/completions/_vecscope: $(GENERATE)
	$(Q)mkdir -p $(@D) && $(GENERATE) zsh >$@.new && mv $@.new $@
build/completions/vecscope.fish: $(GENERATE)
	$(Q)mkdir -p $(@D) && $(GENERATE) fish >$@.new && mv $@.new $@

# The README's pictures: the explorer itself, drawn without a terminal.
picture = build/vecscope --no-history --no-config $(1) --screen 112x32 --keys $(2) --dump svg >assets/pictures/$(3).svg
.PHONY: pictures
pictures: all
	$(Q)$(call picture,demo,'apple<CR><Esc>e:',map)
	$(Q)$(call picture,demo,'paris : france :: rome<CR><Esc>2',analogy)
	$(Q)$(call picture,demo,'sim king queen man woman paris london rome dog cat<CR>',matrix)
	$(Q)$(call picture,demo,'lesson 5<CR>lesson next<CR>lesson a<CR>paris : france :: rome<CR>',lesson)
	$(Q)$(call picture,tests/data/words.vec,'open tests/data/later.vec<CR>use words<CR>drift -n 6<CR><Esc>',compare)
	$(Q)$(call picture,demo,'project tsne<CR>colour cluster<CR>king<CR>zoom fit<CR>',clusters)

.PHONY: man completions
man: $(filter build/man/%,$(DOCS))
completions: $(filter build/completions/%,$(DOCS))

# --- installing ------------------------------------------------------------------------------
ASSET_FOLDERS := models wordlists lessons texts lab glossary
share := $(DESTDIR)$(prefix)/share
INSTALL ?= install

.PHONY: install uninstall
install: all $(DOCS)
	$(Q)$(INSTALL) -d $(DESTDIR)$(prefix)/bin $(share)/man/man1 $(share)/man/man5 \
		$(foreach d,$(ASSET_FOLDERS),$(share)/vecscope/$(d)) \
		$(share)/bash-completion/completions $(share)/zsh/site-functions $(share)/fish/vendor_completions.d
	$(Q)$(INSTALL) -m 755 $(PROGRAM) $(DESTDIR)$(prefix)/bin/vecscope
	$(Q)$(INSTALL) -m 644 build/man/vecscope.1 $(share)/man/man1/
	$(Q)$(INSTALL) -m 644 build/man/vecscope-formats.5 build/man/vecscope-lessons.5 $(share)/man/man5/
	$(Q)$(INSTALL) -m 644 assets/keys.conf $(share)/vecscope/
	$(Q)for d in $(ASSET_FOLDERS); do \
		$(INSTALL) -m 644 assets/$$d/* $(share)/vecscope/$$d/ || exit 1; done
	$(Q)$(INSTALL) -m 644 build/completions/vecscope.bash $(share)/bash-completion/completions/vecscope
	$(Q)$(INSTALL) -m 644 build/completions/_vecscope $(share)/zsh/site-functions/
	$(Q)$(INSTALL) -m 644 build/completions/vecscope.fish $(share)/fish/vendor_completions.d/

uninstall:
	$(Q)rm -f $(DESTDIR)$(prefix)/bin/vecscope $(share)/man/man1/vecscope.1 \
		$(share)/man/man5/vecscope-formats.5 $(share)/man/man5/vecscope-lessons.5 \
		$(share)/bash-completion/completions/vecscope $(share)/zsh/site-functions/_vecscope \
		$(share)/fish/vendor_completions.d/vecscope.fish
	$(Q)rm -rf $(share)/vecscope

.PHONY: dist
VERSION = $(shell sed -n 's/.*VECSCOPE_VERSION "\(.*\)"/\1/p' include/app/version.h)
dist:
	$(Q)mkdir -p build
	$(Q)git archive --prefix=vecscope-$(VERSION)/ -o build/vecscope-$(VERSION).tar.gz HEAD
	@echo build/vecscope-$(VERSION).tar.gz

.PHONY: clean help
clean:
	$(Q)rm -rf build

help:
	@echo 'make              build build/vecscope'
	@echo 'make demo         install what is missing, build, open the explorer on the model that ships'
	@echo 'make check        install what is missing, build, run all tests (GROUPS="unit repl" for some)'
	@echo 'make check-neon   the kernels of ARM processors, compiled for one and run by qemu, where both are installed'
	@echo 'make bench        measure against peers (BENCH_ROWS=3000000: so many rows alone); bench-quality  what training learns; make fuzz  look for crashes (FUZZ_SECONDS=60 a target)'
	@echo 'make lint format  layers, sizes, formatting; make bless  accept new transcripts and screens'
	@echo 'make install      to $$(DESTDIR)$$(prefix), prefix=/usr/local; uninstall; man; completions; dist'
	@echo 'FLAVOUR=debug|asan|tsan|cover builds below build/FLAVOUR; V=1 shows commands; CC=clang works'

.SECONDARY:

-include $(shell find $(B) -name '*.d' 2>/dev/null)
