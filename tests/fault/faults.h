/*
 * Makes allocations whose size comes from data, or system calls, fail on purpose. Only the fault
 * tests are linked with it: allocations are caught with the linker's --wrap, system calls because
 * this program defines them itself, so that libarchive's and SQLite's come here too.
 *
 * The state is shared memory: a parent sets it, forks, and reads what happened in the child.
 */
#ifndef TESTS_FAULTS_H
#define TESTS_FAULTS_H

#include <stdbool.h>

enum fault_kind {
	FAULT_NONE,	/* count only */
	FAULT_ALLOC,	/* mem_try_*, mmap, mremap: no memory */
	FAULT_IO,	/* any call: EIO */
	FAULT_FULL,	/* whatever needs room on the disk: ENOSPC */
	FAULT_EINTR,	/* read and write: EINTR, which is no fault */
	FAULT_SHORT,	/* read and write: one byte, which is none either */
	FAULT_FILES,	/* open: EMFILE */
};

struct faults {
	enum fault_kind kind;
	long at;	/* the call that fails, counted from 1 among those of its kind */
	bool ever;	/* and all behind it */
	long seen;	/* calls of the kind so far */
	bool armed;	/* nothing is counted before */
};

extern struct faults *faults;
void faults_init(void);

#endif
