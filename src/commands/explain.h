/* How a number of an answer came about: what the explanations of the verbs share. */
#ifndef COMMANDS_EXPLAIN_H
#define COMMANDS_EXPLAIN_H

#include "commands.h"

struct explain {
	const struct names *names;
	struct model *m;
	struct result *r;		/* columns step, what, value */
	const struct result *last;	/* the answer to explain */
	struct args args;		/* of the line that gave it */
	const char *line;
	size_t at;			/* row, 0-based */
	struct query_setup setup;	/* its common options, or the settings */
	uint64_t seed;
	const struct progress *progress;
	enum metric metric;
	double *sum;			/* (dims) what is compared with */
	double final;			/* must be the number that was shown */
	double shown;			/* that number; NaN: the last of the row */
};

/* One line of the explanation; a value that is no number is left out. */
void explain_step(struct explain *e, double value, const char *fmt, ...) PRINTF_LIKE(3, 4);
const char *explain_name(const struct explain *e, uint32_t row);
/* A word with its vector; names of the user's are refused in a sentence. The caller releases it. */
enum status explain_word(const struct explain *e, const char *word, struct word_vector *out,
			 struct error *err);
/* The same for the word in a cell of the answer's row `at`. */
enum status explain_cell_word(const struct explain *e, size_t at, size_t col,
			      struct word_vector *out, struct error *err);
/* Add a word to the sum: at length 1 for cosine, as it is otherwise; its weight is a step of its own
 * where there are several. */
void explain_add(struct explain *e, double weight, const float *x, const char *name, bool several);
/* Compare the sum with x: the steps of the measure, and e->final. */
void explain_compare(struct explain *e, const float *x, const char *name);
/* All that leads from an expression to its measure with a row. */
enum status explain_expression(struct explain *e, const char *text, uint32_t row,
			       struct error *err);

/* explain_near.c, explain_verbs.c, explain_looks.c, explain_models.c: one for each verb that shows numbers of its own. */
enum status explain_near(struct explain *e, struct error *err);
enum status explain_sort(struct explain *e, struct error *err);
enum status explain_centroid(struct explain *e, struct error *err);
enum status explain_axis(struct explain *e, struct error *err);
enum status explain_between(struct explain *e, struct error *err);
enum status explain_path(struct explain *e, struct error *err);
enum status explain_pair(struct explain *e, struct error *err);
enum status explain_odd(struct explain *e, struct error *err);
enum status explain_rank(struct explain *e, struct error *err);
enum status explain_plot(struct explain *e, struct error *err);
enum status explain_tree(struct explain *e, struct error *err);
enum status explain_cluster(struct explain *e, struct error *err);
enum status explain_scree(struct explain *e, struct error *err);
enum status explain_eval(struct explain *e, struct error *err);
enum status explain_wmd(struct explain *e, struct error *err);
enum status explain_weat(struct explain *e, struct error *err);
enum status explain_vec(struct explain *e, struct error *err);
enum status explain_text(struct explain *e, struct error *err);
enum status explain_hubs(struct explain *e, struct error *err);
enum status explain_drift(struct explain *e, struct error *err);
enum status explain_compared(struct explain *e, struct error *err);

#endif
