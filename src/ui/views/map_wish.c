/* Which projection of which words the map shows, as the command `project` asks for it. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/number.h"
#include "ui/views/map.h"

static const char *const kinds[] = { "pca", "tsne", "umap", "random", "dims", "axes" };
static const char *const sets[] = { "frequent", "marks", "answer" };

struct map_wish map_wish_make(enum map_kind kind)
{
	struct map_wish wish = { .kind = kind, .layout = LAYOUT_DEFAULTS };

	return wish;
}

/* --- reading the text ------------------------------------------------------------------------- */

struct token {
	const char *s;
	size_t n;
};

static struct token next(const char **text)
{
	struct token t = { *text + strspn(*text, " "), 0 };

	t.n = strcspn(t.s, " ");
	*text = t.s + t.n;
	return t;
}

static bool is(struct token t, const char *word)
{
	return strlen(word) == t.n && memcmp(word, t.s, t.n) == 0;
}

static bool find(const char *const *names, size_t n, struct token t, size_t *out)
{
	for (*out = 0; *out < n; (*out)++)
		if (is(t, names[*out]))
			return true;
	return false;
}

static bool read_places(struct map_wish *wish, const char **text)
{
	for (size_t i = 0; i < ARRAY_LEN(wish->at); i++) {
		struct token t = next(text);
		int64_t value;

		if (!number_parse_i64(t.s, t.n, &value))
			return false;
		wish->at[i] = (uint32_t)MAX(value, 0);
	}
	return true;
}

/* One "name value" of the options. */
static bool read_option(struct map_wish *wish, struct token name, const char **text)
{
	double value;
	struct token t;

	if (is(name, "at"))
		return read_places(wish, text);
	t = next(text);
	if (!number_parse_f64(t.s, t.n, &value) || !(value >= 0))
		return false;
	if (is(name, "perplexity"))
		wish->layout.perplexity = value;
	else if (is(name, "neighbours"))
		wish->layout.neighbours = (size_t)value;
	else if (is(name, "min-dist"))
		wish->layout.min_dist = value;
	else
		return false;
	return true;
}

/* "KIND SET", then any of "at N N N N" (dimensions from 0, or rows), "perplexity X", "neighbours N",
 * "min-dist X". */
bool map_wish_parse(struct map_wish *wish, const char *text)
{
	struct map_wish new;
	size_t kind, set;
	struct token t;

	if (!find(kinds, ARRAY_LEN(kinds), next(&text), &kind) ||
	    !find(sets, ARRAY_LEN(sets), next(&text), &set))
		return false;
	new = map_wish_make((enum map_kind)kind);
	new.set = (enum map_set)set;
	for (t = next(&text); t.n; t = next(&text))
		if (!read_option(&new, t, &text))
			return false;
	*wish = new;
	return true;
}

/* --- which words, and what it is called ------------------------------------------------------- */

static void add(struct map_wish *wish, uint32_t row)
{
	if (row != VOCAB_NONE)
		wish->rows[wish->row_count++] = row;
}

void map_wish_take_rows(struct map_wish *wish, const struct map *v, const struct session *s)
{
	size_t most = wish->set == MAP_MARKS ? s->mark_count : v->query_count + v->answer_count;

	wish->rows = NULL;
	wish->row_count = 0;
	if (wish->set == MAP_FREQUENT)
		return;
	wish->rows = xcalloc(most + 1, sizeof(*wish->rows));
	if (wish->set == MAP_MARKS) {
		for (size_t i = 0; i < s->mark_count; i++)
			add(wish, vocab_find(v->model->vocab, s->marks[i], strlen(s->marks[i])));
		return;
	}
	for (size_t i = 0; i < v->query_count; i++)
		add(wish, v->query[i]);
	for (size_t i = 0; i < v->answer_count; i++)
		add(wish, v->answers[i]);
}

static void add_word(const struct map *v, uint32_t row, struct strbuf *out)
{
	size_t n;
	const char *word;

	if (row >= model_rows(v->model))
		return;
	word = vocab_word(v->model->vocab, row, &n);
	strbuf_add(out, word, n);
}

void map_wish_name(const struct map *v, struct strbuf *out)
{
	const uint32_t *at = v->met.at;

	switch (v->points.kind) {
	case MAP_PCA:
		strbuf_addf(out, "PCA %d×%d", v->now.axis_x + 1, v->now.axis_y + 1);
		if (v->now.turn != 0)
			strbuf_adds(out, "×3 turned");
		break;
	case MAP_TSNE:
		strbuf_adds(out, "t-SNE");
		break;
	case MAP_UMAP:
		strbuf_adds(out, "UMAP");
		break;
	case MAP_RANDOM:
		strbuf_addf(out, "random axes%s", v->now.turn != 0 ? " turned" : "");
		break;
	case MAP_DIMS:
		strbuf_addf(out, "dimensions %u×%u", (unsigned)at[0] + 1, (unsigned)at[1] + 1);
		break;
	case MAP_WORD_AXES:
		for (size_t i = 0; i < 4; i++) {
			strbuf_adds(out, i == 0 ? "" : i == 2 ? " × " : "→");
			add_word(v, at[i], out);
		}
		break;
	}
	if (v->met.set != MAP_FREQUENT)
		strbuf_addf(out, " of %s", v->met.set == MAP_MARKS ? "the marks" : "the answer");
}
