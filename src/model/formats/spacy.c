/*
 * spaCy keeps no words with its vectors: key2row is a MessagePack map from the hash of a word to its
 * row, and strings.json lists strings; a row is named by the first string whose hash leads to it.
 * (explosion/spaCy: spacy/vectors.pyx, spacy/strings.pyx)
 */
#include "spacy.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/json.h"

#define KEYS	 "key2row"
#define STRINGS	 "strings.json"
#define FILE_MAX ((uint64_t)256 << 20)

static uint64_t little64(const char *s, size_t n)
{
	uint64_t v = 0;

	while (n--)
		v = v << 8 | (unsigned char)s[n];
	return v;
}

uint64_t spacy_hash(const char *s, size_t n)
{
	const uint64_t m = 0xc6a4a7935bd1e995u;
	uint64_t h = 1 ^ (n * m);
	size_t at = 0;

	for (; at + 8 <= n; at += 8) {
		uint64_t k = little64(s + at, 8) * m;

		k ^= k >> 47;
		h = (h ^ k * m) * m;
	}
	if (at < n)
		h = (h ^ little64(s + at, n - at)) * m;
	h = (h ^ h >> 47) * m;
	return h ^ h >> 47;
}

/* --- files beside ------------------------------------------------------------------------------------ */

static enum status slurp_sibling(const struct source *src, const char *name, char **text, size_t *n,
				 struct error *err)
{
	struct source *file = NULL;
	void *p = NULL;
	size_t got = 1;
	enum status st = source_open_sibling(&file, src, name, err);

	if (st)
		return st;
	*n = 0;
	if (source_size(file) > FILE_MAX || !source_size(file))
		st = error_set(err, ST_FORMAT, "%s has a size that cannot be", source_path(file));
	if (!st)
		st = mem_try_calloc(&p, (size_t)source_size(file) + 1, 1, name, err);
	*text = p;
	while (!st && got && *n < source_size(file)) {
		st = source_read(file, *text + *n, (size_t)source_size(file) - *n, &got, err);
		*n += st ? 0 : got;
	}
	source_close(file);
	return st == ST_FAILED ? ST_FORMAT : st; /* unpacking it would never end */
}

/* --- key2row ------------------------------------------------------------------------------------------ */

struct pack {
	const unsigned char *p, *end;
	bool bad;
};

static uint64_t big(struct pack *m, size_t n)
{
	uint64_t v = 0;

	if ((size_t)(m->end - m->p) < n) {
		m->bad = true;
		return 0;
	}
	while (n--)
		v = v << 8 | *m->p++;
	return v;
}

static size_t map_size(struct pack *m)
{
	uint64_t tag = big(m, 1);

	if (tag >= 0x80 && tag <= 0x8F)
		return (size_t)(tag & 15);
	if (tag == 0xDE || tag == 0xDF)
		return (size_t)big(m, tag == 0xDE ? 2 : 4);
	m->bad = true;
	return 0;
}

/* Any integer; a negative one as its two's complement. */
static uint64_t integer(struct pack *m)
{
	uint64_t tag = big(m, 1);

	if (tag < 0x80)
		return tag;
	if (tag >= 0xE0)
		return (uint64_t)(int64_t)(int8_t)tag;
	if (tag >= 0xCC && tag <= 0xCF)
		return big(m, (size_t)1 << (tag - 0xCC));
	if (tag >= 0xD0 && tag <= 0xD3) {
		unsigned bits = 8u << (tag - 0xD0);
		uint64_t v = big(m, bits / 8);

		return bits < 64 && v >> (bits - 1) ? v | UINT64_MAX << bits : v;
	}
	m->bad = true;
	return 0;
}

struct key {
	uint64_t hash, row;
};

static int by_hash(const void *a, const void *b)
{
	const struct key *x = a, *y = b;

	return x->hash < y->hash ? -1 : x->hash > y->hash;
}

static enum status read_keys(const char *text, size_t n, struct key **out, size_t *count,
			     struct error *err)
{
	struct pack m = { (const unsigned char *)text, (const unsigned char *)text + n, false };
	size_t size = map_size(&m);
	void *keys = NULL;
	enum status st;

	if (m.bad || size > n / 2)
		return error_set(err, ST_FORMAT, "key2row is no MessagePack map");
	st = mem_try_calloc(&keys, size, sizeof(**out), "the keys", err);
	*out = keys;
	for (*count = 0; !st && *count < size && !m.bad; ++*count) {
		(*out)[*count].hash = integer(&m);
		(*out)[*count].row = integer(&m);
	}
	if (!st && m.bad)
		return error_set(err, ST_FORMAT, "key2row is damaged");
	if (!st && size)
		qsort(keys, size, sizeof(**out), by_hash);
	return st;
}

/* --- the whole ---------------------------------------------------------------------------------------- */

static enum status name_rows(struct word_list *w, const struct key *keys, size_t count, size_t rows,
			     struct error *err)
{
	const json_value *strings = json_root(w->doc);
	void *words = NULL;
	enum status st;

	if (!json_is_array_value(strings))
		return error_set(err, ST_FORMAT, "strings.json is no list");
	st = mem_try_calloc(&words, rows, sizeof(*w->words), "the words", err);
	w->words = words;
	w->count = st ? 0 : rows;
	for (size_t i = 0; !st && i < json_length(strings); i++) {
		size_t n;
		const char *s = json_get_string(json_item(strings, i), &n);
		struct key asked = { s ? spacy_hash(s, n) : 0, 0 }, *found;

		found = s && count ? bsearch(&asked, keys, count, sizeof(*keys), by_hash) : NULL;
		if (found && found->row < rows && !w->words[found->row].s)
			w->words[found->row] = (struct word_slice){ s, n };
	}
	for (size_t i = 0; i < w->count; i++)
		if (!w->words[i].s)
			w->words[i].s = ""; /* the builder will name it */
	return st;
}

static enum status slurp_strings(const struct source *src, char **text, size_t *n,
				 struct error *err)
{
	enum status st = slurp_sibling(src, STRINGS, text, n, err);

	if (st != ST_FAILED)
		return st;
	return error_set(err, ST_FORMAT,
			 "these are vectors of spaCy, but strings.json with their words is not "
			 "beside them");
}

enum status spacy_words(struct word_list *out, const struct source *src, size_t rows,
			struct error *err)
{
	struct word_list w = { 0 };
	struct key *keys = NULL;
	char *text = NULL;
	size_t n = 0, count = 0;
	enum status st;

	if (strcmp(source_name(src), "vectors") != 0)
		return error_set(err, ST_FAILED, "these are no vectors of spaCy");
	st = slurp_sibling(src, KEYS, &text, &n, err);
	if (!st)
		st = read_keys(text, n, &keys, &count, err);
	if (!st)
		st = slurp_strings(src, &w.text, &n, err);
	if (!st)
		st = json_parse(&w.doc, w.text, n, err);
	if (!st)
		st = name_rows(&w, keys, count, rows, err);
	free(text);
	free(keys);
	if (st) {
		word_list_release(&w);
		return st;
	}
	w.note = xstrdup("words from key2row and strings.json beside it");
	*out = w;
	return ST_OK;
}

void spacy_names(const struct name_sink *out)
{
	out->take(out->ctx, KEYS);
	out->take(out->ctx, STRINGS);
}
