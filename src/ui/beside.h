/*
 * Work that goes on beside the lines: a training. One at a time. Lines are answered meanwhile, from
 * a model that shows what was learned so far: it is taken anew, in the background, when a line asks
 * something and the one there is is older than a second.
 */
#ifndef UI_BESIDE_H
#define UI_BESIDE_H

#include <stdbool.h>
#include <stdint.h>

#include "app/call.h"
#include "job/job.h"

struct ui;

struct beside {
	struct call *call;	/* NULL: nothing runs */
	struct job *job;
	struct live_copy *copy;	/* a copy being made, or NULL */
	uint64_t copied_ns;	/* when the last one was */
	uint64_t drawn_ns;
};

/* Takes a call that was begun. */
void beside_start(struct ui *ui, struct call *c);
/* Finish what is done, take a first copy; true if something changed. */
bool beside_pump(struct ui *ui);
/* May the line that waits run now? Starts a fresh copy if it needs one. */
bool beside_lets_run(struct ui *ui, const char *line);
/* Ctrl-C: the first time it ends and keeps, the second time it throws away. False: nothing runs. */
bool beside_interrupt(struct ui *ui);
bool beside_is_idle(const struct ui *ui);
void beside_release(struct ui *ui);	/* the screen ends: keep nothing, wait for the threads */

#endif
