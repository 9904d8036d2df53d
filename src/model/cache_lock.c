#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/path.h"
#include "model/cache.h"

enum status cache_lock(int *out, const char *dir, struct error *err)
{
	char *path = path_join(dir, "lock");
	enum status st = path_make_dirs(dir, err);
	int fd = -1;

	if (st == ST_OK) {
		fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
		if (fd < 0)
			st = error_errno(err, "cannot open %s", path);
		else if (flock(fd, LOCK_EX | LOCK_NB) != 0)
			st = errno == EWOULDBLOCK
				     ? error_set(err, ST_FAILED, "copies are being made already")
				     : error_errno(err, "cannot lock %s", path);
	}
	free(path);
	if (st == ST_OK)
		*out = fd;
	else if (fd >= 0)
		close(fd);
	return st;
}
