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
 *	search.bytes.1	U8		the search copy (model/bytes.h), first layout
 *	raw.*		the same for the names of tokens, where there are such
 *	subword.vectors	F32 [N, D]	rows of n-grams that cannot stay in the file of the model, and
 *	subword.buckets, subword.bucket_rows	U32	which of them there are, if not all
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
#include <sys/statvfs.h>

#include "base/mem.h"
#include "base/path.h"
#include "bytes.h"
#include "cache_internal.h"
#include "load_name.h"
#include "io/json.h"
#include "model/search.h"

#define ALIGNMENT 64
#define PAGE	  4096
#define PARTS_MAX 16

#define TEXT_COST   2
#define PACKED_COST 8
#define BESIDE_COST 32

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

static void add_table(struct copy *c, const char *name, const struct matrix *m)
{
	size_t row = m->cols * sizeof(float);

	add_part(c, (struct part){ .name = name,
				   .dtype = "F32",
				   .shape = { m->rows, m->cols },
				   .rank = 2,
				   .base = (const char *)m->data,
				   .bytes = m->rows * row,
				   .row = row,
				   .stride = m->stride * sizeof(float) });
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

static void add_composer(struct copy *c)
{
	const struct composer *k = c->m->composer;
	const struct matrix *rows = k ? gram_rows_matrix(&k->rows) : NULL;

	if (rows)
		add_table(c, "subword.vectors", rows);
	if (k)
		add_list(c, "subword.buckets", "U32", k->buckets, k->row_count, 4);
	if (k)
		add_list(c, "subword.bucket_rows", "U32", k->bucket_rows, k->row_count, 4);
}

static void plan(struct copy *c)
{
	const struct model *m = c->m;
	size_t rows = model_rows(m);
	struct vocab_parts v;
	const void *copy;
	size_t n;

	add_table(c, "vectors", &m->matrix);
	add_list(c, "norms", "F32", m->norms, rows, 4);
	vocab_get_parts(m->vocab, &v);
	add_list(c, "vocab.bytes", "U8", v.blob, (size_t)v.offset[rows], 1);
	add_list(c, "vocab.offsets", "U64", v.offset, rows + 1, 8);
	add_list(c, "vocab.slots", "U64", v.slots, v.slot_count, 8);
	add_list(c, "vocab.sorted", "U32", v.sorted, rows, 4);
	add_list(c, "vocab.loose", "U32", v.loose, rows, 4);
	copy = bytes_copy_memory(m, &n);
	add_list(c, CACHE_SEARCH, "U8", copy, n, 1);
	add_composer(c);
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
	uint64_t offset = 0;

	if (!c)
		return;
	gram_rows_where(&c->rows, &offset);
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
	put_number(out, "source.size", c->slot->stamp.size);
	put_number(out, "source.mtime_ns", (uint64_t)c->slot->stamp.mtime);
	put_number(out, "source.ends", c->slot->stamp.ends);
	put_number(out, "source.beside", c->slot->beside);
	put_text(out, "source.format", m->format);
	put_text(out, "source.packing", m->packing);
	put_text(out, "name", c->slot->name ? c->slot->name : m->name);
	if (load_names_folder(c->slot->given, c->slot->path))
		put_text(out, "name.folder", "1");
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

/* A cache never fills the disk: as much again must stay free. */
static enum status check_room(const struct copy *c, struct error *err)
{
	char *dir = path_dir(c->slot->copy);
	struct statvfs fs;
	uint64_t room = UINT64_MAX;

	if (statvfs(dir, &fs) == 0 && fs.f_frsize)
		room = (uint64_t)fs.f_bavail > UINT64_MAX / fs.f_frsize
			       ? UINT64_MAX
			       : (uint64_t)fs.f_bavail * fs.f_frsize;
	free(dir);
	if (c->total <= room / 2)
		return ST_OK;
	return error_set(err, ST_IO,
			 "its copy would take half of the %" PRIu64 " MiB that are free",
			 room >> 20);
}

static enum status write_copy(struct copy *c, const struct progress *progress, struct error *err)
{
	struct sink *sink = NULL;
	enum status st;

	st = search_prepare(c->m, 1, progress, NULL); /* a model without one is searched too */
	if (st == ST_CANCELLED)
		return progress_cancelled(err);
	plan(c);
	st = check_room(c, err);
	if (!st)
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

static const struct format *format_of(const struct model *m)
{
	size_t i = 0;

	while (format_table[i] && strcmp(format_table[i]->title, m->format) != 0)
		i++;
	return format_table[i];
}

/* What opening the file costs, in bytes of numbers that would be read in the same time: unpacking,
 * text, and JSON beside it are slow. */
static uint64_t cost_of(const struct cache_slot *slot, const struct model *m)
{
	const struct format *f = format_of(m);
	uint64_t numbers = (uint64_t)model_rows(m) * model_dims(m) * sizeof(float);
	uint64_t cost = numbers + (*m->packing ? PACKED_COST * numbers : 0);

	/* one table in many more bytes than its numbers take: text */
	if (f && !f->list && slot->stamp.size > numbers + numbers / 2)
		cost += TEXT_COST * slot->stamp.size - numbers;
	return f && f->beside ? cost + BESIDE_COST * cache_slot_bytes_beside(slot, f) : cost;
}

uint64_t cache_bytes(const struct model *m)
{
	const struct matrix *grams = m->composer ? gram_rows_matrix(&m->composer->rows) : NULL;
	uint64_t row = (uint64_t)model_dims(m) * sizeof(float);

	return model_rows(m) * (row + row / 4 + 24) + vocab_bytes(m->vocab) +
	       (grams ? grams->rows * row : 0);
}

bool cache_can(const struct model *m)
{
	return __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ && !m->map && !m->trained &&
	       cache_holds_composer(m);
}

bool cache_wants(const struct cache_slot *slot, const struct model *m)
{
	return cache_can(m) && cost_of(slot, m) >= CACHE_COST_MIN;
}
