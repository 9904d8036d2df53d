/*
 * Opening a copy. What makes an answer wrong must not go unseen, and what makes the program fall
 * over must not get in:
 *
 *   1. the header has the right checksum and is checked as that of any safetensors file; every tensor has the type and size
 *      that the others demand, and begins on eight bytes;
 *   2. the vocabulary cannot lead outside of itself (vocab_from_parts);
 *   3. the file it is a copy of is the same: size, time of change, first and last bytes;
 *   4. every byte is compared with checksums soon after (cache_verify).
 *
 * Norms are used as they stand (4 covers them); NaN and zero rows are counted in the metadata.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/number.h"
#include "bytes.h"
#include "cache_internal.h"
#include "load_name.h"
#include "model/formats/safetensors_header.h"
#include "io/json.h"
#include "base/map.h"
#include "model/search.h"

#define SENTENCES_MAX 64
#define HEADER_MAX    ((size_t)1 << 20) /* ours take a page or two */

struct opened {
	struct map *map;
	struct safetensors s;
	const json_value *meta;
};

/* --- header --------------------------------------------------------------------------------------- */

static bool sum_fits(const char *text, size_t n)
{
	char digits[CACHE_DIGITS + 1];

	if (n < CACHE_HEAD_LEN + CACHE_DIGITS || memcmp(text, CACHE_HEAD, CACHE_HEAD_LEN) != 0)
		return false;
	snprintf(digits, sizeof(digits), "%016" PRIx64, cache_header_sum(text, n));
	return memcmp(text + CACHE_HEAD_LEN, digits, CACHE_DIGITS) == 0;
}

static bool open_header(struct opened *o)
{
	const char *bytes = map_bytes(o->map);
	size_t size = map_size(o->map);
	uint64_t len = 0;

	for (size_t i = 8; size >= 8 && i-- > 0;)
		len = len << 8 | (unsigned char)bytes[i];
	if (size < 8 || len > size - 8 || len > HEADER_MAX || !sum_fits(bytes + 8, (size_t)len) ||
	    safetensors_parse(&o->s, bytes + 8, (size_t)len, 8 + len, size, NULL) != ST_OK)
		return false;
	o->meta = json_member(json_root(o->s.doc), "__metadata__");
	return o->meta != NULL;
}

static void opened_release(struct opened *o)
{
	safetensors_release(&o->s);
	map_close(o->map);
}

static const char *text_of(const struct opened *o, const char *key)
{
	const char *s = json_get_string(json_member(o->meta, key), NULL);

	return s ? s : "";
}

static bool number_of(const struct opened *o, const char *key, uint64_t *out)
{
	const char *s = text_of(o, key);

	return number_parse_u64(s, strlen(s), out);
}

static bool is_current(const struct opened *o, const struct cache_slot *slot)
{
	uint64_t size, mtime, ends, beside;

	/* copies of earlier versions: nothing lay beside their files */
	if (!number_of(o, "source.beside", &beside))
		beside = 0;
	return number_of(o, "source.size", &size) && size == slot->stamp.size &&
	       number_of(o, "source.mtime_ns", &mtime) && (int64_t)mtime == slot->stamp.mtime &&
	       number_of(o, "source.ends", &ends) && ends == slot->stamp.ends &&
	       beside == slot->beside;
}

/* --- tensors → model -------------------------------------------------------------------------------- */

/* A list of this type; its length in *n. */
static const void *list_of(const struct opened *o, const char *name, const char *dtype, size_t *n)
{
	const struct tensor *t = safetensors_find(&o->s, name);

	if (!t || t->rank != 1 || strcmp(t->dtype, dtype) != 0 || t->begin % 8)
		return NULL;
	*n = (size_t)t->shape[0];
	return map_bytes(o->map) + t->begin;
}

static struct vocab *vocab_of(const struct opened *o, const char *kind, size_t rows)
{
	struct vocab_parts p = { .size = rows };
	size_t bytes = 0, offsets = 0, n;
	char name[32];
	const struct {
		const char *part, *dtype;
		const void **to;
		size_t *n;
	} lists[] = {
		{ "bytes", "U8", (const void **)&p.blob, &bytes },
		{ "offsets", "U64", (const void **)&p.offset, &offsets },
		{ "slots", "U64", (const void **)&p.slots, &p.slot_count },
	};

	for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
		snprintf(name, sizeof(name), "%s.%s", kind, lists[i].part);
		*lists[i].to = list_of(o, name, lists[i].dtype, lists[i].n);
		if (!*lists[i].to)
			return NULL;
	}
	snprintf(name, sizeof(name), "%s.seed", kind);
	if (offsets != rows + 1 || !number_of(o, name, &p.seed))
		return NULL;
	snprintf(name, sizeof(name), "%s.sorted", kind);
	p.sorted = list_of(o, name, "U32", &n);
	p.sorted = p.sorted && n == rows ? p.sorted : NULL;
	snprintf(name, sizeof(name), "%s.loose", kind);
	p.loose = list_of(o, name, "U32", &n);
	p.loose = p.loose && n == rows ? p.loose : NULL;
	return vocab_from_parts(&p, bytes);
}

static bool matrix_of(const struct opened *o, struct matrix *m)
{
	const struct tensor *t = safetensors_find(&o->s, "vectors");

	if (!t || t->rank != 2 || strcmp(t->dtype, "F32") != 0 || t->begin % 64 || !t->shape[0] ||
	    !t->shape[1] || t->shape[0] > BUILDER_ROWS_MAX || t->shape[1] > BUILDER_DIMS_MAX)
		return false;
	*m = (struct matrix){ .data = (float *)(uintptr_t)(map_bytes(o->map) + t->begin),
			      .rows = (size_t)t->shape[0],
			      .cols = (size_t)t->shape[1],
			      .stride = (size_t)t->shape[1] };
	return true;
}

/* A table of so many numbers a row. */
static bool table_of(const struct opened *o, const struct tensor *t, size_t cols,
		     const float **data, size_t *rows)
{
	if (t->rank != 2 || strcmp(t->dtype, "F32") != 0 || t->begin % 8 || t->shape[1] != cols)
		return false;
	*data = (const float *)(const void *)(map_bytes(o->map) + t->begin);
	*rows = (size_t)t->shape[0];
	return true;
}

static const char *static_text(const char *text)
{
	static const char *const packings[] = {
		"gzip", "bzip2", "xz", "zstd", "lz4", "zip", "tar"
	};

	for (size_t i = 0; i < ARRAY_LEN(packings); i++)
		if (strcmp(packings[i], text) == 0)
			return packings[i];
	for (size_t i = 0; format_table[i]; i++)
		if (strcmp(format_table[i]->title, text) == 0)
			return format_table[i]->title;
	return "";
}

static void take_report(struct model *m, const struct opened *o)
{
	report_init(&m->report, "row");
	for (size_t i = 0; i < SENTENCES_MAX; i++) {
		char key[32];

		snprintf(key, sizeof(key), "report.%zu", i);
		if (!*text_of(o, key))
			break;
		report_notef(&m->report, "%s", text_of(o, key));
	}
}

static bool take_composer(struct model *m, const struct opened *o, const struct cache_slot *slot)
{
	struct cache_composer p = { .source = slot->source };
	const struct tensor *vectors = safetensors_find(&o->s, "subword.vectors");
	size_t n = 0, k = 0;

	if (!number_of(o, "subword.bucket", &p.bucket))
		return true;
	if (!number_of(o, "subword.min", &p.min) || !number_of(o, "subword.max", &p.max) ||
	    !number_of(o, "subword.rows", &p.rows) || !number_of(o, "subword.offset", &p.offset))
		return false;
	p.buckets = list_of(o, "subword.buckets", "U32", &n);
	p.bucket_rows = list_of(o, "subword.bucket_rows", "U32", &k);
	if ((p.buckets && n != p.rows) || (p.bucket_rows && k != p.rows))
		return false;
	if (vectors && !table_of(o, vectors, model_dims(m), &p.vectors, &p.vector_rows))
		return false;
	m->composer = cache_make_composer(&p, model_dims(m));
	return m->composer != NULL;
}

/* As model_load() would call it; the copy may have been made when it was opened as a folder, or by
 * its own name. */
static char *name_of(const struct opened *o, const struct cache_slot *slot)
{
	bool folder = *text_of(o, "name.folder") != '\0';

	if (folder == load_names_folder(slot->given, slot->path))
		return xstrdup(text_of(o, "name"));
	return load_model_name(slot->given, slot->path, NULL, slot->tensor);
}

/* Everything that takes memory of its own; the map goes over to the model at the end. */
static bool fill_model(struct model *m, struct opened *o, const struct cache_slot *slot)
{
	uint64_t zero, bad;
	size_t norms = 0, copy_bytes = 0;
	const void *copy;

	if (!matrix_of(o, &m->matrix))
		return false;
	m->norms = (float *)(uintptr_t)list_of(o, "norms", "F32", &norms);
	m->vocab = vocab_of(o, "vocab", m->matrix.rows);
	if (!m->norms || norms != m->matrix.rows || !m->vocab ||
	    !number_of(o, "fingerprint", &m->fingerprint) ||
	    !number_of(o, "file_bytes", &m->file_bytes) || !number_of(o, "zero_rows", &zero) ||
	    !number_of(o, "bad_rows", &bad))
		return false;
	if (safetensors_find(&o->s, "raw.bytes")) {
		m->raw_names = vocab_of(o, "raw", m->matrix.rows);
		if (!m->raw_names)
			return false;
	}
	copy = list_of(o, CACHE_SEARCH, "U8", &copy_bytes);
	if (copy)
		bytes_copy_adopt(m, copy, copy_bytes);
	m->zero_rows = (size_t)zero;
	m->bad_rows = (size_t)bad;
	m->name = name_of(o, slot);
	m->path = xstrdup(slot->path);
	m->format = static_text(text_of(o, "source.format"));
	m->packing = static_text(text_of(o, "source.packing"));
	take_report(m, o);
	return take_composer(m, o, slot) && !map_is_broken(o->map);
}

static struct model *make_model(struct opened *o, const struct cache_slot *slot)
{
	struct model *m = xcalloc(1, sizeof(*m));
	bool ok;

	atomic_init(&m->refs, 1);
	m->cache = search_cache_new();
	m->map = o->map;
	ok = fill_model(m, o, slot);
	if (!ok)
		model_unref(m); /* closes the map */
	o->map = NULL;
	return ok ? m : NULL;
}

/* --- the whole -------------------------------------------------------------------------------------- */

static enum cache_state withdraw(struct opened *o, const struct cache_slot *slot,
				 enum cache_state state)
{
	opened_release(o);
	unlink(slot->copy);
	return state;
}

enum cache_state cache_open(struct model **out, const struct cache_slot *slot)
{
	uint64_t begun = clock_ns();
	struct opened o = { NULL, { 0 }, NULL };
	struct model *m;

	if (__BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__ || access(slot->copy, F_OK) != 0)
		return CACHE_NONE;
	if (map_open(&o.map, slot->copy, NULL) != ST_OK)
		return withdraw(&o, slot, CACHE_DAMAGED);
	if (!open_header(&o))
		return withdraw(&o, slot, CACHE_DAMAGED);
	if (strcmp(text_of(&o, "version"), CACHE_VERSION) != 0 || !is_current(&o, slot))
		return withdraw(&o, slot, CACHE_STALE);
	m = make_model(&o, slot);
	if (!m)
		return withdraw(&o, slot, CACHE_DAMAGED);
	opened_release(&o);
	utimensat(AT_FDCWD, slot->copy, NULL, 0); /* used now: the last to be trimmed */
	m->load_ms = (double)(clock_ns() - begun) / 1e6;
	*out = m;
	return CACHE_HIT;
}

static bool sums_agree(const struct model *m, const struct opened *o, bool *agree,
		       const struct progress *progress)
{
	for (size_t i = 0; i < o->s.count; i++) {
		const struct tensor *t = &o->s.tensors[i];
		const char *bytes = map_bytes(m->map) + t->begin;
		size_t n = (size_t)(t->end - t->begin);
		uint64_t want, sum = n;
		char key[96];

		snprintf(key, sizeof(key), "sum.%.80s", t->name);
		if (!number_of(o, key, &want))
			continue; /* a filler */
		for (size_t at = 0; at < n; at += CACHE_PIECE) {
			if (!progress_step(progress, t->begin + at, map_size(m->map)))
				return false;
			sum = cache_sum_piece(bytes + at, MIN(n - at, CACHE_PIECE), sum);
		}
		*agree &= sum == want;
	}
	return true;
}

enum status cache_verify(const struct cache_slot *slot, const struct model *m,
			 const struct progress *progress, struct error *err)
{
	struct opened o = { m->map, { 0 }, NULL };
	bool agree = true, done;

	agree = open_header(&o);
	done = !agree || sums_agree(m, &o, &agree, progress);
	safetensors_release(&o.s);
	if (!done)
		return progress_cancelled(err);
	if (agree && !map_is_broken(m->map))
		return ST_OK;
	unlink(slot->copy);
	return error_set(err, ST_FORMAT,
			 "the copy of %s in the cache was damaged and is removed: open it again",
			 slot->source);
}
