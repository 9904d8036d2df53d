/*
 * Which of the files in an archive is read.
 *
 * A zip or tar is walked once for its names, then again up to the file that is wanted; a stream, or
 * a tar that is packed as a whole, is walked only once, and its names are known only that far. The
 * bytes that accept() judged are kept and delivered first.
 */
#include "source_unpacker.h"

#include <archive_entry.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/source.h"

#define NAMES_MAX 10000 /* of files in an archive that are remembered and tried */

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

/* What stands between here and the next file. A plain archive is skipped by libarchive, which
 * seeks; elsewhere all of it is unpacked, and counted. */
static enum status skip_rest(struct unpacker *u, struct error *err)
{
	const void *block;
	la_int64_t offset;
	size_t n;
	int rc;

	if (u->in.seekable && (u->in.packing == PACKING_ZIP || u->in.packing == PACKING_TAR))
		return ST_OK;
	while ((rc = archive_read_data_block(u->archive, &block, &n, &offset)) == ARCHIVE_OK) {
		u->skipped += n;
		if (unpacker_check_ratio(u, u->skipped, err) != ST_OK)
			return ST_FAILED;
	}
	/* what is encrypted or damaged can be stepped over */
	return rc == ARCHIVE_FATAL ? unpacker_failed(u, err) : ST_OK;
}

/* The next file; *end is set behind the last. */
static enum status next_file(struct unpacker *u, struct archive_entry **e, bool *end,
			     struct error *err)
{
	for (;;) {
		int rc = archive_read_next_header(u->archive, e);
		enum status st;

		*end = rc == ARCHIVE_EOF;
		if (*end)
			return ST_OK;
		if (rc < ARCHIVE_WARN)
			return unpacker_failed(u, err);
		if (!is_container(u) || is_candidate(*e))
			return ST_OK;
		st = skip_rest(u, err);
		if (st != ST_OK)
			return st;
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
	enum status st = unpacker_start(u, err);

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
	unpacker_stop(u);
	u->listed = u->name_count > 0;
	return u->listed ? ST_OK : st;
}

static enum status refuse_encrypted(const struct unpacker *u, struct error *err)
{
	return error_set(err, ST_FORMAT, "%s: %s is encrypted: unpack it first", u->in.path,
			 u->encrypted);
}

/* Fill u->head from the file at hand. Damage after the first byte is left for later. */
static enum status fill_head(struct unpacker *u, struct error *err)
{
	struct error fault = ERROR_INIT;
	enum status st = ST_OK;

	if (!u->head)
		u->head = xmalloc(SOURCE_HEAD);
	u->head_n = u->head_at = 0;
	while (u->head_n < SOURCE_HEAD) {
		size_t got;

		st = unpacker_read_on(u, u->head + u->head_n, SOURCE_HEAD - u->head_n, &got,
				      &fault);
		if (st != ST_OK || got == 0)
			break;
		u->head_n += got;
	}
	if (st == ST_OK || (u->head_n && st != ST_FAILED))
		return ST_OK;
	return error_set(err, st, "%s", fault.text);
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
	bool sure = choice->member || !choice->accept || (u->listed && u->name_count == 1);
	struct error fault = ERROR_INIT;

	*take = false;
	if (is_container(u) && choice->member && strcmp(entry_name(e), choice->member) != 0)
		return ST_OK;
	if (archive_entry_is_encrypted(e)) {
		if (!u->encrypted)
			u->encrypted = xstrdup(entry_name(e));
		return choice->member ? refuse_encrypted(u, err) : ST_OK;
	}
	*take = true;
	if (!is_container(u) || sure)
		return ST_OK;
	u->produced = 0;
	u->broken.status = ST_OK;
	fault.status = fill_head(u, &fault);
	*take = fault.status == ST_OK && choice->accept(u->head, u->head_n);
	if (*take)
		return ST_OK;
	u->head_n = 0;
	/* a damaged file is stepped over */
	if (fault.status != ST_OK && fault.status != ST_FORMAT)
		return error_set(err, fault.status, "%s", fault.text);
	return skip_rest(u, err);
}

/* Walk to the file that is wanted. *found is false if there is none. */
static enum status walk(struct unpacker *u, const struct unpack_choice *choice, bool *found,
			struct error *err)
{
	enum status st = unpacker_start(u, err);

	*found = false;
	for (size_t seen = 0; st == ST_OK && (seen < NAMES_MAX || choice->member); seen++) {
		struct archive_entry *e;
		bool end;

		st = next_file(u, &e, &end, err);
		if (st != ST_OK || end)
			break;
		if (is_container(u) && !u->listed && u->name_count < NAMES_MAX)
			remember_name(u, entry_name(e));
		st = judge(u, e, choice, found, err);
		if (st == ST_OK && *found) {
			take_entry(u, e);
			break;
		}
	}
	if (st == ST_OK && !*found && u->encrypted && !choice->member)
		st = refuse_encrypted(u, err);
	return st;
}

static enum status none_found(const struct unpacker *u, const struct unpack_choice *choice,
			      struct error *err)
{
	if (choice->member)
		return error_set(err, ST_FAILED, "%s: there is no file %s in it", u->in.path,
				 choice->member);
	if (!is_container(u))
		return error_set(err, ST_FORMAT, "%s is empty: there is nothing in the %s",
				 u->in.path, packing_name(u->in.packing));
	if (u->name_count)
		return error_set(err, ST_FORMAT, "%s: none of the %zu files in it is a model",
				 u->in.path, u->name_count);
	return error_set(err, ST_FORMAT, "%s: the %s holds no file", u->in.path,
			 packing_name(u->in.packing));
}

enum status unpacker_choose(struct unpacker *u, const struct unpack_choice *choice,
			    struct error *err)
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
		unpacker_stop(u);
		u->listed = true; /* as far as anybody knows */
		u->skipped = 0;
		u->head_n = u->head_at = 0;
		u->produced = 0;
		u->broken.status = ST_OK;
		st = walk(u, &any, &found, err);
	}
	if (st == ST_OK && !found)
		st = none_found(u, choice, err);
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
	if (archive_entry_is_encrypted(e)) {
		free(u->encrypted);
		u->encrypted = xstrdup(entry_name(e));
		return refuse_encrypted(u, err);
	}
	u->head_n = u->head_at = 0;
	u->broken.status = ST_OK;
	take_entry(u, e);
	return ST_OK;
}
