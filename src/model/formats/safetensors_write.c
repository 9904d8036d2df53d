/*
 * The layout that safetensors.c reads. Its tensors follow one another without holes, as the format
 * demands, yet each starts on a multiple of 64 bytes: fillers ("pad.1" …) take the room between.
 * The header ends in spaces so that the numbers start on a page (int8: on 64 bytes, to stay small).
 *
 * int8 keeps directions and lengths. With s₀ = max |x| / 127 the codes are round(x / s₀); what is
 * stored is not s₀ but ‖x‖ / ‖codes‖, so that a row read back has exactly the length it had and
 * only its direction is rounded. A row with NaN or infinity has the scale NaN and stays one.
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "element.h"
#include "formats.h"
#include "io/json.h"
#include "math/vec.h"
#include "model/trained.h"
#include "rows.h"
#include "safetensors_layout.h"

#define PAGE	      4096
#define PROGRESS_ROWS 1024
#define CODE_MAX      127

/* Training state goes with the whole model, at full precision only. */
static const struct trained *state_of(const struct rows *r, const struct write_options *opt)
{
	return opt->int8 || r->ids ? NULL : r->m->trained;
}

static uint64_t word_bytes(const struct rows *r)
{
	uint64_t total = 0;

	for (size_t i = 0; i < r->count; i++) {
		size_t n;

		rows_word(r, i, &n);
		total += n;
	}
	return total;
}

static void plan(struct layout *l, const struct rows *r, bool int8, const struct trained *state)
{
	uint64_t rows = r->count, cols = model_dims(r->m), bytes = word_bytes(r);

	layout_add(l, (struct part){ "vectors",
				     int8 ? "I8" : "F32",
				     { rows, cols },
				     2,
				     rows * cols * (int8 ? 1 : 4) });
	if (int8)
		layout_add(l, (struct part){ "vectors.scale", "F32", { rows }, 1, rows * 4 });
	layout_add(l, (struct part){ "norms", "F32", { rows }, 1, rows * 4 });
	layout_add(l, (struct part){ "vocab.offsets", "U64", { rows + 1 }, 1, (rows + 1) * 8 });
	layout_add(l, (struct part){ "vocab.bytes", "U8", { bytes }, 1, bytes });
	if (state)
		trained_plan(l, state, r->count);
}

static void put_tensor(struct strbuf *out, const struct part *p, uint64_t begin)
{
	strbuf_addf(out, ",\"%s\":{\"dtype\":\"%s\",\"shape\":[%" PRIu64, p->name, p->dtype,
		    p->shape[0]);
	if (p->rank == 2)
		strbuf_addf(out, ",%" PRIu64, p->shape[1]);
	strbuf_addf(out, "],\"data_offsets\":[%" PRIu64 ",%" PRIu64 "]}", begin, begin + p->bytes);
}

static void put_entry(struct strbuf *out, const char *key, const char *value)
{
	strbuf_addc(out, ',');
	json_add_string(out, key, strlen(key));
	strbuf_addc(out, ':');
	json_add_string(out, value, strlen(value));
}

static enum status put_metadata(struct strbuf *out, const struct rows *r,
				const struct write_options *opt, struct error *err)
{
	static const char *const own[] = { "format", "version", "rows", "dims", "tool" };

	strbuf_addf(out,
		    "{\"__metadata__\":{\"format\":\"vecscope\",\"version\":\"1\",\"rows\":\"%zu\","
		    "\"dims\":\"%zu\",\"tool\":\"vecscope\"",
		    r->count, model_dims(r->m));
	for (const char *const *p = opt->metadata; p && p[0]; p += 2) {
		for (size_t i = 0; i < ARRAY_LEN(own); i++) {
			if (strcmp(p[0], own[i]) == 0)
				return error_set(err, ST_USAGE,
						 "the metadata \"%s\" is set by the format", p[0]);
		}
		put_entry(out, p[0], p[1]);
	}
	if (state_of(r, opt))
		trained_put_metadata(out, state_of(r, opt));
	strbuf_addc(out, '}');
	return ST_OK;
}

static void put_tensors(struct strbuf *out, const struct layout *l)
{
	uint64_t at = 0;

	for (size_t i = 0; i < l->count; i++) {
		uint64_t gap = layout_gap(l, i);
		char name[32];

		put_tensor(out, &l->parts[i], at);
		at += l->parts[i].bytes;
		if (!gap)
			continue;
		snprintf(name, sizeof(name), "pad.%zu", i + 1);
		put_tensor(out, &(struct part){ name, "U8", { gap }, 1, gap }, at);
		at += gap;
	}
	strbuf_addc(out, '}');
}

static void put_u64(char out[8], uint64_t v)
{
	for (size_t i = 0; i < 8; i++, v >>= 8)
		out[i] = (char)(v & 0xFF);
}

static enum status write_header(struct sink *sink, const struct layout *l, const struct rows *r,
				const struct write_options *opt, struct error *err)
{
	struct strbuf text = STRBUF_INIT;
	size_t page = opt->int8 ? LAYOUT_ALIGNMENT : PAGE;
	char length[8];
	enum status st = put_metadata(&text, r, opt, err);

	if (!st) {
		put_tensors(&text, l);
		strbuf_add_repeat(&text, ' ', (page - (8 + text.len) % page) % page);
		put_u64(length, text.len);
		sink_write(sink, length, sizeof(length));
		sink_write(sink, text.buf, text.len);
	}
	strbuf_release(&text);
	return st;
}

void layout_write_gap(struct sink *sink, const struct layout *l, size_t i)
{
	static const char zeros[LAYOUT_ALIGNMENT];

	sink_write(sink, zeros, (size_t)layout_gap(l, i));
}

static bool find_peak(const float *x, size_t n, double *peak)
{
	*peak = 0;
	for (size_t i = 0; i < n; i++) {
		if (!isfinite(x[i]))
			return false;
		*peak = fmax(*peak, fabs((double)x[i]));
	}
	return true;
}

/* Codes of one row; returns its scale. */
static float quantise(const float *x, size_t n, int8_t *codes)
{
	double peak, squares = 0;

	memset(codes, 0, n);
	if (!find_peak(x, n, &peak))
		return NAN;
	if (peak == 0)
		return 0;
	for (size_t i = 0; i < n; i++) {
		long code = lrint((double)x[i] / peak * CODE_MAX);

		codes[i] = (int8_t)code;
		squares += (double)(code * code);
	}
	return (float)(vec_norm(x, n) / sqrt(squares));
}

static enum status write_codes(struct sink *sink, const struct rows *r, float *scale,
			       const struct progress *progress, struct error *err)
{
	size_t cols = model_dims(r->m);
	int8_t *codes = xmalloc(cols);
	enum status st = ST_OK;

	for (size_t i = 0; i < r->count && !st; i++) {
		scale[i] = quantise(rows_numbers(r, i), cols, codes);
		sink_write(sink, codes, cols);
		if (i % PROGRESS_ROWS == 0 && !progress_step(progress, i, r->count))
			st = progress_cancelled(err);
	}
	free(codes);
	return st;
}

static enum status write_int8(struct sink *sink, const struct layout *l, const struct rows *r,
			      const struct progress *progress, struct error *err)
{
	void *scale = NULL;
	enum status st = mem_try_calloc(&scale, r->count, sizeof(float), "the scales", err);

	if (!st)
		st = write_codes(sink, r, scale, progress, err);
	if (!st) {
		layout_write_gap(sink, l, 0);
		rows_write_f32(sink, scale, r->count);
		layout_write_gap(sink, l, 1);
	}
	free(scale);
	return st;
}

static enum status write_vectors(struct sink *sink, const struct layout *l, const struct rows *r,
				 const struct progress *progress, struct error *err)
{
	enum status st = rows_write_matrix(sink, r, progress, err);

	if (!st)
		layout_write_gap(sink, l, 0);
	return st;
}

static void write_norms(struct sink *sink, const struct rows *r)
{
	for (size_t i = 0; i < r->count; i++)
		rows_write_f32(sink, &r->m->norms[rows_id(r, i)], 1);
}

static void write_offsets(struct sink *sink, const struct rows *r)
{
	uint64_t at = 0;
	char bytes[8];

	for (size_t i = 0; i <= r->count; i++) {
		size_t n = 0;

		put_u64(bytes, at);
		sink_write(sink, bytes, sizeof(bytes));
		if (i < r->count)
			rows_word(r, i, &n);
		at += n;
	}
}

static void write_words(struct sink *sink, const struct rows *r)
{
	for (size_t i = 0; i < r->count; i++) {
		size_t n;
		const char *word = rows_word(r, i, &n);

		sink_write(sink, word, n);
	}
}

static void write_vocabulary(struct sink *sink, const struct layout *l, const struct rows *r,
			     size_t norms)
{
	write_norms(sink, r);
	layout_write_gap(sink, l, norms);
	write_offsets(sink, r);
	layout_write_gap(sink, l, norms + 1);
	write_words(sink, r);
	layout_write_gap(sink, l, norms + 2);
}

enum status safetensors_write(struct sink *sink, const struct model *m,
			      const struct write_options *opt, const struct progress *progress,
			      struct error *err)
{
	struct layout l = { .count = 0 };
	const struct trained *state;
	size_t norms = opt->int8 ? 2 : 1;
	struct rows r;
	enum status st = rows_init(&r, m, opt, err);

	if (st)
		return st;
	state = state_of(&r, opt);
	plan(&l, &r, opt->int8, state);
	st = write_header(sink, &l, &r, opt, err);
	if (!st)
		st = opt->int8 ? write_int8(sink, &l, &r, progress, err)
			       : write_vectors(sink, &l, &r, progress, err);
	if (st)
		return st;
	write_vocabulary(sink, &l, &r, norms);
	return state ? trained_write(sink, &l, norms + 3, state, r.count, progress, err) : ST_OK;
}
