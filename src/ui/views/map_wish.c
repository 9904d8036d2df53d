/* Which projection of which words the map shows, as the command `project` asks for it. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/number.h"
#include "ui/views/map.h"

static const char *const kinds[] = { "pca", "tsne", "random", "dims", "axes" };
static const char *const sets[] = { "frequent", "marks", "answer" };

static size_t find(const char *const *names, size_t n, const char *word, size_t len)
{
	size_t i = 0;

	while (i < n && (strlen(names[i]) != len || memcmp(names[i], word, len) != 0))
		i++;
	return i;
}

bool map_wish_parse(struct map_wish *wish, const char *text)
{
	size_t len = strcspn(text, " "), kind = find(kinds, ARRAY_LEN(kinds), text, len), set;

	text += len + strspn(text + len, " ");
	len = strcspn(text, " ");
	set = find(sets, ARRAY_LEN(sets), text, len);
	if (kind == ARRAY_LEN(kinds) || set == ARRAY_LEN(sets))
		return false;
	wish->kind = (enum map_kind)kind;
	wish->set = (enum map_set)set;
	for (size_t i = 0; i < 4; i++) {
		int64_t value = 0;

		text += len + strspn(text + len, " ");
		len = strcspn(text, " ");
		if (len && !number_parse_i64(text, len, &value))
			return false;
		wish->at[i] = (uint32_t)MAX(value, 0);
	}
	return true;
}

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
