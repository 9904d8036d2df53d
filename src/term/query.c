/*
 * Is the background dark? OSC 11 asks for its colour, but many terminals stay silent, so DA1 (who
 * are you?) goes behind it: every terminal answers that one, in order, and its reply ends the wait.
 * No answer in 100 ms: the terminal does not say.
 */
#include "term/query.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/strbuf.h"
#include "term/terminal.h"

#define WAIT_NS 100000000u

static const char ask[] = "\033]11;?\033\\\033[c";

/* Typed while the replies were read. There is no terminal yet that could own it. */
static struct strbuf typed = STRBUF_INIT;

void query_take_typed(struct decoder *d)
{
	/* late replies are in it too: the decoder drops them */
	decoder_feed(d, typed.buf, typed.len);
	strbuf_release(&typed);
	typed = (struct strbuf)STRBUF_INIT;
}

const char *query_background_of_colorfgbg(const char *value)
{
	const char *last = value ? strrchr(value, ';') : NULL;
	char *end;
	long colour;

	if (!last || !last[1])
		return NULL;
	colour = strtol(last + 1, &end, 10);
	if (*end || colour < 0 || colour > 15)
		return NULL;
	return colour == 7 || colour > 8 ? "light" : "dark";
}

/* The first two digits of a channel; terminals send 1 to 4 of them. -1: no digit. */
static int channel(const char **s)
{
	char digits[3] = "";
	size_t n = strspn(*s, "0123456789abcdefABCDEF");

	if (!n)
		return -1;
	digits[0] = (*s)[0];
	digits[1] = n > 1 ? (*s)[1] : (*s)[0];
	*s += n;
	*s += **s == '/';
	return (int)strtol(digits, NULL, 16);
}

const char *query_background_of_reply(const char *reply, size_t n)
{
	const char *at = memmem(reply, n, "\033]11;", 5);
	const char *rgb = at ? memmem(at, n - (size_t)(at - reply), "rgb", 3) : NULL;
	int r, g, b;

	rgb = rgb ? strchr(rgb, ':') : NULL;
	if (!rgb)
		return NULL;
	rgb++;
	r = channel(&rgb);
	g = channel(&rgb);
	b = channel(&rgb);
	if (r < 0 || g < 0 || b < 0)
		return NULL;
	/* luma of ITU-R BT.601 */
	return 299 * r + 587 * g + 114 * b > 127500 ? "light" : "dark";
}

/* Does the reply to DA1 (ESC [ ? … c) stand in it? */
static bool has_da1(const struct strbuf *sb)
{
	const char *at = memmem(sb->buf, sb->len, "\033[?", 3);

	while (at) {
		const char *end = at + 3 + strspn(at + 3, "0123456789;");

		if (*end == 'c')
			return true;
		at = strstr(end, "\033[?");
	}
	return false;
}

static void read_replies(struct strbuf *sb)
{
	uint64_t start = clock_ns(), spent = 0;
	char bytes[256];

	while (spent < WAIT_NS && !has_da1(sb)) {
		struct pollfd fd = { .fd = STDIN_FILENO, .events = POLLIN };
		int ready = poll(&fd, 1, (int)((WAIT_NS - spent) / 1000000u) + 1);
		ssize_t n = ready > 0 ? read(STDIN_FILENO, bytes, sizeof(bytes)) : -1;

		if (ready > 0 && n <= 0 && errno != EINTR)
			return;
		if (n > 0)
			strbuf_add(sb, bytes, (size_t)n);
		spent = clock_ns() - start;
	}
}

const char *terminal_background(const char *colorfgbg)
{
	const char *answer = query_background_of_colorfgbg(colorfgbg);
	struct termios saved, quiet;
	struct strbuf sb = STRBUF_INIT;

	if (answer || !isatty(STDOUT_FILENO) || tcgetattr(STDIN_FILENO, &saved) < 0)
		return answer;
	quiet = saved;
	quiet.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
	quiet.c_cc[VMIN] = 1;
	quiet.c_cc[VTIME] = 0;
	if (tcsetattr(STDIN_FILENO, TCSADRAIN, &quiet) < 0)
		return NULL;
	if (write(STDOUT_FILENO, ask, sizeof(ask) - 1) == (ssize_t)sizeof(ask) - 1)
		read_replies(&sb);
	tcsetattr(STDIN_FILENO, TCSADRAIN, &saved);
	answer = query_background_of_reply(sb.buf, sb.len);
	strbuf_add(&typed, sb.buf, sb.len);
	strbuf_release(&sb);
	return answer;
}
