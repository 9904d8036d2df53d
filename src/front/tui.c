/*
 * The explorer on a real terminal. One poll() over keys, signals and jobs; what happened goes into
 * the ui, and once all of it is in, one frame goes out. The terminal never waits for the engine.
 */
#include <poll.h>
#include <signal.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/strbuf.h"
#include "screen.h"
#include "term/terminal.h"

/* So many keys between two frames: a held key or a long paste still shows where it is. */
enum { KEYS_PER_FRAME = 64, HELD_MS = 50 };

struct explorer {
	struct screen_front screen;
	struct terminal *terminal;
	bool mouse;
	bool answers_key; /* the next frame shows what a key did: it never waits */
	bool held;	  /* a frame waits for the line */
	bool rest;	  /* the last frame was not all there is to show */
	int quit_signal;  /* number of the signal that ends it; 0 = none */
};

static void take_size(struct explorer *x)
{
	int rows, cols;

	x->answers_key = true;
	terminal_size(x->terminal, &rows, &cols);
	ui_resize(x->screen.ui, rows, cols);
}

static void press_interrupt(struct explorer *x)
{
	struct key key = { .code = KEY_CHAR_, .cp = 'c', .mods = KEY_CTRL_ };

	ui_key(x->screen.ui, &key);
}

static void handle_signals(struct explorer *x)
{
	unsigned got = terminal_signals(x->terminal);

	if (got & TERMINAL_STOP) {
		terminal_suspend(x->terminal);
		got |= terminal_signals(x->terminal);
	}
	if (got & TERMINAL_RESIZED)
		take_size(x);
	if (got & TERMINAL_INTERRUPT)
		press_interrupt(x);
	if (got & TERMINAL_QUIT) {
		x->quit_signal = signals_quit_number() ? signals_quit_number() : SIGHUP;
		x->screen.front->session->quit = true;
	}
}

static void handle_keys(struct explorer *x)
{
	struct key key;

	for (int i = 0; i < KEYS_PER_FRAME && terminal_key(x->terminal, &key); i++) {
		ui_key(x->screen.ui, &key);
		x->answers_key = true;
		if (key.code == KEY_PASTE_)
			free(key.text);
		if (x->screen.front->session->quit)
			return;
	}
}

/* What the ui wants of the terminal. */
static void fulfil_wishes(struct explorer *x)
{
	struct strbuf text = STRBUF_INIT;

	if (ui_take_copy(x->screen.ui, &text))
		terminal_copy(x->terminal, text.buf, text.len);
	strbuf_release(&text);
	if (ui_take_suspend(x->screen.ui)) {
		terminal_suspend(x->terminal);
		handle_signals(x);
	}
	if (ui_take_redraw(x->screen.ui)) {
		terminal_redraw(x->terminal);
		take_size(x);
	}
	if (ui_wants_mouse(x->screen.ui) != x->mouse) {
		x->mouse = !x->mouse;
		terminal_set_mouse(x->terminal, x->mouse);
	}
}

/* A frame of an animation is dropped while the one before is still under way: what is drawn once
 * the line is free again is the newest state. So does the rest of a large one on a slow line, where a
 * key may make it needless. */
static bool must_wait(struct explorer *x)
{
	if (x->answers_key)
		return false;
	return ui_needs_draw(x->screen.ui) ? !terminal_keeps_up(x->terminal)
					   : terminal_is_behind(x->terminal);
}

static void show(struct explorer *x)
{
	x->held = must_wait(x);
	if (x->held)
		return;
	if (ui_needs_draw(x->screen.ui))
		ui_draw(x->screen.ui, &x->screen.surface);
	x->rest = !terminal_show(x->terminal, &x->screen.surface, ui_theme(x->screen.ui));
	if (!x->answers_key || x->rest)
		terminal_mark(x->terminal);
	x->answers_key = false;
}

static void wait_for_something(struct explorer *x)
{
	struct pollfd fds[3] = {
		{ .fd = terminal_fd(x->terminal), .events = POLLIN },
		{ .fd = terminal_signal_fd(x->terminal), .events = POLLIN },
		{ .fd = job_queue_fd(x->screen.jobs), .events = POLLIN },
	};

	poll(fds, 3, x->held ? HELD_MS : x->rest ? 0 : ui_timeout_ms(x->screen.ui));
}

static void run(struct explorer *x)
{
	take_size(x);
	while (!x->screen.front->session->quit) {
		ui_tick(x->screen.ui, clock_ns());
		fulfil_wishes(x);
		x->held = false;
		if (x->rest || ui_needs_draw(x->screen.ui))
			show(x);
		wait_for_something(x);
		handle_signals(x);
		handle_keys(x);
		job_queue_drain(x->screen.jobs);
	}
}

int front_tui(struct front *f)
{
	const char *background = terminal_background(getenv("COLORFGBG"));
	struct explorer x = { .mouse = f->session->settings.mouse };
	struct terminal_options opt = { .color = f->color, .mouse = x.mouse };
	struct error err = ERROR_INIT;

	if (terminal_open(&x.terminal, &opt, &err) != ST_OK) {
		front_complain(err.text);
		return 1;
	}
	if (screen_open(&x.screen, f, background, &err) != ST_OK) {
		terminal_close(x.terminal);
		front_complain(err.text);
		return 1;
	}
	run(&x);
	screen_close(&x.screen);
	terminal_close(x.terminal);
	return x.quit_signal ? 128 + x.quit_signal : 0;
}
