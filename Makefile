# vecscope: make demo | check | bench | fuzz | lint | format | install | … (make help lists them)
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
FLAGS_fuzz := -O1 -g -fsanitize=address,undefined,fuzzer-no-link
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

$(B)/%.o: %.c Makefile
	$(Q)mkdir -p $(@D)
	$(say) CC $<
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# --- unit tests: tests/unit/<layer>/test_<module>.c, one program each ----------------------------
UNIT_SOURCES := $(sort $(shell find tests/unit -name 'test_*.c' 2>/dev/null))
SUPPORT_SOURCES := $(sort $(wildcard tests/support/*.c))
SUPPORT_OBJECTS := $(patsubst %.c,$(B)/%.o,$(SUPPORT_SOURCES))
UNIT_PROGRAMS := $(patsubst tests/unit/%.c,$(B)/unit/%,$(UNIT_SOURCES))

$(B)/tests/%.o: ALL_CFLAGS += -Itests/support

$(B)/unit/%: $(B)/tests/unit/%.o $(SUPPORT_OBJECTS) $(LIB)
	$(Q)mkdir -p $(@D)
	$(say) LINK $@
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ -lcmocka $(LIBS)

.PHONY: unit
unit: $(UNIT_PROGRAMS)

.PHONY: clean
clean:
	$(Q)rm -rf build

.SECONDARY:

-include $(shell find $(B) -name '*.d' 2>/dev/null)
