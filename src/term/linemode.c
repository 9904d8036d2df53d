/*
 * Plain line mode: readline owns the line and draws it, but not the waiting. The callback interface
 * with our own poll() gives Ctrl-C, Ctrl-Z, resizing and hang-ups one path each, without readline's
 * signal handlers and without a long jump.
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "base/display.h"
#include "base/mem.h"
#include "term/editing.h"
#include "term/guard.h"
#include "term/lineedit.h"
#include "term/signals.h"

static const char reset[] = "\033[?2004l\r\n";

/* readline's handler has no argument for it. */
static struct {
	char *line;
	bool done;
} reading;

static void on_line(char *line)
{
	reading.line = line;
	reading.done = true;
	rl_callback_handler_remove(); /* else the next prompt is shown at once */
}

static void list_matches(char **items, size_t n)
{
	char **list = xcalloc(n + 2, sizeof(*list));
	char nothing[] = "";
	size_t longest = 0;

	list[0] = nothing;
	for (size_t i = 0; i < n; i++) {
		list[i + 1] = items[i];
		longest = MAX(longest, display_width(items[i], strlen(items[i])));
	}
	rl_crlf();
	rl_display_match_list(list, (int)n, (int)longest);
	rl_forced_update_display();
	free(list);
}

static void stop_here(void)
{
	rl_deprep_terminal();
	signals_stop_here();
	rl_prep_terminal(1);
	rl_resize_terminal();
	rl_forced_update_display();
}

/* Show that Ctrl-C was seen, and leave the line as it stands above. */
static void drop_line(void)
{
	rl_callback_sigcleanup();
	rl_free_line_state();
	rl_point = rl_end;
	rl_replace_line("", 1);
	fputs("^C\n", rl_outstream);
	fflush(rl_outstream);
	rl_callback_handler_remove();
}

/* False: no line will come. */
static bool handle_signals(bool *interrupted)
{
	unsigned got = signals_take();

	if (got & TERMINAL_STOP)
		stop_here();
	if (got & TERMINAL_RESIZED)
		rl_resize_terminal();
	if (!(got & (TERMINAL_QUIT | TERMINAL_INTERRUPT)))
		return true;
	if (got & TERMINAL_INTERRUPT) {
		drop_line();
		*interrupted = true;
	} else {
		rl_callback_handler_remove();
	}
	return false;
}

static void wait_for_line(bool *interrupted)
{
	const struct lineedit_hooks *hooks = editing_hooks();

	while (!reading.done) {
		struct pollfd fds[2] = { { .fd = STDIN_FILENO, .events = POLLIN },
					 { .fd = signals_fd(), .events = POLLIN } };
		int timeout = hooks->idle ? hooks->idle(hooks->ctx) : -1;
		int ready = poll(fds, 2, timeout);

		if (ready < 0 && errno != EINTR)
			return;
		if (signals_pending() && !handle_signals(interrupted))
			return;
		if (ready > 0 && fds[0].revents)
			rl_callback_read_char();
	}
}

static void begin(const struct lineedit_hooks *hooks, const char *prompt)
{
	reading.line = NULL;
	reading.done = false;
	editing_begin(hooks, list_matches);
	rl_instream = stdin;
	rl_outstream = isatty(STDOUT_FILENO) ? stdout : stderr;
	rl_variable_bind("enable-bracketed-paste", "on");
	rl_callback_handler_install(prompt, on_line);
	editing_bind_keys();
}

/* What was typed, without controls; lines stay lines. Each goes on the list of its own. */
static char *take_line(void)
{
	struct strbuf sb = STRBUF_INIT;

	editing_clean(&sb, reading.line, strlen(reading.line), '\n');
	free(reading.line);
	reading.line = NULL;
	for (const char *s = sb.buf; *s;) {
		size_t n = strcspn(s, "\n");
		char *one = xstrndup(s, n);

		lineedit_add_history(one);
		free(one);
		s += n + (s[n] == '\n');
	}
	return strbuf_detach(&sb, NULL);
}

char *lineedit_read(const struct lineedit_hooks *hooks, const char *prompt, bool *interrupted)
{
	struct termios saved;
	bool is_terminal = tcgetattr(STDIN_FILENO, &saved) == 0;

	*interrupted = false;
	signals_open();
	begin(hooks, prompt);
	if (is_terminal)
		guard_arm(STDIN_FILENO, &saved, reset,
			  isatty(STDOUT_FILENO) ? sizeof(reset) - 1 : 0);
	wait_for_line(interrupted);
	if (is_terminal)
		guard_disarm();
	signals_close();
	if (reading.line)
		return take_line();
	return *interrupted ? xstrdup("") : NULL;
}
