/* Which projection of which words the map shows, as the command `project` asks for it. */
#include <stdlib.h>
#include <string.h>

#include "base/display.h"
#include "base/mem.h"
#include "base/number.h"
#include "ui/views/map.h"

enum { NAME_CELLS = 20 };

static const char *const kinds[] = { "pca", "tsne", "umap", "random", "dims", "axes" };
static const char *const sets[] = { "frequent", "marks", "answer", "everything", "list" };

struct map_wish map_wish_make(enum map_kind kind)
{
	struct map_wish wish = { .kind = kind, .layout = LAYOUT_DEFAULTS };

	return wish;
}

static void copy_words(struct map_words *to, const struct map_words *from)
{
	*to = *from;
	to->name = from->name ? xstrdup(from->name) : NULL;
	to->list = from->list ? xcalloc(from->count + 1, sizeof(*to->list)) : NULL;
	if (to->list)
		memcpy(to->list, from->list, from->count * sizeof(*to->list));
}

static void free_words(struct map_words *words)
{
	free(words->list);
	free(words->name);
}

static void copy_axes(struct map_wish *to, const struct map_wish *from)
{
	for (size_t i = 0; i < ARRAY_LEN(to->axes); i++) {
		const struct map_axis *a = &from->axes[i];
		struct map_axis *copy = &to->axes[i];

		*copy = (struct map_axis){ .count = a->count };
		if (!a->count)
			continue;
		copy->weights = xcalloc(a->count, sizeof(*copy->weights));
		copy->rows = xcalloc(a->count, sizeof(*copy->rows));
		memcpy(copy->weights, a->weights, a->count * sizeof(*copy->weights));
		memcpy(copy->rows, a->rows, a->count * sizeof(*copy->rows));
		copy->name = xstrdup(a->name);
	}
}

void map_wish_release_axes(struct map_wish *wish)
{
	for (size_t i = 0; i < ARRAY_LEN(wish->axes); i++) {
		free(wish->axes[i].weights);
		free(wish->axes[i].rows);
		free(wish->axes[i].name);
		wish->axes[i] = (struct map_axis){ 0 };
	}
}

void map_wish_copy(struct map_wish *to, const struct map_wish *from)
{
	struct map_wish copy = *from;

	copy_words(&copy.of, &from->of);
	copy_words(&copy.fit, &from->fit);
	copy_axes(&copy, from);
	map_wish_release(to);
	*to = copy;
}

void map_wish_release(struct map_wish *wish)
{
	free_words(&wish->of);
	free_words(&wish->fit);
	map_wish_release_axes(wish);
	*wish = map_wish_make(wish->kind);
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

static bool read_row(const char **text, uint32_t *out)
{
	struct token t = next(text);
	int64_t value;

	if (!number_parse_i64(t.s, t.n, &value) || value < 0 || value >= VOCAB_NONE)
		return false;
	*out = (uint32_t)value;
	return true;
}

/* "SET", or "list NAME COUNT ROW …". */
static bool read_words(struct map_words *words, const char **text)
{
	struct strbuf name = STRBUF_INIT;
	uint32_t count;
	struct token t;
	size_t set;

	if (!find(sets, ARRAY_LEN(sets), next(text), &set))
		return false;
	free_words(words);
	*words = (struct map_words){ .set = (enum map_set)set };
	if (set != MAP_LIST)
		return true;
	t = next(text);
	display_fit(&name, t.s, t.n, NAME_CELLS);
	words->name = strbuf_detach(&name, NULL);
	if (!read_row(text, &count) || count > strlen(*text))
		return false;
	words->list = xcalloc((size_t)count + 1, sizeof(*words->list));
	while (words->count < count && read_row(text, &words->list[words->count]))
		words->count++;
	return words->count == count;
}

static bool read_places(struct map_wish *wish, const char **text)
{
	for (size_t i = 0; i < ARRAY_LEN(wish->at); i++)
		if (!read_row(text, &wish->at[i]))
			return false;
	return true;
}

/* "NAME COUNT WEIGHT ROW …" */
static bool read_axis(struct map_axis *axis, const char **text)
{
	struct token name = next(text), t;
	uint32_t count;

	if (!read_row(text, &count) || !count || count > strlen(*text) || axis->count)
		return false;
	axis->weights = xcalloc(count, sizeof(*axis->weights));
	axis->rows = xcalloc(count, sizeof(*axis->rows));
	axis->name = xstrndup(name.s, name.n);
	for (char *c = axis->name; *c; c++)
		*c = *c == '_' ? ' ' : *c;
	for (; axis->count < count; axis->count++) {
		t = next(text);
		if (!number_parse_f64(t.s, t.n, &axis->weights[axis->count]) ||
		    !read_row(text, &axis->rows[axis->count]))
			return false;
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
	if (is(name, "x"))
		return read_axis(&wish->axes[0], text);
	if (is(name, "y"))
		return read_axis(&wish->axes[1], text);
	if (is(name, "of"))
		return read_words(&wish->of, text);
	if (is(name, "fit"))
		return wish->frozen = read_words(&wish->fit, text);
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

/* "KIND", then any of "of SET", "fit SET" (or "of list NAME COUNT ROW …"), "at N N N N" (dimensions
 * from 0, or rows), "x NAME COUNT WEIGHT ROW …" and y likewise, "perplexity X", "neighbours N", "min-dist X". */
bool map_wish_parse(struct map_wish *wish, const char *text)
{
	struct map_wish new;
	size_t kind;
	struct token t;

	if (!find(kinds, ARRAY_LEN(kinds), next(&text), &kind))
		return false;
	new = map_wish_make((enum map_kind)kind);
	for (t = next(&text); t.n; t = next(&text))
		if (!read_option(&new, t, &text)) {
			map_wish_release(&new);
			return false;
		}
	map_wish_release(wish);
	*wish = new;
	return true;
}

/* --- which words, and what it is called ------------------------------------------------------- */

static void add(struct map_rows *r, uint32_t row)
{
	if (row != VOCAB_NONE)
		r->rows[r->count++] = row;
}

static struct map_rows rows_of(const struct map_words *words, const struct map *v,
			       const struct session *s)
{
	struct map_rows r = { 0 };
	size_t most = words->set == MAP_MARKS  ? s->mark_count
		      : words->set == MAP_LIST ? words->count
					       : v->query_count + v->answer_count;

	if (words->set == MAP_FREQUENT || words->set == MAP_EVERYTHING) {
		r.count = model_rows(v->model);
		if (words->set == MAP_FREQUENT)
			r.count = MIN(r.count, (size_t)MAX(v->words, 1));
		return r;
	}
	r.rows = xcalloc(most + 1, sizeof(*r.rows));
	for (size_t i = 0; words->set == MAP_MARKS && i < s->mark_count; i++)
		add(&r, vocab_find(v->model->vocab, s->marks[i], strlen(s->marks[i])));
	for (size_t i = 0; words->set == MAP_LIST && i < words->count; i++)
		add(&r, words->list[i]);
	for (size_t i = 0; words->set == MAP_ANSWER && i < v->query_count; i++)
		add(&r, v->query[i]);
	for (size_t i = 0; words->set == MAP_ANSWER && i < v->answer_count; i++)
		add(&r, v->answers[i]);
	return r;
}

struct map_wish map_wish_for_job(const struct map *v, const struct session *s)
{
	struct map_wish wish = v->wish;

	wish.shown = rows_of(&wish.of, v, s);
	wish.frozen = wish.frozen && wish.kind == MAP_PCA;
	if (wish.frozen)
		wish.fitted = rows_of(&wish.fit, v, s);
	wish.of.list = wish.fit.list = NULL;
	wish.of.name = wish.fit.name = NULL;
	copy_axes(&wish, &v->wish);
	wish.layout.threads = (size_t)MAX(s->settings.threads, 0);
	wish.layout.seed = (uint64_t)s->settings.seed;
	return wish;
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

static void add_words(const char *before, const struct map_words *words, bool room,
		      struct strbuf *out)
{
	static const char *const as[][2] = { { "frequent", "frequent words" },
					     { "marks", "the marks" },
					     { "answer", "the answer" },
					     { "everything", "everything" } };

	strbuf_adds(out, before);
	strbuf_adds(out, words->set == MAP_LIST ? words->name : as[words->set][room]);
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
		if (v->met.axes[0].count) {
			strbuf_addf(out, "%s × %s", v->met.axes[0].name, v->met.axes[1].name);
			break;
		}
		for (size_t i = 0; i < 4; i++) {
			strbuf_adds(out, i == 0 ? "" : i == 2 ? " × " : "→");
			add_word(v, at[i], out);
		}
		break;
	}
	if (v->met.of.set != MAP_FREQUENT)
		add_words(" of ", &v->met.of, true, out);
	if (v->met.frozen && v->points.kind == MAP_PCA)
		add_words(v->cols >= 76 ? " on axes of " : " on ", &v->met.fit, v->cols >= 76, out);
}
