/*
 * One streaming interface to every packing: gz (several members too), bz2, xz, zst (several
 * frames), lz4, and files inside zip and tar, packed or not.
 *
 * What comes out is counted against the packed size, so that a bomb ends in a sentence and not in a
 * full memory. Which of the files in an archive is read: source_choose.c.
 */
#include "source_unpacker.h"

#include <archive.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/source.h"

#define CHUNK ((size_t)256 << 10)

/* --- what libarchive asks for ------------------------------------------------------------------ */

static la_ssize_t on_read(struct archive *a, void *ctx, const void **buf)
{
	struct unpacker *u = ctx;
	ssize_t k;

	if (!u->peek_given && u->in.peek_n) {
		u->peek_given = true;
		u->position += u->in.peek_n;
		*buf = u->peek;
		return (la_ssize_t)u->in.peek_n;
	}
	k = source_fd_read(u->in.fd, u->in.seekable, u->chunk, CHUNK, u->position);
	if (k < 0) {
		u->failed = errno;
		archive_set_error(a, errno, "%s", strerror(errno));
		return -1;
	}
	u->position += (uint64_t)k;
	*buf = u->chunk;
	return k;
}

static la_int64_t on_seek(struct archive *a, void *ctx, la_int64_t offset, int whence)
{
	struct unpacker *u = ctx;
	la_int64_t base = whence == SEEK_CUR   ? (la_int64_t)u->position
			  : whence == SEEK_END ? (la_int64_t)u->in.size
					       : 0;
	la_int64_t to;

	(void)a;
	if (__builtin_add_overflow(base, offset, &to) || to < 0)
		return ARCHIVE_FATAL;
	u->position = (uint64_t)to;
	return to;
}

static la_int64_t on_skip(struct archive *a, void *ctx, la_int64_t request)
{
	struct unpacker *u = ctx;

	(void)a;
	if (request <= 0 || (uint64_t)request > u->in.size - MIN(u->position, u->in.size))
		return 0;
	u->position += (uint64_t)request;
	return request;
}

static void allow(struct archive *a, enum packing p)
{
	static int (*const filters[])(struct archive *) = {
		[PACKING_GZIP] = archive_read_support_filter_gzip,
		[PACKING_BZIP2] = archive_read_support_filter_bzip2,
		[PACKING_XZ] = archive_read_support_filter_xz,
		[PACKING_ZSTD] = archive_read_support_filter_zstd,
		[PACKING_LZ4] = archive_read_support_filter_lz4,
		[PACKING_TAR] = NULL,
	};

	if (p == PACKING_ZIP) {
		archive_read_support_format_zip(a);
		return;
	}
	archive_read_support_format_tar(a);
	if (filters[p]) {
		filters[p](a);
		archive_read_support_format_raw(a);
		archive_read_support_format_empty(a);
	}
}

/* Why libarchive stopped, as a sentence. */
enum status unpacker_failed(struct unpacker *u, struct error *err)
{
	const char *why = u->archive ? archive_error_string(u->archive) : NULL;

	if (u->failed) {
		errno = u->failed;
		return error_errno(err, "cannot read %s", u->in.path);
	}
	return error_set(err, ST_FORMAT, "%s: the %s data is damaged or cut off%s%s", u->in.path,
			 packing_name(u->in.packing), why ? ": " : "", why ? why : "");
}

enum status unpacker_start(struct unpacker *u, struct error *err)
{
	struct archive *a = archive_read_new();

	if (!a)
		return error_set(err, ST_NOMEM, "not enough memory to unpack %s", u->in.path);
	u->archive = a;
	u->position = 0;
	allow(a, u->in.packing);
	archive_read_set_read_callback(a, on_read);
	if (u->in.seekable) {
		archive_read_set_seek_callback(a, on_seek);
		archive_read_set_skip_callback(a, on_skip);
	}
	archive_read_set_callback_data(a, u);
	if (archive_read_open1(a) < ARCHIVE_WARN)
		return unpacker_failed(u, err);
	return ST_OK;
}

void unpacker_stop(struct unpacker *u)
{
	if (u->archive)
		archive_read_free(u->archive);
	u->archive = NULL;
}

/* --- reading ------------------------------------------------------------------------------------ */

enum status unpacker_check_ratio(const struct unpacker *u, uint64_t unpacked, struct error *err)
{
	uint64_t packed = u->in.size ? u->in.size : u->position;

	if (unpacked <= packed * SOURCE_RATIO_MAX + SOURCE_RATIO_FREE)
		return ST_OK;
	return error_set(err, ST_FAILED,
			 "%s: unpacks to more than %d times its size: this is no model", u->in.path,
			 SOURCE_RATIO_MAX);
}

static enum status read_counted(struct unpacker *u, void *buf, size_t n, size_t *got,
				struct error *err)
{
	la_ssize_t k = archive_read_data(u->archive, buf, n);

	if (k < 0)
		return unpacker_failed(u, err);
	u->produced += (uint64_t)k;
	*got = (size_t)k;
	return unpacker_check_ratio(u, u->produced, err);
}

enum status unpacker_read_on(struct unpacker *u, void *buf, size_t n, size_t *got,
			     struct error *err)
{
	if (u->broken.status == ST_OK)
		u->broken.status = read_counted(u, buf, n, got, &u->broken);
	if (u->broken.status != ST_OK && err)
		*err = u->broken;
	return u->broken.status;
}

enum status unpacker_open(struct unpacker **out, const struct unpack_input *in,
			  const struct unpack_choice *choice, struct error *err)
{
	struct unpacker *u = xcalloc(1, sizeof(*u));
	enum status st;

	u->in = *in;
	u->chunk = xmalloc(CHUNK);
	if (in->peek_n) {
		u->peek = xmalloc(in->peek_n);
		memcpy(u->peek, in->peek, in->peek_n);
	}
	st = unpacker_choose(u, choice, err);
	if (st == ST_OK)
		*out = u;
	else
		unpacker_close(u);
	return st;
}

void unpacker_close(struct unpacker *u)
{
	if (!u)
		return;
	unpacker_stop(u);
	for (size_t i = 0; i < u->name_count; i++)
		free(u->names[i]);
	free(u->names);
	free(u->member);
	free(u->encrypted);
	free(u->peek);
	free(u->chunk);
	free(u->head);
	free(u);
}

enum status unpacker_read(struct unpacker *u, void *buf, size_t n, size_t *got, struct error *err)
{
	size_t left = u->head_n - u->head_at;

	if (left == 0)
		return unpacker_read_on(u, buf, n, got, err);
	*got = MIN(n, left);
	memcpy(buf, u->head + u->head_at, *got);
	u->head_at += *got;
	return ST_OK;
}

uint64_t unpacker_consumed(const struct unpacker *u)
{
	return u->position;
}

uint64_t unpacker_size(const struct unpacker *u)
{
	return u->size;
}

const char *unpacker_member(const struct unpacker *u)
{
	return u->member ? u->member : "";
}

size_t unpacker_names(const struct unpacker *u, char *const **names)
{
	*names = u->names;
	return u->name_count;
}
