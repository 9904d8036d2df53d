#include "reader.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/compiler.h"
#include "base/mem.h"
#include "base/path.h"
#include "notes.h"
#include "scan.h"

#define BLOCK	  ((size_t)256 << 10)
#define BLOCK_MAX ((size_t)64 << 20) /* a piece without any place to cut grows up to this */

/* --- one file ---------------------------------------------------------------------------------- */

/* Is this no text, and what is it? NULL if it may be text. */
static const char *what_binary(const char *head, size_t n)
{
	if (n >= 2 && (memcmp(head, "\xFF\xFE", 2) == 0 || memcmp(head, "\xFE\xFF", 2) == 0))
		return "is text in UTF-16: convert it with iconv -f UTF-16 -t UTF-8";
	if (n >= 5 && memcmp(head, "%PDF-", 5) == 0)
		return "is a PDF: take the text out of it with pdftotext";
	if (memchr(head, '\0', n))
		return "is no text: it holds zero bytes";
	return NULL;
}

static enum status check_text(struct source *src, struct error *err)
{
	const char *head = NULL, *what;
	size_t n = 0;
	enum status st = source_head(src, &head, &n, err);

	if (st != ST_OK)
		return st;
	what = what_binary(head, n);
	return what ? error_set(err, ST_FORMAT, "%s %s", source_path(src), what) : ST_OK;
}

static bool is_member(const struct source *src)
{
	return *source_member(src) != '\0';
}

/* The number of files is known of a plain tar or zip; a packed tar is taken to have several. */
static bool is_paper(const struct source *src)
{
	const char *packing = source_packing(src);
	bool counted = strcmp(packing, "zip") == 0 || strcmp(packing, "tar") == 0;

	return is_member(src) && !(counted && source_member_count(src) == 1) &&
	       text_files_is_paper(path_base(source_member(src)));
}

/* Go on to the first text from here on: this file, or a later one of the archive that it is in.
 * What is passed over is noted, if there is a report. *found is false if there is none. */
static enum status find_text(struct source *src, struct text_report *report, bool *found,
			     struct error *err)
{
	bool more = true;

	for (*found = false; more;) {
		struct error why = ERROR_INIT;
		enum status st = check_text(src, &why);

		*found = st == ST_OK && !is_paper(src);
		if (*found)
			return ST_OK;
		if (!is_member(src) || st == ST_FAILED) {
			if (err)
				*err = why;
			return st;
		}
		if (report) {
			report->skipped_files++;
			text_note(report, "%s in %s was left out: it is no text of its own",
				  source_member(src), source_path(src));
		}
		st = source_next_member(src, &more, err);
		if (st != ST_OK)
			return st;
	}
	return ST_OK;
}

static enum status open_text(struct source **out, const char *path, struct text_report *report,
			     struct error *err)
{
	struct source *src;
	bool found;
	enum status st = source_open(&src, path, NULL, NULL, err);

	if (st != ST_OK)
		return st;
	st = find_text(src, report, &found, err);
	if (st == ST_OK && !found)
		st = error_set(err, ST_FORMAT, "no file in %s is text", path);
	if (st != ST_OK) {
		source_close(src);
		return st;
	}
	*out = src;
	return ST_OK;
}

/* A file of a folder that cannot be had: said once per kind, counted always. */
static void skip_file(struct reader *r, const char *path, uint64_t size, const struct error *why)
{
	uint64_t *kind = size == 0		    ? &r->empty
			 : why->status == ST_FORMAT ? &r->binary
						    : &r->damaged;

	(void)path;
	if ((*kind)++ == 0 && size)
		text_note(r->report, "%s; it was left out", why->text);
	r->report->skipped_files++;
}

static void begin_file(struct reader *r)
{
	const char *head = NULL;
	size_t n = 0;

	r->file_bytes = 0;
	r->last_byte = '\n';
	r->markup = (struct markup){ .skip = MARKUP_NONE };
	if (source_head(r->source, &head, &n, NULL) == ST_OK)
		r->markup.tags = markup_has_tags(head, n);
}

/* Open the next file that is text; r->source stays NULL at the end. */
static enum status open_next(struct reader *r, struct error *err)
{
	while (!r->source && r->next_file < r->files.count) {
		const char *path = r->files.paths[r->next_file];
		uint64_t size = r->files.sizes[r->next_file++];
		struct error why = ERROR_INIT;
		enum status st = open_text(&r->source, path, r->report, &why);

		if (st == ST_OK)
			break;
		if (!r->files.is_folder) {
			if (err)
				*err = why;
			return st;
		}
		skip_file(r, path, size, &why);
		r->done_size += size;
	}
	if (r->source)
		begin_file(r);
	return ST_OK;
}

static uint64_t count_lines(const char *p, size_t n)
{
	const char *end = p + n;
	uint64_t lines = 0;

	while (p < end && (p = memchr(p, '\n', (size_t)(end - p)))) {
		lines++;
		p++;
	}
	return lines;
}

static bool is_plain(const struct source *src)
{
	return !*source_packing(src) && strcmp(source_path(src), "-") != 0;
}

/* What a file promised and did not keep. */
static void note_change(struct reader *r)
{
	char byte;
	size_t got = 0;

	if (!is_plain(r->source))
		return;
	if (r->file_bytes < source_file_size(r->source))
		text_note(r->report,
			  "%s became shorter while it was read: %" PRIu64 " of %" PRIu64
			  " bytes were there",
			  source_path(r->source), r->file_bytes, source_file_size(r->source));
	else if (source_read(r->source, &byte, 1, &got, NULL) == ST_OK && got)
		text_note(r->report,
			  "%s grew while it was read: the %" PRIu64
			  " bytes that it began with were taken",
			  source_path(r->source), r->file_bytes);
}

/* The current file was read: go on in its archive, or close it. */
static void finish_file(struct reader *r)
{
	struct error why = ERROR_INIT;
	bool more = false;
	enum status st = ST_OK;

	r->report->files++;
	r->report->bytes += r->file_bytes;
	r->report->lines += r->last_byte != '\n';
	if (is_member(r->source))
		st = source_next_member(r->source, &more, &why);
	if (st == ST_OK && more)
		st = find_text(r->source, r->report, &more, &why);
	if (st == ST_OK && more) {
		begin_file(r);
		return;
	}
	if (st != ST_OK)
		text_note(r->report, "%s: the texts up to there were taken", why.text);
	r->done_size += source_file_size(r->source);
	source_close(r->source);
	r->source = NULL;
}

/* Read at most n bytes of the current file; *got = 0 at its end, damage being one with a note. */
static enum status read_some(struct reader *r, char *buf, size_t n, size_t *got, struct error *err)
{
	struct error why = ERROR_INIT;
	enum status st;

	if (is_plain(r->source))
		n = (size_t)MIN(n, source_file_size(r->source) - r->file_bytes);
	*got = 0;
	st = n ? source_read(r->source, buf, n, got, &why) : ST_OK;
	if (st == ST_OK && *got == 0)
		note_change(r);
	if (st == ST_OK || (r->file_bytes && (st == ST_FORMAT || st == ST_IO))) {
		if (st != ST_OK)
			text_note(r->report, "%s: the text up to there was taken", why.text);
		r->report->lines += count_lines(buf, *got);
		r->file_bytes += *got;
		if (*got)
			r->last_byte = buf[*got - 1];
		return ST_OK;
	}
	if (err)
		*err = why;
	return st;
}

/* --- pieces ------------------------------------------------------------------------------------ */

static enum status reserve(struct piece_text *p, size_t need, struct error *err)
{
	void *bytes = p->bytes;
	enum status st;

	if (need <= p->cap)
		return ST_OK;
	st = mem_try_realloc(&bytes, need + need / 4, 1, "a piece of the text", err);
	if (st != ST_OK)
		return st;
	p->bytes = bytes;
	p->cap = need + need / 4;
	return ST_OK;
}

/* Clean what stands at the end of p and is raw. */
static void strip(struct reader *r, struct piece_text *p, bool last)
{
	size_t clean = p->n - r->raw, len, rest;
	char *raw = p->bytes + clean;

	len = markup_strip(&r->markup, raw, r->raw, last, &rest);
	memmove(raw + len, raw + r->raw - rest, rest);
	p->n = clean + len + rest;
	r->raw = rest;
}

/* Append up to n bytes of the text to p; *more = false when there is nothing left. */
static enum status append(struct reader *r, struct piece_text *p, size_t n, bool *more,
			  struct error *err)
{
	size_t got;
	enum status st = reserve(p, p->n + n + 2 + SCAN_PAD, err);

	if (st == ST_OK && !r->source)
		st = open_next(r, err);
	*more = r->source != NULL;
	if (st != ST_OK || !*more)
		return st;
	st = read_some(r, p->bytes + p->n, n, &got, err);
	if (st != ST_OK)
		return st;
	p->n += got;
	if (!r->opt->keep_markup) {
		r->raw += got;
		strip(r, p, got == 0);
	}
	if (got == 0) {
		finish_file(r);
		memcpy(p->bytes + p->n, "\n\n", 2);
		p->n += 2;
	}
	return ST_OK;
}

/* Where the piece ends: at a cut in front of what is not clean yet, or at the very end. */
static size_t find_end(const struct reader *r, const struct piece_text *p, bool more)
{
	size_t clean = p->n - r->raw, cut;

	if (!more)
		return p->n;
	cut = scan_cut(p->bytes, clean);
	return cut || clean < BLOCK_MAX ? cut : clean;
}

static enum status carry_over(struct reader *r, struct piece_text *p, size_t end, struct error *err)
{
	size_t n = p->n - end;
	enum status st = reserve(&r->carry, n, err);

	if (st != ST_OK)
		return st;
	if (n)
		memcpy(r->carry.bytes, p->bytes + end, n);
	r->carry.n = n;
	p->n = end;
	memset(p->bytes + end, 0, SCAN_PAD);
	return ST_OK;
}

static enum status report_progress(const struct reader *r, struct error *err)
{
	uint64_t done = r->done_size + (r->source ? source_consumed(r->source) : 0);

	if (!progress_step(r->progress, done, r->files.total_size))
		return progress_cancelled(err);
	return ST_OK;
}

enum status reader_next(struct reader *r, struct piece_text *p, struct error *err)
{
	size_t block = r->opt->block ? MIN(r->opt->block, BLOCK_MAX) : BLOCK, end = 0;
	size_t want = block;
	bool more = true;
	enum status st = reserve(p, r->carry.n + block + SCAN_PAD, err);

	if (st != ST_OK)
		return st;
	if (r->carry.n)
		memcpy(p->bytes, r->carry.bytes, r->carry.n);
	p->n = r->carry.n;
	r->carry.n = 0;
	while (more && end == 0) {
		st = report_progress(r, err);
		while (st == ST_OK && more && p->n < want)
			st = append(r, p, want - p->n, &more, err);
		if (st != ST_OK)
			return st;
		end = find_end(r, p, more);
		want = p->n + MAX(block, p->n / 2);
	}
	return carry_over(r, p, end, err);
}

/* --- opening ----------------------------------------------------------------------------------- */

enum status reader_open(struct reader *r, const char *path, const struct text_options *opt,
			struct text_report *report, struct error *err)
{
	enum status st;

	*r = (struct reader){ .opt = opt, .report = report };
	st = text_files_list(&r->files, path, report, err);
	if (st == ST_OK)
		st = open_next(r, err);
	if (st == ST_OK && !r->source)
		st = error_set(err, ST_FORMAT, "no file in the folder %s is text", path);
	if (st != ST_OK)
		reader_close(r);
	return st;
}

void reader_close(struct reader *r)
{
	source_close(r->source);
	r->source = NULL;
	free(r->carry.bytes);
	r->carry = (struct piece_text){ .n = 0 };
	text_files_release(&r->files);
}

static void sample_file(const char *path, char *buf, size_t n, size_t *at)
{
	struct source *src;
	size_t got;
	bool more = true;

	if (open_text(&src, path, NULL, NULL) != ST_OK)
		return;
	while (*at < n && more) {
		if (source_read(src, buf + *at, n - *at, &got, NULL) != ST_OK)
			break;
		*at += got;
		if (got == 0 && (source_next_member(src, &more, NULL) != ST_OK || !more ||
				 find_text(src, NULL, &more, NULL) != ST_OK))
			break;
	}
	source_close(src);
}

enum status reader_sample(struct reader *r, char *buf, size_t n, size_t *got, struct error *err)
{
	const char *head = NULL;
	size_t len = 0;
	enum status st;

	*got = 0;
	if (strcmp(r->files.paths[0], "-") != 0) {
		for (size_t i = 0; i < r->files.count && *got < n; i++)
			sample_file(r->files.paths[i], buf, n, got);
		return ST_OK;
	}
	st = source_head(r->source, &head, &len, err);
	if (st != ST_OK)
		return st;
	*got = MIN(n, len);
	memcpy(buf, head, *got);
	return ST_OK;
}

void reader_add_notes(const struct reader *r)
{
	if (r->binary > 1)
		text_note(r->report, "%" PRIu64 " files were left out because they are no text",
			  r->binary);
	if (r->damaged > 1)
		text_note(r->report, "%" PRIu64 " files were left out because they cannot be read",
			  r->damaged);
	if (r->empty)
		text_note(r->report, "%" PRIu64 " %s empty", r->empty,
			  r->empty == 1 ? "file is" : "files are");
}
