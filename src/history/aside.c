/* A damaged database is renamed, never deleted: what is in it may be wanted and may be saved. */
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/path.h"
#include "history/store.h"

/* dir/history.db → dir/history.corrupt-20261124-104200, with -2, -3 … if that is taken. */
static char *aside_path(const char *path)
{
	char *dir = path_dir(path);
	const char *base = path_base(path);
	const char *dot = strrchr(base, '.');
	int stem = (int)(dot && dot > base ? (size_t)(dot - base) : strlen(base));
	time_t now = time(NULL);
	char when[32], *aside;
	struct stat st;
	struct tm tm;

	strftime(when, sizeof(when), "%Y%m%d-%H%M%S", gmtime_r(&now, &tm));
	aside = xasprintf("%s/%.*s.corrupt-%s", dir, stem, base, when);
	for (int n = 2; lstat(aside, &st) == 0; n++) {
		free(aside);
		aside = xasprintf("%s/%.*s.corrupt-%s-%d", dir, stem, base, when, n);
	}
	free(dir);
	return aside;
}

/* Only one program may set the file aside: a second one would take the fresh file for the damaged
 * one. A lock on the folder decides, and then the inode. The other holds it for a rename, so that a
 * second is long. -1: not to be had. */
static int lock_folder(const char *path)
{
	char *dir = path_dir(path);
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	free(dir);
	for (int i = 0; fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0; i++) {
		if (i == 200) {
			close(fd);
			return -1;
		}
		poll(NULL, 0, 5);
	}
	return fd;
}

static void rename_journal(const char *path, const char *aside)
{
	char *from = xasprintf("%s-journal", path);
	char *to = xasprintf("%s-journal", aside);

	rename(from, to);
	free(from);
	free(to);
}

bool store_set_aside(struct store *s, ino_t ino)
{
	int lock = lock_folder(s->path);
	char *aside = aside_path(s->path);
	struct stat st;
	bool done = lock >= 0;

	if (done && stat(s->path, &st) == 0 && st.st_ino == ino) {
		done = rename(s->path, aside) == 0;
		if (done)
			rename_journal(s->path, aside);
		if (done)
			snprintf(s->notice, sizeof(s->notice),
				 "the history was damaged; it is kept as %s and a new one begins",
				 aside);
	}
	if (!done)
		snprintf(s->notice, sizeof(s->notice),
			 "the history is damaged and cannot be renamed to %s; the lines of this "
			 "session stay in memory",
			 aside);
	if (lock >= 0)
		close(lock);
	free(aside);
	return done;
}
