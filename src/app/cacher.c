#include "app/cacher.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/map.h"
#include "base/mem.h"
#include "base/path.h"
#include "token.h"

#define NICENESS   10
#define APART_MAX  8 /* copies that one program makes */
#define APART_HEAD 7 /* its arguments before them */

/* Work begins after this many polls: the first is that of the command that opened the model, the
 * second that of the first question, which should have the machine for itself. A check that the end would
 * stop at once is not begun: a program that asks but one question is over then. */
#define PATIENCE       2
#define CHECK_PATIENCE 3

/* One thread's work; a list of them is a session's cacher. */
struct cacher {
	struct cacher *next;
	pthread_t thread;
	struct cache_slot *slot;
	struct model *model;
	uint64_t limit;
	bool checks; /* compares; else it writes */
	unsigned polls;
	int lock; /* of the cache, while it writes; or -1 */
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

static void unlock(struct cacher *c)
{
	if (c->lock >= 0)
		close(c->lock);
	c->lock = -1;
}

static void *thread_main(void *arg)
{
	struct cacher *c = arg;

	setpriority(PRIO_PROCESS, (id_t)gettid(), NICENESS); /* of this thread, on Linux */
	run_task(c);
	unlock(c); /* who waits for it, a line of this session perhaps, may go on */
	atomic_store(&c->done, true);
	return NULL;
}

static void free_task(struct cacher *c)
{
	unlock(c);
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
	c->lock = -1;
	c->next = *cacher;
	*cacher = c;
}

/* Copies are made one at a time, whichever program makes them. False: it is not our turn. */
static bool take_turn(struct cacher *c)
{
	char *dir = c->checks ? NULL : cacher_dir();
	enum status st = dir ? cache_lock(&c->lock, dir, NULL) : ST_OK;

	free(dir);
	return st != ST_FAILED; /* what else is wrong, the copy will say */
}

static void be_patient(struct cacher *c)
{
	unsigned enough = c->checks ? CHECK_PATIENCE : PATIENCE;

	if (c->started || ++c->polls < enough || !take_turn(c))
		return;
	c->started = pthread_create(&c->thread, NULL, thread_main, c) == 0;
	if (!c->started)
		unlock(c);
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

void cacher_forget(struct cacher **cacher)
{
	for (struct cacher **at = cacher; *at;) {
		struct cacher *c = *at;

		if (c->checks || c->started) {
			at = &c->next;
			continue;
		}
		*at = c->next;
		free_task(c);
	}
}

/* --- the end -------------------------------------------------------------------------------------- */

/* Was a copy asked for that is not there? */
static bool is_open(const struct cacher *c)
{
	return !c->checks && c->polls >= PATIENCE && (!c->started || c->err.status == ST_CANCELLED);
}

static void add_option(struct strbuf *line, const char *name, const char *value)
{
	if (!value)
		return;
	strbuf_addf(line, " --%s ", name);
	token_quote(value, line);
}

/* The line that makes the copy. */
static char *line_of(const struct cacher *c)
{
	struct strbuf line = STRBUF_INIT;
	struct load_options opt;
	char *path = path_absolute(cache_slot_file(c->slot, &opt));

	strbuf_adds(&line, "cache add");
	add_option(&line, "member", opt.member);
	add_option(&line, "format", opt.format);
	add_option(&line, "tensor", opt.read.tensor);
	add_option(&line, "vocab", opt.read.vocab_path);
	strbuf_adds(&line, " -- ");
	token_quote(path, &line);
	free(path);
	return strbuf_detach(&line, NULL);
}

static bool hand_over(struct cacher *list, cacher_apart *apart, int lock)
{
	char limit[48], *lines[APART_MAX];
	const char *argv[APART_HEAD + 2 * APART_MAX + 1] = {
		"--no-config", "--no-history", "--apart", "--threads", "1", "-e", limit,
	};
	size_t n = 0;
	bool ok;

	snprintf(limit, sizeof(limit), "set cache %llu", (unsigned long long)(list->limit >> 20));
	for (struct cacher *c = list; c && n < APART_MAX; c = c->next) {
		if (!is_open(c))
			continue;
		lines[n] = line_of(c);
		argv[APART_HEAD + 2 * n] = "-e";
		argv[APART_HEAD + 2 * n + 1] = lines[n];
		n++;
	}
	ok = apart(argv, lock);
	for (size_t i = 0; i < n; i++)
		free(lines[i]);
	return ok;
}

static void run_now(struct cacher *list)
{
	for (struct cacher *c = list; c; c = c->next) {
		atomic_store(&c->stop, false);
		if (is_open(c))
			run_task(c);
	}
}

/* What is left: in a program of its own, else here and now. When another program is making copies,
 * it waits for the next time that the model is opened. */
static void finish_open(struct cacher *list, cacher_apart *apart)
{
	bool any = false;
	int lock = -1;
	char *dir;

	for (struct cacher *c = list; c; c = c->next) {
		any |= is_open(c);
		unlock(c);
	}
	dir = any ? cacher_dir() : NULL;
	if (!dir)
		return;
	if (cache_lock(&lock, dir, NULL) == ST_OK) {
		if (!apart || !hand_over(list, apart, lock))
			run_now(list);
		close(lock);
	}
	free(dir);
}

void cacher_finish(struct cacher **cacher, cacher_apart *apart)
{
	for (struct cacher *c = *cacher; c; c = c->next)
		atomic_store(&c->stop, c->checks || apart);
	for (struct cacher *c = *cacher; c; c = c->next)
		if (c->started)
			pthread_join(c->thread, NULL);
	finish_open(*cacher, apart);
	while (*cacher) {
		struct cacher *c = *cacher;

		*cacher = c->next;
		free_task(c);
	}
}
