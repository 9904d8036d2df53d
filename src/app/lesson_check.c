/*
 * Checks, read and decided in one pass by recursive descent. With no answer the same code runs and
 * only reads, so that what `lesson check` accepts is what a lesson can use. A number that cannot be
 * had (a word that is not there, a column without numbers) is NaN, and every comparison with it
 * fails.
 */
#include "app/lesson_check.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/number.h"
#include "model/query.h"

enum { WORD_MAX = 200, ARGS_MAX = 2 };

struct scan {
	const char *at;
	const struct lesson_answer *answer; /* NULL: only reading */
	struct error *err;
	enum status st;
};

static void blanks(struct scan *s)
{
	s->at += strspn(s->at, " \t");
}

/* The first mistake counts. */
#define FAIL(s, ...)                                                                               \
	do {                                                                                       \
		if ((s)->st == ST_OK)                                                              \
			(s)->st = error_set((s)->err, ST_USAGE, __VA_ARGS__);                      \
	} while (0)

static bool accept(struct scan *s, const char *token)
{
	size_t n = strlen(token);

	blanks(s);
	if (strncmp(s->at, token, n) != 0)
		return false;
	if (isalpha((unsigned char)token[0]) && s->at[n] && !isblank((unsigned char)s->at[n]))
		return false;
	s->at += n;
	return true;
}

/* What stands before a blank or one of , ( ) < > = ! | */
static bool read_word(struct scan *s, char out[WORD_MAX])
{
	size_t n;

	blanks(s);
	n = strcspn(s->at, " \t,()<>=!|");
	if (!n || n >= WORD_MAX)
		return false;
	memcpy(out, s->at, n);
	out[n] = '\0';
	s->at += n;
	return true;
}

/* --- words and rows --- */

static const struct model *model_of(const struct lesson_answer *a)
{
	return a->result->model ? a->result->model : a->model;
}

static uint32_t row_of(const struct scan *s, const char *word)
{
	const struct lesson_answer *a = s->answer;
	const struct model *m = model_of(a);
	struct lookup found;

	if (!m)
		return VOCAB_NONE;
	if (word[0] == '$' && isdigit((unsigned char)word[1])) {
		size_t i = (size_t)strtoul(word + 1, NULL, 10);

		return i && i <= a->result->query_count ? a->result->query_rows[i - 1] : VOCAB_NONE;
	}
	if (!strcmp(word, "$best"))
		return a->result->rows && a->result->answer_rows ? a->result->answer_rows[0]
								 : VOCAB_NONE;
	return lookup_word(m, word, &found, NULL) == ST_OK ? found.row : VOCAB_NONE;
}

static size_t column_named(const struct result *r, const char *name)
{
	for (size_t c = 0; c < r->column_count; c++)
		if (!strcmp(r->columns[c].name, name))
			return c;
	return r->column_count;
}

/* The row of the answer (0-based) that is about the word; r->rows = none. */
static size_t place_of(const struct scan *s, const char *word)
{
	const struct result *r = s->answer->result;
	uint32_t row = row_of(s, word);
	size_t col = column_named(r, "word");

	for (size_t i = 0; i < r->rows; i++) {
		const struct value *v = &r->values[i * r->column_count + col];

		if (r->answer_rows && row != VOCAB_NONE && r->answer_rows[i] == row)
			return i;
		if (col < r->column_count && !v->missing && r->columns[col].type == CELL_TEXT &&
		    !strcmp(v->as.text.s, word))
			return i;
	}
	return r->rows;
}

/* --- numbers --- */

static double cell_number(const struct result *r, size_t row, size_t col)
{
	const struct value *v;
	double f;

	if (row >= r->rows || col >= r->column_count)
		return (double)NAN;
	v = &r->values[row * r->column_count + col];
	if (v->missing)
		return (double)NAN;
	if (r->columns[col].type == CELL_INT)
		return (double)v->as.i;
	if (r->columns[col].type != CELL_TEXT)
		return v->as.f;
	return number_parse_f64(v->as.text.s, v->as.text.n, &f) ? f : (double)NAN;
}

/* The last column that holds numbers: the score. */
static double score_of(const struct result *r, size_t row)
{
	for (size_t c = r->column_count; c-- > 0;)
		if (r->columns[c].type != CELL_TEXT)
			return cell_number(r, row, c);
	return (double)NAN;
}

static double value_of(const struct result *r, const char *key)
{
	for (size_t i = 0; r->column_count == 2 && i < r->rows; i++) {
		const struct value *v = &r->values[i * 2];
		const char *have =
			r->columns[0].type == CELL_TEXT && !v->missing ? v->as.text.s : "";
		size_t n = 0;

		while (key[n] && (key[n] == have[n] || (key[n] == '_' && have[n] == ' ')))
			n++;
		if (!key[n] && !have[n])
			return cell_number(r, i, 1);
	}
	return (double)NAN;
}

static double distance_of(const struct model *m, uint32_t a, uint32_t b)
{
	double sum = 0;

	for (size_t i = 0; i < model_dims(m); i++) {
		double d = (double)model_row(m, a)[i] - (double)model_row(m, b)[i];

		sum += d * d;
	}
	return sqrt(sum);
}

static double rank_of(const struct model *m, uint32_t a, uint32_t b)
{
	double *q = xcalloc(model_dims(m), sizeof(*q));
	struct search s = { .metric = METRIC_COSINE, .exclude = &a, .exclude_count = 1 };
	size_t closer = 0;
	enum status st;

	for (size_t i = 0; i < model_dims(m); i++)
		q[i] = (double)model_row(m, a)[i];
	st = search_count_better(m, q, search_score(m, METRIC_COSINE, q, b), &s, NULL, &closer,
				 NULL);
	free(q);
	return st == ST_OK ? (double)closer + 1 : (double)NAN;
}

static double of_model(const struct scan *s, char name, const char *first, const char *second)
{
	const struct model *m = model_of(s->answer);
	uint32_t a = row_of(s, first), b = second ? row_of(s, second) : a;

	if (!m || a == VOCAB_NONE || b == VOCAB_NONE)
		return (double)NAN;
	switch (name) {
	case 'c':
		return search_cosine(m, a, b);
	case 'd':
		return distance_of(m, a, b);
	case 'l':
		return (double)m->norms[a];
	case 'r':
		return rank_of(m, a, b);
	default: /* frequency: 1 = the most frequent */
		return (double)a + 1;
	}
}

/* X(name, arguments) */
#define FUNCTIONS(X)                                                                               \
	X("cos", 2)                                                                                \
	X("distance", 2)                                                                           \
	X("length", 1)                                                                             \
	X("rank", 2) X("frequency", 1) X("score", 1) X("place", 1) X("value", 1) X("cell", 2)

static double call(const struct scan *s, const char *name, char args[ARGS_MAX][WORD_MAX])
{
	const struct result *r = s->answer->result;
	size_t place;

	if (!strcmp(name, "score") || !strcmp(name, "place")) {
		place = place_of(s, args[0]);
		if (place == r->rows)
			return (double)NAN;
		return name[0] == 's' ? score_of(r, place) : (double)place + 1;
	}
	if (!strcmp(name, "value"))
		return value_of(r, args[0]);
	if (!strcmp(name, "cell"))
		return cell_number(r, (size_t)strtoul(args[0], NULL, 10) - 1,
				   column_named(r, args[1]));
	return of_model(s, name[0], args[0],
			!strcmp(name, "length") || !strcmp(name, "frequency") ? NULL : args[1]);
}

static double read_call(struct scan *s, const char *name, size_t wanted)
{
	char args[ARGS_MAX][WORD_MAX] = { "", "" };
	size_t n = 0;

	do {
		if (n == ARGS_MAX || !read_word(s, args[n++]))
			FAIL(s, "%s needs words in parentheses", name);
	} while (s->st == ST_OK && accept(s, ","));
	if (s->st == ST_OK && (!accept(s, ")") || n != wanted))
		FAIL(s, "%s takes %s", name, wanted == 2 ? "two words, as (a, b)" : "one word");
	return s->st == ST_OK && s->answer ? call(s, name, args) : (double)NAN;
}

static double plain_number(const struct scan *s, const char *name)
{
	const struct result *r = s->answer ? s->answer->result : NULL;

	if (!r)
		return (double)NAN;
	if (!strcmp(name, "rows"))
		return (double)r->rows;
	if (!strcmp(name, "words"))
		return (double)r->query_count;
	return score_of(r, !strcmp(name, "top") ? 0 : r->rows - 1);
}

static double read_number(struct scan *s)
{
	static const struct {
		const char *name;
		size_t args;
	} functions[] = {
#define FUNCTION(name, args) { name, args },
		FUNCTIONS(FUNCTION)
#undef FUNCTION
	};
	static const char *const plain[] = { "rows", "words", "top", "bottom" };
	char word[WORD_MAX];
	double v;

	if (!read_word(s, word)) {
		FAIL(s, "here a number is expected: \"%.40s\"", s->at);
		return (double)NAN;
	}
	if (number_parse_f64(word, strlen(word), &v))
		return v;
	for (size_t i = 0; i < ARRAY_LEN(plain); i++)
		if (!strcmp(word, plain[i]))
			return plain_number(s, word);
	for (size_t i = 0; i < ARRAY_LEN(functions); i++)
		if (!strcmp(word, functions[i].name) && accept(s, "("))
			return read_call(s, functions[i].name, functions[i].args);
	FAIL(s,
	     "\"%.40s\" is no number: there are rows, words, top, bottom, cos(a, b), "
	     "distance(a, b), length(a), rank(a, b), frequency(a), score(a), place(a), value(key) "
	     "and cell(row, column)",
	     word);
	return (double)NAN;
}

/* --- conditions --- */

static bool compare(struct scan *s)
{
	static const char *const ops[] = { "<=", ">=", "!=", "<", ">", "=" };
	double a = read_number(s), b, c;
	size_t op = 0;

	if (accept(s, "in")) {
		b = read_number(s);
		if (!accept(s, ".."))
			FAIL(s, "a range is written \"in 0.1 .. 0.9\"");
		c = s->st == ST_OK ? read_number(s) : 0;
		return a >= b && a <= c;
	}
	while (op < ARRAY_LEN(ops) && !accept(s, ops[op]))
		op++;
	if (op == ARRAY_LEN(ops)) {
		FAIL(s, "a comparison is expected before \"%.40s\": < <= > >= = != or in", s->at);
		return false;
	}
	b = read_number(s);
	switch (op) {
	case 0:
		return a <= b;
	case 1:
		return a >= b;
	case 2:
		return a < b || a > b;
	case 3:
		return a < b;
	case 4:
		return a > b;
	default:
		return a >= b && a <= b;
	}
}

static bool is_command(struct scan *s)
{
	char name[WORD_MAX];
	bool any = false, found = false;

	while (read_word(s, name)) {
		const struct command *c = command_find(name);

		any = true;
		if (!c)
			FAIL(s, "there is no command \"%.40s\"", name);
		found |= c && s->answer && s->answer->cmd == c;
	}
	if (!any)
		FAIL(s, "command needs the name of one");
	return found;
}

static bool were_asked(struct scan *s)
{
	char word[WORD_MAX];
	bool any = false, all = true;

	while (read_word(s, word)) {
		uint32_t row = s->answer ? row_of(s, word) : VOCAB_NONE;
		const struct result *r = s->answer ? s->answer->result : NULL;
		bool found = false;

		any = true;
		for (size_t i = 0; r && row != VOCAB_NONE && i < r->query_count; i++)
			found |= r->query_rows[i] == row;
		all = all && found;
	}
	if (!any)
		FAIL(s, "asked needs the words that must be in the question");
	return all;
}

static bool is_answered(struct scan *s)
{
	char words[16][WORD_MAX];
	size_t n = 0;
	double most = 1;
	bool found = false;

	do {
		if (n == ARRAY_LEN(words) || !read_word(s, words[n++]))
			FAIL(s, "answer needs a word, or several with | between them");
	} while (s->st == ST_OK && accept(s, "|"));
	if (accept(s, "in"))
		most = read_number(s);
	for (size_t i = 0; s->answer && s->st == ST_OK && i < n; i++) {
		size_t place = place_of(s, words[i]);

		found |= place < s->answer->result->rows && (double)place < most;
	}
	return found;
}

enum status lesson_check(const char *check, const struct lesson_answer *answer, bool *holds,
			 struct error *err)
{
	struct scan s = { .at = check, .answer = answer, .err = err };
	bool not = accept(&s, "not"), result;

	if (accept(&s, "command"))
		result = is_command(&s);
	else if (accept(&s, "asked"))
		result = were_asked(&s);
	else if (accept(&s, "answer"))
		result = is_answered(&s);
	else
		result = compare(&s);
	blanks(&s);
	if (*s.at)
		FAIL(&s, "this is too much: \"%.40s\"", s.at);
	if (s.st == ST_OK)
		*holds = result != not ;
	return s.st;
}
