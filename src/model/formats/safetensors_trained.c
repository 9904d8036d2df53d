/*
 * Training state in the native file, behind what every model has:
 *
 *	output.vectors	F32 [outputs, dims]	counts		U64 [rows]
 *	losses		F64 [epochs × 2]	(may be missing) trained and held-out, in turn
 *	subword.words	F32 [rows, dims]	subword.vectors	F32 [grams, dims]
 *	subword.buckets	U32 [grams]		the bucket of each n-gram row, rising
 *
 * and the settings as metadata "train.window": "5" … (model/trained.h). Readers that do not know
 * them see an ordinary model.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/number.h"
#include "element.h"
#include "io/json.h"
#include "model/trained.h"
#include "rows.h"
#include "safetensors_layout.h"

#define READ_BYTES (1u << 20)

static struct part table_part(const char *name, const struct matrix *m)
{
	return (struct part){
		name, "F32", { m->rows, m->cols }, 2, (uint64_t)m->rows * m->cols * 4
	};
}

static uint64_t loss_count(const struct trained *t)
{
	return t->losses ? 2 * t->epochs : 0;
}

void trained_plan(struct layout *l, const struct trained *t, size_t rows)
{
	layout_add(l, table_part("output.vectors", &t->output));
	layout_add(l, (struct part){ "counts", "U64", { rows }, 1, (uint64_t)rows * 8 });
	layout_add(l, (struct part){ "losses", "F64", { loss_count(t) }, 1, loss_count(t) * 8 });
	if (!t->max_ngram)
		return;
	layout_add(l, table_part("subword.words", &t->word_rows));
	layout_add(l, table_part("subword.vectors", &t->gram_rows));
	layout_add(l, (struct part){ "subword.buckets",
				     "U32",
				     { t->gram_count },
				     1,
				     (uint64_t)t->gram_count * 4 });
}

void trained_put_metadata(struct strbuf *out, const struct trained *t)
{
	char text[NUMBER_TEXT_MAX];

#define PUT_U64(name) strbuf_addf(out, ",\"train." #name "\":\"%" PRIu64 "\"", t->name);
#define PUT_F64(name)                                                                              \
	text[number_format_f64(text, t->name)] = '\0';                                             \
	strbuf_addf(out, ",\"train." #name "\":\"%s\"", text);
	TRAINED_FIELDS(PUT_U64, PUT_F64)
#undef PUT_U64
#undef PUT_F64
}

static enum status write_table(struct sink *sink, const struct matrix *m,
			       const struct progress *progress, struct error *err)
{
	for (size_t i = 0; i < m->rows; i++) {
		rows_write_f32(sink, matrix_row(m, i), m->cols);
		if (i % 1024 == 0 && !progress_step(progress, i, m->rows))
			return progress_cancelled(err);
	}
	return ST_OK;
}

static void write_number(struct sink *sink, uint64_t v, size_t bytes)
{
	char out[8];

	for (size_t i = 0; i < bytes; i++, v >>= 8)
		out[i] = (char)(v & 0xFF);
	sink_write(sink, out, bytes);
}

static void write_losses(struct sink *sink, const struct trained *t)
{
	for (size_t i = 0; i < loss_count(t); i++) {
		uint64_t bits;

		memcpy(&bits, &t->losses[i], sizeof(bits));
		write_number(sink, bits, 8);
	}
}

enum status trained_write(struct sink *sink, const struct layout *l, size_t first,
			  const struct trained *t, size_t rows, const struct progress *progress,
			  struct error *err)
{
	enum status st = write_table(sink, &t->output, progress, err);

	layout_write_gap(sink, l, first);
	for (size_t i = 0; i < rows; i++)
		write_number(sink, t->counts[i], 8);
	layout_write_gap(sink, l, first + 1);
	write_losses(sink, t);
	layout_write_gap(sink, l, first + 2);
	if (st || !t->max_ngram)
		return st;
	st = write_table(sink, &t->word_rows, progress, err);
	layout_write_gap(sink, l, first + 3);
	if (!st)
		st = write_table(sink, &t->gram_rows, progress, err);
	layout_write_gap(sink, l, first + 4);
	for (size_t i = 0; i < t->gram_count; i++)
		write_number(sink, t->grams[i], 4);
	return st;
}

/* --- reading ---------------------------------------------------------------------------------- */

static enum status wrong_shape(const char *name, struct error *err)
{
	return error_set(err, ST_FORMAT, "its tensor \"%s\" has not the shape of the model", name);
}

static enum status read_table(struct matrix *m, const struct source *src,
			      const struct safetensors *s, const char *name, uint64_t dims,
			      struct error *err)
{
	const struct tensor *t = safetensors_find(s, name);
	size_t piece, row_bytes = (size_t)dims * sizeof(float);
	void *buffer = NULL;
	enum status st;

	if (!t || strcmp(t->dtype, "F32") != 0 || t->rank != 2 || t->shape[1] != dims)
		return wrong_shape(name, err);
	st = matrix_init(m, (size_t)t->shape[0], (size_t)dims, err);
	piece = row_bytes < READ_BYTES ? READ_BYTES / row_bytes : 1;
	if (!st)
		st = mem_try_calloc(&buffer, piece, row_bytes, "a piece of the file", err);
	for (size_t i = 0; i < m->rows && !st; i += piece) {
		size_t rows = MIN(piece, m->rows - i);

		st = source_range(src, t->begin + i * row_bytes, buffer, rows * row_bytes, err);
		if (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__)
			element_swap(buffer, rows * (size_t)dims, sizeof(float));
		for (size_t r = 0; r < rows && !st; r++)
			memcpy(matrix_row(m, i + r), (char *)buffer + r * row_bytes, row_bytes);
	}
	free(buffer);
	return st;
}

/* A list of `count` numbers of `size` bytes. */
static enum status read_list(void *out, const struct source *src, const struct safetensors *s,
			     const struct part *want, struct error *err)
{
	const struct tensor *t = safetensors_find(s, want->name);
	size_t count = (size_t)want->shape[0];
	void *list = NULL;
	enum status st;

	if (!t || strcmp(t->dtype, want->dtype) != 0 || t->rank != 1 || t->shape[0] != count)
		return wrong_shape(want->name, err);
	st = mem_try_calloc(&list, count, (size_t)want->bytes, want->name, err);
	if (!st)
		st = source_range(src, t->begin, list, count * (size_t)want->bytes, err);
	if (st) {
		free(list);
		return st;
	}
	if (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__)
		element_swap(list, count, (size_t)want->bytes);
	memcpy(out, &list, sizeof(list));
	return ST_OK;
}

static const char *metadata_text(const struct safetensors *s, const char *key, size_t *n)
{
	const json_value *m = json_member(json_root(s->doc), "__metadata__");

	return m ? json_get_string(json_member(m, key), n) : NULL;
}

static void read_settings(struct trained *t, const struct safetensors *s)
{
	const char *text;
	size_t n;

#define READ_U64(name)                                                                             \
	text = metadata_text(s, "train." #name, &n);                                               \
	if (!text || !number_parse_u64(text, n, &t->name))                                         \
		t->name = 0;
#define READ_F64(name)                                                                             \
	text = metadata_text(s, "train." #name, &n);                                               \
	if (!text || !number_parse_f64(text, n, &t->name))                                         \
		t->name = 0;
	TRAINED_FIELDS(READ_U64, READ_F64)
#undef READ_U64
#undef READ_F64
}

static enum status read_subwords(struct trained *t, const struct source *src,
				 const struct safetensors *s, uint64_t rows, uint64_t dims,
				 struct error *err)
{
	enum status st = read_table(&t->word_rows, src, s, "subword.words", dims, err);

	if (!st)
		st = read_table(&t->gram_rows, src, s, "subword.vectors", dims, err);
	t->gram_count = t->gram_rows.rows;
	if (!st)
		st = read_list(&t->grams, src, s,
			       &(struct part){ "subword.buckets", "U32", { t->gram_count }, 1, 4 },
			       err);
	if (st)
		return st;
	if (t->word_rows.rows != rows)
		return wrong_shape("subword.words", err);
	for (size_t i = 0; i < t->gram_count; i++) {
		if (t->grams[i] >= t->bucket || (i && t->grams[i] <= t->grams[i - 1]))
			return error_set(err, ST_FORMAT,
					 "its subword.buckets do not rise below %" PRIu64
					 " (at %zu)",
					 t->bucket, i);
	}
	return ST_OK;
}

/* Files of before have none, and one that fits no epochs tells nothing. */
static enum status read_losses(struct trained *t, const struct source *src,
			       const struct safetensors *s, struct error *err)
{
	const struct tensor *losses = safetensors_find(s, "losses");

	if (!losses || !t->epochs || losses->rank != 1 || losses->shape[0] / 2 != t->epochs ||
	    losses->shape[0] % 2)
		return ST_OK;
	return read_list(&t->losses, src, s,
			 &(struct part){ "losses", "F64", { losses->shape[0] }, 1, 8 }, err);
}

enum status trained_read(struct trained **out, const struct source *src,
			 const struct safetensors *s, uint64_t rows, uint64_t dims,
			 struct error *err)
{
	struct trained *t;
	enum status st;

	*out = NULL;
	if (!safetensors_find(s, "output.vectors") ||
	    !metadata_text(s, "train.window", &(size_t){ 0 }))
		return ST_OK;
	t = trained_new();
	read_settings(t, s);
	st = read_table(&t->output, src, s, "output.vectors", dims, err);
	if (!st && t->output.rows != rows - (t->hierarchical != 0))
		st = wrong_shape("output.vectors", err);
	if (!st)
		st = read_list(&t->counts, src, s,
			       &(struct part){ "counts", "U64", { rows }, 1, 8 }, err);
	if (!st)
		st = read_losses(t, src, s, err);
	if (!st && t->max_ngram)
		st = read_subwords(t, src, s, rows, dims, err);
	if (st)
		trained_free(t);
	else
		*out = t;
	return st;
}
