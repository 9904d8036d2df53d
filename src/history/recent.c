/* What the front ends begin with: lines for Up and Ctrl-R, models for the start screen. */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "history/hist_internal.h"

/* Distinct lines, newest first. */
struct recent {
	char **lines;
	size_t count, cap, max;
	uint32_t *slots; /* hash table of 1 + index; 0 = free; size a power of two */
	size_t mask;
	uint64_t seed;
};

static void recent_init(struct recent *r, size_t max)
{
	size_t size = 16;

	while (size < max * 2)
		size *= 2;
	*r = (struct recent){ .max = max, .mask = size - 1, .seed = hash_random_seed() };
	r->slots = xcalloc(size, sizeof(*r->slots));
}

static void recent_add(struct recent *r, const char *line)
{
	size_t at = hash_bytes(line, strlen(line), r->seed) & r->mask;

	for (; r->slots[at]; at = (at + 1) & r->mask)
		if (strcmp(r->lines[r->slots[at] - 1], line) == 0)
			return;
	ARRAY_RESERVE(r->lines, r->cap, r->count + 1);
	r->lines[r->count++] = xstrdup(line);
	r->slots[at] = (uint32_t)r->count;
}

static void recent_release(struct recent *r)
{
	for (size_t i = 0; i < r->count; i++)
		free(r->lines[i]);
	free(r->lines);
	free(r->slots);
}

static void recent_add_waiting(struct hist *h, struct recent *r)
{
	struct hist_list waiting = { 0 };

	hist_list_waiting(h, &(struct hist_filter){ 0 }, r->max, &waiting);
	for (size_t i = 0; i < waiting.count && r->count < r->max; i++)
		recent_add(r, waiting.entries[i].line);
	hist_list_release(&waiting);
}

static int recent_add_stored(struct hist *h, struct recent *r)
{
	int rc;
	sqlite3_stmt *stmt = hist_prepare_read(h, "SELECT line FROM log ORDER BY id DESC", &rc);

	if (!stmt)
		return rc;
	while (r->count < r->max && sqlite3_step(stmt) == SQLITE_ROW) {
		const char *line = (const char *)sqlite3_column_text(stmt, 0);

		if (line && *line)
			recent_add(r, line);
	}
	return r->count < r->max ? sqlite3_finalize(stmt) : (sqlite3_finalize(stmt), SQLITE_OK);
}

enum status hist_each_recent_line(struct hist *h, size_t max,
				  void (*fn)(void *ctx, const char *line), void *ctx,
				  struct error *err)
{
	enum status status = max ? hist_begin_read(h, err) : ST_OK;
	struct recent recent;

	if (status != ST_OK || !max)
		return status;
	recent_init(&recent, MIN(max, (size_t)1 << 20));
	recent_add_waiting(h, &recent);
	status = hist_end_read(h, recent_add_stored(h, &recent), err);
	for (size_t i = recent.count; status == ST_OK && i-- > 0;)
		fn(ctx, recent.lines[i]);
	recent_release(&recent);
	return status;
}

enum status hist_each_recent_model(struct hist *h, size_t max,
				   void (*fn)(void *ctx, const char *name, const char *path,
					      int64_t when_ms),
				   void *ctx, struct error *err)
{
	enum status status = hist_begin_read(h, err);
	sqlite3_stmt *stmt;
	int rc;

	if (status != ST_OK)
		return status;
	stmt = hist_prepare_read(h,
				 "SELECT model, path, max(at) AS newest FROM log"
				 " WHERE model IS NOT NULL GROUP BY model, path"
				 " ORDER BY newest DESC, max(id) DESC LIMIT ?1",
				 &rc);
	if (stmt) {
		sqlite3_bind_int64(stmt, 1, (sqlite3_int64)MIN(max, (size_t)INT32_MAX));
		while (sqlite3_step(stmt) == SQLITE_ROW) {
			char *name = hist_column_dup(stmt, 0), *path = hist_column_dup(stmt, 1);

			fn(ctx, name, path, sqlite3_column_int64(stmt, 2));
			free(name);
			free(path);
		}
		rc = sqlite3_finalize(stmt);
	}
	return hist_end_read(h, rc, err);
}
