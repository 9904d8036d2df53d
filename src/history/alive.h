/*
 * Does the process that wrote a session still run? A pid alone is not enough: it is used again
 * after a crash, so the start time of the process and the boot of the machine are kept with it.
 * Where the system does not tell them (no /proc) they are 0 and "", and the pid decides.
 */
#ifndef HISTORY_ALIVE_H
#define HISTORY_ALIVE_H

#include <stdbool.h>
#include <stdint.h>

struct alive {
	int64_t pid;
	int64_t pid_start;	/* clock ticks from boot to the start of the process */
	char boot[40];
};

void alive_self(struct alive *out);
bool alive_is_running(int64_t pid, int64_t pid_start, const char *boot);

#endif
