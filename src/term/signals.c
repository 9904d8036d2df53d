#include "term/signals.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <unistd.h>

#include "base/compiler.h"
#include "term/guard.h"

static const struct caught {
	int number;
	unsigned bit;
} caught[] = {
	{ SIGWINCH, TERMINAL_RESIZED }, { SIGTSTP, TERMINAL_STOP }, { SIGCONT, TERMINAL_CONTINUED },
	{ SIGINT, TERMINAL_INTERRUPT }, { SIGTERM, TERMINAL_QUIT }, { SIGHUP, TERMINAL_QUIT },
	{ SIGQUIT, TERMINAL_QUIT },
};

/* Dispositions are the process's, so is this state. */
static struct {
	int depth;
	int fds[2];
	atomic_uint pending;
	atomic_int quit;
	struct sigaction old[ARRAY_LEN(caught)];
} state = { .fds = { -1, -1 } };

static unsigned bit_of(int number)
{
	for (size_t i = 0; i < ARRAY_LEN(caught); i++)
		if (caught[i].number == number)
			return caught[i].bit;
	return 0;
}

/* Async-signal-safe: atomics, write, and the guard's restore. */
static void on_signal(int number)
{
	int saved = errno;
	unsigned bit = bit_of(number);
	unsigned before = atomic_fetch_or(&state.pending, bit);

	if (bit == TERMINAL_QUIT) {
		atomic_store(&state.quit, number);
		if (before & TERMINAL_QUIT) {
			guard_restore();
			_exit(128 + number);
		}
	}
	/* a full pipe is fine: a byte is waiting then */
	if (write(state.fds[1], "", 1) < 0)
		errno = saved;
	errno = saved;
}

static void install(void)
{
	struct sigaction sa = { .sa_handler = on_signal, .sa_flags = SA_RESTART };

	sigemptyset(&sa.sa_mask);
	for (size_t i = 0; i < ARRAY_LEN(caught); i++) {
		sigaction(caught[i].number, NULL, &state.old[i]);
		/* under nohup a hangup stays ignored */
		if (caught[i].number == SIGHUP && state.old[i].sa_handler == SIG_IGN)
			continue;
		sigaction(caught[i].number, &sa, NULL);
	}
}

void signals_open(void)
{
	if (state.depth++)
		return;
	atomic_store(&state.pending, 0);
	atomic_store(&state.quit, 0);
	if (pipe2(state.fds, O_CLOEXEC | O_NONBLOCK) < 0)
		state.fds[0] = state.fds[1] = -1;
	install();
}

void signals_close(void)
{
	if (!state.depth || --state.depth)
		return;
	for (size_t i = 0; i < ARRAY_LEN(caught); i++)
		sigaction(caught[i].number, &state.old[i], NULL);
	close(state.fds[0]);
	close(state.fds[1]);
	state.fds[0] = state.fds[1] = -1;
}

int signals_fd(void)
{
	return state.fds[0];
}

unsigned signals_take(void)
{
	char sink[64];

	while (state.fds[0] >= 0 && read(state.fds[0], sink, sizeof(sink)) > 0)
		continue;
	return atomic_exchange(&state.pending, 0);
}

unsigned signals_pending(void)
{
	return atomic_load(&state.pending);
}

int signals_quit_number(void)
{
	return atomic_load(&state.quit);
}

/*
 * The whole group stops, so that a shell or make above sees its job stop. The main thread is where
 * the kernel delivers it first, so kill() returns after the process went on. In a group without a
 * shell the kernel ignores the default action and this returns at once.
 */
void signals_stop_here(void)
{
	struct sigaction sa = { .sa_handler = SIG_DFL }, ours;

	sigemptyset(&sa.sa_mask);
	sigaction(SIGTSTP, &sa, &ours);
	kill(0, SIGTSTP);
	sigaction(SIGTSTP, &ours, NULL);
}
