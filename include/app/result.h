/*
 * The answer of one command: title, typed columns, rows, notes, optional picture. Commands fill it
 * and never print; renderers, views and the history read it. Owned by the caller.
 */
#ifndef APP_RESULT_H
#define APP_RESULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"
#include "draw/surface.h"
#include "model/model.h"

enum cell_type { CELL_TEXT, CELL_INT, CELL_F32, CELL_F64 };

struct column {
	const char *name;	/* static */
	enum cell_type type;
	bool bar;		/* on a terminal a bar is drawn beside it (scores) */
	bool rising;		/* smaller is better (distances): the bar turns round */
};

struct value {
	bool missing;		/* shown as -, null in JSON, empty in CSV */
	union {
		struct {
			char *s;
			size_t n;
		} text;
		int64_t i;
		double f;
	} as;
};

#define RESULT_COLUMNS_MAX 8

struct result {
	char *title;			/* "nearest to king", may be NULL */
	struct column columns[RESULT_COLUMNS_MAX];
	size_t column_count;
	struct value *values;		/* (rows, column_count) */
	size_t rows, row_cap;
	uint64_t total;			/* rows there would have been without a limit; 0 = rows */
	char **notes;
	size_t note_count, note_cap;
	char *text;			/* plain prose instead of a table (help, version), or NULL */
	char *kept;			/* more of it for the history only: a JSON value, or NULL */
	bool matrix;			/* rows are (a, b, value) pairs: a matrix on a terminal */
	struct surface *picture;	/* shown instead of the table on a terminal; owned */

	/* For views: which rows of which model this is about. */
	struct model *model;		/* referenced, or NULL */
	struct model *other;		/* what it was compared with; referenced, or NULL */
	uint32_t *query_rows;		/* the words that were asked */
	size_t query_count;
	uint32_t *answer_rows;		/* one per row, VOCAB_NONE if the row is no word; or NULL */
	bool analogy;			/* an expression of several words */
};

/* Each row is one word with its numbers: no pairs, no kinds of things. */
bool result_lists_words(const struct result *r);
void result_init(struct result *r);
void result_release(struct result *r);
void result_set_title(struct result *r, const char *fmt, ...) PRINTF_LIKE(2, 3);
void result_set_text(struct result *r, const char *text);
void result_add_column(struct result *r, const char *name, enum cell_type type);
void result_add_bar_column(struct result *r, const char *name, enum cell_type type, bool rising);
/* Append a row of missing values; returns its index. Fill it with result_set_*. */
size_t result_add_row(struct result *r);
/* Only the first `rows` stay. */
void result_cut(struct result *r, size_t rows);
void result_put_text(struct result *r, size_t row, size_t col, const char *s, size_t n);
void result_put_int(struct result *r, size_t row, size_t col, int64_t v);
void result_put_float(struct result *r, size_t row, size_t col, double v);
/* Two-column "key value" results (info, export, open …). */
void result_add_pair(struct result *r, const char *key, const char *fmt, ...) PRINTF_LIKE(3, 4);
void result_notef(struct result *r, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* Rows VOCAB_NONE (vectors composed of sub-words) are left out. */
void result_set_query(struct result *r, struct model *m, const uint32_t *rows, size_t n,
		      bool analogy);
/* That it is about two models: m and, on the other side, other. */
void result_set_both(struct result *r, struct model *m, struct model *other);
/* One more column behind the others, "place": the place of each row's word in the vocabulary. Nothing
 * where rows are no words or there is no room. */
void result_add_places(struct result *r);
void result_set_answer_row(struct result *r, size_t row, uint32_t vocab_row);
/* A copy that shares nothing but the model. */
void result_copy(struct result *to, const struct result *from);
/* One line that says it all, for the history: "queen 0.7699, monarch 0.6844, …". */
void result_summary(const struct result *r, struct strbuf *out);

#endif
