/* Games on the model in use. Their results are lines of the history, where `game scores` finds
 * them. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "app/game.h"
#include "base/mem.h"
#include "commands.h"

#define DAY_MS INT64_C(86400000)

struct game_data {
	struct game *game; /* made, not yet in the session */
	uint64_t seed;
	size_t among;
	bool guess;
};

static const char *name_of(const struct model *m, uint32_t row)
{
	return vocab_word(m->vocab, row, &(size_t){ 0 });
}

/* --- guessing --- */

static void put_guess(struct result *r, const struct game *g, const struct game_guess *guess)
{
	size_t row = result_add_row(r);

	result_put_word(r, row, 0, g->model, guess->row);
	result_put_float(r, row, 1, 100 * guess->cosine);
	if (guess->rank <= GAME_NEAREST)
		result_put_int(r, row, 2, (int64_t)guess->rank);
	result_set_answer_row(r, row, guess->row);
}

static int by_cosine(const void *a, const void *b)
{
	double x = ((const struct game_guess *)a)->cosine,
	       y = ((const struct game_guess *)b)->cosine;

	return (x < y) - (x > y);
}

/* The newest first, then all of them, nearest first. */
static void list_guesses(struct result *r, const struct game *g, const struct game_guess *newest)
{
	struct game_guess *sorted = xcalloc(g->guess_count + 1, sizeof(*sorted));

	result_add_column(r, "guess", CELL_TEXT);
	result_add_bar_column(r, "similarity", CELL_F32, false);
	result_add_column(r, "rank", CELL_INT);
	memcpy(sorted, g->guesses, g->guess_count * sizeof(*sorted));
	qsort(sorted, g->guess_count, sizeof(*sorted), by_cosine);
	put_guess(r, g, newest);
	for (size_t i = 0; i < g->guess_count; i++)
		if (sorted[i].row != newest->row)
			put_guess(r, g, &sorted[i]);
	free(sorted);
}

static void mark_all(struct session *s, const struct game *g)
{
	session_mark(s, name_of(g->model, g->hidden));
	for (size_t i = 0; i < g->guess_count; i++)
		session_mark(s, name_of(g->model, g->guesses[i].row));
}

static void tell_end(struct session *s, struct result *r, struct game *g, bool found)
{
	struct strbuf share = STRBUF_INIT;

	g->over = true;
	game_share(g, &share);
	result_add_pair(r, found ? "found in" : "given up after", "%zu guesses, %zu hints",
			game_guesses(g), g->hints);
	result_add_pair(r, "word", "%s", name_of(g->model, g->hidden));
	for (size_t i = 0; i < g->nearest_count && i < 10; i++)
		result_add_pair(r, "near it", "%s", name_of(g->model, g->nearest[i]));
	result_notef(r, "%s", share.buf);
	result_notef(r, "the guesses are marked: \"plot\" with them, or the map, shows them around "
			"the word");
	mark_all(s, g);
	strbuf_release(&share);
}

static enum status guess(struct session *s, struct task *t, const char *word, struct error *err)
{
	struct game *g = s->game;
	struct result *r = &t->result;
	const struct game_guess *made;
	struct lookup found;
	enum status st = lookup_word(g->model, word, &found, err);

	if (st != ST_OK)
		return st;
	if (g->over)
		return error_set(err, ST_FAILED, "this game is over; \"game\" begins another");
	made = game_guess(g, found.row);
	if (g->over)
		tell_end(s, r, g, true);
	else
		list_guesses(r, g, made);
	if (!g->over && made->rank > GAME_NEAREST)
		result_notef(r, "cold: not among the %d nearest", GAME_NEAREST);
	return ST_OK;
}

static enum status hint(struct session *s, struct task *t, struct error *err)
{
	const struct game_guess *given = s->game->over ? NULL : game_hint(s->game);

	if (!given)
		return error_set(err, ST_FAILED, "there is no nearer word to give: guess");
	list_guesses(&t->result, s->game, given);
	return ST_OK;
}

static enum status give_up(struct session *s, struct task *t, struct error *err)
{
	if (s->game->over)
		return error_set(err, ST_FAILED, "this game is over; \"game\" begins another");
	tell_end(s, &t->result, s->game, false);
	return ST_OK;
}

static enum status share(struct session *s, struct task *t, struct error *err)
{
	struct strbuf text = STRBUF_INIT;

	(void)err;
	game_share(s->game, &text);
	result_set_text(&t->result, text.buf);
	strbuf_release(&text);
	return ST_OK;
}

/* --- quizzes --- */

static void put_question(struct result *r, const struct game *g)
{
	result_set_title(r, "%s", g->question);
	result_add_column(r, "answer", CELL_TEXT);
	result_add_column(r, "word", CELL_TEXT);
	for (size_t i = 0; i < g->option_count; i++) {
		char letter = (char)('a' + i);
		size_t row = result_add_row(r);

		result_put_text(r, row, 0, &letter, 1);
		result_put_word(r, row, 1, g->model, g->options[i]);
	}
	result_notef(r, "%s", g->question);
	result_notef(r, "answer with: game a … game d");
}

static enum status quiz(struct session *s, struct task *t, enum game_kind kind, struct error *err)
{
	struct game *g;
	enum status st =
		game_new_quiz(&g, t->model, kind,
			      (uint64_t)(args_given(&t->args, "seed") ? args_int(&t->args, "seed")
								      : s->settings.seed),
			      err);

	if (st != ST_OK)
		return st;
	game_free(s->game);
	s->game = g;
	put_question(&t->result, g);
	return ST_OK;
}

static enum status answer(struct session *s, struct task *t, size_t option, struct error *err)
{
	struct game *g = s->game;
	bool right;

	if (g->kind == GAME_GUESS)
		return error_set(err, ST_FAILED, "this is a guessing game: game WORD");
	if (option >= g->option_count)
		return error_set(err, ST_USAGE, "the answers are a to %c",
				 (int)('a' + g->option_count - 1));
	result_notef(&t->result, "it is %s", name_of(g->model, g->options[g->right]));
	right = game_answer(g, option);
	result_notef(&t->result, "%s: %zu of %zu", right ? "right" : "no", g->answered_right,
		     g->asked);
	if (game_ask(g, err) != ST_OK)
		return ST_FAILED;
	put_question(&t->result, g);
	return ST_OK;
}

/* --- unrelated words --- */

static enum status unrelated(struct task *t, struct error *err)
{
	struct result *r = &t->result;
	size_t n = t->args.count - 1, a, b;
	uint32_t *rows;
	enum status st;

	if (n < 2)
		return error_set(err, ST_USAGE,
				 "game unrelated WORD …: ten words as unrelated as you can find");
	st = words_resolve(t, 1, &rows, err);
	if (st != ST_OK)
		return st;
	result_add_pair(r, "score", "%.2f", game_unrelated(t->model, rows, n, &a, &b));
	result_add_pair(r, "words", "%zu", n);
	result_add_pair(r, "nearest pair", "%s %s", name_of(t->model, rows[a]),
			name_of(t->model, rows[b]));
	result_notef(
		r, "mean of (1 - cosine) x 100 over all pairs; on the model that ships ten animals "
		   "reach 49, ten frequent words at random 63 to 73");
	free(rows);
	return ST_OK;
}

/* --- scores --- */

static bool is_score(const struct hist_entry *e)
{
	static const char *const begin[] = { "found in ", "given up after ", "score " };

	for (size_t i = 0; i < ARRAY_LEN(begin); i++)
		if (!strncmp(e->summary, begin[i], strlen(begin[i])))
			return !strncmp(e->line, "game", 4) || !strncmp(e->line, "guess", 5);
	return false;
}

static enum status scores(struct session *s, struct result *r, struct error *err)
{
	struct hist_filter filter = { .text = "g", .limit = 100000 };
	struct hist_list list;
	enum status st = hist_search(s->hist, &filter, &list, err);

	if (st != ST_OK)
		return st;
	result_add_column(r, "model", CELL_TEXT);
	result_add_column(r, "result", CELL_TEXT);
	for (size_t i = 0; i < list.count; i++) {
		const struct hist_entry *e = &list.entries[i];
		size_t row;

		if (!e->summary || !is_score(e))
			continue;
		row = result_add_row(r);
		result_put_text(r, row, 0, e->model, strlen(e->model));
		result_put_text(r, row, 1, e->summary, strlen(e->summary));
	}
	if (!r->rows)
		result_notef(r, "no game was finished yet, or the history is off");
	hist_list_release(&list);
	return ST_OK;
}

/* --- the verb --- */

static enum status begin(struct session *s, struct task *t)
{
	struct game_data *d = t->data;

	d->guess = true;
	d->among = (size_t)args_int(&t->args, "words");
	d->seed = args_given(&t->args, "seed") ? (uint64_t)args_int(&t->args, "seed")
					       : (uint64_t)(session_now_ms(s) / DAY_MS);
	return ST_OK;
}

static enum status prepare(struct session *s, struct task *t, struct error *err)
{
	static const struct {
		const char *word;
		enum status (*act)(struct session *s, struct task *t, struct error *err);
	} actions[] = { { "hint", hint }, { "give-up", give_up }, { "share", share } };
	const char *what = args_word(&t->args, 0);

	if (!what)
		return begin(s, t);
	if (!strcmp(what, "odd"))
		return quiz(s, t, GAME_ODD, err);
	if (!strcmp(what, "analogy"))
		return quiz(s, t, GAME_ANALOGY, err);
	if (!strcmp(what, "unrelated"))
		return unrelated(t, err);
	if (!strcmp(what, "scores"))
		return scores(s, &t->result, err);
	if (!s->game)
		return error_set(err, ST_FAILED, "no game is open: \"game\" begins one");
	if (!what[1] && s->game->kind != GAME_GUESS)
		return answer(s, t, (size_t)(what[0] - 'a'), err);
	if (s->game->kind != GAME_GUESS)
		return error_set(err, ST_FAILED,
				 "answer with game a … game d; \"game\" guesses words");
	for (size_t i = 0; i < ARRAY_LEN(actions); i++)
		if (!strcmp(what, actions[i].word))
			return actions[i].act(s, t, err);
	return guess(s, t, what, err);
}

static enum status work(struct task *t, const struct progress *progress, struct error *err)
{
	struct game_data *d = t->data;

	if (!d->guess)
		return ST_OK;
	return game_new_guess(&d->game, t->model, d->seed, d->among, progress, err);
}

static enum status commit(struct session *s, struct task *t, struct error *err)
{
	struct game_data *d = t->data;

	(void)err;
	if (!d->game)
		return ST_OK;
	game_free(s->game);
	s->game = d->game;
	d->game = NULL;
	result_notef(
		&t->result,
		"a word of %s is hidden (game #%llu): game WORD guesses; 100 is the word itself. "
		"game hint, game give-up, game share",
		t->model->name, (unsigned long long)d->seed);
	return ST_OK;
}

static void free_data(void *data)
{
	struct game_data *d = data;

	game_free(d->game);
}

/* clang-format off */
const struct command cmd_game = {
	.name = "game", .aliases = "guess", .group = "Learn",
	.summary = "Guess a hidden word by similarity, or answer quick questions.",
	.details =
		"game hides the word of the day (--seed N another one); game WORD guesses: the answer is cosine x 100, and "
		"the rank among the 1,000 nearest words. game hint, game give-up, game share (a line without the word). "
		"game odd and game analogy ask questions made from the model; game a … game d answer. game unrelated "
		"followed by ten words scores how far apart they are. game scores lists what was played.",
	.args = { { ARG_STRING, "what", "a guess, hint, give-up, share, odd, analogy, unrelated, scores, a letter", 0, 0, NULL } },
	.opts = {
		{ 0, "seed", ARG_INT, "N", NULL, "which game; without it the day", NULL, 0, INT64_MAX },
		{ 0, "words", ARG_INT, "N", "3000", "hide one of the N most frequent words", NULL, 1, INT32_MAX },
	},
	.examples = { { "game --seed 7", "hide a word" }, { "game odd", "a quick question" },
		      { "game unrelated cat algebra vinegar", "as unrelated as possible" } },
	.flags = CMD_KEEP_LAST | CMD_NEEDS_MODEL,
	.data_size = sizeof(struct game_data),
	.prepare = prepare, .work = work, .commit = commit, .free_data = free_data,
};
