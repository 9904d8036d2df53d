/*
 * The explorer without a terminal: keys from the command line, the last screen on stdout. After each
 * key everything it started runs to its end; clock, seed and animation stand still, so that the same
 * keys always give the same screen. It is how screens are tested and pictured.
 */
#include <poll.h>
#include <string.h>

#include "base/clock.h"
#include "draw/svg.h"
#include "screen.h"

#define REST_WITHIN_NS 30000000000u
#define STILL_CLOCK_MS 1767225600000 /* 2026-01-01 00:00 UTC */
#define STEP_NS	       100000000u /* what a key takes: a click twice at one place is a double click */

struct headless {
	struct screen_front screen;
	uint64_t now; /* the clock of the ui */
};

/* Run until nothing is pending and nothing has to be drawn: drawing may ask for more. ST_FAILED after 30 s, ST_CANCELLED after Ctrl-C. */
static enum status settle(struct headless *h, struct error *err)
{
	uint64_t begin = clock_ns();

	for (;;) {
		struct pollfd fd = { .fd = job_queue_fd(h->screen.jobs), .events = POLLIN };

		job_queue_drain(h->screen.jobs);
		ui_tick(h->screen.ui, h->now);
		if (ui_is_idle(h->screen.ui)) {
			ui_draw(h->screen.ui, &h->screen.surface);
			if (ui_is_idle(h->screen.ui))
				return ST_OK;
		}
		if (front_interrupted())
			return error_set(err, ST_CANCELLED, "interrupted");
		if (clock_ns() - begin > REST_WITHIN_NS)
			return error_set(err, ST_FAILED,
					 "the screen did not come to rest within 30 s");
		poll(&fd, 1, 10);
	}
}

static enum status press_keys(struct headless *h, const char *keys, struct error *err)
{
	struct session *session = h->screen.front->session;
	enum status st = settle(h, err);

	while (st == ST_OK && *keys && !session->quit) {
		struct key key;
		size_t used = 0;

		st = key_parse(keys, &key, &used, err);
		if (st != ST_OK)
			return error_wrap(err, "--keys");
		ui_key(h->screen.ui, &key);
		h->now += STEP_NS;
		st = settle(h, err);
		keys += used;
	}
	return st;
}

static void dump(struct headless *h)
{
	struct front *f = h->screen.front;
	struct strbuf out = STRBUF_INIT;

	ui_draw(h->screen.ui, &h->screen.surface);
	if (strcmp(f->dump, "svg") == 0)
		svg_dump(&h->screen.surface, ui_theme(h->screen.ui), "vecscope", &out);
	else
		surface_dump_text(&h->screen.surface, &out);
	fwrite(out.buf, 1, out.len, f->out);
	fflush(f->out);
	strbuf_release(&out);
}

int front_headless(struct front *f)
{
	struct headless h = { .now = STEP_NS };
	struct error err = ERROR_INIT;
	enum status st;

	f->session->fixed_clock_ms = STILL_CLOCK_MS;
	f->session->settings.animate = false;
	f->session->rows = f->session->cols = 0;
	st = screen_open(&h.screen, f, "dark", &err);
	if (st == ST_OK) {
		ui_resize(h.screen.ui, f->screen_rows, f->screen_cols);
		st = press_keys(&h, f->keys ? f->keys : "", &err);
		if (st == ST_OK)
			dump(&h);
		screen_close(&h.screen);
	}
	if (st == ST_OK)
		return 0;
	front_complain(err.text);
	return st == ST_CANCELLED ? 130 : st == ST_USAGE ? 2 : 1;
}
