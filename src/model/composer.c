#include "model/composer.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "math/matrix.h"
#include "model/subword.h"
#include "model/trained.h"

#define NGRAM_MAX 64 /* characters, whatever a file says */

void composer_free(struct composer *c)
{
	if (!c)
		return;
	if (c->rows.free)
		c->rows.free(c->rows.self);
	free(c->buckets);
	free(c->bucket_rows);
	free(c);
}

size_t composer_find(const struct composer *c, uint32_t bucket)
{
	size_t lo = 0, hi = c->row_count;

	if (!c->buckets)
		return bucket < c->row_count ? bucket : SIZE_MAX;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (c->buckets[mid] < bucket)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < c->row_count && c->buckets[lo] == bucket ? c->bucket_rows[lo] : SIZE_MAX;
}

/* --- one word ----------------------------------------------------------------------------------- */

struct mixing {
	const struct composer *c;
	float *sum, *row;
	size_t count;
	struct strbuf *names;
	enum status st;
	struct error *err;
};

static void add_gram(void *ctx, const char *gram, size_t n, uint32_t bucket)
{
	struct mixing *mix = ctx;
	size_t row = mix->st ? SIZE_MAX : composer_find(mix->c, bucket);

	if (row == SIZE_MAX)
		return;
	mix->st = mix->c->rows.read(mix->c->rows.self, row, mix->row, mix->err);
	if (mix->st)
		return;
	for (size_t i = 0; i < mix->c->dims; i++)
		mix->sum[i] += mix->row[i];
	if (mix->names) {
		strbuf_adds(mix->names, mix->count ? " " : "");
		strbuf_add(mix->names, gram, n);
	}
	mix->count++;
}

/* Sums in f32 in the order of the n-grams, then one multiplication: fastText's arithmetic. */
enum status composer_word(const struct composer *c, const char *word, size_t n, float *out,
			  size_t *grams, struct strbuf *names, struct error *err)
{
	struct mixing mix = { .c = c, .sum = out, .names = names, .err = err };
	void *row = NULL;

	if (mem_try_calloc(&row, c->dims, sizeof(float), "a row", err))
		return ST_NOMEM;
	mix.row = row;
	memset(out, 0, c->dims * sizeof(*out));
	subword_each(word, n, c->min, c->max, c->bucket, add_gram, &mix);
	for (size_t i = 0; mix.count && i < c->dims; i++)
		out[i] *= (float)(1.0 / (double)mix.count);
	free(row);
	if (mix.st == ST_OK)
		*grams = mix.count;
	return mix.st;
}

/* --- rows in memory ----------------------------------------------------------------------------- */

static enum status read_matrix(const void *self, size_t i, float *out, struct error *err)
{
	const struct matrix *m = self;

	(void)err;
	memcpy(out, matrix_row(m, i), m->cols * sizeof(*out));
	return ST_OK;
}

static void free_matrix(void *self)
{
	matrix_release(self);
	free(self);
}

void gram_rows_in_matrix(struct gram_rows *out, struct matrix *m)
{
	struct matrix *own = xmalloc(sizeof(*own));

	*own = *m;
	*m = (struct matrix){ 0 };
	*out = (struct gram_rows){ own, read_matrix, free_matrix };
}

const struct matrix *gram_rows_matrix(const struct gram_rows *rows)
{
	return rows->read == read_matrix ? rows->self : NULL;
}

static void leave_matrix(void *self)
{
	(void)self;
}

struct composer *composer_for_trained(const struct trained *t)
{
	struct composer *c;
	size_t bytes = t->gram_count * sizeof(uint32_t);

	if (!t->gram_count || !t->max_ngram || t->max_ngram > NGRAM_MAX || !t->bucket ||
	    t->bucket > UINT32_MAX || t->gram_rows.rows < t->gram_count)
		return NULL;
	c = xcalloc(1, sizeof(*c));
	c->dims = t->gram_rows.cols;
	c->min = (size_t)t->min_ngram;
	c->max = (size_t)t->max_ngram;
	c->bucket = (uint32_t)t->bucket;
	c->row_count = t->gram_count;
	c->buckets = xmalloc(bytes);
	c->bucket_rows = xmalloc(bytes);
	memcpy(c->buckets, t->grams, bytes);
	for (size_t i = 0; i < t->gram_count; i++)
		c->bucket_rows[i] = (uint32_t)i;
	/* the matrix is only read */
	c->rows = (struct gram_rows){ (void *)(uintptr_t)&t->gram_rows, read_matrix, leave_matrix };
	return c;
}

/* --- rows in the file they came from ------------------------------------------------------------ */

struct file_rows {
	char *path;
	int fd;
	uint64_t offset;
	size_t dims;
	struct stat was; /* what the file was when it was opened */
};

static enum status check_same(const struct file_rows *f, struct error *err)
{
	struct stat now;

	if (fstat(f->fd, &now) != 0)
		return error_errno(err, "cannot look at %s", f->path);
	if (now.st_size == f->was.st_size && now.st_mtim.tv_sec == f->was.st_mtim.tv_sec &&
	    now.st_mtim.tv_nsec == f->was.st_mtim.tv_nsec)
		return ST_OK;
	return error_set(err, ST_IO, "%s changed since it was opened: open it again", f->path);
}

static enum status read_file(const void *self, size_t i, float *out, struct error *err)
{
	const struct file_rows *f = self;
	size_t want = f->dims * sizeof(*out), done = 0;
	uint64_t at = f->offset + (uint64_t)i * want;
	enum status st = check_same(f, err);

	while (!st && done < want) {
		ssize_t k = pread(f->fd, (char *)out + done, want - done, (off_t)(at + done));

		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0)
			return error_errno(err, "cannot read %s", f->path);
		if (k == 0)
			return error_set(err, ST_IO, "%s ends too early: it was changed", f->path);
		done += (size_t)k;
	}
	return st;
}

static void free_file(void *self)
{
	struct file_rows *f = self;

	close(f->fd);
	free(f->path);
	free(f);
}

enum status gram_rows_in_file(struct gram_rows *out, const char *path, uint64_t offset, size_t rows,
			      size_t dims, struct error *err)
{
	struct file_rows f = { .offset = offset, .dims = dims };
	struct file_rows *own;
	size_t bytes;

	f.fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (f.fd < 0)
		return error_errno(err, "cannot open %s", path);
	if (fstat(f.fd, &f.was) != 0 || !S_ISREG(f.was.st_mode) || !size_mul(rows, dims, &bytes) ||
	    !size_mul(bytes, sizeof(float), &bytes) || (uint64_t)f.was.st_size < offset ||
	    (uint64_t)f.was.st_size - offset < bytes) {
		close(f.fd);
		return error_set(err, ST_IO, "%s changed while it was read", path);
	}
	f.path = xstrdup(path);
	own = xmalloc(sizeof(*own));
	*own = f;
	*out = (struct gram_rows){ own, read_file, free_file };
	return ST_OK;
}

bool gram_rows_where(const struct gram_rows *rows, uint64_t *offset)
{
	const struct file_rows *f = rows->self;

	if (rows->read != read_file)
		return false;
	*offset = f->offset;
	return true;
}
