/* What is in the cache, and making room in it. */
#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/path.h"
#include "cache_internal.h"
#include "io/json.h"

#define HEADER_MAX  ((size_t)1 << 20) /* ours take a page or two */
#define NAME_LENGTH (16 + strlen(CACHE_SUFFIX))

/* Only names that copies have: sixteen hexadecimal digits. */
static bool is_copy(const char *name)
{
	return strlen(name) == NAME_LENGTH && strspn(name, "0123456789abcdef") == 16 &&
	       strcmp(name + 16, CACHE_SUFFIX) == 0;
}

static char *source_in(const char *text, size_t n)
{
	struct json_doc *doc = NULL;
	const json_value *meta;
	const char *s = NULL;
	char *out;

	if (json_parse(&doc, text, n, NULL) != ST_OK)
		return xstrdup("");
	if (json_is_object_value(json_root(doc))) {
		meta = json_member(json_root(doc), "__metadata__");
		if (meta && json_is_object_value(meta))
			s = json_get_string(json_member(meta, "source.path"), NULL);
	}
	out = xstrdup(s ? s : "");
	json_free(doc);
	return out;
}

/* Of what file it says it is a copy. */
static char *read_source(int dir, const char *name)
{
	int fd = openat(dir, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	unsigned char length[8];
	uint64_t n = 0;
	char *text, *out;

	if (fd < 0)
		return xstrdup("");
	if (pread(fd, length, 8, 0) == 8)
		for (size_t i = 8; i-- > 0;)
			n = n << 8 | length[i];
	if (n > HEADER_MAX)
		n = 0;
	text = xcalloc((size_t)n + 1, 1);
	out = pread(fd, text, (size_t)n, 8) == (ssize_t)n ? source_in(text, (size_t)n)
							  : xstrdup("");
	free(text);
	close(fd);
	return out;
}

static int last_used_first(const void *a, const void *b)
{
	const struct cache_entry *x = a, *y = b;

	if (x->used != y->used)
		return x->used > y->used ? -1 : 1;
	return strcmp(x->file, y->file);
}

void cache_list_read(struct cache_list *out, const char *dir)
{
	DIR *d = opendir(dir);
	struct dirent *e;

	*out = (struct cache_list){ 0 };
	while (d && (e = readdir(d))) {
		struct stat st;

		if (!is_copy(e->d_name) ||
		    fstatat(dirfd(d), e->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0 ||
		    !S_ISREG(st.st_mode))
			continue;
		ARRAY_RESERVE(out->items, out->cap, out->count + 1);
		out->items[out->count++] = (struct cache_entry){
			.file = xstrdup(e->d_name),
			.source = read_source(dirfd(d), e->d_name),
			.bytes = (uint64_t)st.st_size,
			.used = (int64_t)st.st_mtim.tv_sec,
		};
	}
	if (d)
		closedir(d);
	if (out->count)
		qsort(out->items, out->count, sizeof(*out->items), last_used_first);
}

void cache_list_release(struct cache_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		free(list->items[i].file);
		free(list->items[i].source);
	}
	free(list->items);
	*list = (struct cache_list){ 0 };
}

size_t cache_trim(const char *dir, uint64_t limit)
{
	struct cache_list list;
	uint64_t kept = 0;
	size_t gone = 0;

	cache_list_read(&list, dir);
	for (size_t i = 0; i < list.count; i++) {
		char *path = path_join(dir, list.items[i].file);

		if (list.items[i].bytes <= limit - kept)
			kept += list.items[i].bytes;
		else
			gone += unlink(path) == 0;
		free(path);
	}
	cache_list_release(&list);
	return gone;
}
