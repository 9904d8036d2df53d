/*
 * The connection to the database: opening it safely, what an SQLite code means for us, and what to
 * do about a file that is broken, unwritable or newer than we are.
 *
 *   STORE_FILE	the database on disk; `ready` is false as long as another program's lock or a
 *			full disk kept us from looking at it or making the schema
 *   STORE_MEMORY	nothing on disk is used
 *   STORE_OVER	this session lives in memory, over a file that is only read ("old")
 *
 * In every kind, once ready, the tables of this session are in `main` and the TEMP view `log`
 * lists all entries. Used by one thread at a time, under hist->db_lock.
 */
#ifndef HISTORY_STORE_H
#define HISTORY_STORE_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum store_kind { STORE_FILE, STORE_MEMORY, STORE_OVER };

enum store_fault {
	FAULT_NONE,
	FAULT_BUSY,	/* another program's lock: try again soon */
	FAULT_FULL,	/* disk full, I/O error: try again later */
	FAULT_REFUSED,	/* read-only, cannot be opened: memory */
	FAULT_CORRUPT,	/* damaged, or no database: set aside, start fresh */
	FAULT_MOVED,	/* somebody renamed or removed the file: open it again */
	FAULT_ORPHAN,	/* somebody removed our session row: make it again */
	FAULT_NEWER,	/* a newer program's schema: read only */
	FAULT_FOREIGN,	/* not our database: leave it alone */
	FAULT_OTHER,
};

struct store {
	sqlite3 *db;
	char *path;		/* NULL: no file wanted */
	enum store_kind kind;
	bool ready;
	dev_t dev;		/* of the file that is open; ino 0 = none */
	ino_t ino;
	int64_t old_max;	/* STORE_OVER: ids up to here are in the file */
	int rc;			/* the code that the last fault came from */
	char notice[512];	/* a sentence to tell the user; "" = none */
};

enum store_fault store_classify(int rc);

/* Opens, whatever it takes: falls back to memory and leaves a sentence in `notice`. */
void store_open(struct store *s, const char *path);
void store_close(struct store *s);
/* What opening left undone because of FAULT_BUSY or FAULT_FULL. */
enum store_fault store_make_ready(struct store *s, int busy_ms);
/* React to a fault that a statement met: set the file aside, open it again, or go to memory. True:
 * the store is another one now (ids and the session row are gone), try again. */
bool store_recover(struct store *s, enum store_fault fault);

/* aside.c: rename the closed file, if it still is the one with this inode, and say so in `notice`.
 * True: the path is free, or holds another file by now. */
bool store_set_aside(struct store *s, ino_t ino);

int store_exec(struct store *s, const char *sql);
/* BEGIN IMMEDIATE, waiting at most busy_ms for other programs; later steps may wait 50 ms. */
int store_begin(struct store *s, int busy_ms);
/* COMMIT if rc is SQLITE_OK (or ROW, DONE), else ROLLBACK; the code that decided. */
int store_end(struct store *s, int rc);
/* Prepare; NULL leaves the code in *rc. */
sqlite3_stmt *store_prepare(struct store *s, const char *sql, int *rc);

#endif
