/*
 * Smooth inverse frequency (Arora, Liang & Ma 2017): each word weighs a / (a + p), a = 1e-3. A model
 * file tells no counts, so p is what Zipf's law says of the rank r: 1 / (r H), H = Σ 1 / r. The common
 * component that the paper takes out needs a corpus; it is left in.
 */
#include "sentence.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "commands.h"
#include "math/vec.h"

static bool is_mark(char c)
{
	return (unsigned char)c < 0x80 && ispunct((unsigned char)c) != 0;
}

/* Exactly as it stands, then without the marks around it, then in any case. */
static uint32_t find_word(const struct vocab *v, const char *s, size_t n)
{
	uint32_t row = vocab_find(v, s, n);

	if (row != VOCAB_NONE)
		return row;
	while (n && is_mark(*s))
		s++, n--;
	while (n && is_mark(s[n - 1]))
		n--;
	if (!n)
		return VOCAB_NONE;
	row = vocab_find(v, s, n);
	if (row == VOCAB_NONE && !vocab_find_loose(v, s, n, &row, 1))
		return VOCAB_NONE;
	return row;
}

enum status sentence_rows(struct task *t, const char *text, uint32_t **rows, size_t *n,
			  struct error *err)
{
	struct strbuf unknown = STRBUF_INIT;
	uint32_t *found = NULL;
	size_t count = 0, cap = 0, len;

	for (const char *p = text; *(p += strspn(p, " \t")); p += len) {
		uint32_t row;

		len = strcspn(p, " \t");
		row = find_word(t->model->vocab, p, len);
		if (row == VOCAB_NONE || !(t->model->norms[row] > 0)) {
			strbuf_adds(&unknown, unknown.len ? ", " : "");
			strbuf_add(&unknown, p, len);
			continue;
		}
		ARRAY_RESERVE(found, cap, count + 1);
		found[count++] = row;
	}
	if (unknown.len)
		result_notef(&t->result, "unknown: %.300s", unknown.buf);
	strbuf_release(&unknown);
	if (!count) {
		free(found);
		return error_set(err, ST_FAILED, "no word of \"%.80s\" is in %s", text,
				 t->model->name);
	}
	*rows = found;
	*n = count;
	return ST_OK;
}

double sentence_harmonic(const struct model *m)
{
	double harmonic = 0;

	for (size_t r = 1; r <= model_rows(m); r++)
		harmonic += 1 / (double)r;
	return harmonic;
}

double sentence_weight(uint32_t row, double harmonic)
{
	double p = 1 / (((double)row + 1) * harmonic);

	return SIF_A / (SIF_A + p);
}

double *sentence_vector(const struct model *m, const uint32_t *rows, size_t n, struct error *err)
{
	size_t dims = model_dims(m);
	double *v = xcalloc(dims, sizeof(*v)), harmonic = sentence_harmonic(m), length;

	for (size_t i = 0; i < n; i++) {
		const float *x = model_row(m, rows[i]);

		vec_add_scaled(v, sentence_weight(rows[i], harmonic) / vec_norm(x, dims), x, dims);
	}
	length = vec_norm_f64(v, dims);
	if (length > 1e-12) {
		vec_scale(v, 1 / length, dims);
		return v;
	}
	free(v);
	error_set(err, ST_FAILED, "the words of the text cancel out");
	return NULL;
}
