/*
 * Judging a model: analogy questions and similarity judgements, with the rules and numbers of
 * gensim's evaluate_word_analogies and evaluate_word_pairs, or of word2vec.c's compute-accuracy.
 *
 * Everything here is work: any thread, progress and stop included.
 */
#ifndef MODEL_EVAL_H
#define MODEL_EVAL_H

#include "base/progress.h"
#include "math/stats.h"
#include "model/model.h"

/* --- words as an evaluation sees them --------------------------------------------------------- */

enum eval_case {
	EVAL_CASE_EXACT,
	EVAL_CASE_UPPER,	/* equal when Python's upper() makes them equal (gensim) */
	EVAL_CASE_ASCII,	/* … when C's toupper() does (word2vec.c) */
};

/* The first `rows` words in classes of equal ones; the first row of each stands for it. */
struct eval_words {
	struct vocab *forms;	/* row → its form */
	uint32_t *first;	/* (rows) the row that stands for it */
	uint32_t *next;		/* (rows) the next row of the class, or VOCAB_NONE */
	size_t rows;
	enum eval_case fold;
};

/* max_rank 0 = all rows. */
enum status eval_words_init(struct eval_words *w, const struct model *m, size_t max_rank,
			    enum eval_case fold, struct error *err);
void eval_words_release(struct eval_words *w);
uint32_t eval_words_find(const struct eval_words *w, const char *word, size_t n);	/* or VOCAB_NONE */

/* --- analogy questions ------------------------------------------------------------------------ */

struct eval_word {
	uint32_t at, n;		/* bytes of the text */
};

struct eval_question {
	struct eval_word word[4];	/* a is to b as c is to d */
	uint32_t section;
};

/* A file in the form of questions-words.txt. */
struct eval_questions {
	char *text;
	char **sections;
	size_t section_count, section_cap;
	struct eval_question *items;
	size_t count, cap;
	size_t skipped;		/* lines that are not four words */
};

/* ": name" opens a section, every other line is four words; lines of another number are skipped
 * and counted. */
enum status eval_questions_read(struct eval_questions *out, const char *path,
				const struct progress *progress, struct error *err);
void eval_questions_release(struct eval_questions *q);

enum eval_method {
	EVAL_ADD,	/* 3CosAdd: argmax cos(x, b − a + c) */
	EVAL_MUL,	/* 3CosMul: argmax p(b) p(c) / (p(a) + 10⁻⁶), p = (1 + cos) / 2 */
	EVAL_DIRECTION,	/* PairDirection: argmax cos(x − c, b − a), words at unit length */
	EVAL_AVERAGE,	/* 3CosAvg: argmax cos(x, c + mean (b − a) of the section's other pairs) */
	EVAL_ONLY_B,	/* argmax cos(x, b): what ignoring a and c gives */
};

struct eval_options {
	enum eval_method method;
	enum eval_case fold;
	size_t max_rank;	/* 0 = all */
	bool word2vec;		/* compute-accuracy: only the rows of a, b and c are left out, not
				 * other spellings; no answer below cosine 0 */
	bool missing_wrong;	/* questions with unknown words count as wrong (dummy4unknown) */
	size_t threads;
};

enum eval_outcome { EVAL_MISSING, EVAL_WRONG, EVAL_RIGHT };

struct eval_section {
	size_t right, total, missing;	/* total: right + wrong */
};

struct eval_score {
	uint8_t *outcome;		/* one of enum eval_outcome per question */
	uint32_t *answer;		/* row given, or VOCAB_NONE */
	float *score;			/* of that row: the cosine with b − a + c (or what stands for
					 * it in 3CosAvg and b alone), the ratio of 3CosMul, … */
	struct eval_section *sections;
	struct eval_section all;
	struct vocab *unknown;		/* words of the questions that the model lacks */
	uint32_t *unknown_count;	/* in how many questions each stands */
	size_t unknown_cap;
};

/* Exact: near ties are decided in double precision, the more frequent word first, so the answer is
 * the same on every kernel table and number of threads. */
enum status eval_analogies(struct eval_score *out, const struct model *m,
			   const struct eval_questions *q, const struct eval_options *opt,
			   const struct progress *progress, struct error *err);
void eval_score_release(struct eval_score *s);

/* --- similarity judgements -------------------------------------------------------------------- */

struct eval_pairs_options {
	enum eval_case fold;
	size_t max_rank;
	bool missing_zero;	/* pairs with unknown words have similarity 0 (dummy4unknown) */
	char delimiter;		/* 0 = tab, or white space in lines without tabs */
};

struct eval_pairs {
	size_t used, missing, skipped;	/* skipped: lines that are not two words and a number */
	struct correlation pearson, spearman;
	double missing_percent;		/* as gensim reports it */
};

/* Lines of two words and a number; # begins a comment. ST_FAILED if not one pair is known. */
enum status eval_pairs(struct eval_pairs *out, const struct model *m, const char *path,
		       const struct eval_pairs_options *opt, const struct progress *progress,
		       struct error *err);

#endif
