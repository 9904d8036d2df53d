/*
 * Playing with a model: guess a hidden word by similarity, or answer quick questions made from the
 * model. Everything random comes from a seed and the model, so that two people with the same model
 * and seed play the same game. Belongs to the session (main thread); game_new_guess() may run on any.
 */
#ifndef APP_GAME_H
#define APP_GAME_H

#include "base/progress.h"
#include "base/strbuf.h"
#include "model/model.h"

#define GAME_NEAREST 1000	/* neighbours whose rank is told */

enum game_kind { GAME_GUESS, GAME_ODD, GAME_ANALOGY };

struct game_guess {
	uint32_t row;
	double cosine;
	size_t rank;		/* 0 = it is the word; 1 … GAME_NEAREST; above = not among them */
	bool hint;
};

struct game {
	enum game_kind kind;
	struct model *model;	/* referenced */
	uint64_t seed;
	bool over;
	/* guess */
	uint32_t hidden;
	uint32_t *nearest;	/* (nearest_count) best first */
	size_t nearest_count;
	struct game_guess *guesses;	/* in the order they were made */
	size_t guess_count, guess_cap;
	size_t hints;
	/* quizzes */
	char *question;
	uint32_t options[4];
	size_t option_count, right;
	size_t asked, answered_right;
};

/* Hide a word: of the `among` most frequent ones, plain letters, four or more. ST_FAILED when the
 * model has none. */
enum status game_new_guess(struct game **out, struct model *m, uint64_t seed, size_t among,
			   const struct progress *progress, struct error *err);
enum status game_new_quiz(struct game **out, struct model *m, enum game_kind kind, uint64_t seed,
			  struct error *err);
void game_free(struct game *g);		/* NULL is fine */

/* Guess a word; *made points to it (an earlier guess of the same word is given back). */
const struct game_guess *game_guess(struct game *g, uint32_t row);
/* A word that is nearer than the best guess so far: half way to the goal by rank. */
const struct game_guess *game_hint(struct game *g);
size_t game_guesses(const struct game *g);	/* hints left out */
/* One line without the word: "vecscope demo #20419: 7 guesses, 1 hint  · · 801 344 12 1 !" */
void game_share(const struct game *g, struct strbuf *out);

/* The next question of a quiz, and judging its answer (counts it). */
enum status game_ask(struct game *g, struct error *err);
bool game_answer(struct game *g, size_t option);
/* Mean of (1 − cosine) × 100 over all pairs of n rows; the nearest pair into *a, *b. */
double game_unrelated(const struct model *m, const uint32_t *rows, size_t n, size_t *a, size_t *b);

#endif
