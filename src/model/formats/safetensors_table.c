/*
 * Which tensor is the embedding layer? The names that projects give it, the surest first; a name
 * fits if it is the whole name of the tensor, or its end behind a dot (ggml-org/llama.cpp:
 * gguf-py/gguf/tensor_mapping.py; MinishLab/model2vec).
 *
 * model2vec may add two tensors, one number for each token:
 *	vector(token) = embeddings[mapping[token]] × weights[token]
 */
#include "safetensors_table.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "row_names.h"
#include "tokenizer.h"
#include "word_list.h"

static const char *const token_tables[] = {
	"embeddings",
	"embedding.weight",
	"embed_tokens.weight",
	"wte.weight",
	"word_embeddings.weight",
	"embed_in.weight",
	"tok_embeddings.weight",
	"shared.weight",
	"token_embd.weight",
	"token_embeddings.weight",
	"backbone.embeddings.weight",
	"model.embeddings.weight",
	"rwkv.embeddings.weight",
	"embeddings.weight",
	"encoder.weight",
};

static bool is_called(const char *name, const char *end)
{
	size_t n = strlen(name), k = strlen(end);

	return n >= k && memcmp(name + n - k, end, k) == 0 && (n == k || name[n - k - 1] == '.');
}

const struct tensor *safetensors_table(const struct safetensors *s)
{
	for (size_t k = 0; k < ARRAY_LEN(token_tables); k++)
		for (size_t i = 0; i < s->count; i++)
			if (s->tensors[i].rank == 2 &&
			    is_called(s->tensors[i].name, token_tables[k]))
				return &s->tensors[i];
	return NULL;
}

static bool element_of(const char *dtype, enum element *out)
{
	static const struct {
		const char *dtype;
		enum element element;
	} types[] = {
		{ "F32", ELEMENT_F32 }, { "F16", ELEMENT_F16 }, { "BF16", ELEMENT_BF16 },
		{ "F64", ELEMENT_F64 }, { "I8", ELEMENT_I8 },
	};

	for (size_t i = 0; i < ARRAY_LEN(types); i++) {
		if (strcmp(types[i].dtype, dtype) == 0) {
			*out = types[i].element;
			return true;
		}
	}
	return false;
}

enum status safetensors_dense(const struct tensor *t, struct dense *d, struct error *err)
{
	uint64_t bytes = 0;

	if (t->rank != 2 || !element_of(t->dtype, &d->element))
		return error_set(err, ST_FORMAT,
				 "its tensor \"%s\" is no table of F32, F16, BF16, F64 or I8",
				 t->name);
	d->offset = t->begin;
	d->rows = t->shape[0];
	d->cols = t->shape[1];
	return dense_bytes(d, &bytes, err);
}

/* --- model2vec's extra tensors --------------------------------------------------------------------- */

struct extras {
	uint64_t tokens; /* rows of the model: as many as the extras have, or as the table */
	void *mapping;	 /* (tokens), i64; or NULL */
	double *weights; /* (tokens); or NULL */
};

static void extras_release(struct extras *e)
{
	free(e->mapping);
	free(e->weights);
}

static enum status read_list(const struct source *src, const struct tensor *t, void **out,
			     struct error *err)
{
	enum status st = mem_try_calloc(out, (size_t)t->shape[0], 8, t->name, err);

	return st ? st : source_range(src, t->begin, *out, (size_t)(t->end - t->begin), err);
}

/* From the back, so that four bytes become eight in place. */
static void widen_list(const char *dtype, void *list, size_t n)
{
	bool narrow = strcmp(dtype, "I32") == 0 || strcmp(dtype, "F32") == 0;

	if (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__)
		element_swap(list, n, narrow ? 4 : 8);
	for (size_t i = n; narrow && i-- > 0;) {
		char bytes[4], *to = (char *)list + 8 * i;
		int32_t whole;
		float f;
		int64_t wide;
		double d;

		memcpy(bytes, (char *)list + 4 * i, 4);
		memcpy(&whole, bytes, 4);
		memcpy(&f, bytes, 4);
		wide = whole;
		d = (double)f;
		memcpy(to, *dtype == 'I' ? (void *)&wide : (void *)&d, 8);
	}
}

static enum status check_mapping(const struct extras *e, uint64_t rows, struct error *err)
{
	const int64_t *to = e->mapping;

	for (uint64_t i = 0; to && i < e->tokens; i++)
		if (to[i] < 0 || (uint64_t)to[i] >= rows)
			return error_set(err, ST_FORMAT,
					 "its mapping sends token %" PRIu64 " to row %" PRId64
					 " of %" PRIu64,
					 i, to[i], rows);
	return ST_OK;
}

static bool is_list_of(const struct tensor *t, const char *a, const char *b)
{
	return t && t->rank == 1 && t->shape[0] &&
	       (strcmp(t->dtype, a) == 0 || strcmp(t->dtype, b) == 0);
}

/* A few mapped rows must not become a huge matrix: as for packed data, 100 times is the limit. */
static enum status check_growth(const struct extras *e, const struct dense *d,
				const struct source *src, struct error *err)
{
	uint64_t limit = source_size(src), numbers;

	if (__builtin_mul_overflow(limit, (uint64_t)SOURCE_RATIO_MAX, &limit))
		limit = UINT64_MAX;
	if (__builtin_mul_overflow(e->tokens, d->cols, &numbers) || numbers > UINT64_MAX / 4 ||
	    numbers * 4 > MAX(limit, SOURCE_RATIO_FREE))
		return error_set(err, ST_FORMAT,
				 "its mapping makes %" PRIu64 " rows of %" PRIu64
				 ": too much for so small a file",
				 e->tokens, d->rows);
	return ST_OK;
}

static enum status read_extras(const struct source *src, const struct safetensors *s,
			       const struct dense *d, struct extras *e, struct error *err)
{
	const struct tensor *mapping = safetensors_find(s, "mapping");
	const struct tensor *weights = safetensors_find(s, "weights");
	void *p = NULL;
	enum status st = ST_OK;

	e->tokens = d->rows;
	if (is_list_of(mapping, "I32", "I64")) {
		e->tokens = mapping->shape[0];
		st = check_growth(e, d, src, err);
		if (!st)
			st = read_list(src, mapping, &e->mapping, err);
		if (!st)
			widen_list(mapping->dtype, e->mapping, (size_t)e->tokens);
		if (!st)
			st = check_mapping(e, d->rows, err);
	}
	if (!st && is_list_of(weights, "F32", "F64") && weights->shape[0] == e->tokens) {
		st = read_list(src, weights, &p, err);
		e->weights = p;
		if (!st)
			widen_list(weights->dtype, e->weights, (size_t)e->tokens);
	}
	return st;
}

static void apply_weights(const struct extras *e, const struct matrix *m)
{
	for (size_t i = 0; e->weights && i < m->rows; i++)
		for (size_t k = 0; k < m->cols; k++)
			matrix_row(m, i)[k] = (float)((double)matrix_row(m, i)[k] * e->weights[i]);
}

/* --- reading --------------------------------------------------------------------------------------- */

struct table {
	struct source *src;
	const struct tensor *tensor;
	struct dense d;
	struct extras extras;
	struct builder *b;
	const struct read_options *opt;
	const struct progress *progress;
};

static enum status read_mapped(struct table *t, const struct matrix *m, struct error *err)
{
	struct dense_options opt = { t->opt->threads, t->progress, builder_report(t->b) };
	const int64_t *to = t->extras.mapping;
	struct matrix rows;
	enum status st = matrix_init(&rows, (size_t)t->d.rows, (size_t)t->d.cols, err);

	if (st)
		return st;
	st = dense_fill(t->src, &t->d, &rows, &opt, err);
	for (size_t i = 0; !st && i < m->rows; i++)
		memcpy(matrix_row(m, i), matrix_row(&rows, (size_t)to[i]), m->cols * sizeof(float));
	matrix_release(&rows);
	return st;
}

static enum status read_rows(struct table *t, struct error *err)
{
	struct dense_options opt = { t->opt->threads, t->progress, builder_report(t->b) };
	struct matrix *m = NULL;
	enum status st = builder_set_shape(t->b, (size_t)t->d.cols, t->extras.tokens,
					   t->extras.tokens * t->d.cols, err);

	if (!st)
		st = builder_reserve_rows(t->b, (size_t)t->extras.tokens, &m, err);
	if (st)
		return st;
	st = t->extras.mapping ? read_mapped(t, m, err) : dense_fill(t->src, &t->d, m, &opt, err);
	if (!st)
		apply_weights(&t->extras, m);
	return st;
}

/* A list of words that was named, or that stands beside the file under its name. */
static enum status name_by_list(struct table *t, struct error *err)
{
	struct word_list words = { 0 };
	enum status st = word_list_find(&words, t->src, t->opt->vocab_path,
					(size_t)t->extras.tokens, (size_t)t->d.cols, err);

	if (!st)
		st = word_list_add(&words, t->b, err);
	word_list_release(&words);
	return st;
}

static enum status name_rows(struct table *t, struct error *err)
{
	struct tokenizer tok = { 0 };
	struct error fault = ERROR_INIT;
	enum status st =
		tokenizer_find(&tok, t->src, t->opt->vocab_path, (size_t)t->extras.tokens, &fault);

	if (st == ST_FAILED && !t->opt->vocab_path)
		return name_by_list(t, NULL) == ST_OK
			       ? ST_OK
			       : row_names_add(t->b,
					       "there is no tokenizer or list of words for it",
					       true, err);
	if (st)
		return error_set(err, fault.status, "%s", fault.text);
	st = tokenizer_add(&tok, t->b, err);
	tokenizer_release(&tok);
	return st;
}

static enum status no_table(const struct safetensors *s, const char *name, struct error *err)
{
	struct strbuf has = STRBUF_INIT;

	safetensors_describe(s, &has);
	if (name)
		error_set(err, ST_FORMAT, "it has no tensor \"%.60s\"; it has: %s", name, has.buf);
	else
		error_set(err, ST_FORMAT,
			  "none of its tensors is called as an embedding layer is (it has: %s); "
			  "choose one: open FILE --tensor NAME",
			  has.buf);
	strbuf_release(&has);
	return ST_FORMAT;
}

enum status safetensors_read_table(struct source *src, const struct safetensors *s,
				   const char *name, struct builder *b,
				   const struct read_options *opt, const struct progress *progress,
				   struct error *err)
{
	struct table t = { .src = src, .b = b, .opt = opt, .progress = progress };
	enum status st;

	t.tensor = name ? safetensors_find(s, name) : safetensors_table(s);
	if (!t.tensor)
		return no_table(s, name, err);
	st = safetensors_dense(t.tensor, &t.d, err);
	t.extras.tokens = t.d.rows;
	if (!st && strcmp(t.tensor->name, "embeddings") == 0)
		st = read_extras(src, s, &t.d, &t.extras, err);
	if (!st)
		st = read_rows(&t, err);
	if (!st) {
		report_notef(builder_report(b), "table %s, stored as %s", t.tensor->name,
			     t.tensor->dtype);
		st = name_rows(&t, err);
	}
	extras_release(&t.extras);
	return st;
}
