/* The schema of the history and how older ones become it. */
#ifndef HISTORY_MIGRATIONS_H
#define HISTORY_MIGRATIONS_H

#include <sqlite3.h>

/* "vscp": tells our database from any other SQLite file. */
#define HISTORY_APPLICATION_ID 0x76736370

int migrations_latest(void);
/* The file's user_version and application_id; an SQLite result code. */
int migrations_read_version(sqlite3 *db, int *version, int *application_id);
/* Bring an empty or older database to the latest version in one transaction; an SQLite result
 * code. Nothing is written when it is there already. */
int migrations_run(sqlite3 *db);

#endif
