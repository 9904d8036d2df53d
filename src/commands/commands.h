/* What the verbs share: every descriptor, and the steps that queries have in common. */
#ifndef COMMANDS_COMMANDS_H
#define COMMANDS_COMMANDS_H

#include "app/command.h"
#include "app/filter.h"
#include "app/session.h"
#include "model/query.h"

/* --- query.c: the common part of near, analogy --- */

struct near_data {
	struct query_setup setup;
	struct expr expr;
	struct expr *away;	/* (away_count) of --without */
	size_t away_count;
	bool parsed;
	bool mul, keep;
};

enum status near_prepare(struct session *s, struct task *t, struct error *err);
enum status near_work(struct task *t, const struct progress *progress, struct error *err);
void near_free(void *data);

/* --- words.c: words on a line → rows of the model --- */

/* Look every argument from `first` on up; notes say what was taken. *out has args.count - first
 * rows and is freed by the caller. */
enum status words_resolve(struct task *t, size_t first, uint32_t **out, struct error *err);
struct chosen; /* choose.h */

/* Which words a grouping is about: those on the line, be they rows or vectors of one's own; behind
 * them, when there are none or --of, --in or --match name others, those of --of or the most frequent,
 * as far as the filters let them through. Those without a direction are left out, with a note when they were typed. */
struct words_chosen {
	size_t most;		/* in: of those that were not typed */
	struct chosen *of;	/* in: instead of the most frequent; NULL: these; the caller's */
	enum metric metric;	/* in: what named vectors are made for */
	uint32_t *rows;		/* (n); VOCAB_NONE: no row of the model */
	struct word_vector *typed;	/* (typed_count): the first of them */
	size_t n, typed_count;
};
/* words_chosen_release() after it, after an error too. */
enum status words_choose(struct task *t, const struct query_setup *q, struct words_chosen *c,
			 const struct progress *progress, struct error *err);
void words_chosen_release(struct words_chosen *c);
/* Of number i: its vector (dims), its name, borrowed. */
const float *words_chosen_vector(const struct words_chosen *c, const struct model *m, size_t i);
const char *words_chosen_name(const struct words_chosen *c, const struct model *m, size_t i);
/* One word; a note says what was taken when it is not the one typed. */
enum status word_resolve(struct task *t, const char *word, uint32_t *out, struct error *err);
/* The vector of a word: what `let` named so (unless it stood in quotes), in the form the metric
 * wants, else as word_vector_find(); notes say what was taken. Freed by word_vector_release(). */
enum status word_to_vector(struct task *t, const char *word, bool quoted, enum metric metric,
			   struct word_vector *out, struct error *err);
/* The same for all words on the line. *out (args.count) is freed by words_vectors_free(). */
enum status words_vectors(struct task *t, enum metric metric, struct word_vector **out,
			  struct error *err);
/* The score of two words, as the searches reckon it where the second is a row; q is the first. */
double words_score(const struct model *m, enum metric metric, const double *q,
		   const struct word_vector words[2]);
/* Numbers of a vector (dims) as doubles: what the searches ask with. Caller frees. */
double *vector_as_doubles(const struct model *m, const float *v);
void words_vectors_free(struct word_vector *words, size_t n);
/* result_set_query() and result_put_word() for them. */
void result_set_words(struct result *r, struct model *m, const struct word_vector *words, size_t n);
void result_put_vector(struct result *r, size_t row, size_t col, const struct model *m,
		       const struct word_vector *w);
/* Put the text of a row into a cell. */
void result_put_word(struct result *r, size_t row, size_t col, const struct model *m,
		     uint32_t word);
/* Columns rank, word and the measure, and a row for each hit. */
void result_add_hits(struct result *r, struct model *m, const struct hit *hits, size_t n,
		     const char *measure, bool rising);
/* Where `open NAME` looks: the file, or a model that ships ("demo", "animals", "colours"). Caller
 * frees. */
char *open_resolve_path(const char *given);
/* The metric option of a command, or the setting. */
enum metric metric_choose(const struct session *s, const struct args *a);

#endif
