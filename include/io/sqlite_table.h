/*
 * One table of somebody else's SQLite database, row by row, read only. The file is not trusted: only
 * an ordinary table is read, with low limits, and nothing in the schema is run.
 */
#ifndef IO_SQLITE_TABLE_H
#define IO_SQLITE_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct sqlite_table;

/* ST_FAILED if there is no ordinary table of that name, ST_FORMAT for other faults. */
enum status sqlite_table_open(struct sqlite_table **out, const char *path, const char *table,
			      struct error *err);
void sqlite_table_close(struct sqlite_table *t);	/* NULL is fine */
size_t sqlite_table_columns(const struct sqlite_table *t);
const char *sqlite_table_name(const struct sqlite_table *t, size_t column);
/* The next row; *more = false behind the last. */
enum status sqlite_table_next(struct sqlite_table *t, bool *more, struct error *err);
/* Of the present row; numbers of other types are 0. */
const char *sqlite_table_text(const struct sqlite_table *t, size_t column, size_t *n);
int64_t sqlite_table_i64(const struct sqlite_table *t, size_t column);
double sqlite_table_f64(const struct sqlite_table *t, size_t column);

#endif
