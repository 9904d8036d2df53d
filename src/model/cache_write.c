/*
 * What a copy looks like: a safetensors file whose header is padded to a page.
 *
 *	vectors		F32 [V, D]	first, hence on a page
 *	norms		F32 [V]
 *	vocab.bytes	U8  [B]		the words, a NUL behind each
 *	vocab.offsets	U64 [V + 1]	where they begin
 *	vocab.slots	U64 [H]		the table of their hashes (model/vocab.c)
 *	vocab.sorted	U32 [V]		rows in byte order of their words
 *	vocab.loose	U32 [V]		rows by the hash of their loose form
 *	raw.*		the same for the names of tokens, where there are such
 *	pad.N		U8		fillers: every tensor begins on 64 bytes
 *
 * __metadata__ says of what file, of what size, time and ends it is a copy, holds what else a model
 * knows, for each tensor a checksum "sum.NAME" of its bytes, and one of the header itself. Any library for safetensors opens
 * it: load_file(path)["vectors"]. Readers skip tensors that they do not know, so more can be added.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/path.h"
#include "cache_internal.h"
#include "io/json.h"

#define ALIGNMENT 64
#define PAGE	  4096
#define PARTS_MAX 12

struct part {
	const char *name, *dtype;
	uint64_t shape[2];
	size_t rank;
	const char *base;
	size_t bytes;	    /* in the file */
	size_t row, stride; /* bytes of a row and from row to row in memory; 0: one piece */
	uint64_t sum;
};

struct copy {
	const struct model *m;
	const struct cache_slot *slot;
	struct part parts[PARTS_MAX];
	size_t count;
	size_t total; /* bytes, for progress */
	char *room;   /* CACHE_PIECE bytes */
};

static void add_part(struct copy *c, struct part p)
{
	c->parts[c->count++] = p;
	c->total += p.bytes;
}

static void add_list(struct copy *c, const char *name, const char *dtype, const void *base,
		     size_t n, size_t size)
{
	if (base)
		add_part(c, (struct part){ .name = name,
					   .dtype = dtype,
					   .shape = { n },
					   .rank = 1,
					   .base = base,
					   .bytes = n * size });
}

static void plan(struct copy *c)
{
	const struct model *m = c->m;
	size_t rows = model_rows(m), row = model_dims(m) * sizeof(float);
	struct vocab_parts v;

	add_part(c, (struct part){ .name = "vectors",
				   .dtype = "F32",
				   .shape = { rows, model_dims(m) },
				   .rank = 2,
				   .base = (const char *)m->matrix.data,
				   .bytes = rows * row,
				   .row = row,
				   .stride = m->matrix.stride * sizeof(float) });
	add_list(c, "norms", "F32", m->norms, rows, 4);
	vocab_get_parts(m->vocab, &v);
	add_list(c, "vocab.bytes", "U8", v.blob, (size_t)v.offset[rows], 1);
	add_list(c, "vocab.offsets", "U64", v.offset, rows + 1, 8);
	add_list(c, "vocab.slots", "U64", v.slots, v.slot_count, 8);
	add_list(c, "vocab.sorted", "U32", v.sorted, rows, 4);
	add_list(c, "vocab.loose", "U32", v.loose, rows, 4);
	if (!m->raw_names)
		return;
	vocab_get_parts(m->raw_names, &v);
	add_list(c, "raw.bytes", "U8", v.blob, (size_t)v.offset[rows], 1);
	add_list(c, "raw.offsets", "U64", v.offset, rows + 1, 8);
	add_list(c, "raw.slots", "U64", v.slots, v.slot_count, 8);
}

/* n bytes of the part from byte `at` on, as the file has them. */
static const char *piece_of(const struct part *p, size_t at, size_t n, char *room)
{
	if (p->row == p->stride)
		return p->base + at;
	for (size_t done = 0; done < n;) {
		size_t row = (at + done) / p->row, in = (at + done) % p->row;
		size_t k = MIN(n - done, p->row - in);

		memcpy(room + done, p->base + row * p->stride + in, k);
		done += k;
	}
	return room;
}

/* cache_sum() over the pieces. */
static enum status sum_parts(struct copy *c, const struct progress *progress, struct error *err)
{
	for (size_t i = 0; i < c->count; i++) {
		struct part *p = &c->parts[i];

		p->sum = p->bytes;
		for (size_t at = 0; at < p->bytes; at += CACHE_PIECE) {
			size_t n = MIN(p->bytes - at, CACHE_PIECE);

			if (!progress_step(progress, 0, c->total))
				return progress_cancelled(err);
			p->sum = cache_sum_piece(piece_of(p, at, n, c->room), n, p->sum);
		}
	}
	return ST_OK;
}

/* --- header --------------------------------------------------------------------------------------- */

static void put_text(struct strbuf *out, const char *key, const char *value)
{
	strbuf_addc(out, ',');
	json_add_string(out, key, strlen(key));
	strbuf_addc(out, ':');
	json_add_string(out, value, strlen(value));
}

static void put_number(struct strbuf *out, const char *key, uint64_t value)
{
	char text[32];

	snprintf(text, sizeof(text), "%" PRIu64, value);
	put_text(out, key, text);
}

struct sentences {
	struct strbuf *out;
	size_t count;
};

static void put_sentence(void *ctx, const char *sentence)
{
	struct sentences *s = ctx;
	char key[32];

	snprintf(key, sizeof(key), "report.%zu", s->count++);
	put_text(s->out, key, sentence);
}

static void put_composer(struct strbuf *out, const struct composer *c)
{
	uint64_t offset;

	if (!c || !gram_rows_where(&c->rows, &offset))
		return;
	put_number(out, "subword.min", c->min);
	put_number(out, "subword.max", c->max);
	put_number(out, "subword.bucket", c->bucket);
	put_number(out, "subword.rows", c->row_count);
	put_number(out, "subword.offset", offset);
}

static void put_metadata(struct strbuf *out, const struct copy *c)
{
	const struct model *m = c->m;
	struct sentences sentences = { out, 0 };
	struct vocab_parts v;
	char key[48];

	strbuf_adds(out, CACHE_HEAD "0000000000000000\"");
	put_text(out, "version", CACHE_VERSION);
	put_text(out, "source.path", c->slot->source);
	put_number(out, "source.size", c->slot->size);
	put_number(out, "source.mtime_ns", (uint64_t)c->slot->mtime);
	put_number(out, "source.ends", c->slot->ends);
	put_text(out, "source.format", m->format);
	put_text(out, "source.packing", m->packing);
	put_text(out, "name", m->name);
	put_number(out, "file_bytes", m->file_bytes);
	put_number(out, "fingerprint", m->fingerprint);
	put_number(out, "zero_rows", m->zero_rows);
	put_number(out, "bad_rows", m->bad_rows);
	vocab_get_parts(m->vocab, &v);
	put_number(out, "vocab.seed", v.seed);
	if (m->raw_names) {
		vocab_get_parts(m->raw_names, &v);
		put_number(out, "raw.seed", v.seed);
	}
	put_composer(out, m->composer);
	report_each(&m->report, put_sentence, &sentences);
	for (size_t i = 0; i < c->count; i++) {
		snprintf(key, sizeof(key), "sum.%s", c->parts[i].name);
		put_number(out, key, c->parts[i].sum);
	}
	strbuf_addc(out, '}');
}

static size_t gap_behind(size_t bytes)
{
	return (ALIGNMENT - bytes % ALIGNMENT) % ALIGNMENT;
}

static void put_tensor(struct strbuf *out, const struct part *p, uint64_t at)
{
	strbuf_addf(out, ",\"%s\":{\"dtype\":\"%s\",\"shape\":[%" PRIu64, p->name, p->dtype,
		    p->shape[0]);
	if (p->rank == 2)
		strbuf_addf(out, ",%" PRIu64, p->shape[1]);
	strbuf_addf(out, "],\"data_offsets\":[%" PRIu64 ",%" PRIu64 "]}", at, at + p->bytes);
}

static void put_tensors(struct strbuf *out, const struct copy *c)
{
	uint64_t at = 0;

	for (size_t i = 0; i < c->count; i++) {
		size_t gap = gap_behind(c->parts[i].bytes);
		char name[32];

		put_tensor(out, &c->parts[i], at);
		at += c->parts[i].bytes;
		if (!gap)
			continue;
		snprintf(name, sizeof(name), "pad.%zu", i + 1);
		put_tensor(out,
			   &(struct part){ .name = name,
					   .dtype = "U8",
					   .shape = { gap },
					   .rank = 1,
					   .bytes = gap },
			   at);
		at += gap;
	}
	strbuf_addc(out, '}');
}

static void write_header(struct sink *sink, const struct copy *c)
{
	struct strbuf text = STRBUF_INIT;
	unsigned char length[8];
	char digits[CACHE_DIGITS + 1];

	put_metadata(&text, c);
	put_tensors(&text, c);
	strbuf_add_repeat(&text, ' ', (PAGE - (8 + text.len) % PAGE) % PAGE);
	snprintf(digits, sizeof(digits), "%016" PRIx64, cache_header_sum(text.buf, text.len));
	memcpy(text.buf + CACHE_HEAD_LEN, digits, CACHE_DIGITS);
	for (size_t i = 0; i < 8; i++)
		length[i] = (unsigned char)((uint64_t)text.len >> (8 * i));
	sink_write(sink, length, sizeof(length));
	sink_write(sink, text.buf, text.len);
	strbuf_release(&text);
}

/* --- writing -------------------------------------------------------------------------------------- */

static enum status write_parts(struct sink *sink, const struct copy *c,
			       const struct progress *progress, struct error *err)
{
	static const char zeros[ALIGNMENT];
	size_t done = 0;

	for (size_t i = 0; i < c->count; i++) {
		const struct part *p = &c->parts[i];

		for (size_t at = 0; at < p->bytes; at += CACHE_PIECE) {
			size_t n = MIN(p->bytes - at, CACHE_PIECE);

			sink_write(sink, piece_of(p, at, n, c->room), n);
			done += n;
			if (!progress_step(progress, done, c->total))
				return progress_cancelled(err);
		}
		sink_write(sink, zeros, gap_behind(p->bytes));
	}
	return ST_OK;
}

static enum status write_copy(struct copy *c, const struct progress *progress, struct error *err)
{
	struct sink *sink = NULL;
	enum status st;

	plan(c);
	st = sum_parts(c, progress, err);
	if (!st)
		st = sink_open(&sink, c->slot->copy, true, err);
	if (st)
		return st;
	sink_relax(sink);
	write_header(sink, c);
	st = write_parts(sink, c, progress, err);
	if (!st && cache_slot_is_current(c->slot))
		return sink_commit(sink, err);
	sink_abort(sink);
	return st;
}

enum status cache_write(const struct cache_slot *slot, const struct model *m,
			const struct progress *progress, struct error *err)
{
	struct copy c = { .m = m, .slot = slot };
	char *dir = path_dir(slot->copy);
	void *room = NULL;
	enum status st = path_make_dirs(dir, err);

	free(dir);
	if (!st)
		st = mem_try_calloc(&room, CACHE_PIECE, 1, "the copy", err);
	c.room = room;
	if (!st)
		st = write_copy(&c, progress, err);
	free(room);
	return st;
}

bool cache_wants(const struct cache_slot *slot, const struct model *m)
{
	uint64_t offset;

	if (__BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__ || m->map || slot->size < CACHE_FILE_MIN ||
	    (m->composer && !gram_rows_where(&m->composer->rows, &offset)))
		return false;
	for (size_t i = 0; format_table[i]; i++)
		if (strcmp(format_table[i]->title, m->format) == 0)
			return format_table[i]->whole;
	return false;
}
