#include "app/cacher.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/path.h"
#include "base/map.h"

#define NICENESS 10

/* Work begins after this many polls: the first is that of the command that opened the model, the
 * second that of the first question, which should have the machine for itself. */
#define PATIENCE 2

/* One thread's work; a list of them is a session's cacher. */
struct cacher {
	struct cacher *next;
	pthread_t thread;
	struct cache_slot *slot;
	struct model *model;
	uint64_t limit;
	bool checks; /* compares; else it writes */
	unsigned polls;
	bool started;
	atomic_bool stop, done;
	struct error err;
};

char *cacher_dir(void)
{
	char *base = path_xdg(PATH_CACHE), *dir = base ? path_join(base, "models") : NULL;

	free(base);
	return dir;
}

static bool go_on(void *ctx, uint64_t done, uint64_t total)
{
	(void)done, (void)total;
	return !atomic_load(&((struct cacher *)ctx)->stop);
}

static void run_task(struct cacher *c)
{
	struct progress progress = { go_on, c };
	enum status st;
	char *dir;

	if (c->checks) {
		if (cache_verify(c->slot, c->model, &progress, &c->err) == ST_FORMAT)
			map_mark_broken(c->model->map);
		return;
	}
	st = cache_write(c->slot, c->model, &progress, &c->err);
	dir = st == ST_OK ? cacher_dir() : NULL;
	if (dir)
		cache_trim(dir, c->limit);
	free(dir);
}

static void *thread_main(void *arg)
{
	struct cacher *c = arg;

	setpriority(PRIO_PROCESS, (id_t)gettid(), NICENESS); /* of this thread, on Linux */
	run_task(c);
	atomic_store(&c->done, true);
	return NULL;
}

static void free_task(struct cacher *c)
{
	cache_slot_free(c->slot);
	model_unref(c->model);
	free(c);
}

void cacher_add(struct cacher **cacher, struct cache_slot *slot, struct model *m, uint64_t limit)
{
	struct cacher *c;

	if (!m->map && (!cache_wants(slot, m) || cache_bytes(m) > limit)) {
		cache_slot_free(slot);
		return;
	}
	c = xcalloc(1, sizeof(*c));
	c->slot = slot;
	c->model = model_ref(m);
	c->limit = limit;
	c->checks = m->map != NULL;
	c->next = *cacher;
	*cacher = c;
}

static void be_patient(struct cacher *c)
{
	if (c->started || ++c->polls < PATIENCE)
		return;
	c->started = pthread_create(&c->thread, NULL, thread_main, c) == 0;
}

void cacher_poll(struct cacher **cacher, struct result *r)
{
	for (struct cacher **at = cacher; *at;) {
		struct cacher *c = *at;

		be_patient(c);
		if (!atomic_load(&c->done)) {
			at = &c->next;
			continue;
		}
		pthread_join(c->thread, NULL);
		if (c->err.status == ST_FORMAT)
			result_notef(r, "%s", c->err.text);
		else if (c->err.status != ST_OK && c->err.status != ST_CANCELLED)
			result_notef(r, "%s will not open at once the next time: %s",
				     c->model->name, c->err.text);
		*at = c->next;
		free_task(c);
	}
}

void cacher_finish(struct cacher **cacher)
{
	for (struct cacher *c = *cacher; c; c = c->next)
		atomic_store(&c->stop, c->checks);
	while (*cacher) {
		struct cacher *c = *cacher;

		if (c->started)
			pthread_join(c->thread, NULL);
		*cacher = c->next;
		free_task(c);
	}
}
