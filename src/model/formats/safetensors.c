/*
 * safetensors with words inside, the form in which vecscope keeps its own models:
 *
 *	vectors		F32 | F16 | BF16 | F64 | I8	[V, D]
 *	vectors.scale	F32 [V]		with I8: row = scale × codes
 *	norms		F32 [V]		for other programs; here lengths are always computed
 *	vocab.offsets	U64 [V + 1]	word i is vocab.bytes[offsets[i] … offsets[i + 1])
 *	vocab.bytes	U8  [B]
 *
 * Any library for the format opens such a file. A file without these words is somebody else's:
 * safetensors_table.c.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "dense.h"
#include "formats.h"
#include "safetensors_layout.h"
#include "safetensors_table.h"
#include "tokenizer.h"
#include "word_list.h"

/* A header's length counts only if the file has room for it and a JSON object follows. */
static uint64_t header_length(const char *head)
{
	uint64_t n = 0;

	for (int i = 7; i >= 0; i--)
		n = n << 8 | (unsigned char)head[i];
	return n;
}

static int safetensors_sniff(const char *head, size_t n, const struct source *src)
{
	uint64_t len, size = src ? source_size(src) : 0;
	size_t i = 8;

	if (n < 10)
		return 0;
	len = header_length(head);
	if (len < 2 || len > SAFETENSORS_HEADER_MAX || (size && len > size - 8))
		return 0;
	while (i < n && i < 8 + len && strchr(" \t\r\n", head[i]))
		i++;
	return i < n && head[i] == '{' ? 95 : 0;
}

static enum status read_header(const struct source *src, struct safetensors *out, struct error *err)
{
	uint64_t len, size = source_size(src);
	char length[8];
	void *text = NULL;
	enum status st = source_range(src, 0, length, sizeof(length), err);

	if (st)
		return st;
	len = header_length(length);
	if (len > SAFETENSORS_HEADER_MAX || size < 8 || len > size - 8)
		return error_set(err, ST_FORMAT,
				 "its header claims %" PRIu64 " bytes of a file of %" PRIu64, len,
				 size);
	st = mem_try_calloc(&text, (size_t)len, 1, "the header", err);
	if (!st)
		st = source_range(src, 8, text, (size_t)len, err);
	if (!st)
		st = safetensors_parse(out, text, (size_t)len, 8 + len, size, err);
	free(text);
	return st;
}

static bool is_list(const struct tensor *t, const char *dtype, uint64_t n)
{
	return t && strcmp(t->dtype, dtype) == 0 && t->rank == 1 && t->shape[0] == n;
}

static enum status read_scale(const struct source *src, const struct safetensors *s,
			      struct dense *d, float **out, struct error *err)
{
	const struct tensor *t = safetensors_find(s, "vectors.scale");
	void *scale = NULL;
	enum status st;

	if (d->element != ELEMENT_I8 || !t)
		return ST_OK;
	if (!is_list(t, "F32", d->rows))
		return error_set(err, ST_FORMAT,
				 "its tensor vectors.scale is not F32 with one number per row");
	st = mem_try_calloc(&scale, (size_t)d->rows, sizeof(float), "the scales", err);
	if (!st)
		st = source_range(src, t->begin, scale, (size_t)(t->end - t->begin), err);
	if (st) {
		free(scale);
		return st;
	}
	if (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__)
		element_swap(scale, (size_t)d->rows, sizeof(float));
	d->scale = *out = scale;
	return ST_OK;
}

struct words {
	uint64_t *ends; /* (rows + 1): offsets into bytes */
	char *bytes;
	uint64_t total;
};

static void words_release(struct words *w)
{
	free(w->ends);
	free(w->bytes);
}

static enum status check_offsets(const struct words *w, uint64_t rows, struct error *err)
{
	if (w->ends[0] != 0 || w->ends[rows] != w->total)
		return error_set(err, ST_FORMAT,
				 "its vocab.offsets do not span vocab.bytes (0 to %" PRIu64 ")",
				 w->total);
	for (uint64_t i = 0; i < rows; i++) {
		if (w->ends[i] > w->ends[i + 1])
			return error_set(err, ST_FORMAT, "its vocab.offsets fall at row %" PRIu64,
					 i + 1);
	}
	return ST_OK;
}

static enum status load_words(const struct source *src, const struct tensor *offsets,
			      const struct tensor *bytes, struct words *w, struct error *err)
{
	size_t count = (size_t)offsets->shape[0];
	void *ends = NULL, *text = NULL;
	enum status st = mem_try_calloc(&ends, count, sizeof(uint64_t), "the vocabulary", err);

	w->ends = ends;
	w->total = bytes->end - bytes->begin;
	if (!st)
		st = mem_try_calloc(&text, (size_t)w->total, 1, "the vocabulary", err);
	w->bytes = text;
	if (!st)
		st = source_range(src, offsets->begin, ends, count * sizeof(uint64_t), err);
	if (!st)
		st = source_range(src, bytes->begin, text, (size_t)w->total, err);
	if (st)
		return st;
	if (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__)
		element_swap(ends, count, sizeof(uint64_t));
	return check_offsets(w, count - 1, err);
}

static enum status add_words(const struct words *w, uint64_t rows, struct builder *b,
			     struct error *err)
{
	for (uint64_t i = 0; i < rows; i++) {
		enum status st = builder_add_word(b, w->bytes + w->ends[i],
						  (size_t)(w->ends[i + 1] - w->ends[i]), err);

		if (st)
			return st;
	}
	return ST_OK;
}

/* Does it hold words, as vecscope writes them? */
static bool is_own(const struct safetensors *s)
{
	return safetensors_find(s, "vectors") && safetensors_find(s, "vocab.offsets") &&
	       safetensors_find(s, "vocab.bytes");
}

/* What is read of a file of our own. */
struct own {
	struct dense d;
	float *scale;
	struct words words;
};

/* Everything but the rows of `table`: shape, scales and words, so that a bad file is refused early. */
static enum status read_parts(const struct source *src, const struct safetensors *s,
			      const struct tensor *table, struct own *o, struct error *err)
{
	const struct tensor *offsets = safetensors_find(s, "vocab.offsets");
	const struct tensor *bytes = safetensors_find(s, "vocab.bytes");
	enum status st = safetensors_dense(table, &o->d, err);

	if (st)
		return st;
	if (!is_list(offsets, "U64", o->d.rows + 1) || bytes->rank != 1 ||
	    strcmp(bytes->dtype, "U8") != 0)
		return error_set(err, ST_FORMAT,
				 "its vocab.offsets and vocab.bytes are not U64 [%" PRIu64
				 "] and U8",
				 o->d.rows + 1);
	st = load_words(src, offsets, bytes, &o->words, err);
	if (!st && strcmp(table->name, "vectors") == 0)
		st = read_scale(src, s, &o->d, &o->scale, err);
	return st;
}

static enum status read_own(struct source *src, const struct safetensors *s,
			    const struct tensor *table, struct builder *b,
			    const struct dense_options *opt, struct error *err)
{
	struct own o = { .scale = NULL };
	struct trained *trained = NULL;
	enum status st = read_parts(src, s, table, &o, err);

	if (!st)
		st = dense_read(src, &o.d, b, opt->threads, opt->progress, err);
	if (!st)
		st = add_words(&o.words, o.d.rows, b, err);
	if (!st && strcmp(table->name, "vectors") == 0)
		st = trained_read(&trained, src, s, o.d.rows, o.d.cols, err);
	if (!st)
		builder_set_trained(b, trained);
	words_release(&o.words);
	free(o.scale);
	return st;
}

static enum status safetensors_read(struct source *src, struct builder *b,
				    const struct read_options *opt, const struct progress *progress,
				    struct error *err)
{
	struct dense_options how = { opt->threads, progress, builder_report(b) };
	struct safetensors s = { 0 };
	const struct tensor *table;
	enum status st = source_make_seekable(src, err);

	if (!st)
		st = read_header(src, &s, err);
	if (st)
		return st;
	table = safetensors_find(&s, opt->tensor ? opt->tensor : "vectors");
	st = is_own(&s) && table
		     ? read_own(src, &s, table, b, &how, err)
		     : safetensors_read_table(src, &s, opt->tensor, b, opt, progress, err);
	safetensors_release(&s);
	return st;
}

static enum status safetensors_list(struct source *src, const char *tensor, struct tensor_list *out,
				    struct error *err)
{
	struct safetensors s = { 0 };
	const struct tensor *used = NULL;
	enum status st = source_make_seekable(src, err);

	if (!st)
		st = read_header(src, &s, err);
	if (st)
		return st;
	if (tensor || is_own(&s))
		used = safetensors_find(&s, tensor ? tensor : "vectors");
	else
		used = safetensors_table(&s);
	for (size_t i = 0; i < s.count; i++) {
		const struct tensor *t = &s.tensors[i];
		struct tensor_info *info =
			tensor_list_add(out, t->name, t->dtype, t->shape, t->rank);

		info->bytes = t->end - t->begin;
		info->used = t == used;
	}
	safetensors_release(&s);
	return ST_OK;
}

static void safetensors_beside(const char *name, const struct name_sink *out)
{
	tokenizer_names(out);
	word_list_names(name, out);
}

const struct format format_safetensors = {
	.name = "safetensors",
	.title = "safetensors",
	.suffixes = " .safetensors ",
	.gives = "vecscope's own: everything in one file; or the embedding layer of a language "
		 "model, "
		 "its tokenizer beside it; --int8 for a small one",
	.sniff = safetensors_sniff,
	.read = safetensors_read,
	.list = safetensors_list,
	.beside = safetensors_beside,
	.write = safetensors_write,
	.holds_int8 = true,
};
