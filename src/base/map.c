/*
 * Reading a mapped file that somebody cuts off raises SIGBUS in whatever thread touches the page.
 * The handler looks the address up among our maps; if it is one of ours it puts a page of zeros
 * there, marks the map broken and returns: the thread goes on, on zeros, and its result is thrown
 * away by whoever asks map_is_broken() afterwards. No thread needs a jump buffer.
 *
 * The table of maps is the one thing here that is not constant: a signal handler is given nothing
 * but an address. Entries are published by atomic stores, and an entry is taken away before its
 * memory is unmapped. mmap() is not on POSIX's list of what a handler may call; on Linux and the
 * BSDs it is a plain system call.
 */
#include "base/map.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

struct map {
	char *base;
	size_t size, mapped; /* of the file; rounded up to pages */
	atomic_bool broken;
};

static struct {
	_Atomic(struct map *) maps[MAPS_MAX];
	pthread_mutex_t lock; /* of installing */
	size_t page;
	struct sigaction before;
} table = { .lock = PTHREAD_MUTEX_INITIALIZER };

bool map_mend(void *where)
{
	char *address = where;

	for (size_t i = 0; i < MAPS_MAX; i++) {
		struct map *m = atomic_load(&table.maps[i]);
		char *page;

		if (!m || address < m->base || address >= m->base + m->mapped)
			continue;
		page = m->base + (size_t)(address - m->base) / table.page * table.page;
		atomic_store(&m->broken, true);
		return mmap(page, table.page, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED,
			    -1, 0) != MAP_FAILED;
	}
	return false;
}

static void on_fault(int number, siginfo_t *info, void *context)
{
	int saved = errno;

	if (map_mend(info->si_addr)) {
		errno = saved;
		return;
	}
	if (info->si_code <= 0) { /* sent on purpose, by one who has done with it */
		signal(number, SIG_DFL);
		raise(number);
		return;
	}
	if (table.before.sa_flags & SA_SIGINFO) {
		table.before.sa_sigaction(number, info, context);
	} else if (table.before.sa_handler != SIG_DFL && table.before.sa_handler != SIG_IGN) {
		table.before.sa_handler(number);
	} else {
		sigaction(number, &table.before, NULL); /* the fault comes again, to the default */
	}
}

/* Again for each map: others may have put theirs there meanwhile. */
static void install(void)
{
	struct sigaction sa = { .sa_sigaction = on_fault, .sa_flags = SA_SIGINFO | SA_ONSTACK };
	struct sigaction now;

	pthread_mutex_lock(&table.lock);
	table.page = (size_t)sysconf(_SC_PAGESIZE);
	sigemptyset(&sa.sa_mask);
	if (sigaction(SIGBUS, NULL, &now) == 0 && now.sa_sigaction != on_fault) {
		table.before = now;
		sigaction(SIGBUS, &sa, NULL);
	}
	pthread_mutex_unlock(&table.lock);
}

static bool enter(struct map *m)
{
	for (size_t i = 0; i < MAPS_MAX; i++) {
		struct map *none = NULL;

		if (atomic_compare_exchange_strong(&table.maps[i], &none, m))
			return true;
	}
	return false;
}

static void leave(struct map *m)
{
	for (size_t i = 0; i < MAPS_MAX; i++) {
		struct map *own = m;

		if (atomic_compare_exchange_strong(&table.maps[i], &own, NULL))
			return;
	}
}

static enum status map_fd(struct map *m, int fd, const char *path, struct error *err)
{
	struct stat st;

	if (fstat(fd, &st) != 0)
		return error_errno(err, "cannot open %s", path);
	if (!S_ISREG(st.st_mode) || st.st_size <= 0)
		return error_set(err, ST_IO, "%s is no file with something in it", path);
	m->size = (size_t)st.st_size;
	if (!size_add(m->size, table.page - 1, &m->mapped))
		return error_set(err, ST_IO, "%s is too large to be mapped", path);
	m->mapped = m->mapped / table.page * table.page;
	m->base = mmap(NULL, m->size, PROT_READ, MAP_SHARED, fd, 0);
	if (m->base == MAP_FAILED)
		return error_errno(err, "cannot map %s", path);
	return ST_OK;
}

enum status map_open(struct map **out, const char *path, struct error *err)
{
	struct map *m = xcalloc(1, sizeof(*m));
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	enum status st;

	install();
	st = fd < 0 ? error_errno(err, "cannot open %s", path) : map_fd(m, fd, path, err);
	if (fd >= 0)
		close(fd);
	if (st == ST_OK && !enter(m)) {
		munmap(m->base, m->mapped);
		st = error_set(err, ST_IO, "%d files are mapped already", MAPS_MAX);
	}
	if (st != ST_OK)
		free(m);
	else
		*out = m;
	return st;
}

void map_close(struct map *m)
{
	if (!m)
		return;
	leave(m);
	munmap(m->base, m->mapped);
	free(m);
}

const char *map_bytes(const struct map *m)
{
	return m->base;
}

size_t map_size(const struct map *m)
{
	return m->size;
}

bool map_is_broken(const struct map *m)
{
	return atomic_load(&m->broken);
}

void map_mark_broken(struct map *m)
{
	atomic_store(&m->broken, true);
}

void map_will_need(const struct map *m)
{
	madvise(m->base, m->mapped, MADV_WILLNEED);
}
