/*
 * Of what a copy is a copy: one table of one file as that file is now, and as everything is now that
 * reading it may look at beside it: lists of words, tokenizers, spaCy's keys. A list that changes,
 * appears or goes away makes another model, so all names that any format looks for are looked at, whether
 * they are there or not.
 *
 * A file by itself has one copy however it is reached. Where something lies beside it the folder
 * belongs to what it is: the same file may be linked into several.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/path.h"
#include "cache_internal.h"
#include "folder.h"

#define END_BYTES ((size_t)4096)
#define NAMES_MAX 96

static uint64_t hash_text(const char *s, uint64_t h)
{
	return hash_bytes(s ? s : "", s ? strlen(s) + 1 : 0, h);
}

/* --- one file --------------------------------------------------------------------------------------- */

static bool read_end(int fd, off_t at, uint64_t *h)
{
	char bytes[END_BYTES];
	ssize_t n = pread(fd, bytes, sizeof(bytes), at);

	if (n < 0)
		return false;
	*h = hash_bytes(bytes, (size_t)n, *h);
	return true;
}

static bool look_at_fd(int fd, struct cache_stamp *out)
{
	struct stat st;

	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		return false;
	*out = (struct cache_stamp){
		.size = (uint64_t)st.st_size,
		.mtime = (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec,
	};
	return read_end(fd, 0, &out->ends) &&
	       read_end(fd, MAX(st.st_size - (off_t)END_BYTES, 0), &out->ends);
}

static bool look_at(const char *path, struct cache_stamp *out)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	bool ok = fd >= 0 && look_at_fd(fd, out);

	if (fd >= 0)
		close(fd);
	return ok;
}

static bool is_same_stamp(const struct cache_stamp *a, const struct cache_stamp *b)
{
	return a->size == b->size && a->mtime == b->mtime && a->ends == b->ends;
}

/* --- what lies beside it ---------------------------------------------------------------------------- */

struct around {
	const char *dir, *self; /* the file's own name */
	uint64_t hash, bytes;	/* 0: nothing is there */
	char *seen[NAMES_MAX];	/* formats look for the same names */
	size_t seen_count;
};

static void add_file(struct around *a, const char *name, const char *path)
{
	struct cache_stamp s;

	if (access(path, F_OK) != 0 || !look_at(path, &s))
		return;
	a->bytes += s.size;
	a->hash = hash_text(name, a->hash);
	a->hash = hash_bytes(&s, sizeof(s), a->hash);
}

static bool is_new(struct around *a, const char *name)
{
	for (size_t i = 0; i < a->seen_count; i++)
		if (strcmp(a->seen[i], name) == 0)
			return false;
	if (a->seen_count < NAMES_MAX)
		a->seen[a->seen_count++] = xstrdup(name);
	return strcmp(name, a->self) != 0;
}

static void add_name(void *ctx, const char *name)
{
	struct around *a = ctx;
	char *path;

	if (!is_new(a, name))
		return;
	path = path_join(a->dir, name);
	add_file(a, name, path);
	free(path);
}

/* What one format looks for, or (NULL) all of them. */
static void look_around(const struct cache_slot *slot, const struct format *only, struct around *a)
{
	const struct name_sink out = { add_name, a };
	char *dir = path_dir(slot->path), *plain = source_unpacked_name(path_base(slot->path));

	*a = (struct around){ .dir = dir, .self = path_base(slot->path) };
	for (size_t i = 0; format_table[i]; i++) {
		if (!format_table[i]->beside || (only && only != format_table[i]))
			continue;
		format_table[i]->beside(path_base(slot->path), &out);
		if (plain)
			format_table[i]->beside(plain, &out);
	}
	if (slot->vocab)
		add_file(a, "--vocab", slot->vocab);
	for (size_t i = 0; i < a->seen_count; i++)
		free(a->seen[i]);
	free(plain);
	free(dir);
}

uint64_t cache_slot_bytes_beside(const struct cache_slot *slot, const struct format *f)
{
	struct around a;

	look_around(slot, f, &a);
	return a.bytes;
}

/* --- the slot --------------------------------------------------------------------------------------- */

static char *real_folder(const char *path)
{
	char *dir = path_dir(path), *real = realpath(dir, NULL);

	free(dir);
	return real;
}

static char *copy_path(const char *dir, const struct cache_slot *slot)
{
	uint64_t h = hash_text(slot->source, 0);
	char *name, *path, *folder = slot->beside ? real_folder(slot->path) : NULL;

	h = hash_text(slot->member, h);
	h = hash_text(slot->format, h);
	h = hash_text(slot->tensor, h);
	if (folder)
		h = hash_text(folder, h);
	if (slot->vocab)
		h = hash_text(slot->vocab, h);
	name = xasprintf("%016" PRIx64 CACHE_SUFFIX, h);
	path = path_join(dir, name);
	free(folder);
	free(name);
	return path;
}

static char *copy_of(const char *s)
{
	return s ? xstrdup(s) : NULL;
}

static void take_options(struct cache_slot *slot, const struct load_options *opt)
{
	if (!opt)
		return;
	slot->member = copy_of(opt->member);
	slot->format = copy_of(opt->format);
	slot->tensor = copy_of(opt->read.tensor);
	slot->vocab = opt->read.vocab_path ? realpath(opt->read.vocab_path, NULL) : NULL;
}

/* Everything but the name of the copy. */
static bool look_at_all(struct cache_slot *slot)
{
	struct around a;

	slot->source = realpath(slot->path, NULL);
	if (!slot->source || !look_at(slot->source, &slot->stamp))
		return false;
	look_around(slot, NULL, &a);
	slot->beside = a.hash;
	return true;
}

struct cache_slot *cache_slot_new(const char *dir, const char *path, const struct load_options *opt)
{
	struct cache_slot *slot;
	char *file = NULL;

	if (strcmp(path, "-") == 0 ||
	    folder_resolve(path, opt ? opt->read.tensor : NULL, &file, NULL) != ST_OK)
		return NULL;
	slot = xcalloc(1, sizeof(*slot));
	slot->given = xstrdup(path);
	slot->path = file;
	take_options(slot, opt);
	if ((!opt || !opt->read.vocab_path || slot->vocab) && look_at_all(slot)) {
		slot->copy = copy_path(dir, slot);
		return slot;
	}
	cache_slot_free(slot);
	return NULL;
}

void cache_slot_free(struct cache_slot *slot)
{
	if (!slot)
		return;
	free(slot->given);
	free(slot->path);
	free(slot->source);
	free(slot->copy);
	free(slot->name);
	free(slot->member);
	free(slot->format);
	free(slot->tensor);
	free(slot->vocab);
	free(slot);
}

void cache_slot_set_model(struct cache_slot *slot, const struct model *m)
{
	free(slot->name);
	slot->name = xstrdup(m->name);
}

const char *cache_slot_file(const struct cache_slot *slot, struct load_options *opt)
{
	*opt = (struct load_options){
		.member = slot->member,
		.format = slot->format,
		.read = { .tensor = slot->tensor, .vocab_path = slot->vocab },
	};
	return slot->given;
}

bool cache_slot_is_current(const struct cache_slot *slot)
{
	struct cache_stamp now;
	struct around a;

	if (!look_at(slot->source, &now) || !is_same_stamp(&now, &slot->stamp))
		return false;
	look_around(slot, NULL, &a);
	return a.hash == slot->beside;
}

/* --- checksums -------------------------------------------------------------------------------------- */

uint64_t cache_sum_piece(const void *bytes, size_t n, uint64_t sum)
{
	return hash_bytes(bytes, n, sum);
}

uint64_t cache_header_sum(const char *text, size_t n)
{
	char head[CACHE_HEAD_LEN + CACHE_DIGITS];

	memcpy(head, text, sizeof(head));
	memset(head + CACHE_HEAD_LEN, '0', CACHE_DIGITS);
	return hash_bytes(text + sizeof(head), n - sizeof(head), hash_bytes(head, sizeof(head), n));
}
