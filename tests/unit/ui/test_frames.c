/*
 * Frames on a real pseudo-terminal: how many bytes one costs, and that what nobody asked for waits
 * while the line is busy.
 */
#include "screen.h"

#include <pthread.h>
#include <pty.h>
#include <stdlib.h>
#include <unistd.h>

#include "term/terminal.h"

enum { FRAME_MOST = 4096, TEXT_MOST = 1 << 18 };

#define END "\033[999n" /* behind what is to be read */

/* The terminal stands on descriptors 0 and 1 of this program, between open and close. A thread reads
 * what comes out, or whoever writes would wait for it. */
struct line {
	int master, saved[2];
	struct terminal *terminal;
	pthread_t reader;
	pthread_mutex_t lock;
	pthread_cond_t more;
	char *text; /* what came out since it was last drained */
	size_t n, read;
};

static void *read_all(void *arg)
{
	struct line *l = arg;
	char bytes[4096];
	ssize_t got;

	while ((got = read(l->master, bytes, sizeof(bytes))) > 0) {
		pthread_mutex_lock(&l->lock);
		if (l->read + (size_t)got < TEXT_MOST) {
			memcpy(l->text + l->read, bytes, (size_t)got);
			l->read += (size_t)got;
			l->text[l->read] = '\0';
		}
		pthread_cond_signal(&l->more);
		pthread_mutex_unlock(&l->lock);
	}
	return NULL;
}

/* All that was written so far is in text. */
static void drain(struct line *l)
{
	char *end;

	if (write(STDOUT_FILENO, END, strlen(END)) < 0)
		return;
	pthread_mutex_lock(&l->lock);
	while (!(end = strstr(l->text, END)))
		pthread_cond_wait(&l->more, &l->lock);
	*end = '\0';
	l->n = (size_t)(end - l->text);
	l->read = 0;
	pthread_mutex_unlock(&l->lock);
}

static bool line_open(struct line *l, int rows, int cols)
{
	struct winsize size = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols };
	struct terminal_options opt = { .color = true };
	struct error err = ERROR_INIT;
	int slave;

	setenv("TERM", "xterm-256color", 1);
	*l = (struct line){ .text = xcalloc(TEXT_MOST, 1) };
	pthread_mutex_init(&l->lock, NULL);
	pthread_cond_init(&l->more, NULL);
	if (openpty(&l->master, &slave, NULL, NULL, &size))
		return false;
	pthread_create(&l->reader, NULL, read_all, l);
	fflush(stdout);
	for (int i = 0; i < 2; i++) {
		l->saved[i] = dup(i);
		dup2(slave, i);
	}
	close(slave);
	return terminal_open(&l->terminal, &opt, &err) == ST_OK;
}

/* Back to what the descriptors were: only then may a test complain. */
static void line_close(struct line *l)
{
	terminal_close(l->terminal);
	fflush(stdout);
	for (int i = 0; i < 2; i++) {
		dup2(l->saved[i], i);
		close(l->saved[i]);
	}
	pthread_join(l->reader, NULL); /* nobody holds the other end any more */
	close(l->master);
	pthread_mutex_destroy(&l->lock);
	pthread_cond_destroy(&l->more);
	free(l->text);
}

/* --- bytes of a frame ------------------------------------------------------------------------- */

/* *all false: this was a part of what there is to show. */
static size_t frame_bytes(struct line *l, struct rig *r, bool *all)
{
	if (ui_needs_draw(r->ui))
		ui_draw(r->ui, &r->surface);
	*all = terminal_show(l->terminal, &r->surface, ui_theme(r->ui));
	drain(l);
	return l->n;
}

/* What one key sends, frame by frame, until the screen is at rest. */
struct cost {
	size_t frames, most, all;
};

static struct cost frames(struct line *l, struct rig *r)
{
	struct cost cost = { 0 };
	uint64_t begin = clock_ns();
	bool all;

	do {
		struct pollfd fd = { .fd = job_queue_fd(r->jobs), .events = POLLIN };
		size_t bytes = frame_bytes(l, r, &all);

		cost.frames++;
		cost.all += bytes;
		cost.most = MAX(cost.most, bytes);
		poll(&fd, 1, ui_is_idle(r->ui) ? 0 : 5);
		job_queue_drain(r->jobs);
		r->now += 50000000u;
		ui_tick(r->ui, r->now);
	} while ((!all || ui_needs_draw(r->ui) || !ui_is_idle(r->ui)) &&
		 clock_ns() - begin < 20000000000u);
	return cost;
}

static struct cost press(struct line *l, struct rig *r, const char *written)
{
	struct error err = ERROR_INIT;
	struct key key;
	size_t used = 0;

	if (key_parse(written, &key, &used, &err) != ST_OK)
		return (struct cost){ .most = SIZE_MAX };
	ui_key(r->ui, &key);
	return frames(l, r);
}

/* The screen as it is for somebody, whose clock goes on: what comes in turn does come in turn. */
static bool open_live(struct rig *r, struct line *l, int rows, int cols, const char *theme)
{
	struct cost first = { 0 };
	bool open;

	rig_open(r, rows, cols, false);
	rig_keys(r, "open demo<CR>near king<CR>");
	assert_non_null(strstr(rig_dump(r), "Nearest to king"));
	r->session.fixed_clock_ms = -1;
	settings_set(&r->session.settings, "theme", theme, NULL);
	open = line_open(l, rows, cols);
	if (open)
		first = frames(l, r);
	return open && first.all > 900 && first.most <= FRAME_MOST;
}

static void check_keys(int rows, int cols, const char *theme, const char *const *keys, size_t n)
{
	struct cost costs[64] = { { 0 } };
	struct line l;
	struct rig r;
	bool open = open_live(&r, &l, rows, cols, theme);

	for (size_t i = 0; open && i < n; i++)
		costs[i] = press(&l, &r, keys[i]);
	line_close(&l);
	assert_true(open);
	for (size_t i = 0; i < n; i++)
		if (costs[i].most > FRAME_MOST)
			fail_msg("a frame after %s takes %zu bytes at %dx%d, %s", keys[i],
				 costs[i].most, cols, rows, theme);
	rig_close(&r);
}

/* Steps of the cursor in the list and on the map, of what is typed with its preview, of the finder;
 * what moves the map or shows another screen: no frame takes more than 4 kB, at any size. */
static void test_no_frame_is_large(void **state)
{
	static const char *const keys[] = {
		"<Esc>", "j",	     "j",	 "k",	   "J",	    "<Space>", ":",	"q",
		"u",	 "e",	     "e",	 "n",	   "<BS>",  "s",       "<C-c>", "<Esc>",
		"/",	 "d",	     "o",	 "<BS>",   "<Esc>", "e",       "e",	"<Tab>",
		"<Tab>", "<C-Down>", "<C-Left>", "<C-Up>", "v",	    "v",       "y",	"+",
		"l",	 "p",	     "D",	 "<F3>",   "8",	    "9",       "C",	"?",
		"<Esc>", "M",	     "<F8>",	 "<F2>",   "<C-l>",
	};

	(void)state;
	check_keys(24, 80, "dark", keys, ARRAY_LEN(keys));
	check_keys(40, 120, "dark", keys, ARRAY_LEN(keys));
	check_keys(60, 200, "dark", keys, ARRAY_LEN(keys));
	check_keys(60, 200, "contrast", keys, ARRAY_LEN(keys));
	check_keys(60, 200, "mono", keys, ARRAY_LEN(keys));
}

static void test_labels_are_small_frames(void **state)
{
	static const char *const keys[] = { "<Esc>", "L", "L", "L", "L", "L", "L" };

	(void)state;
	check_keys(12, 40, "dark", keys, ARRAY_LEN(keys));
	check_keys(24, 80, "dark", keys, ARRAY_LEN(keys));
	check_keys(40, 120, "dark", keys, ARRAY_LEN(keys));
	check_keys(60, 200, "dark", keys, ARRAY_LEN(keys));
}

/* Plain words have this before or behind them while they are named. */
static size_t count_named(struct rig *r)
{
	size_t n = 0;

	rig_dump(r);
	for (const char *at = r->text.buf; (at = strstr(at, "·")); at++)
		n++;
	return n;
}

/* Hundreds of labels take more than one frame; then all are there, or all are gone. */
static void test_labels_come_in_turn_and_all_of_them(void **state)
{
	struct cost many = { 0 }, none = { 0 };
	struct line l;
	struct rig r;
	bool open = open_live(&r, &l, 60, 200, "dark");
	struct surface last;

	(void)state;
	if (open) {
		press(&l, &r, "<Esc>");
		many = press(&l, &r, "L");
	}
	surface_init(&last, 60, 200);
	ui_draw(r.ui, &last); /* at rest: nothing more comes */
	bool rests = surface_equal(&last, &r.surface);
	size_t named = count_named(&r);

	if (open)
		none = press(&l, &r, "L");
	line_close(&l);
	assert_true(open && rests);
	assert_in_range(many.frames, 3, 6);
	assert_in_range(none.frames, 4, 7);
	assert_true(many.all > FRAME_MOST && none.all > FRAME_MOST);
	assert_in_range(named, 200, 600);
	assert_in_range(count_named(&r), 0, 20); /* those of the status */
	surface_release(&last);
	rig_close(&r);
}

/* --- a line that is slow ---------------------------------------------------------------------- */

/* What the terminal says, taken as the explorer takes it. */
static void answer(struct line *l, const char *bytes)
{
	struct key key;

	if (write(l->master, bytes, strlen(bytes)) < 0)
		return;
	while (terminal_key(l->terminal, &key))
		;
}

static bool was_asked(struct line *l)
{
	drain(l);
	return strstr(l->text, "\033[5n") != NULL;
}

static void test_frames_wait_for_a_slow_line(void **state)
{
	struct line l;
	bool ok[10] = { false };

	(void)state;
	ok[0] = line_open(&l, 24, 80);
	if (ok[0]) {
		drain(&l);
		terminal_mark(l.terminal);
		ok[1] = was_asked(&l);
		/* it has never answered: perhaps it never will, so nothing waits and nothing is
		 * asked again */
		ok[2] = terminal_keeps_up(l.terminal);
		ok[9] = !terminal_is_behind(l.terminal);
		terminal_mark(l.terminal);
		ok[3] = !was_asked(&l);
		answer(&l, "\033[0n");
		ok[4] = terminal_keeps_up(l.terminal);
		/* from now on it is known to: what is shown is waited for */
		terminal_mark(l.terminal);
		ok[5] = was_asked(&l);
		ok[6] = !terminal_keeps_up(l.terminal);
		answer(&l, "\033[0n");
		ok[7] = terminal_keeps_up(l.terminal);
		terminal_mark(l.terminal);
		answer(&l, "\033[0n"); /* or closing would wait for it */
		ok[8] = terminal_keeps_up(l.terminal);
	}
	line_close(&l);
	for (size_t i = 0; i < ARRAY_LEN(ok); i++)
		if (!ok[i])
			fail_msg("step %zu of the slow line", i);
}

/* The answer is no key, alone or between keys. */
static void test_answers_are_no_keys(void **state)
{
	struct line l;
	struct key key;
	bool open = line_open(&l, 24, 80), clean = false;

	(void)state;
	if (open && write(l.master, "\033[0na\033[0n", 9) == 9)
		clean = terminal_key(l.terminal, &key) && key.code == KEY_CHAR_ && key.cp == 'a' &&
			!terminal_key(l.terminal, &key);
	line_close(&l);
	assert_true(open);
	assert_true(clean);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_no_frame_is_large),
		cmocka_unit_test(test_labels_are_small_frames),
		cmocka_unit_test(test_labels_come_in_turn_and_all_of_them),
		cmocka_unit_test(test_frames_wait_for_a_slow_line),
		cmocka_unit_test(test_answers_are_no_keys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
