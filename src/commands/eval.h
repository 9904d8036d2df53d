/* The parts of the verb eval. */
#ifndef COMMANDS_EVAL_H
#define COMMANDS_EVAL_H

#include "app/command.h"
#include "model/eval.h"

struct eval_data {
	struct eval_options opt;
	char *path;
	uint64_t seed;
};

enum status eval_analogies_work(struct task *t, const struct progress *p, struct error *err);
enum status eval_pairs_work(struct task *t, const struct progress *p, struct error *err);
enum status eval_odd_work(struct task *t, const struct progress *p, struct error *err);
enum status eval_outliers_work(struct task *t, const struct progress *p, struct error *err);
enum status eval_weat_work(struct task *t, const struct progress *p, struct error *err);
/* Kept runs: main thread. */
enum status eval_list(struct session *s, struct task *t, struct error *err);
enum status eval_diff(struct session *s, struct task *t, struct error *err);

/* What is kept of a run, a JSON value: the file, a hash of its text, the outcome of each question. */
char *eval_kept(const char *path, const struct eval_questions *q, const struct eval_score *s);

#endif
