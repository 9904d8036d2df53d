#include "unit.h"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <unistd.h>

#include "base/clock.h"
#include "job/job.h"

/* Counts to `until`, reporting every step; stops when told. */
struct counter {
	uint64_t until;
	uint64_t reached;
	enum status end;
};

static enum status count_up(void *arg, const struct progress *progress, struct error *err)
{
	struct counter *c = arg;

	for (c->reached = 0; c->reached < c->until; c->reached++)
		if (!progress_step(progress, c->reached, c->until))
			return progress_cancelled(err);
	progress_step(progress, c->until, c->until);
	return c->end == ST_OK ? ST_OK : error_set(err, c->end, "reached %d", (int)c->reached);
}

/* Runs until it is cancelled, as gently as a disk-bound loader. */
static enum status until_cancelled(void *arg, const struct progress *progress, struct error *err)
{
	struct pollfd nothing = { .fd = -1 };
	atomic_bool *running = arg;
	uint64_t n = 0;

	do {
		if (running)
			atomic_store(running, true);
		poll(&nothing, 1, 1);
	} while (progress_step(progress, ++n, 0));
	return progress_cancelled(err);
}

/* Sleep on the wake-up pipe; fails the test rather than hang. */
static void wait_for_news(struct job_queue *q)
{
	struct pollfd fd = { .fd = job_queue_fd(q), .events = POLLIN };

	assert_int_equal(poll(&fd, 1, 20000), 1);
	job_queue_drain(q);
}

static void wait_for_end(struct job_queue *q, const struct job *job)
{
	while (!job_is_done(job))
		wait_for_news(q);
}

static void gives_status_and_sentence(void **state)
{
	struct job_queue *q = job_queue_new();
	struct counter good = { .until = 1000 };
	struct counter bad = { .until = 10, .end = ST_FORMAT };
	struct error err = ERROR_INIT;
	struct job *job = job_start(q, "count", count_up, &good);
	uint64_t done, total, elapsed, again;

	(void)state;
	assert_string_equal(job_title(job), "count");
	wait_for_end(q, job);
	job_progress(job, &done, &total, &elapsed);
	assert_int_equal(done, 1000);
	assert_int_equal(total, 1000);
	job_progress(job, &done, &total, &again);
	assert_true(elapsed > 0);
	assert_int_equal(again, elapsed); /* the watch stops at the end */
	assert_int_equal(job_finish(job, &err), ST_OK);
	assert_string_equal(err.text, ""); /* untouched on success */
	assert_int_equal(good.reached, 1000);

	/* finish waits by itself */
	assert_int_equal(job_finish(job_start(q, "bad", count_up, &bad), &err), ST_FORMAT);
	assert_string_equal(err.text, "reached 10");
	assert_int_equal(job_finish(job_start(q, "bad", count_up, &bad), NULL), ST_FORMAT);
	job_queue_free(q);
}

static void cancel_ends_it_in_time(void **state)
{
	struct job_queue *q = job_queue_new();
	uint64_t worst = 0;

	(void)state;
	for (int i = 0; i < 20; i++) {
		atomic_bool running = false;
		struct error err = ERROR_INIT;
		struct job *job = job_start(q, "endless", until_cancelled, &running);
		uint64_t start;

		while (!atomic_load(&running))
			wait_for_news(q);
		start = clock_ns();
		job_cancel(job);
		wait_for_end(q, job);
		if (clock_ns() - start > worst)
			worst = clock_ns() - start;
		assert_int_equal(job_finish(job, &err), ST_CANCELLED);
		assert_string_equal(err.text, "cancelled");
	}
	/* promised to the user are 50 ms; a loaded machine may be late, never by seconds */
	print_message("cancel: worst of 20 %.1f ms\n", (double)worst / 1e6);
	assert_true(worst < 2000000000u);
	job_queue_free(q);
}

static void cancelled_before_it_began(void **state)
{
	struct job_queue *q = job_queue_new();
	struct counter c = { .until = UINT64_MAX };
	struct job *job = job_start(q, "endless", count_up, &c);

	(void)state;
	job_cancel(job);
	assert_int_equal(job_finish(job, NULL), ST_CANCELLED);
	job_queue_free(q);
}

static void progress_never_runs_backwards(void **state)
{
	struct job_queue *q = job_queue_new();
	struct counter c = { .until = 400000 };
	struct job *job = job_start(q, "count", count_up, &c);
	uint64_t last = 0, last_elapsed = 0, news = 0;
	bool ended;

	(void)state;
	do {
		uint64_t done, total, elapsed;

		ended = job_is_done(job);
		job_progress(job, &done, &total, &elapsed);
		assert_true(done >= last);
		assert_true(done <= total);
		assert_true(elapsed >= last_elapsed);
		last = done;
		last_elapsed = elapsed;
		if (!ended) {
			wait_for_news(q);
			news++;
		}
	} while (!ended);
	assert_int_equal(last, c.until);
	/* one every 30 ms and one for the end (the drain may join some) */
	assert_true(news <= last_elapsed / 30000000u + 2);
	assert_int_equal(job_finish(job, NULL), ST_OK);
	job_queue_free(q);
}

#define MANY 64

static void many_at_once_lose_no_wakeup(void **state)
{
	struct job_queue *q = job_queue_new();
	struct counter counters[MANY];
	struct job *jobs[MANY];
	size_t left = MANY;

	(void)state;
	for (size_t i = 0; i < MANY; i++) {
		counters[i] = (struct counter){ .until = 1 + i * 37 };
		jobs[i] = job_start(q, "one of many", count_up, &counters[i]);
	}
	while (left) { /* a lost wake-up makes the poll time out */
		for (size_t i = 0; i < MANY; i++) {
			if (!jobs[i] || !job_is_done(jobs[i]))
				continue;
			assert_int_equal(job_finish(jobs[i], NULL), ST_OK);
			jobs[i] = NULL;
			left--;
		}
		if (left)
			wait_for_news(q);
	}
	for (size_t i = 0; i < MANY; i++)
		assert_int_equal(counters[i].reached, 1 + i * 37);
	job_queue_free(q);
}

static void a_full_pipe_stops_nobody(void **state)
{
	struct job_queue *q = job_queue_new();
	struct pollfd fd = { .fd = job_queue_fd(q), .events = POLLIN };
	int room = fcntl(job_queue_fd(q), F_SETPIPE_SZ, 4096);

	(void)state;
	if (room < 0 || room > 16384) {
		print_message("SKIPPED: the pipe cannot be made small\n");
		job_queue_free(q);
		return;
	}
	for (int i = 0; i < room + 100; i++) { /* each end writes a byte, nobody drains */
		struct counter c = { .until = 1 };

		assert_int_equal(job_finish(job_start(q, "short", count_up, &c), NULL), ST_OK);
	}
	assert_int_equal(poll(&fd, 1, 0), 1);
	job_queue_drain(q);
	assert_int_equal(poll(&fd, 1, 0), 0);
	job_queue_free(q);
}

static void freeing_the_queue_stops_everything(void **state)
{
	struct job_queue *q = job_queue_new();

	(void)state;
	for (int i = 0; i < 8; i++)
		job_start(q, "endless", until_cancelled, NULL);
	job_queue_free(q); /* hangs here if it does not cancel; leaks if it does not finish */
	job_queue_free(NULL);
}

static enum status look_at_signals(void *arg, const struct progress *progress, struct error *err)
{
	sigset_t *blocked = arg;

	(void)progress, (void)err;
	pthread_sigmask(SIG_SETMASK, NULL, blocked);
	return ST_OK;
}

static void signals_stay_with_the_main_thread(void **state)
{
	static const int wanted[] = { SIGINT, SIGTERM, SIGWINCH, SIGTSTP, SIGHUP, SIGALRM };
	struct job_queue *q = job_queue_new();
	sigset_t there, here;

	(void)state;
	assert_int_equal(job_finish(job_start(q, "s", look_at_signals, &there), NULL), ST_OK);
	pthread_sigmask(SIG_SETMASK, NULL, &here);
	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
		assert_true(sigismember(&there, wanted[i]));
		assert_false(sigismember(&here, wanted[i]));
	}
	job_queue_free(q);
}

static void estimates_the_rest(void **state)
{
	(void)state;
	assert_int_equal(job_eta_ns(25, 100, 1000), 3000);
	assert_int_equal(job_eta_ns(0, 100, 1000), 0);	 /* nothing known yet */
	assert_int_equal(job_eta_ns(10, 0, 1000), 0);	 /* total unknown */
	assert_int_equal(job_eta_ns(100, 100, 1000), 0); /* at the end */
	assert_int_equal(job_eta_ns(200, 100, 1000), 0); /* a header that lied */
	assert_int_equal(job_eta_ns(1, UINT64_MAX, UINT64_MAX), 0);
	/* no overflow with the bytes of big files */
	assert_int_equal(job_eta_ns(UINT64_C(1) << 40, UINT64_C(1) << 41, UINT64_C(1) << 40),
			 UINT64_C(1) << 40);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gives_status_and_sentence),
		cmocka_unit_test(cancel_ends_it_in_time),
		cmocka_unit_test(cancelled_before_it_began),
		cmocka_unit_test(progress_never_runs_backwards),
		cmocka_unit_test(many_at_once_lose_no_wakeup),
		cmocka_unit_test(a_full_pipe_stops_nobody),
		cmocka_unit_test(freeing_the_queue_stops_everything),
		cmocka_unit_test(signals_stay_with_the_main_thread),
		cmocka_unit_test(estimates_the_rest),
	};

	return cmocka_run_group_tests_name("job/job", tests, NULL, NULL);
}
