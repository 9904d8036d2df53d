#include "term/guard.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/compiler.h"
#include "base/map.h"

static const int crashes[] = { SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP, SIGSYS };

/* What a signal handler needs must stand still and be there already: static, filled before the
 * flag is set. */
static struct {
	atomic_bool armed;
	int fd;
	struct termios saved;
	char reset[GUARD_RESET_MAX];
	size_t reset_len;
	bool installed, at_exit;
	struct sigaction old[ARRAY_LEN(crashes)];
	char stack[64 * 1024];
} guard;

void guard_restore(void)
{
	size_t done = 0;
	int saved = errno;

	if (!atomic_exchange(&guard.armed, false))
		return;
	while (done < guard.reset_len) {
		ssize_t n = write(guard.fd, guard.reset + done, guard.reset_len - done);

		if (n <= 0)
			break;
		done += (size_t)n;
	}
	tcsetattr(guard.fd, TCSANOW, &guard.saved);
	errno = saved;
}

/* Then what was there before decides: the default action, or a sanitizer's report. */
static void on_crash(int number, siginfo_t *info, void *context)
{
	(void)context;
	if (number == SIGBUS && info->si_code > 0 && map_mend(info->si_addr))
		return; /* a mapped file was cut off: no crash */
	guard_restore();
	for (size_t i = 0; i < ARRAY_LEN(crashes); i++)
		if (crashes[i] == number)
			sigaction(number, &guard.old[i], NULL);
	raise(number);
}

static void install(void)
{
	struct sigaction sa = { .sa_sigaction = on_crash, .sa_flags = SA_SIGINFO | SA_ONSTACK };
	stack_t stack = { .ss_sp = guard.stack, .ss_size = sizeof(guard.stack) };
	stack_t present;

	/* a sanitizer brings its own; a SIGTTOU must not stop us in the middle */
	if (sigaltstack(NULL, &present) == 0 && (present.ss_flags & SS_DISABLE))
		sigaltstack(&stack, NULL);
	sigfillset(&sa.sa_mask);
	for (size_t i = 0; i < ARRAY_LEN(crashes); i++)
		sigaction(crashes[i], &sa, &guard.old[i]);
	guard.installed = true;
}

void guard_arm(int fd, const struct termios *saved, const char *reset, size_t n)
{
	atomic_store(&guard.armed, false);
	guard.fd = fd;
	guard.saved = *saved;
	guard.reset_len = MIN(n, sizeof(guard.reset));
	memcpy(guard.reset, reset, guard.reset_len);
	if (!guard.installed)
		install();
	if (!guard.at_exit)
		guard.at_exit = atexit(guard_restore) == 0;
	atomic_store(&guard.armed, true);
}

void guard_disarm(void)
{
	atomic_store(&guard.armed, false);
	if (!guard.installed)
		return;
	for (size_t i = 0; i < ARRAY_LEN(crashes); i++) {
		struct sigaction now;

		if (sigaction(crashes[i], NULL, &now) == 0 && now.sa_sigaction == on_crash)
			sigaction(crashes[i], &guard.old[i], NULL);
	}
	guard.installed = false;
}
