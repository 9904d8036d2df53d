/*
 * One streaming interface to every packing: gz (several members too), bz2, xz, zst (several
 * frames), lz4, and files inside zip and tar, packed or not.
 *
 * A zip or tar is walked once for its names, then again up to the file that is wanted; the bytes
 * that accept() judged are kept and delivered first. What comes out is counted against the packed
 * size, so that a bomb ends in a sentence and not in a full memory.
 */
#include "source_archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/source.h"

#define CHUNK	  ((size_t)256 << 10)
#define NAMES_MAX 10000 /* of files in an archive that are remembered and tried */

struct unpacker {
	struct archive *archive;
	struct unpack_input in;
	char *peek; /* own copy of in.peek */
	bool peek_given;
	uint64_t position; /* of the next packed byte */
	int failed;	   /* errno of a read that failed */
	unsigned char *chunk;
	uint64_t produced, size;
	char *member;
	char **names;
	size_t name_count, name_cap;
	struct error broken; /* what ended it: said again to whoever reads on */
	char *head;	     /* what accept() saw of the chosen file */
	size_t head_n, head_at;
};

/* --- what libarchive asks for ------------------------------------------------------------------ */

static ssize_t read_some(struct unpacker *u, void *buf, size_t n)
{
	ssize_t k;

	do {
		k = u->in.seekable ? pread(u->in.fd, buf, n, (off_t)u->position)
				   : read(u->in.fd, buf, n);
	} while (k < 0 && errno == EINTR);
	return k;
}

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
	k = read_some(u, u->chunk, CHUNK);
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
static enum status archive_failed(struct unpacker *u, struct error *err)
{
	const char *why = u->archive ? archive_error_string(u->archive) : NULL;

	if (u->failed) {
		errno = u->failed;
		return error_errno(err, "cannot read %s", u->in.path);
	}
	return error_set(err, ST_FORMAT, "%s: the %s data is damaged or cut off%s%s", u->in.path,
			 packing_name(u->in.packing), why ? ": " : "", why ? why : "");
}

static enum status start(struct unpacker *u, struct error *err)
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
		return archive_failed(u, err);
	return ST_OK;
}

static void stop(struct unpacker *u)
{
	if (u->archive)
		archive_read_free(u->archive);
	u->archive = NULL;
}

/* --- choosing a file --------------------------------------------------------------------------- */

static bool is_container(const struct unpacker *u)
{
	return archive_format(u->archive) != ARCHIVE_FORMAT_RAW &&
	       archive_format(u->archive) != ARCHIVE_FORMAT_EMPTY;
}

static const char *entry_name(struct archive_entry *e)
{
	const char *name = archive_entry_pathname_utf8(e);

	if (!name)
		name = archive_entry_pathname(e);
	return name ? name : "?";
}

/* A file that could be a model; not a folder, and not what macOS puts beside every file. */
static bool is_candidate(struct archive_entry *e)
{
	const char *name = entry_name(e);

	if (archive_entry_filetype(e) != AE_IFREG && archive_entry_filetype(e) != 0)
		return false;
	if (strncmp(name, "__MACOSX/", 9) == 0 || (*name && name[strlen(name) - 1] == '/'))
		return false;
	return !archive_entry_size_is_set(e) || archive_entry_size(e) > 0;
}

/* The next file; *end is set behind the last. */
static enum status next_file(struct unpacker *u, struct archive_entry **e, bool *end,
			     struct error *err)
{
	for (;;) {
		int rc = archive_read_next_header(u->archive, e);

		*end = rc == ARCHIVE_EOF;
		if (*end)
			return ST_OK;
		if (rc < ARCHIVE_WARN)
			return archive_failed(u, err);
		if (!is_container(u) || is_candidate(*e))
			return ST_OK;
	}
}

static void remember_name(struct unpacker *u, const char *name)
{
	ARRAY_RESERVE(u->names, u->name_cap, u->name_count + 1);
	u->names[u->name_count++] = xstrdup(name);
}

static enum status collect_names(struct unpacker *u, struct error *err)
{
	struct archive_entry *e;
	bool end = false;
	enum status st = start(u, err);

	while (st == ST_OK && u->name_count < NAMES_MAX) {
		/* a damaged end may still leave the wanted file whole */
		st = next_file(u, &e, &end, u->name_count ? NULL : err);
		if (st != ST_OK && u->name_count)
			break;
		if (st != ST_OK || end)
			break;
		if (!is_container(u))
			break;
		remember_name(u, entry_name(e));
	}
	stop(u);
	return u->name_count ? ST_OK : st;
}

static enum status refuse_encrypted(const struct unpacker *u, const char *name, struct error *err)
{
	return error_set(err, ST_FORMAT, "%s: %s is encrypted: unpack it first", u->in.path, name);
}

static enum status read_counted(struct unpacker *u, void *buf, size_t n, size_t *got,
				struct error *err)
{
	uint64_t packed = u->in.size ? u->in.size : u->position;
	la_ssize_t k = archive_read_data(u->archive, buf, n);

	if (k < 0)
		return archive_failed(u, err);
	u->produced += (uint64_t)k;
	if (u->produced > packed * SOURCE_RATIO_MAX + SOURCE_RATIO_FREE)
		return error_set(err, ST_FAILED,
				 "%s: unpacks to more than %d times its size: this is no model",
				 u->in.path, SOURCE_RATIO_MAX);
	*got = (size_t)k;
	return ST_OK;
}

static enum status read_raw(struct unpacker *u, void *buf, size_t n, size_t *got, struct error *err)
{
	if (u->broken.status == ST_OK)
		u->broken.status = read_counted(u, buf, n, got, &u->broken);
	if (u->broken.status != ST_OK && err)
		*err = u->broken;
	return u->broken.status;
}

/* Fill u->head from the file at hand. Damage after the first byte is left for later. */
static enum status fill_head(struct unpacker *u, struct error *err)
{
	enum status st = ST_OK;

	if (!u->head)
		u->head = xmalloc(SOURCE_HEAD);
	u->head_n = u->head_at = 0;
	while (u->head_n < SOURCE_HEAD) {
		size_t got;

		st = read_raw(u, u->head + u->head_n, SOURCE_HEAD - u->head_n, &got, err);
		if (st != ST_OK || got == 0)
			break;
		u->head_n += got;
	}
	return u->head_n ? ST_OK : st;
}

static void take_entry(struct unpacker *u, struct archive_entry *e)
{
	free(u->member);
	u->member = xstrdup(is_container(u) ? entry_name(e) : "");
	u->size = is_container(u) && archive_entry_size_is_set(e) ? (uint64_t)archive_entry_size(e)
								  : 0;
}

/* Is the file at hand the one? Yes when it is named, or the only one, or accepted by its head. */
static enum status judge(struct unpacker *u, struct archive_entry *e,
			 const struct unpack_choice *choice, bool *take, struct error *err)
{
	enum status st;

	*take = false;
	if (is_container(u) && choice->member && strcmp(entry_name(e), choice->member) != 0)
		return ST_OK;
	if (archive_entry_is_encrypted(e))
		return choice->member || u->name_count == 1
			       ? refuse_encrypted(u, entry_name(e), err)
			       : ST_OK;
	*take = true;
	if (!is_container(u) || choice->member || !choice->accept || u->name_count == 1)
		return ST_OK;
	u->produced = 0;
	u->broken.status = ST_OK;
	st = fill_head(u, err);
	*take = st == ST_OK && choice->accept(u->head, u->head_n);
	if (!*take)
		u->head_n = 0;
	return st == ST_FORMAT ? ST_OK : st;
}

/* Walk to the file that is wanted. *found is false if there is none. */
static enum status walk(struct unpacker *u, const struct unpack_choice *choice, bool *found,
			struct error *err)
{
	bool names_known = u->name_count > 0, encrypted = false;
	enum status st = start(u, err);

	for (*found = false; st == ST_OK;) {
		struct archive_entry *e;
		bool end, take;

		st = next_file(u, &e, &end, err);
		if (st != ST_OK)
			return st;
		if (end)
			return encrypted ? refuse_encrypted(u, "every file in it", err) : ST_OK;
		if (is_container(u) && !names_known)
			remember_name(u, entry_name(e));
		encrypted = archive_entry_is_encrypted(e);
		st = judge(u, e, choice, &take, err);
		if (st != ST_OK || !take)
			continue;
		take_entry(u, e);
		*found = true;
		return ST_OK;
	}
	return st;
}

static enum status none_found(const struct unpacker *u, const struct unpack_choice *choice,
			      struct error *err)
{
	if (choice->member)
		return error_set(err, ST_FAILED, "%s: there is no file %s in it", u->in.path,
				 choice->member);
	return error_set(err, ST_FORMAT, "%s: the %s holds no file", u->in.path,
			 packing_name(u->in.packing));
}

static enum status choose(struct unpacker *u, const struct unpack_choice *choice, struct error *err)
{
	struct unpack_choice any = { .member = choice->member };
	bool found = false;
	enum status st = ST_OK;

	if (u->in.seekable && (u->in.packing == PACKING_ZIP || u->in.packing == PACKING_TAR))
		st = collect_names(u, err);
	if (st == ST_OK)
		st = walk(u, choice, &found, err);
	if (st == ST_OK && !found && u->in.seekable && u->name_count && !choice->member) {
		/* none is liked: let the caller say what is wrong with the first */
		stop(u);
		u->head_n = u->head_at = 0;
		u->produced = 0;
		u->broken.status = ST_OK;
		st = walk(u, &any, &found, err);
	}
	if (st == ST_OK && !found)
		st = none_found(u, choice, err);
	return st;
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
	st = choose(u, choice, err);
	if (st == ST_OK)
		*out = u;
	else
		unpacker_close(u);
	return st;
}

enum status unpacker_next(struct unpacker *u, bool *more, struct error *err)
{
	struct archive_entry *e;
	bool end = !is_container(u);
	enum status st = end ? ST_OK : next_file(u, &e, &end, err);

	*more = st == ST_OK && !end;
	if (!*more)
		return st;
	if (archive_entry_is_encrypted(e))
		return refuse_encrypted(u, entry_name(e), err);
	u->head_n = u->head_at = 0;
	u->broken.status = ST_OK;
	take_entry(u, e);
	return ST_OK;
}

void unpacker_close(struct unpacker *u)
{
	if (!u)
		return;
	stop(u);
	for (size_t i = 0; i < u->name_count; i++)
		free(u->names[i]);
	free(u->names);
	free(u->member);
	free(u->peek);
	free(u->chunk);
	free(u->head);
	free(u);
}

enum status unpacker_read(struct unpacker *u, void *buf, size_t n, size_t *got, struct error *err)
{
	size_t left = u->head_n - u->head_at;

	if (left == 0)
		return read_raw(u, buf, n, got, err);
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
