#include "npz.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/path.h"
#include "base/utf8.h"
#include "npy_header.h"

#define SUFFIX ".npy"

/* The member of the archive that has this name, in whatever folder. */
static const char *member_called(const struct source *src, const char *name)
{
	for (size_t i = 0; i < source_member_count(src); i++) {
		const char *base = path_base(source_member_name(src, i));

		if (strncmp(base, name, strlen(name)) == 0 &&
		    strcmp(base + strlen(name), SUFFIX) == 0)
			return source_member_name(src, i);
	}
	return NULL;
}

/* --- words ------------------------------------------------------------------------------------------ */

static uint32_t code_point(const unsigned char *p, bool big)
{
	return big ? (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3]
		   : (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 | (uint32_t)p[1] << 8 | p[0];
}

/* One string of the array → its bytes in UTF-8, in place: they are never more. */
static size_t narrow(const struct npy_strings *a, char *s)
{
	size_t n = 0;

	if (!a->unicode)
		return strnlen(s, a->width);
	for (size_t i = 0; i < a->width; i++) {
		uint32_t cp = code_point((unsigned char *)s + 4 * i, a->big_endian);
		char utf8[4];
		size_t k = utf8_encode(cp, utf8);

		if (!cp)
			break;
		if (!k) /* no character: U+FFFD */
			k = utf8_encode(0xFFFD, utf8);
		memcpy(s + n, utf8, k);
		n += k;
	}
	return n;
}

static enum status fill(struct word_list *w, struct source *src, const struct npy_strings *a,
			struct error *err)
{
	size_t width = a->width * (a->unicode ? 4 : 1), bytes, done = 0, got = 1;
	void *text = NULL, *words = NULL;
	enum status st = ST_OK;

	if (!size_mul((size_t)a->count, width, &bytes) || bytes > source_size(src))
		return error_set(err, ST_FORMAT, "it is cut short: %llu words of %zu bytes",
				 (unsigned long long)a->count, width);
	st = mem_try_calloc(&text, bytes, 1, "the words", err);
	w->text = text;
	if (!st)
		st = mem_try_calloc(&words, (size_t)a->count, sizeof(*w->words), "the words", err);
	w->words = words;
	for (uint64_t skip = a->offset; !st && skip && got; skip -= st ? 0 : got) {
		char head[512];

		st = source_read(src, head, (size_t)MIN(skip, sizeof(head)), &got, err);
	}
	while (!st && done < bytes && got) {
		st = source_read(src, w->text + done, bytes - done, &got, err);
		done += st ? 0 : got;
	}
	if (!st && done < bytes)
		st = error_set(err, ST_FORMAT, "it is cut short");
	for (; !st && w->count < a->count; w->count++) {
		char *s = w->text + w->count * width;

		w->words[w->count] = (struct word_slice){ s, narrow(a, s) };
	}
	return st;
}

static enum status read_words(struct word_list *out, struct source *src, size_t rows,
			      struct error *err)
{
	struct word_list w = { 0 };
	struct npy_strings a;
	const char *head;
	size_t n;
	enum status st = source_head(src, &head, &n, err);

	if (!st)
		st = npy_strings_parse(&a, head, n, err);
	if (!st && a.count != rows)
		st = error_set(err, ST_FORMAT, "it has %llu words, but the matrix has %zu rows",
			       (unsigned long long)a.count, rows);
	if (!st)
		st = fill(&w, src, &a, err);
	if (st) {
		word_list_release(&w);
		return error_wrap(err, "%s in %s", source_member(src), source_path(src));
	}
	w.note = xasprintf("words from %s in %s", source_member(src), source_path(src));
	*out = w;
	return ST_OK;
}

enum status npz_words(struct word_list *out, const struct source *src, size_t rows,
		      struct error *err)
{
	static const char *const names[] = { "words", "vocab", "tokens", "labels", "index_to_key" };
	const char *member = NULL;
	struct source *list;
	enum status st;

	for (size_t i = 0; i < ARRAY_LEN(names) && !member; i++)
		member = member_called(src, names[i]);
	if (!member)
		return error_set(err, ST_FAILED, "there are no words in it");
	st = source_open(&list, source_path(src), member, NULL, err);
	if (st)
		return ST_FORMAT;
	st = read_words(out, list, rows, err);
	source_close(list);
	return st ? ST_FORMAT : ST_OK;
}

/* --- listing ----------------------------------------------------------------------------------------- */

static const char *dtype_of(const struct dense *d)
{
	static const char *const names[] = { "f2", "bf16", "f4", "f8", "i1", "u1", "i2", "i4" };

	return names[d->element];
}

static void list_array(struct source *src, struct tensor_list *out, bool used)
{
	struct npy_strings a;
	struct dense d;
	const char *head;
	size_t n;
	char *name = xstrdup(path_base(source_name(src))), *dot = strrchr(name, '.');

	if (dot && dot != name)
		*dot = '\0';
	if (source_head(src, &head, &n, NULL) != ST_OK) {
		free(name);
		return;
	}
	if (npy_header_parse(&d, head, n, NULL) == ST_OK) {
		uint64_t shape[] = { d.rows, d.cols };
		struct tensor_info *t = tensor_list_add(out, name, dtype_of(&d), shape, 2);

		t->bytes = source_size(src) > d.offset ? source_size(src) - d.offset : 0;
		t->used = used;
	} else if (npy_strings_parse(&a, head, n, NULL) == ST_OK) {
		struct tensor_info *t =
			tensor_list_add(out, name, a.unicode ? "U" : "S", &a.count, 1);

		t->bytes = source_size(src) > a.offset ? source_size(src) - a.offset : 0;
	}
	free(name);
}

enum status npz_list(struct source *src, struct tensor_list *out, struct error *err)
{
	(void)err;
	if (!source_member_count(src)) {
		list_array(src, out, true);
		return ST_OK;
	}
	for (size_t i = 0; i < source_member_count(src); i++) {
		const char *member = source_member_name(src, i);
		struct source *array;

		if (!path_has_suffix(member, SUFFIX) ||
		    source_open(&array, source_path(src), member, NULL, NULL) != ST_OK)
			continue;
		list_array(array, out, strcmp(member, source_member(src)) == 0);
		source_close(array);
	}
	return ST_OK;
}
