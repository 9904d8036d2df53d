#include "io/sink.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/path.h"

#define BUFFER ((size_t)256 << 10)

struct sink {
	int fd;
	char *path, *temp; /* temp NULL: standard output */
	bool nameless;	   /* the file has no name yet, not even temp: it is gone with us */
	bool force;
	bool relaxed;	  /* no syncs */
	int failed;	  /* errno of the first write that failed, 0 if none did */
	uint64_t written; /* with what is buffered */
	size_t used;
	char buffer[BUFFER];
};

/* What stands at the place where the new file will be? A link is replaced by what it points to
 * being checked: writing through it would not be atomic. */
static enum status check_target(const char *path, bool force, struct error *err)
{
	struct stat st;

	if (lstat(path, &st) != 0)
		return errno == ENOENT ? ST_OK : error_errno(err, "cannot write %s", path);
	if (S_ISDIR(st.st_mode))
		return error_set(err, ST_IO, "%s is a folder: give a file name", path);
	if (S_ISLNK(st.st_mode) && stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		return error_set(err, ST_IO, "%s is a folder: give a file name", path);
	if (!S_ISREG(st.st_mode) && !S_ISLNK(st.st_mode))
		return error_set(err, ST_IO, "%s is not an ordinary file: it is left alone", path);
	if (!force)
		return error_set(err, ST_FAILED, "%s exists already: --force replaces it", path);
	return ST_OK;
}

static void name_temp(struct sink *s)
{
	char *dir = path_dir(s->path);

	free(s->temp);
	s->temp = xasprintf("%s/.%.200s.%08llx.tmp", dir, path_base(s->path),
			    (unsigned long long)hash_random_seed() & 0xFFFFFFFF);
	free(dir);
}

#ifdef O_TMPFILE
static void path_of_fd(int fd, char out[40])
{
	snprintf(out, 40, "/proc/self/fd/%d", fd);
}

/* Not every file system has such files; and it must be possible to name it in the end. */
static bool open_nameless(struct sink *s)
{
	char *dir = path_dir(s->path), self[40];

	s->fd = open(dir, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0666);
	free(dir);
	if (s->fd < 0)
		return false;
	path_of_fd(s->fd, self);
	s->nameless = access(self, F_OK) == 0;
	if (!s->nameless)
		close(s->fd);
	return s->nameless;
}

/* Give it the temporary name, for the moment until it gets its own. */
static int name_nameless(struct sink *s)
{
	char self[40];

	path_of_fd(s->fd, self);
	for (int tries = 0; tries < 100; tries++) {
		if (linkat(AT_FDCWD, self, AT_FDCWD, s->temp, AT_SYMLINK_FOLLOW) == 0) {
			s->nameless = false;
			return 0;
		}
		if (errno != EEXIST)
			break;
		name_temp(s);
	}
	return -1;
}
#else
static bool open_nameless(struct sink *s)
{
	(void)s;
	return false;
}

static int name_nameless(struct sink *s)
{
	(void)s;
	return -1;
}
#endif

static void open_named(struct sink *s)
{
	for (int tries = 0; tries < 100; tries++) {
		s->fd = open(s->temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
		if (s->fd >= 0 || errno != EEXIST)
			break;
		name_temp(s);
	}
}

/* The mode an ordinary program would give a new file, or that of the file to be replaced. The
 * umask can only be asked by setting it, which other threads would see, so the kernel applies it. */
static enum status open_temp(struct sink *s, struct error *err)
{
	struct stat st;

	name_temp(s);
	if (!open_nameless(s))
		open_named(s);
	if (s->fd < 0)
		return error_errno(err, "cannot write %s", s->path);
	if (stat(s->path, &st) == 0 && fchmod(s->fd, st.st_mode & 0777) != 0)
		s->failed = errno;
	return ST_OK;
}

static void sink_free(struct sink *s)
{
	free(s->path);
	free(s->temp);
	free(s);
}

enum status sink_open(struct sink **out, const char *path, bool force, struct error *err)
{
	struct sink *s;
	enum status st;

	if (*path == '\0')
		return error_set(err, ST_USAGE, "no file name to write to");
	s = xmalloc(sizeof(*s));
	memset(s, 0, offsetof(struct sink, buffer));
	s->path = xstrdup(path);
	s->fd = STDOUT_FILENO;
	s->force = force;
	if (strcmp(path, "-") != 0) {
		st = check_target(path, force, err);
		if (st == ST_OK)
			st = open_temp(s, err);
		if (st != ST_OK) {
			sink_free(s);
			return st;
		}
	}
	*out = s;
	return ST_OK;
}

static void write_out(struct sink *s, const char *p, size_t n)
{
	while (n && !s->failed) {
		ssize_t k = write(s->fd, p, n);

		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0) {
			s->failed = k < 0 ? errno : EIO;
			return;
		}
		p += k;
		n -= (size_t)k;
	}
}

static void flush(struct sink *s)
{
	write_out(s, s->buffer, s->used);
	s->used = 0;
}

void sink_write(struct sink *s, const void *bytes, size_t n)
{
	s->written += n;
	if (n > BUFFER - s->used)
		flush(s);
	if (n >= BUFFER) {
		write_out(s, bytes, n);
		return;
	}
	memcpy(s->buffer + s->used, bytes, n);
	s->used += n;
}

void sink_relax(struct sink *s)
{
	s->relaxed = true;
}

uint64_t sink_tell(const struct sink *s)
{
	return s->written;
}

/* A rename is on the disk only when its folder is. Some file systems cannot sync a folder: their
 * word is taken. */
static void sync_folder(const char *path)
{
	char *dir = path_dir(path);
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	free(dir);
	if (fd < 0)
		return;
	fsync(fd);
	close(fd);
}

/* Into place. Without force the target must still be absent: link() refuses where rename() would
 * replace a file that appeared meanwhile. */
static int put_in_place(struct sink *s)
{
	if (s->force)
		return rename(s->temp, s->path);
	if (link(s->temp, s->path) == 0)
		return unlink(s->temp);
	if (errno == EEXIST)
		return -1;
	return rename(s->temp, s->path); /* no hard links on this file system */
}

static void forget_temp(const struct sink *s)
{
	if (!s->nameless)
		unlink(s->temp);
}

static enum status commit_file(struct sink *s, struct error *err)
{
	bool closed_badly;

	if (!s->failed && !s->relaxed && fsync(s->fd) != 0 && errno != EINVAL && errno != EROFS)
		s->failed = errno;
	if (!s->failed && s->nameless && name_nameless(s) != 0)
		s->failed = errno;
	closed_badly = close(s->fd) != 0;
	if (closed_badly && !s->failed)
		s->failed = errno;
	if (!s->failed && put_in_place(s) != 0)
		s->failed = errno;
	if (s->failed) {
		forget_temp(s);
		errno = s->failed;
		return error_errno(err, "cannot write %s", s->path);
	}
	if (!s->relaxed)
		sync_folder(s->path);
	return ST_OK;
}

enum status sink_commit(struct sink *s, struct error *err)
{
	enum status st = ST_OK;

	flush(s);
	if (s->temp) {
		st = commit_file(s, err);
	} else if (s->failed) {
		errno = s->failed;
		st = error_errno(err, "cannot write to standard output");
	}
	sink_free(s);
	return st;
}

void sink_abort(struct sink *s)
{
	if (!s)
		return;
	if (s->temp) {
		close(s->fd);
		forget_temp(s);
	}
	sink_free(s);
}
