#include "history/guard.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/path.h"

struct guarding {
	const char *path;
	char *dir;
	char *why;
	size_t cap;
};

static enum guard refuse(struct guarding *g, const char *fmt, ...) PRINTF_LIKE(2, 3);

static enum guard refuse(struct guarding *g, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(g->why, g->cap, fmt, ap);
	va_end(ap);
	return GUARD_REFUSED;
}

static enum guard refuse_errno(struct guarding *g, const char *what)
{
	snprintf(g->why, g->cap, "%s: %s", what, strerror(errno));
	return GUARD_REFUSED;
}

/* With sudo, HOME may still be the other user's: leave no files of root there. */
static bool root_in_foreign_home(const struct guarding *g)
{
	char *dir = xstrdup(g->dir);
	struct stat st;
	bool foreign;

	while (stat(dir, &st) != 0 && strcmp(dir, "/") != 0 && strcmp(dir, ".") != 0) {
		char *up = path_dir(dir);

		free(dir);
		dir = up;
	}
	foreign = geteuid() == 0 && stat(dir, &st) == 0 && st.st_uid != 0;
	free(dir);
	return foreign;
}

static enum guard check_dir(struct guarding *g)
{
	struct error err = ERROR_INIT;
	struct stat st;

	if (root_in_foreign_home(g))
		return refuse(g, "%s belongs to another user than root", g->dir);
	if (stat(g->dir, &st) != 0) {
		if (path_make_dirs(g->dir, &err) != ST_OK)
			return refuse(g, "%s", err.text);
		if (stat(g->dir, &st) != 0)
			return refuse_errno(g, g->dir);
	}
	if (!S_ISDIR(st.st_mode))
		return refuse(g, "%s is not a folder", g->dir);
	if (st.st_uid != geteuid())
		return refuse(g, "the folder %s belongs to another user", g->dir);
	if (st.st_mode & (S_IWGRP | S_IWOTH))
		return refuse(g, "others may write to the folder %s; chmod go-w helps", g->dir);
	return GUARD_OK;
}

/* umask may take away more than we want, never less: fchmod makes it exactly 0600. */
static enum guard create(struct guarding *g)
{
	int fd = open(g->path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);

	if (fd < 0)
		return errno == EEXIST ? GUARD_OK : refuse_errno(g, g->path);
	fchmod(fd, 0600);
	close(fd);
	return GUARD_OK;
}

static enum guard check_file(struct guarding *g)
{
	struct stat st;

	if (lstat(g->path, &st) != 0)
		return refuse_errno(g, g->path);
	if (S_ISLNK(st.st_mode)) {
		if (st.st_uid != geteuid())
			return refuse(g, "%s is a link made by another user", g->path);
		if (stat(g->path, &st) != 0)
			return refuse(g, "%s is a link that leads nowhere", g->path);
	}
	if (!S_ISREG(st.st_mode))
		return refuse(g, "%s is not a regular file", g->path);
	if (st.st_uid != geteuid())
		return refuse(g, "%s belongs to another user", g->path);
	if (st.st_mode & (S_IWGRP | S_IWOTH))
		return refuse(g, "others may write to %s; chmod 600 helps", g->path);
	if ((st.st_mode & 07777) != 0600 && (st.st_mode & S_IWUSR))
		chmod(g->path, 0600);
	return GUARD_OK;
}

static enum guard check_writable(struct guarding *g)
{
	const char *what = access(g->path, W_OK) != 0 ? g->path : g->dir;

	if (access(what, W_OK) == 0)
		return GUARD_OK;
	snprintf(g->why, g->cap, "%s cannot be written: %s", what, strerror(errno));
	return GUARD_READ_ONLY;
}

enum guard guard_prepare(const char *path, char *why, size_t cap)
{
	struct guarding g = { .path = path, .dir = path_dir(path), .why = why, .cap = cap };
	enum guard verdict = check_dir(&g);
	struct stat st;

	if (verdict == GUARD_OK && lstat(path, &st) != 0 && errno == ENOENT)
		verdict = create(&g);
	if (verdict == GUARD_OK)
		verdict = check_file(&g);
	if (verdict == GUARD_OK)
		verdict = check_writable(&g);
	free(g.dir);
	return verdict;
}
