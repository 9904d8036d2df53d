#include "unit.h"

#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/compiler.h"
#include "term/signals.h"

static bool readable(void)
{
	struct pollfd p = { .fd = signals_fd(), .events = POLLIN };

	return poll(&p, 1, 0) == 1;
}

static void each_signal_is_a_bit(void **state)
{
	static const struct {
		int number;
		unsigned bit;
	} all[] = { { SIGWINCH, TERMINAL_RESIZED },  { SIGTSTP, TERMINAL_STOP },
		    { SIGCONT, TERMINAL_CONTINUED }, { SIGINT, TERMINAL_INTERRUPT },
		    { SIGTERM, TERMINAL_QUIT },	     { SIGHUP, TERMINAL_QUIT },
		    { SIGQUIT, TERMINAL_QUIT } };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(all); i++) {
		signals_open();
		assert_false(readable());
		raise(all[i].number);
		assert_true(readable());
		assert_int_equal(signals_pending(), all[i].bit);
		assert_int_equal(signals_quit_number(),
				 all[i].bit == TERMINAL_QUIT ? all[i].number : 0);
		assert_int_equal(signals_take(), all[i].bit);
		assert_int_equal(signals_take(), 0);
		assert_false(readable());
		signals_close();
	}
}

/* More signals than the pipe has room for: none blocks, none is lost. */
static void many_at_once(void **state)
{
	(void)state;
	signals_open();
	for (int i = 0; i < 100000; i++)
		raise(SIGWINCH);
	raise(SIGINT);
	assert_int_equal(signals_take(), TERMINAL_RESIZED | TERMINAL_INTERRUPT);
	assert_false(readable());
	signals_close();
}

static int calls;

static void on_winch(int number)
{
	calls += number == SIGWINCH;
}

static void what_was_there_comes_back(void **state)
{
	(void)state;
	signal(SIGWINCH, on_winch);
	signals_open();
	signals_open(); /* calls nest */
	signals_close();
	raise(SIGWINCH);
	assert_int_equal(calls, 0);
	assert_int_equal(signals_take(), TERMINAL_RESIZED);
	signals_close();
	assert_int_equal(signals_fd(), -1);
	raise(SIGWINCH);
	assert_int_equal(calls, 1);
	signals_close(); /* once too often does nothing */
	signal(SIGWINCH, SIG_DFL);
}

static void under_nohup_a_hangup_is_nothing(void **state)
{
	(void)state;
	signal(SIGHUP, SIG_IGN);
	signals_open();
	raise(SIGHUP);
	assert_int_equal(signals_take(), 0);
	signals_close();
	signal(SIGHUP, SIG_DFL);
}

/* A second SIGTERM while the first one waits: the program does not listen, so it ends. */
static void the_second_request_to_end(void **state)
{
	int status;
	pid_t child = fork();

	(void)state;
	if (child == 0) {
		signals_open();
		raise(SIGTERM);
		if (signals_take() != TERMINAL_QUIT)
			_exit(1);
		raise(SIGTERM); /* the first was taken: this one waits */
		if (signals_pending() != TERMINAL_QUIT)
			_exit(2);
		raise(SIGTERM);
		_exit(3);
	}
	waitpid(child, &status, 0);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 128 + SIGTERM);
}

static void stopped_and_continued(void **state)
{
	int status;
	pid_t child = fork();

	(void)state;
	if (child == 0) {
		setpgid(0, 0);
		signals_open();
		signals_stop_here();
		/* our handler is back: a stop is a bit again */
		if (!(signals_take() & TERMINAL_CONTINUED))
			_exit(1);
		raise(SIGTSTP);
		_exit(signals_take() == TERMINAL_STOP ? 0 : 2);
	}
	assert_int_equal(waitpid(child, &status, WUNTRACED), child);
	if (WIFSTOPPED(status)) {
		assert_int_equal(WSTOPSIG(status), SIGTSTP);
		kill(child, SIGCONT);
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_int_equal(WEXITSTATUS(status), 0);
	} else { /* an orphaned group does not stop: it goes on at once */
		assert_int_equal(WEXITSTATUS(status), 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_signal_is_a_bit),
		cmocka_unit_test(many_at_once),
		cmocka_unit_test(what_was_there_comes_back),
		cmocka_unit_test(under_nohup_a_hangup_is_nothing),
		cmocka_unit_test(the_second_request_to_end),
		cmocka_unit_test(stopped_and_continued),
	};

	return cmocka_run_group_tests_name("term/signals", tests, NULL, NULL);
}
