#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
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

static uint64_t hash_text(const char *s, uint64_t h)
{
	return hash_bytes(s ? s : "", s ? strlen(s) + 1 : 0, h);
}

/* One copy for each table of each file, however the file is reached. */
static char *copy_path(const char *dir, const char *source, const struct load_options *opt)
{
	uint64_t h = hash_text(source, 0);
	char *name, *path;

	h = hash_text(opt ? opt->member : NULL, h);
	h = hash_text(opt ? opt->format : NULL, h);
	h = hash_text(opt ? opt->read.tensor : NULL, h);
	name = xasprintf("%016" PRIx64 CACHE_SUFFIX, h);
	path = path_join(dir, name);
	free(name);
	return path;
}

static bool read_end(int fd, off_t at, uint64_t *h)
{
	char bytes[END_BYTES];
	ssize_t n = pread(fd, bytes, sizeof(bytes), at);

	if (n < 0)
		return false;
	*h = hash_bytes(bytes, (size_t)n, *h);
	return true;
}

static bool look_at(struct cache_slot *slot)
{
	int fd = open(slot->source, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct stat st;
	bool ok;

	if (fd < 0)
		return false;
	ok = fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
	if (ok) {
		slot->size = (uint64_t)st.st_size;
		slot->mtime = (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec;
		slot->ends = 0;
		ok = read_end(fd, 0, &slot->ends) &&
		     read_end(fd, MAX(st.st_size - (off_t)END_BYTES, 0), &slot->ends);
	}
	close(fd);
	return ok;
}

struct cache_slot *cache_slot_new(const char *dir, const char *path, const struct load_options *opt)
{
	struct cache_slot *slot;
	char *file = NULL;

	if (strcmp(path, "-") == 0 || (opt && opt->read.vocab_path) ||
	    folder_resolve(path, opt ? opt->read.tensor : NULL, &file, NULL) != ST_OK)
		return NULL;
	slot = xcalloc(1, sizeof(*slot));
	slot->path = file;
	slot->source = realpath(file, NULL);
	if (slot->source)
		slot->copy = copy_path(dir, slot->source, opt);
	if (slot->source && look_at(slot))
		return slot;
	cache_slot_free(slot);
	return NULL;
}

void cache_slot_free(struct cache_slot *slot)
{
	if (!slot)
		return;
	free(slot->path);
	free(slot->source);
	free(slot->copy);
	free(slot);
}

bool cache_slot_is_current(const struct cache_slot *slot)
{
	struct cache_slot now = { .source = slot->source };

	return look_at(&now) && now.size == slot->size && now.mtime == slot->mtime &&
	       now.ends == slot->ends;
}

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
