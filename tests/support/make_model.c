#include "unit.h"

#include "make_model.h"

#include <math.h>

#include "base/mem.h"

struct model *model_make(const struct test_word *words, const float *data, size_t rows, size_t dims)
{
	struct builder *b = builder_new("row");
	struct matrix *m = NULL;
	struct model *out = NULL;

	assert_int_equal(builder_set_shape(b, dims, rows, rows * dims * 4, NULL), ST_OK);
	assert_int_equal(builder_reserve_rows(b, rows, &m, NULL), ST_OK);
	for (size_t i = 0; i < rows; i++) {
		memcpy(matrix_row(m, i), data + i * dims, dims * sizeof(float));
		assert_int_equal(builder_add_word(b, words[i].s, words[i].n, NULL), ST_OK);
	}
	assert_int_equal(builder_finish(b, &out, NULL), ST_OK);
	builder_free(b);
	return out;
}

struct model *model_open(const char *path)
{
	struct error err = ERROR_INIT;
	struct model *m = NULL;

	if (model_load(&m, path, NULL, NULL, &err))
		fail_msg("%s: %s", path, err.text);
	return m;
}

static void assert_same_number(float x, float y, size_t row)
{
	if (isnan(x) && isnan(y))
		return;
	if (memcmp(&x, &y, sizeof(x)) != 0)
		fail_msg("row %zu: %a is not %a", row + 1, (double)x, (double)y);
}

void assert_same_model(const struct model *a, const struct model *b)
{
	assert_int_equal(model_rows(a), model_rows(b));
	assert_int_equal(model_dims(a), model_dims(b));
	for (uint32_t i = 0; i < model_rows(a); i++) {
		size_t n, k;
		const char *x = vocab_word(a->vocab, i, &n), *y = vocab_word(b->vocab, i, &k);

		assert_int_equal(n, k);
		assert_memory_equal(x, y, n);
		for (size_t j = 0; j < model_dims(a); j++)
			assert_same_number(model_row(a, i)[j], model_row(b, i)[j], i);
	}
}

float test_number(size_t row, size_t col)
{
	return (float)((int)(row * 7 + col * 3) % 32 - 15) / 8.0f;
}

char *read_whole(const char *path, size_t *n)
{
	FILE *f = fopen(path, "rb");
	char *bytes;
	long size;

	assert_non_null(f);
	fseek(f, 0, SEEK_END);
	size = ftell(f);
	rewind(f);
	assert_true(size >= 0);
	*n = (size_t)size;
	bytes = xmalloc(*n + 1);
	assert_int_equal(fread(bytes, 1, *n, f), *n);
	fclose(f);
	return bytes;
}

static void check_whole(const struct model *m)
{
	assert_true(model_rows(m) > 0 && model_dims(m) > 0);
	assert_int_equal(vocab_size(m->vocab), model_rows(m));
	for (uint32_t i = 0; i < model_rows(m); i++) {
		size_t n;

		assert_non_null(vocab_word(m->vocab, i, &n));
		assert_true(isnan(m->norms[i]) || m->norms[i] >= 0);
	}
}

static size_t load_one(const char *dir, const char *name, const char *bytes, size_t n)
{
	char *path = temp_file(dir, name, bytes, n);
	struct error err = ERROR_INIT;
	struct model *m = NULL;
	size_t loaded = 0;

	if (model_load(&m, path, NULL, NULL, &err) == ST_OK) {
		check_whole(m);
		model_unref(m);
		loaded = 1;
	} else {
		assert_true(err.text[0] != '\0');
	}
	free(path);
	return loaded;
}

size_t load_damaged(const char *dir, const char *name, const void *bytes, size_t n)
{
	static const unsigned char values[] = { 0x00, 0x01, 0x7F, 0x80, 0xFF };
	char *copy = xmalloc(n);
	size_t loaded = 0;

	memcpy(copy, bytes, n);
	for (size_t k = 0; k < n; k++)
		loaded += load_one(dir, name, copy, k);
	for (size_t i = 0; i < n; i++) {
		char was = copy[i];

		for (size_t v = 0; v < sizeof(values); v++) {
			copy[i] = (char)values[v];
			loaded += load_one(dir, name, copy, n);
		}
		copy[i] = (char)(was ^ 1);
		loaded += load_one(dir, name, copy, n);
		copy[i] = was;
	}
	free(copy);
	return loaded;
}
