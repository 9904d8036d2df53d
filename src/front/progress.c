/*
 * Work in batch and line mode runs on the main thread: progress is a line on stderr that appears
 * after half a second, if that is a terminal, and goes away at the end. SIGINT sets a flag; the
 * next step of the work sees it and stops. Training is kept when it is stopped for the first time.
 */
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/display.h"
#include "front/front.h"
#include "job/job.h"

#define SHOW_AFTER_NS 500000000u
#define SHOW_EVERY_NS 100000000u

static volatile sig_atomic_t interrupted;

static void on_interrupt(int number)
{
	(void)number;
	interrupted = 1;
}

void front_interrupt_watch(void)
{
	struct sigaction sa;

	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = on_interrupt;
	sigemptyset(&sa.sa_mask);
	sigaction(SIGINT, &sa, NULL);
}

bool front_interrupted(void)
{
	return interrupted;
}

void front_interrupt_reset(void)
{
	interrupted = 0;
}

struct meter {
	const struct session *session;
	bool tty, shown;
	uint64_t start, last;
};

/* A line that reached the right edge would go on below it and stay there. */
static size_t width(void)
{
	struct winsize size;

	return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1 ? size.ws_col - 1u
									       : 79;
}

/* Training knows more to say than a percentage. False: none runs. */
static bool show_training(const struct meter *m)
{
	struct training *training = session_training(m->session);
	struct strbuf sb = STRBUF_INIT, line = STRBUF_INIT;

	if (!training)
		return false;
	training_describe(training, &sb);
	display_fit(&line, sb.buf, sb.len, width());
	fprintf(stderr, "\r%s\033[K", line.buf);
	strbuf_release(&sb);
	strbuf_release(&line);
	return true;
}

static void show_meter(struct meter *m, uint64_t done, uint64_t total, uint64_t now)
{
	uint64_t left = job_eta_ns(done, total, now - m->start) / 1000000000u;

	m->last = now;
	m->shown = true;
	if (show_training(m)) {
		fflush(stderr);
		return;
	}
	if (total && left)
		fprintf(stderr, "\r%3.0f %%, %llu s left \033[K",
			100.0 * (double)done / (double)total, (unsigned long long)left);
	else if (total)
		fprintf(stderr, "\r%3.0f %% \033[K", 100.0 * (double)done / (double)total);
	else
		fprintf(stderr, "\r%llu … \033[K", (unsigned long long)done);
	fflush(stderr);
}

/* The first Ctrl-C ends a training and keeps what was learned; the second throws it away. */
static bool stop_training(const struct meter *m)
{
	struct training *training = session_training(m->session);

	if (!training || !training_stop(training))
		return false;
	interrupted = 0;
	return true;
}

static bool step(void *ctx, uint64_t done, uint64_t total)
{
	struct meter *m = ctx;
	uint64_t now;

	if (interrupted && !stop_training(m))
		return false;
	if (!m->tty)
		return true;
	now = clock_ns();
	if (now - m->start >= SHOW_AFTER_NS && now - m->last >= SHOW_EVERY_NS)
		show_meter(m, done, total, now);
	return true;
}

struct call *front_run(struct front *f, const char *line)
{
	struct meter m = { f->session, f->stderr_tty, false, clock_ns(), 0 };
	struct progress progress = { step, &m };
	struct call *c = call_run(f->session, line, &progress);

	if (m.shown) {
		fputs("\r\033[K", stderr);
		fflush(stderr);
	}
	hist_flush(f->session->hist);
	return c;
}
