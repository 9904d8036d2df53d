#include "io/source.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/path.h"
#include "source_archive.h"

struct source {
	char *path, *name;
	enum packing packing;
	int fd;	     /* the file; or standard input, which is not closed */
	bool ranges; /* fd can be read anywhere: a plain file, or the spool */
	bool spooled;
	uint64_t file_size, size;
	uint64_t at; /* unpacked bytes handed out by source_read() */
	struct unpacker *unpacker;
	unsigned char *peek; /* of a stream: bytes that were looked at to tell its packing */
	size_t peek_n, peek_at;
	char *head; /* bytes [0, head_n) of the unpacked data, once asked for */
	size_t head_n;
	struct error damage; /* met while filling the head: told when reading gets there */
};

/* --- opening ----------------------------------------------------------------------------------- */

static enum status check_kind(const char *path, mode_t mode, struct error *err)
{
	const char *kind = S_ISFIFO(mode) ? "a pipe" : S_ISSOCK(mode) ? "a socket" : "a device";

	if (S_ISREG(mode))
		return ST_OK;
	if (S_ISDIR(mode))
		return error_set(err, ST_IO, "%s is a folder: name the model file in it", path);
	return error_set(err, ST_IO, "%s is %s, not a file: read it through standard input (-)",
			 path, kind);
}

static enum status open_file(struct source *s, struct error *err)
{
	struct stat st;
	enum status rc;

	if (stat(s->path, &st) != 0)
		return error_errno(err, "cannot open %s", s->path);
	rc = check_kind(s->path, st.st_mode, err); /* devices are not even opened */
	if (rc != ST_OK)
		return rc;
	s->fd = open(s->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (s->fd < 0 || fstat(s->fd, &st) != 0)
		return error_errno(err, "cannot open %s", s->path);
	rc = check_kind(s->path, st.st_mode, err); /* what was opened is the truth */
	if (rc != ST_OK)
		return rc;
	s->file_size = (uint64_t)st.st_size;
	if (s->file_size == 0)
		return error_set(err, ST_FORMAT, "%s is empty", s->path);
	return ST_OK;
}

ssize_t source_fd_read(int fd, bool seekable, void *buf, size_t n, uint64_t at)
{
	struct pollfd input = { .fd = fd, .events = POLLIN };
	ssize_t k;

	for (;;) {
		k = seekable ? pread(fd, buf, n, (off_t)at) : read(fd, buf, n);
		if (k >= 0 || (errno != EINTR && errno != EAGAIN))
			return k;
		/* another program may have made standard input non-blocking */
		if (errno == EAGAIN && poll(&input, 1, -1) < 0 && errno != EINTR)
			return -1;
	}
}

static enum status read_fd(const struct source *s, void *buf, size_t n, size_t *got,
			   struct error *err)
{
	ssize_t k = source_fd_read(s->fd, s->ranges, buf, n, s->at);

	if (k < 0)
		return error_errno(err, "cannot read %s", s->path);
	*got = (size_t)k;
	return ST_OK;
}

/* The first bytes as they stand on disk. */
static enum status look(struct source *s, struct error *err)
{
	enum status st = ST_OK;

	s->peek = xmalloc(PACKING_PEEK);
	while (s->peek_n < PACKING_PEEK) {
		size_t got = 0;

		s->at = s->peek_n;
		st = read_fd(s, s->peek + s->peek_n, PACKING_PEEK - s->peek_n, &got, err);
		if (st != ST_OK || got == 0)
			break;
		s->peek_n += got;
	}
	s->at = 0;
	if (st == ST_OK && s->peek_n == 0)
		st = error_set(err, ST_FORMAT, "%s is empty", s->path);
	return st;
}

static enum status open_packed(struct source *s, const struct unpack_choice *choice,
			       struct error *err)
{
	struct unpack_input in = {
		.path = s->path,
		.fd = s->fd,
		.seekable = s->ranges,
		.peek = s->peek,
		.peek_n = s->ranges ? 0 : s->peek_n,
		.size = s->file_size,
		.packing = s->packing,
	};
	enum status st = unpacker_open(&s->unpacker, &in, choice, err);

	if (st != ST_OK)
		return st;
	s->ranges = false;
	s->size = unpacker_size(s->unpacker);
	return ST_OK;
}

/* "x.vec.gz" → "x.vec"; the file in an archive is called by its own name. */
static char *make_name(const struct source *s)
{
	const char *base = path_base(s->path);
	char *plain;

	if (s->unpacker && *unpacker_member(s->unpacker))
		return xstrdup(path_base(unpacker_member(s->unpacker)));
	if (strcmp(s->path, "-") == 0)
		return xstrdup("stdin");
	plain = s->packing ? source_unpacked_name(base) : NULL;
	return plain ? plain : xstrdup(base);
}

enum status source_open(struct source **out, const char *path, const char *member,
			bool (*accept)(const char *head, size_t n), struct error *err)
{
	struct unpack_choice choice = { .member = member, .accept = accept };
	struct source *s = xcalloc(1, sizeof(*s));
	enum status st = ST_OK;

	s->path = xstrdup(path);
	s->fd = -1;
	if (strcmp(path, "-") == 0) {
		s->fd = STDIN_FILENO;
	} else {
		s->ranges = true;
		st = open_file(s, err);
	}
	if (st == ST_OK)
		st = look(s, err);
	if (st == ST_OK) {
		s->packing = packing_of(s->peek, s->peek_n);
		s->size = s->file_size;
		if (s->packing)
			st = open_packed(s, &choice, err);
	}
	if (st == ST_OK && member && !*source_member(s))
		st = error_set(err, ST_USAGE, "%s is no archive: there is no %s in it", path,
			       member);
	if (st != ST_OK) {
		source_close(s);
		return st;
	}
	s->name = make_name(s);
	*out = s;
	return ST_OK;
}

/* What cannot be looked at may be there; opening an archive says ST_FAILED by itself. */
static bool is_there(const struct source *s, const char *path)
{
	return *source_member(s) || access(path, F_OK) == 0 ||
	       (errno != ENOENT && errno != ENOTDIR);
}

enum status source_open_sibling(struct source **out, const struct source *s, const char *name,
				struct error *err)
{
	const char *member = source_member(s);
	char *dir, *path;
	enum status st;

	if (*name == '\0' || strchr(name, '/') || strcmp(name, "..") == 0 || strcmp(name, ".") == 0)
		return error_set(err, ST_FAILED, "%s: %s is no name of a file beside it", s->path,
				 name);
	if (strcmp(s->path, "-") == 0)
		return error_set(err, ST_FAILED, "standard input has no %s beside it", name);
	dir = path_dir(*member ? member : s->path);
	path = strcmp(dir, ".") == 0 && *member ? xstrdup(name) : path_join(dir, name);
	if (!is_there(s, path))
		st = error_set(err, ST_FAILED, "there is no %s beside it", name);
	else
		st = source_open(out, *member ? s->path : path, *member ? path : NULL, NULL, err);
	free(dir);
	free(path);
	return st;
}

void source_close(struct source *s)
{
	if (!s)
		return;
	unpacker_close(s->unpacker);
	if (s->fd > STDIN_FILENO)
		close(s->fd);
	free(s->path);
	free(s->name);
	free(s->peek);
	free(s->head);
	free(s);
}

/* --- what it is -------------------------------------------------------------------------------- */

size_t source_member_count(const struct source *s)
{
	char *const *names;

	return s->unpacker ? unpacker_names(s->unpacker, &names) : 0;
}

const char *source_member_name(const struct source *s, size_t i)
{
	char *const *names;

	return i < unpacker_names(s->unpacker, &names) ? names[i] : "";
}

const char *source_member(const struct source *s)
{
	return s->unpacker ? unpacker_member(s->unpacker) : "";
}

enum status source_next_member(struct source *s, bool *more, struct error *err)
{
	enum status st;

	*more = false;
	if (!s->unpacker || s->spooled)
		return ST_OK;
	st = unpacker_next(s->unpacker, more, err);
	if (st != ST_OK || !*more)
		return st;
	free(s->head);
	free(s->name);
	s->head = NULL;
	s->head_n = 0;
	s->damage.status = ST_OK;
	s->at = 0;
	s->size = unpacker_size(s->unpacker);
	s->name = make_name(s);
	return ST_OK;
}

const char *source_path(const struct source *s)
{
	return s->path;
}

const char *source_name(const struct source *s)
{
	return s->name;
}

const char *source_packing(const struct source *s)
{
	return packing_name(s->packing);
}

uint64_t source_file_size(const struct source *s)
{
	return s->file_size;
}

uint64_t source_size(const struct source *s)
{
	return s->size;
}

uint64_t source_tell(const struct source *s)
{
	return s->at;
}

uint64_t source_consumed(const struct source *s)
{
	uint64_t n = s->at;

	if (s->spooled)
		n = (uint64_t)((double)s->file_size * ((double)s->at / (double)MAX(s->size, 1)));
	else if (s->unpacker)
		n = unpacker_consumed(s->unpacker);
	return s->file_size ? MIN(n, s->file_size) : n;
}

/* --- reading ----------------------------------------------------------------------------------- */

/* The next bytes from where the data comes from, behind what the head holds. */
static enum status read_on(struct source *s, void *buf, size_t n, size_t *got, struct error *err)
{
	if (s->ranges)
		return read_fd(s, buf, n, got, err);
	if (s->unpacker)
		return unpacker_read(s->unpacker, buf, n, got, err);
	if (s->peek_at < s->peek_n) {
		*got = MIN(n, s->peek_n - s->peek_at);
		memcpy(buf, s->peek + s->peek_at, *got);
		s->peek_at += *got;
		return ST_OK;
	}
	return read_fd(s, buf, n, got, err);
}

/* Fill the head. What a plain file gives is read again by source_read(); a stream is not. */
static enum status fill_head(struct source *s, struct error *err)
{
	uint64_t at = s->at;
	enum status st = ST_OK;

	if (s->head)
		return ST_OK;
	s->head = xmalloc(SOURCE_HEAD);
	for (s->at = 0; s->head_n < SOURCE_HEAD; s->at = s->head_n) {
		size_t got;

		st = read_on(s, s->head + s->head_n, SOURCE_HEAD - s->head_n, &got, &s->damage);
		if (st != ST_OK || got == 0)
			break;
		s->head_n += got;
	}
	s->at = at;
	if (st == ST_OK || (s->head_n && st != ST_FAILED))
		return ST_OK;
	if (err)
		*err = s->damage;
	return st;
}

enum status source_head(struct source *s, const char **head, size_t *n, struct error *err)
{
	enum status st = fill_head(s, err);

	if (st != ST_OK)
		return st;
	*head = s->head;
	*n = s->head_n;
	return ST_OK;
}

enum status source_read(struct source *s, void *buf, size_t n, size_t *got, struct error *err)
{
	enum status st;
	size_t k;

	if (!s->ranges && s->head && s->at < s->head_n) {
		k = MIN(n, s->head_n - (size_t)s->at);
		memcpy(buf, s->head + s->at, k);
	} else if (!s->ranges && s->damage.status != ST_OK) {
		if (err)
			*err = s->damage;
		return s->damage.status;
	} else {
		st = read_on(s, buf, n, &k, err);
		if (st != ST_OK)
			return st;
	}
	s->at += k;
	*got = k;
	return ST_OK;
}

/* A file without a name: gone with the descriptor, whatever happens to the program. */
static int open_spool(void)
{
	static const char *const folders[] = { "/var/tmp", "/tmp" };
	char name[] = "/tmp/vecscope-XXXXXX";
	int fd;

	for (size_t i = 0; i < ARRAY_LEN(folders); i++) {
		fd = open(folders[i], O_TMPFILE | O_RDWR | O_EXCL | O_CLOEXEC, 0600);
		if (fd >= 0)
			return fd;
	}
	fd = mkostemp(name, O_CLOEXEC);
	if (fd >= 0)
		unlink(name);
	return fd;
}

static enum status write_spool(const struct source *s, int fd, const char *p, size_t n,
			       struct error *err)
{
	while (n) {
		ssize_t k = write(fd, p, n);

		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0)
			return error_errno(err, "cannot unpack %s into a temporary file", s->path);
		p += k;
		n -= (size_t)k;
	}
	return ST_OK;
}

static enum status spool(struct source *s, int fd, struct error *err)
{
	const size_t chunk = (size_t)1 << 20;
	char *buf = xmalloc(chunk);
	enum status st = ST_OK;

	for (;;) {
		size_t got;

		st = source_read(s, buf, chunk, &got, err);
		if (st != ST_OK || got == 0)
			break;
		st = write_spool(s, fd, buf, got, err);
		if (st != ST_OK)
			break;
	}
	free(buf);
	return st;
}

enum status source_make_seekable(struct source *s, struct error *err)
{
	enum status st;
	int fd;

	if (s->ranges)
		return ST_OK;
	if (s->at != 0)
		return error_set(err, ST_FAILED, "%s is being read already", s->path);
	fd = open_spool();
	if (fd < 0)
		return error_errno(err, "cannot make a temporary file to unpack %s", s->path);
	st = spool(s, fd, err);
	if (st != ST_OK) {
		close(fd);
		return st;
	}
	if (s->fd > STDIN_FILENO)
		close(s->fd);
	s->fd = fd;
	s->size = s->at;
	s->at = 0;
	s->ranges = s->spooled = true;
	return ST_OK;
}

enum status source_range(const struct source *s, uint64_t offset, void *buf, size_t n,
			 struct error *err)
{
	char *p = buf;

	if (!s->ranges || offset > INT64_MAX - n)
		return error_set(err, ST_FORMAT, "%s: byte %" PRIu64 " cannot be read", s->path,
				 offset);
	while (n) {
		ssize_t k = pread(s->fd, p, n, (off_t)offset);

		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0)
			return error_errno(err, "cannot read %s", s->path);
		if (k == 0)
			return error_set(err, ST_FORMAT, "%s ends at byte %" PRIu64 ", too early",
					 s->path, offset);
		p += k;
		n -= (size_t)k;
		offset += (uint64_t)k;
	}
	return ST_OK;
}
