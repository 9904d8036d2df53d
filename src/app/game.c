#include "app/game.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/rng.h"
#include "model/search.h"

enum { TRIES = 10000, LETTERS_MIN = 4, QUIZ_WORDS = 3000 };

void game_free(struct game *g)
{
	if (!g)
		return;
	model_unref(g->model);
	free(g->nearest);
	free(g->guesses);
	free(g->question);
	free(g);
}

static struct game *make(struct model *m, enum game_kind kind, uint64_t seed)
{
	struct game *g = xcalloc(1, sizeof(*g));

	g->kind = kind;
	g->model = model_ref(m);
	g->seed = seed;
	return g;
}

/* Lower-case ASCII letters, or letters of another script: no names in capitals, no numbers. */
static bool is_plain(const struct model *m, uint32_t row)
{
	size_t n;
	const char *word = vocab_word(m->vocab, row, &n);

	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)word[i];

		if (c < 0x80 && (c < 'a' || c > 'z'))
			return false;
	}
	return n >= LETTERS_MIN && m->norms[row] > 0;
}

static enum status choose_word(const struct model *m, struct rng *rng, size_t among, uint32_t *out,
			       struct error *err)
{
	size_t skip = among > 400 ? 100 : 0, room = MIN(among, model_rows(m));

	for (int i = 0; i < TRIES && room > skip; i++) {
		*out = (uint32_t)skip + rng_below(rng, (uint32_t)(room - skip));
		if (is_plain(m, *out))
			return ST_OK;
	}
	return error_set(err, ST_FAILED, "%s has no plain words to play with", m->name);
}

/* Neighbours of a row, best first. */
static enum status neighbours(const struct model *m, uint32_t row, size_t k, uint32_t *out,
			      size_t *count, const struct progress *progress, struct error *err)
{
	struct search s = { .k = k, .exclude = &row, .exclude_count = 1 };
	struct hit *hits = xcalloc(k + 1, sizeof(*hits));
	double *q = xcalloc(model_dims(m), sizeof(*q));
	enum status st;

	for (size_t i = 0; i < model_dims(m); i++)
		q[i] = (double)model_row(m, row)[i];
	st = search_near(m, q, &s, progress, hits, count, err);
	for (size_t i = 0; st == ST_OK && i < *count; i++)
		out[i] = hits[i].row;
	free(q);
	free(hits);
	return st;
}

enum status game_new_guess(struct game **out, struct model *m, uint64_t seed, size_t among,
			   const struct progress *progress, struct error *err)
{
	struct game *g = make(m, GAME_GUESS, seed);
	struct rng rng = rng_make(seed, 0x6a3e, 0);
	enum status st = choose_word(m, &rng, among, &g->hidden, err);

	g->nearest = xcalloc(GAME_NEAREST, sizeof(*g->nearest));
	if (st == ST_OK)
		st = neighbours(m, g->hidden, GAME_NEAREST, g->nearest, &g->nearest_count, progress,
				err);
	if (st == ST_OK)
		*out = g;
	else
		game_free(g);
	return st;
}

static size_t rank_of(const struct game *g, uint32_t row)
{
	if (row == g->hidden)
		return 0;
	for (size_t i = 0; i < g->nearest_count; i++)
		if (g->nearest[i] == row)
			return i + 1;
	return GAME_NEAREST + 1;
}

static const struct game_guess *add_guess(struct game *g, uint32_t row, bool hint)
{
	for (size_t i = 0; i < g->guess_count; i++)
		if (g->guesses[i].row == row)
			return &g->guesses[i];
	ARRAY_RESERVE(g->guesses, g->guess_cap, g->guess_count + 1);
	g->guesses[g->guess_count++] =
		(struct game_guess){ row, search_cosine(g->model, g->hidden, row), rank_of(g, row),
				     hint };
	return &g->guesses[g->guess_count - 1];
}

const struct game_guess *game_guess(struct game *g, uint32_t row)
{
	if (row == g->hidden)
		g->over = true;
	return add_guess(g, row, false);
}

static size_t best_rank(const struct game *g)
{
	size_t best = g->nearest_count + 1;

	for (size_t i = 0; i < g->guess_count; i++)
		best = MIN(best, g->guesses[i].rank);
	return best;
}

const struct game_guess *game_hint(struct game *g)
{
	size_t rank = best_rank(g) / 2;

	if (rank < 1 || !g->nearest_count)
		return NULL;
	g->hints++;
	return add_guess(g, g->nearest[rank - 1], true);
}

size_t game_guesses(const struct game *g)
{
	size_t n = 0;

	for (size_t i = 0; i < g->guess_count; i++)
		n += !g->guesses[i].hint;
	return n;
}

void game_share(const struct game *g, struct strbuf *out)
{
	strbuf_addf(out, "vecscope %s #%llu: %zu guess%s", g->model->name,
		    (unsigned long long)g->seed, game_guesses(g), game_guesses(g) == 1 ? "" : "es");
	if (g->hints)
		strbuf_addf(out, ", %zu hint%s", g->hints, g->hints == 1 ? "" : "s");
	strbuf_adds(out, " ");
	for (size_t i = 0; i < g->guess_count; i++) {
		const struct game_guess *guess = &g->guesses[i];

		strbuf_adds(out, guess->hint ? " ?" : " ");
		if (guess->rank == 0)
			strbuf_adds(out, "!");
		else if (guess->rank <= GAME_NEAREST)
			strbuf_addf(out, "%zu", guess->rank);
		else
			strbuf_adds(out, "-");
	}
}

/* --- quizzes --- */

enum status game_new_quiz(struct game **out, struct model *m, enum game_kind kind, uint64_t seed,
			  struct error *err)
{
	struct game *g = make(m, kind, seed);
	enum status st = game_ask(g, err);

	if (st == ST_OK)
		*out = g;
	else
		game_free(g);
	return st;
}

/* Put the right option, which stands first, to a random place. */
static void mix(struct game *g, struct rng *rng)
{
	size_t to = rng_below(rng, (uint32_t)g->option_count);
	uint32_t kept = g->options[to];

	g->options[to] = g->options[0];
	g->options[0] = kept;
	g->right = to;
}

static void set_question(struct game *g, char *text)
{
	free(g->question);
	g->question = text;
}

/* Three neighbours and a word that has nothing to do with them. */
static enum status ask_odd(struct game *g, struct rng *rng, struct error *err)
{
	const struct model *m = g->model;
	uint32_t around[8], row;
	size_t count;
	enum status st = choose_word(m, rng, QUIZ_WORDS, &row, err);

	if (st == ST_OK)
		st = neighbours(m, row, 8, around, &count, NULL, err);
	if (st != ST_OK)
		return st;
	if (count < 3)
		return error_set(err, ST_FAILED, "%s is too small to ask about", m->name);
	for (int i = 0; i < TRIES; i++) {
		st = choose_word(m, rng, QUIZ_WORDS, &g->options[0], err);
		if (st != ST_OK)
			return st;
		if (search_cosine(m, row, g->options[0]) < 0.25)
			break;
	}
	g->options[1] = row;
	g->options[2] = around[rng_below(rng, 2)];
	g->options[3] = around[2 + rng_below(rng, (uint32_t)count - 2)];
	g->option_count = 4;
	set_question(g, xstrdup("Which of these does not fit?"));
	return ST_OK;
}

static const char *const relations[][2] = {
	{ "paris", "france" },	  { "rome", "italy" },	   { "berlin", "germany" },
	{ "madrid", "spain" },	  { "tokyo", "japan" },	   { "moscow", "russia" },
	{ "athens", "greece" },	  { "cairo", "egypt" },	   { "man", "woman" },
	{ "king", "queen" },	  { "father", "mother" },  { "brother", "sister" },
	{ "son", "daughter" },	  { "uncle", "aunt" },	   { "actor", "actress" },
	{ "prince", "princess" }, { "walk", "walking" },   { "swim", "swimming" },
	{ "run", "running" },	  { "read", "reading" },   { "write", "writing" },
	{ "sing", "singing" },	  { "eat", "eating" },	   { "fly", "flying" },
	{ "big", "bigger" },	  { "small", "smaller" },  { "fast", "faster" },
	{ "strong", "stronger" }, { "long", "longer" },	   { "high", "higher" },
	{ "cold", "colder" },	  { "young", "younger" },  { "france", "french" },
	{ "germany", "german" },  { "italy", "italian" },  { "spain", "spanish" },
	{ "japan", "japanese" },  { "russia", "russian" }, { "china", "chinese" },
	{ "greece", "greek" },
};

enum { GROUP = 8 };

static uint32_t find(const struct model *m, const char *word)
{
	return vocab_find(m->vocab, word, strlen(word));
}

static enum status ask_analogy(struct game *g, struct rng *rng, struct error *err)
{
	const struct model *m = g->model;

	for (int i = 0; i < TRIES; i++) {
		size_t group = rng_below(rng, ARRAY_LEN(relations) / GROUP) * GROUP;
		size_t p = group + rng_below(rng, GROUP), q = group + rng_below(rng, GROUP);
		uint32_t c = find(m, relations[q][0]), d = find(m, relations[q][1]);
		size_t used = 1;

		if (p == q || c == VOCAB_NONE || d == VOCAB_NONE ||
		    find(m, relations[p][0]) == VOCAB_NONE ||
		    find(m, relations[p][1]) == VOCAB_NONE)
			continue;
		g->options[0] = d;
		for (size_t k = 0; k < GROUP && used < 4; k++) {
			size_t other = group + (q - group + 1 + k) % GROUP;
			uint32_t row = find(m, relations[other][1]);

			if (other != q && other != p && row != VOCAB_NONE)
				g->options[used++] = row;
		}
		g->option_count = used;
		set_question(g, xasprintf("%s is to %s as %s is to …", relations[p][0],
					  relations[p][1], relations[q][0]));
		return used == 4 ? ST_OK
				 : error_set(err, ST_FAILED, "%s lacks the words of this quiz",
					     m->name);
	}
	return error_set(err, ST_FAILED, "%s lacks the words of this quiz: it asks in English",
			 m->name);
}

enum status game_ask(struct game *g, struct error *err)
{
	struct rng rng = rng_make(g->seed, 0x9012, g->asked);
	enum status st = g->kind == GAME_ODD ? ask_odd(g, &rng, err) : ask_analogy(g, &rng, err);

	if (st == ST_OK)
		mix(g, &rng);
	return st;
}

bool game_answer(struct game *g, size_t option)
{
	bool right = option == g->right;

	g->asked++;
	g->answered_right += right;
	return right;
}

double game_unrelated(const struct model *m, const uint32_t *rows, size_t n, size_t *a, size_t *b)
{
	double sum = 0, nearest = HUGE_VAL;

	*a = *b = 0;
	for (size_t i = 0; i < n; i++)
		for (size_t j = i + 1; j < n; j++) {
			double d = 1 - search_cosine(m, rows[i], rows[j]);

			sum += d;
			if (d >= nearest)
				continue;
			nearest = d;
			*a = i;
			*b = j;
		}
	return n > 1 ? 100 * sum / ((double)n * (double)(n - 1) / 2) : 0;
}
