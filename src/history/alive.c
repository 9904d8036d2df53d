#include "history/alive.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A small file of /proc as a string; "" if it cannot be read. */
static void read_small(const char *path, char *out, size_t cap)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, out, cap - 1);

	out[n > 0 ? n : 0] = '\0';
	if (fd >= 0)
		close(fd);
}

/* Field 22 of /proc/PID/stat. The second field is the name in parentheses and may hold anything,
 * so counting starts behind the last closing one. */
static int64_t start_time(int64_t pid)
{
	char path[64], text[1024];
	const char *p;

	snprintf(path, sizeof(path), "/proc/%" PRId64 "/stat", pid);
	read_small(path, text, sizeof(text));
	p = strrchr(text, ')');
	for (int field = 2; p && field < 22; field++)
		p = strchr(p + 1, ' ');
	return p ? strtoll(p, NULL, 10) : 0;
}

static void read_boot(char out[40])
{
	read_small("/proc/sys/kernel/random/boot_id", out, 40);
	out[strcspn(out, "\n")] = '\0';
}

void alive_self(struct alive *out)
{
	out->pid = getpid();
	out->pid_start = start_time(out->pid);
	read_boot(out->boot);
}

bool alive_is_running(int64_t pid, int64_t pid_start, const char *boot)
{
	char now[40];
	int64_t start;

	read_boot(now);
	if (pid <= 0 || pid > INT_MAX || strcmp(boot, now) != 0)
		return false;
	if (kill((pid_t)pid, 0) != 0 && errno != EPERM)
		return false;
	start = start_time(pid);
	return !pid_start || !start || start == pid_start;
}
