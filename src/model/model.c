#include "model/model.h"

#include <stdlib.h>
#include <string.h>

#include "base/compiler.h"
#include "base/hash.h"
#include "base/map.h"
#include "model/search.h"

struct model *model_ref(struct model *m)
{
	atomic_fetch_add_explicit(&m->refs, 1, memory_order_relaxed);
	return m;
}

void model_unref(struct model *m)
{
	if (!m || atomic_fetch_sub_explicit(&m->refs, 1, memory_order_acq_rel) != 1)
		return;
	vocab_free(m->vocab);
	vocab_free(m->raw_names);
	composer_free(m->composer);
	matrix_release(&m->matrix);
	report_release(&m->report);
	trained_free(m->trained);
	search_cache_free(m->cache);
	if (!m->map)
		free(m->norms);
	map_close(m->map);
	free(m->name);
	free(m->path);
	free(m);
}

bool model_is_broken(const struct model *m)
{
	return m->map && map_is_broken(m->map);
}

/* The numbers as little-endian bytes, a piece at a time so that any row length fits. */
static uint64_t hash_floats(const float *x, size_t n, uint64_t h)
{
	unsigned char bytes[4 * 256];

	for (size_t at = 0; at < n;) {
		size_t piece = MIN(n - at, (size_t)256);

		for (size_t i = 0; i < piece; i++) {
			uint32_t bits;

			memcpy(&bits, &x[at + i], 4);
			for (size_t b = 0; b < 4; b++)
				bytes[4 * i + b] = (unsigned char)(bits >> (8 * b));
		}
		h = hash_bytes(bytes, 4 * piece, h);
		at += piece;
	}
	return h;
}

uint64_t model_fingerprint(const struct vocab *vocab, const struct matrix *matrix)
{
	size_t rows = matrix->rows, sample = MIN(rows, (size_t)1024);
	uint64_t h = hash_mix(rows, matrix->cols);

	for (size_t i = 0; i < rows; i++) {
		size_t n;
		const char *word = vocab_word(vocab, (uint32_t)i, &n);

		h = hash_bytes(word, n, h);
	}
	for (size_t i = 0; i < sample; i++)
		h = hash_floats(matrix_row(matrix, i * rows / sample), matrix->cols, h);
	return h;
}
