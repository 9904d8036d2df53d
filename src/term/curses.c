#define NCURSES_NOMACROS 1
#include "term/terminal.h"

#include <curses.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "term/decode.h"
#include "term/guard.h"
#include "term/locale.h"
#include "term/paint.h"
#include "term/query.h"

#define ESC_WAIT_MS    25
#define PASTE_GIVE_UP  5000000000u /* ns of silence in the middle of a paste */
#define ROWS_MAX       400
#define COLS_MAX       1000
#define COPY_BYTES_MAX ((size_t)64 * 1024)
#define MARK_LOST_NS   1000000000u
#define SLOW_NS	       200000000u /* for one frame on its way and the answer back */
#define MARK_DRAIN_MS  150	  /* on the way out, for an answer that must not reach the shell */
#define MARK	       "\033[5n"

#define PASTE_ON  "\033[?2004h"
#define PASTE_OFF "\033[?2004l"
#define MOUSE_ON  "\033[?1002h\033[?1006h"
#define MOUSE_OFF "\033[?1006l\033[?1002l"

struct terminal {
	SCREEN *screen;
	struct termios saved;
	struct strbuf reset; /* what undoes everything, for the guard */
	struct decoder decoder;
	struct paint paint;
	bool mouse;
	bool away; /* another program has the screen */
	bool hangup;
	unsigned pending; /* signals of our own making */
	uint64_t last_input_ns;
	size_t marks;		       /* asked for; decoder.reports were answered */
	bool answers;		       /* it did once */
	uint64_t marked_ns, answer_ns; /* how long the last one took to be answered */
};

static void write_all(const char *bytes, size_t n)
{
	while (n) {
		ssize_t done = write(STDOUT_FILENO, bytes, n);

		if (done < 0 && errno != EINTR)
			return;
		if (done > 0) {
			bytes += done;
			n -= (size_t)done;
		}
	}
}

static void write_text(const char *s)
{
	write_all(s, strlen(s));
}

/* --- taking the screen ------------------------------------------------------------------------ */

static const char *capability(const char *name)
{
	/* terminfo's interface is older than const */
	const char *value = tigetstr(name);

	return value == (const char *)-1 ? NULL : value;
}

/* A capability without its padding marks ($<5>). */
static void add_capability(struct strbuf *out, const char *name)
{
	const char *s = capability(name);

	while (s && *s) {
		const char *end = s[0] == '$' && s[1] == '<' ? strchr(s, '>') : NULL;

		if (!end)
			strbuf_addc(out, *s);
		s = (end ? end : s) + 1;
	}
}

static void make_reset(struct strbuf *out)
{
	strbuf_adds(out, MOUSE_OFF PASTE_OFF);
	add_capability(out, "sgr0");
	add_capability(out, "op");
	add_capability(out, "cnorm");
	add_capability(out, "rmkx");
	add_capability(out, "rmcup");
	strbuf_adds(out, "\r");
}

/* What only this terminal's description knows about its keys. */
static void name_keys(struct decoder *d)
{
	static const struct {
		const char *name;
		enum key_code code;
	} keys[] = {
		{ "kcuu1", KEY_UP_ },	  { "kcud1", KEY_DOWN_ },    { "kcub1", KEY_LEFT_ },
		{ "kcuf1", KEY_RIGHT_ },  { "khome", KEY_HOME_ },    { "kend", KEY_END_ },
		{ "kpp", KEY_PAGE_UP_ },  { "knp", KEY_PAGE_DOWN_ }, { "kdch1", KEY_DELETE_ },
		{ "kich1", KEY_INSERT_ },
	};
	char name[8];

	for (size_t i = 0; i < ARRAY_LEN(keys); i++)
		decoder_name(d, capability(keys[i].name), (struct key){ .code = keys[i].code });
	for (unsigned i = 1; i <= 12; i++) {
		snprintf(name, sizeof(name), "kf%u", i);
		decoder_name(d, capability(name), (struct key){ .code = KEY_FUNCTION_, .cp = i });
	}
}

static void modes_on(struct terminal *t)
{
	write_text(PASTE_ON);
	if (t->mouse)
		write_text(MOUSE_ON);
	guard_arm(STDIN_FILENO, &t->saved, t->reset.buf, t->reset.len);
}

static void modes_off(struct terminal *t)
{
	if (t->mouse)
		write_text(MOUSE_OFF);
	write_text(PASTE_OFF);
}

static void apply_size(struct terminal *t)
{
	struct winsize ws;

	if (ioctl(STDIN_FILENO, TIOCGWINSZ, &ws) == 0 && ws.ws_row && ws.ws_col)
		resize_term(MIN(ws.ws_row, ROWS_MAX), MIN(ws.ws_col, COLS_MAX));
	terminal_redraw(t);
}

static void set_up_screen(struct terminal *t, const struct terminal_options *opt)
{
	raw();
	noecho();
	nonl();
	typeahead(-1);
	keypad(stdscr, TRUE);
	make_reset(&t->reset);
	name_keys(&t->decoder);
	paint_init(&t->paint, opt->color);
	modes_on(t);
	apply_size(t);
}

static enum status open_screen(struct terminal *t, struct error *err)
{
	if (tcgetattr(STDIN_FILENO, &t->saved) < 0 || !isatty(STDOUT_FILENO))
		return error_set(err, ST_FAILED,
				 "The screen needs a terminal on standard input "
				 "and output; try --plain.");
	t->screen = newterm(NULL, stdout, stdin);
	if (t->screen && capability("cup"))
		return ST_OK;
	if (t->screen) {
		endwin();
		delscreen(t->screen);
	}
	return error_set(err, ST_FAILED,
			 "This terminal cannot show the screen (TERM names one that is unknown or "
			 "cannot move its cursor); set TERM, or try --plain.");
}

enum status terminal_open(struct terminal **out, const struct terminal_options *opt,
			  struct error *err)
{
	struct terminal *t = xcalloc(1, sizeof(*t));
	enum status st;

	locale_init();
	decoder_init(&t->decoder);
	t->reset = (struct strbuf)STRBUF_INIT;
	t->mouse = opt->mouse;
	signals_open();
	st = open_screen(t, err);
	if (st != ST_OK) {
		signals_close();
		decoder_release(&t->decoder);
		free(t);
		return st;
	}
	set_up_screen(t, opt);
	query_take_typed(&t->decoder);
	*out = t;
	return ST_OK;
}

static bool read_input(struct terminal *t, int timeout_ms);

/* What is on its way would be typed into the shell. */
static void await_marks(struct terminal *t)
{
	struct key key;

	while (t->answers && t->marks > t->decoder.reports && read_input(t, MARK_DRAIN_MS))
		while (decoder_next(&t->decoder, &key, false))
			if (key.code == KEY_PASTE_)
				free(key.text);
	t->marks = t->decoder.reports;
}

void terminal_close(struct terminal *t)
{
	if (!t)
		return;
	if (!t->away) {
		await_marks(t);
		modes_off(t);
		endwin();
	}
	guard_disarm();
	tcsetattr(STDIN_FILENO, TCSADRAIN, &t->saved);
	delscreen(t->screen);
	signals_close();
	paint_release(&t->paint);
	decoder_release(&t->decoder);
	strbuf_release(&t->reset);
	free(t);
}

/* --- leaving it for a while ------------------------------------------------------------------- */

void terminal_pause(struct terminal *t)
{
	if (t->away)
		return;
	t->away = true;
	await_marks(t);
	modes_off(t);
	endwin();
	guard_disarm();
}

void terminal_resume(struct terminal *t)
{
	if (!t->away)
		return;
	t->away = false;
	reset_prog_mode();
	modes_on(t);
	apply_size(t);
	t->pending |= TERMINAL_RESIZED;
}

void terminal_suspend(struct terminal *t)
{
	terminal_pause(t);
	signals_stop_here();
	/* the shell may have changed its modes meanwhile: those are the ones to give back */
	tcgetattr(STDIN_FILENO, &t->saved);
	terminal_resume(t);
}

void terminal_redraw(struct terminal *t)
{
	paint_forget(&t->paint);
	clearok(curscr, TRUE);
}

void terminal_set_mouse(struct terminal *t, bool on)
{
	if (t->mouse == on)
		return;
	t->mouse = on;
	if (!t->away)
		write_text(on ? MOUSE_ON : MOUSE_OFF);
}

/* --- what happens ----------------------------------------------------------------------------- */

int terminal_fd(const struct terminal *t)
{
	(void)t;
	return STDIN_FILENO;
}

int terminal_signal_fd(const struct terminal *t)
{
	(void)t;
	return signals_fd();
}

unsigned terminal_signals(struct terminal *t)
{
	unsigned got = signals_take() | t->pending;

	t->pending = 0;
	if (t->hangup)
		got |= TERMINAL_QUIT;
	if ((got & TERMINAL_CONTINUED) && !t->away) {
		/* stopped by a SIGSTOP: another program may have used the terminal */
		reset_prog_mode();
		modes_on(t);
		got |= TERMINAL_RESIZED;
	}
	if ((got & TERMINAL_RESIZED) && !t->away)
		apply_size(t);
	return got;
}

void terminal_size(struct terminal *t, int *rows, int *cols)
{
	(void)t;
	*rows = getmaxy(stdscr);
	*cols = getmaxx(stdscr);
}

/* Read what is there within timeout_ms; false if nothing came. */
static bool read_input(struct terminal *t, int timeout_ms)
{
	struct pollfd fd = { .fd = STDIN_FILENO, .events = POLLIN };
	char bytes[4096];
	size_t reports = t->decoder.reports;
	ssize_t n;

	if (t->hangup || poll(&fd, 1, timeout_ms) <= 0)
		return false;
	n = read(STDIN_FILENO, bytes, sizeof(bytes));
	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return false;
	if (n <= 0) {
		t->hangup = true;
		return false;
	}
	decoder_feed(&t->decoder, bytes, (size_t)n);
	if (t->decoder.reports > reports)
		t->answer_ns = clock_ns() - t->marked_ns;
	return true;
}

bool terminal_key(struct terminal *t, struct key *out)
{
	if (decoder_next(&t->decoder, out, false))
		return true;
	while (read_input(t, decoder_waiting(&t->decoder) ? ESC_WAIT_MS : 0)) {
		uint64_t now = clock_ns(), silence = now - t->last_input_ns;

		t->last_input_ns = now;
		if (decoder_pasting(&t->decoder) && silence > PASTE_GIVE_UP) {
			decoder_end_paste(&t->decoder, out);
			return true;
		}
		if (decoder_next(&t->decoder, out, false))
			return true;
	}
	return decoder_waiting(&t->decoder) && decoder_next(&t->decoder, out, true);
}

/* --- output ----------------------------------------------------------------------------------- */

bool terminal_show(struct terminal *t, const struct surface *s, const struct theme *theme)
{
	return t->away || s->rows <= 0 || s->cols <= 0 || paint_show(&t->paint, s, theme);
}

void terminal_mark(struct terminal *t)
{
	if (t->away || (t->marks && !t->answers) || t->marks > t->decoder.reports)
		return;
	t->marks++;
	t->marked_ns = clock_ns();
	write_text(MARK);
}

bool terminal_keeps_up(struct terminal *t)
{
	t->answers = t->answers || t->decoder.reports > 0;
	if (!t->answers)
		return true;
	if (t->marks > t->decoder.reports && clock_ns() - t->marked_ns > MARK_LOST_NS)
		t->marks = t->decoder.reports;
	return t->marks <= t->decoder.reports;
}

bool terminal_is_behind(struct terminal *t)
{
	return !terminal_keeps_up(t) && MAX(t->answer_ns, clock_ns() - t->marked_ns) > SLOW_NS;
}

static void add_base64(struct strbuf *out, const unsigned char *s, size_t n)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < n; i += 3) {
		unsigned v = (unsigned)s[i] << 16;

		v |= i + 1 < n ? (unsigned)s[i + 1] << 8 : 0u;
		v |= i + 2 < n ? s[i + 2] : 0u;
		strbuf_addc(out, digits[v >> 18]);
		strbuf_addc(out, digits[v >> 12 & 63]);
		strbuf_addc(out, i + 1 < n ? digits[v >> 6 & 63] : '=');
		strbuf_addc(out, i + 2 < n ? digits[v & 63] : '=');
	}
}

/* OSC 52. Terminals drop what is too long, so it is cut at a character. */
void terminal_copy(struct terminal *t, const char *text, size_t n)
{
	struct strbuf sb = STRBUF_INIT;

	(void)t;
	if (n > COPY_BYTES_MAX) {
		n = COPY_BYTES_MAX;
		while (n && ((unsigned char)text[n] & 0xC0) == 0x80)
			n--;
	}
	strbuf_adds(&sb, "\033]52;c;");
	add_base64(&sb, (const unsigned char *)text, n);
	strbuf_adds(&sb, "\a");
	write_all(sb.buf, sb.len);
	strbuf_release(&sb);
}
