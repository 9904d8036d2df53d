/* A screen in memory with a line editor of a few lines, for the tests of this folder. */
#ifndef TESTS_UI_SCREEN_H
#define TESTS_UI_SCREEN_H

#include <poll.h>

#include "base/clock.h"
#include "base/key.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "ui/ui.h"
#include "unit.h"

struct rig {
	struct session session;
	struct job_queue *jobs;
	struct ui *ui;
	struct surface surface;
	struct strbuf line, text;
	uint64_t now;
};

static inline bool rig_editor_key(void *ctx, const struct key *key)
{
	struct rig *r = ctx;
	char bytes[4];

	if (key->code == KEY_ENTER_) {
		char *line = xstrdup(r->line.buf);

		strbuf_clear(&r->line);
		ui_submit(r->ui, line);
		free(line);
	} else if (key->code == KEY_BACKSPACE_ && r->line.len) {
		strbuf_truncate(&r->line, r->line.len - 1);
	} else if (key->code == KEY_CHAR_ && !key->mods) {
		strbuf_add(&r->line, bytes, utf8_encode(key->cp, bytes));
	}
	return true;
}

static inline const char *rig_editor_prompt(void *ctx)
{
	(void)ctx;
	return "> ";
}

static inline const char *rig_editor_text(void *ctx, size_t *len, size_t *cursor)
{
	struct rig *r = ctx;

	*len = *cursor = r->line.len;
	return r->line.buf;
}

static inline void rig_editor_set(void *ctx, const char *text)
{
	struct rig *r = ctx;

	strbuf_clear(&r->line);
	strbuf_adds(&r->line, text);
}

static inline void rig_editor_insert(void *ctx, const char *text)
{
	struct rig *r = ctx;

	strbuf_adds(&r->line, text);
}

static inline void rig_editor_cancel(void *ctx)
{
	struct rig *r = ctx;

	strbuf_clear(&r->line);
}

/* Until nothing is pending; a wake-up of a job, or time passing for an animation. */
static inline void rig_settle(struct rig *r)
{
	uint64_t begin = clock_ns();

	for (;;) {
		struct pollfd fd = { .fd = job_queue_fd(r->jobs), .events = POLLIN };

		job_queue_drain(r->jobs);
		r->now += 50000000u;
		ui_tick(r->ui, r->now);
		if (ui_is_idle(r->ui))
			return;
		if (clock_ns() - begin > 30000000000u)
			fail_msg("the screen does not come to rest");
		poll(&fd, 1, 20);
	}
}

static inline void rig_key(struct rig *r, const struct key *key)
{
	if (key->code == KEY_RESIZE_)
		ui_resize(r->ui, key->mouse.y, key->mouse.x);
	else
		ui_key(r->ui, key);
	ui_draw(r->ui, &r->surface);
}

/* Keys in their written form; waits for rest after each. */
static inline void rig_keys(struct rig *r, const char *keys)
{
	while (*keys) {
		struct key key;
		size_t used = 0;
		struct error err = ERROR_INIT;

		if (key_parse(keys, &key, &used, &err) != ST_OK)
			fail_msg("%s", err.text);
		rig_key(r, &key);
		rig_settle(r);
		ui_draw(r->ui, &r->surface);
		keys += used;
	}
}

static inline const char *rig_dump(struct rig *r)
{
	ui_draw(r->ui, &r->surface);
	strbuf_clear(&r->text);
	surface_dump_text(&r->surface, &r->text);
	return r->text.buf;
}

static inline void rig_open(struct rig *r, int rows, int cols, bool start)
{
	struct editor editor = {
		.ctx = r,
		.key = rig_editor_key,
		.prompt = rig_editor_prompt,
		.text = rig_editor_text,
		.set_text = rig_editor_set,
		.insert = rig_editor_insert,
		.cancel = rig_editor_cancel,
	};
	struct ui_options opt = { .start_screen = start };

	memset(r, 0, sizeof(*r));
	r->line = r->text = (struct strbuf)STRBUF_INIT;
	session_init(&r->session);
	r->session.fixed_clock_ms = 1700000000000;
	r->session.settings.animate = false;
	r->jobs = job_queue_new();
	r->ui = ui_new(&r->session, r->jobs, &editor, &opt);
	ui_resize(r->ui, rows, cols);
	surface_init(&r->surface, rows, cols);
	rig_settle(r);
}

static inline void rig_close(struct rig *r)
{
	ui_free(r->ui);
	job_queue_free(r->jobs);
	session_release(&r->session);
	surface_release(&r->surface);
	strbuf_release(&r->line);
	strbuf_release(&r->text);
}

/* Open the small model of the tests. */
static inline void rig_open_words(struct rig *r, const char *path)
{
	char *line = xasprintf("open %s", path);

	ui_submit(r->ui, line);
	free(line);
	rig_settle(r);
}

/* Teardown of a test whose state is a rig. */
static inline int close_rig(void **state)
{
	rig_close(*state);
	free(*state);
	return 0;
}

static inline void assert_shows(struct rig *r, const char *text)
{
	if (!strstr(rig_dump(r), text))
		fail_msg("\"%s\" is not on the screen:\n%s", text, r->text.buf);
}

static inline void assert_hides(struct rig *r, const char *text)
{
	if (strstr(rig_dump(r), text))
		fail_msg("\"%s\" is on the screen:\n%s", text, r->text.buf);
}

#endif
