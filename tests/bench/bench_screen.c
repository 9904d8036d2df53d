/*
 * The explorer in a real pseudo-terminal, from outside:
 *   start		exec → the prompt is on the screen, with the model that ships
 *   key → frame	a key is sent → the frame that shows it has arrived, while a big file loads
 *
 *	bench_screen PROGRAM [BIG_FILE]	prints "name value unit" lines
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"

#define RUNS 21
#define KEYS 300
#define RARE '~' /* that no other part of the screen shows */

struct terminal_child {
	pid_t pid;
	int fd;
	char seen[1 << 16]; /* the newest output */
	size_t n;
};

static void start(struct terminal_child *c, const char *program)
{
	struct winsize size = { .ws_row = 24, .ws_col = 80 };

	c->n = 0;
	c->pid = forkpty(&c->fd, NULL, NULL, &size);
	if (c->pid == 0) {
		setenv("TERM", "xterm-256color", 1);
		setenv("COLORFGBG", "15;0", 1); /* or the background would be asked for */
		execl(program, program, "--no-history", "--no-config", "demo", (char *)NULL);
		_exit(127);
	}
	fcntl(c->fd, F_SETFL, O_NONBLOCK);
}

static void stop(struct terminal_child *c)
{
	kill(c->pid, SIGTERM);
	close(c->fd);
	waitpid(c->pid, NULL, 0);
}

/* Read what is there; false after `ms` of silence or at the end. */
static bool more(struct terminal_child *c, int ms)
{
	struct pollfd p = { .fd = c->fd, .events = POLLIN };
	ssize_t got;

	if (poll(&p, 1, ms) <= 0)
		return false;
	if (c->n > sizeof(c->seen) / 2) {
		memmove(c->seen, c->seen + c->n - 4096, 4096);
		c->n = 4096;
	}
	got = read(c->fd, c->seen + c->n, sizeof(c->seen) - 1 - c->n);
	if (got <= 0)
		return false;
	c->n += (size_t)got;
	c->seen[c->n] = '\0';
	return true;
}

static bool wait_for(struct terminal_child *c, const char *text, int ms)
{
	uint64_t end = clock_ns() + (uint64_t)ms * 1000000u;

	while (clock_ns() < end) {
		if (memmem(c->seen, c->n, text, strlen(text)))
			return true;
		if (!more(c, 50) && kill(c->pid, 0))
			return false;
	}
	return false;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void bench_start(const char *program)
{
	double ms[RUNS];
	struct terminal_child c;

	for (int i = 0; i < RUNS; i++) {
		uint64_t t0 = clock_ns();

		start(&c, program);
		if (!wait_for(&c, "\u203a", 10000)) {
			fprintf(stderr, "bench_screen: the prompt did not come\n");
			exit(1);
		}
		ms[i] = (double)(clock_ns() - t0) / 1e6;
		stop(&c);
	}
	qsort(ms, RUNS, sizeof(*ms), by_value);
	printf("start_to_prompt_median %.1f ms\n", ms[RUNS / 2]);
	printf("start_to_prompt_max %.1f ms\n", ms[RUNS - 1]);
}

/* One key; until the first byte of the frame it causes, and until the output is silent again. */
static double one_key(struct terminal_child *c, char key)
{
	uint64_t t0, t1;

	while (more(c, 20)) /* also what the key before showed later: the preview */
		;
	t0 = clock_ns();
	if (write(c->fd, &key, 1) != 1 || !more(c, 1000))
		return 1000;
	t1 = clock_ns();
	return (double)(t1 - t0) / 1e6;
}

static void print_keys(double *ms, const char *when)
{
	qsort(ms, KEYS, sizeof(*ms), by_value);
	printf("key_to_frame%s_median %.2f ms\n", when, ms[KEYS / 2]);
	printf("key_to_frame%s_p99 %.2f ms\n", when, ms[KEYS * 99 / 100]);
}

/* The program at its prompt, with "verb file" typed unless that is NULL. */
static void begin(struct terminal_child *c, const char *program, const char *verb, const char *file)
{
	char line[4096];
	int n;

	start(c, program);
	wait_for(c, "\u203a", 10000);
	while (more(c, 300))
		;
	if (!verb)
		return;
	n = snprintf(line, sizeof(line), "%s %s\r", verb, file);
	if (write(c->fd, line, (size_t)n) != n)
		exit(1);
}

static void bench_keys(const char *program, const char *big)
{
	double ms[KEYS];
	struct terminal_child c;

	begin(&c, program, big ? "open" : NULL, big);
	for (int i = 0; i < KEYS; i++)
		ms[i] = one_key(&c, i % 2 ? '\b' : "abcdefghij"[i / 2 % 10]);
	stop(&c);
	print_keys(ms, big ? "_while_loading" : "");
}

/* Where the screen moves all the time: until the key's own letter arrives. */
static double one_letter(struct terminal_child *c)
{
	uint64_t t0, end = clock_ns() + 30000000u;
	char keys[2] = { RARE, '\b' };

	while (clock_ns() < end) /* whatever the animation is doing then */
		more(c, 1);
	c->n = 0;
	t0 = clock_ns();
	if (write(c->fd, &keys[0], 1) != 1)
		return 1000;
	while (!memchr(c->seen, keys[0], c->n))
		if (!more(c, 1000))
			return 1000;
	end = clock_ns();
	if (write(c->fd, &keys[1], 1) != 1)
		return 1000;
	return (double)(end - t0) / 1e6;
}

static void bench_training(const char *program, const char *text)
{
	double ms[KEYS];
	struct terminal_child c;

	begin(&c, program, "train --epochs 1000", text);
	wait_for(&c, "words/s", 20000);
	for (int i = 0; i < KEYS; i++)
		ms[i] = one_letter(&c);
	stop(&c);
	print_keys(ms, "_while_training");
}

int main(int argc, char **argv)
{
	if (argc < 2) {
		fprintf(stderr, "usage: bench_screen PROGRAM [BIG_FILE [TEXT]]\n");
		return 2;
	}
	bench_start(argv[1]);
	bench_keys(argv[1], NULL);
	if (argc > 2)
		bench_keys(argv[1], argv[2]);
	if (argc > 3)
		bench_training(argv[1], argv[3]);
	return 0;
}
