/* What a copy keeps of sub-words: fastText's way to vectors for words that are not there. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cache_internal.h"

#define GRAM_MAX 64 /* characters, whatever a copy says */
/* Rows that would come along may take this many times the matrix: .ftz packs them to a fraction. */
#define GROWTH_MAX 2

bool cache_holds_composer(const struct model *m)
{
	const struct composer *c = m->composer;
	const struct matrix *rows = c ? gram_rows_matrix(&c->rows) : NULL;
	uint64_t offset;

	if (!c || (gram_rows_where(&c->rows, &offset) && !c->buckets))
		return true;
	return rows && rows->rows / GROWTH_MAX <= model_rows(m);
}

static bool rise(const uint32_t *list, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (list[i - 1] >= list[i])
			return false;
	return true;
}

/* Everything that composer_word() relies on. */
static bool is_sound(const struct cache_composer *p)
{
	size_t rows = p->vectors ? p->vector_rows : (size_t)p->rows;

	if (!p->bucket || p->bucket > INT32_MAX || p->max > GRAM_MAX || p->rows > SIZE_MAX ||
	    !p->buckets != !p->bucket_rows)
		return false;
	if (!p->buckets)
		return p->rows >= p->bucket && rows >= p->rows;
	for (size_t i = 0; i < p->rows; i++)
		if (p->bucket_rows[i] >= rows)
			return false;
	return rise(p->buckets, (size_t)p->rows);
}

static uint32_t *list_copy(const uint32_t *list, size_t n)
{
	uint32_t *out = list ? xmalloc(MAX(n, (size_t)1) * sizeof(*out)) : NULL;

	if (out)
		memcpy(out, list, n * sizeof(*out));
	return out;
}

static bool take_rows(struct composer *c, const struct cache_composer *p)
{
	struct matrix m = { .rows = p->vector_rows, .cols = c->dims, .stride = c->dims };

	if (!p->vectors)
		return gram_rows_in_file(&c->rows, p->source, p->offset, c->row_count, c->dims,
					 NULL) == ST_OK;
	m.data = (float *)(uintptr_t)p->vectors; /* only read */
	gram_rows_in_matrix(&c->rows, &m);
	return true;
}

struct composer *cache_make_composer(const struct cache_composer *p, size_t dims)
{
	struct composer *c;

	if (!is_sound(p))
		return NULL;
	c = xcalloc(1, sizeof(*c));
	*c = (struct composer){ .dims = dims,
				.min = (size_t)p->min,
				.max = (size_t)p->max,
				.bucket = (uint32_t)p->bucket,
				.row_count = (size_t)p->rows,
				.buckets = list_copy(p->buckets, (size_t)p->rows),
				.bucket_rows = list_copy(p->bucket_rows, (size_t)p->rows) };
	if (take_rows(c, p))
		return c;
	composer_free(c);
	return NULL;
}
