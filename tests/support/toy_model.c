#include "toy_model.h"

#include <math.h>

#include "math/vec.h"
#include "model/search.h"
#include "unit.h"

static struct model *empty_model(size_t rows, size_t dims)
{
	struct model *m = calloc(1, sizeof(*m));

	m->vocab = vocab_new();
	m->cache = search_cache_new();
	if (matrix_init(&m->matrix, rows, dims, NULL))
		fail_msg("no memory for %zu x %zu", rows, dims);
	m->norms = calloc(rows + 1, sizeof(*m->norms));
	return m;
}

struct model *toy_model_new(size_t rows, size_t dims)
{
	struct model *m = empty_model(rows, dims);
	char word[24];

	for (size_t i = 0; i < rows; i++) {
		int n = snprintf(word, sizeof(word), "w%zu", i);

		vocab_add(m->vocab, word, (size_t)n, NULL, NULL);
	}
	return m;
}

struct model *toy_model_named(const char *const *words, size_t rows, size_t dims)
{
	struct model *m = empty_model(rows, dims);

	for (size_t i = 0; i < rows; i++)
		vocab_add(m->vocab, words[i], strlen(words[i]), NULL, NULL);
	return m;
}

void toy_model_finish(struct model *m)
{
	search_cache_free(m->cache); /* the rows may have changed */
	m->cache = search_cache_new();
	for (size_t i = 0; i < model_rows(m); i++) {
		double norm = vec_norm(model_row(m, (uint32_t)i), model_dims(m));

		m->norms[i] = isfinite(norm) ? (float)norm : NAN;
	}
}

void toy_model_free(struct model *m)
{
	vocab_free(m->vocab);
	search_cache_free(m->cache);
	matrix_release(&m->matrix);
	free(m->norms);
	free(m);
}

static void read_row(FILE *f, struct model *m, size_t row)
{
	char word[256];
	size_t n = 0;
	int c;

	while ((c = getc(f)) != ' ' && c != EOF)
		if (c != '\n' && n < sizeof(word))
			word[n++] = (char)c;
	vocab_add(m->vocab, word, n, NULL, NULL);
	if (fread(toy_row(m, row), sizeof(float), model_dims(m), f) != model_dims(m))
		fail_msg("row %zu is cut off", row);
}

struct model *toy_model_read_bin(const char *path)
{
	FILE *f = fopen(path, "rb");
	size_t rows = 0, dims = 0;
	struct model *m;

	if (!f || fscanf(f, "%zu %zu", &rows, &dims) != 2 || getc(f) != '\n')
		fail_msg("%s has no header", path);
	m = empty_model(rows, dims);
	for (size_t i = 0; i < rows; i++)
		read_row(f, m, i);
	fclose(f);
	toy_model_finish(m);
	return m;
}

uint64_t toy_random(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

double toy_normal(uint64_t *state)
{
	double s = -4;

	for (int i = 0; i < 8; i++)
		s += (double)(toy_random(state) >> 11) * 0x1p-53;
	return s;
}
