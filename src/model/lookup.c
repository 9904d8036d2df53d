/*
 * Finding a word as people type it: exactly, then by the name a tokenizer has for it ("Ġking"),
 * then as a token that continues a word ("##ing"), then with other capitals, then with other accents,
 * then with "_" for spaces (or spaces for "_"). Among several the most frequent is taken.
 */
#include <stdlib.h>
#include <string.h>

#include "base/compiler.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "model/query.h"

#define VARIANTS_MAX   64 /* of one loose form that are looked at */
#define VARIANTS_SHOWN 3
#define SUGGESTIONS    5

/* --- the ways to find it ---------------------------------------------------------------------- */

static bool same_folded(const char *a, size_t n, const char *b, size_t m)
{
	struct strbuf x = STRBUF_INIT, y = STRBUF_INIT;
	bool same;

	utf8_fold_case(&x, a, n);
	utf8_fold_case(&y, b, m);
	same = x.len == y.len && memcmp(x.buf, y.buf, x.len) == 0;
	strbuf_release(&x);
	strbuf_release(&y);
	return same;
}

/* In another case (or, unless `case_only`, with other accents). */
static bool find_loosely(const struct vocab *v, const char *word, bool case_only,
			 struct lookup *out)
{
	uint32_t rows[VARIANTS_MAX];
	size_t n = strlen(word), count = vocab_find_loose(v, word, n, rows, VARIANTS_MAX);

	for (size_t i = 0; i < count; i++) {
		size_t m;
		const char *variant = vocab_word(v, rows[i], &m);

		if (same_folded(word, n, variant, m)) {
			*out = (struct lookup){ rows[i], LOOKUP_CASE };
			return true;
		}
	}
	if (!count || case_only)
		return false;
	*out = (struct lookup){ rows[0], LOOKUP_ACCENT };
	return true;
}

static bool find_exactly(const struct vocab *v, const char *word, struct lookup *out)
{
	uint32_t row = vocab_find(v, word, strlen(word));

	if (row != VOCAB_NONE)
		*out = (struct lookup){ row, LOOKUP_EXACT };
	return row != VOCAB_NONE;
}

/* By the name that the file has for it, or as a token that continues a word. */
static bool find_token(const struct model *m, const char *word, struct lookup *out)
{
	char *continued;
	uint32_t row;

	if (!m->raw_names)
		return false;
	row = vocab_find(m->raw_names, word, strlen(word));
	if (row == VOCAB_NONE) {
		continued = xasprintf("##%s", word);
		row = vocab_find(m->vocab, continued, strlen(continued));
		free(continued);
	}
	if (row != VOCAB_NONE)
		*out = (struct lookup){ row, LOOKUP_TOKEN };
	return row != VOCAB_NONE;
}

/* Spaces and "_" exchanged; NULL if there are none. */
static char *joined_otherwise(const char *word)
{
	char *other = xstrdup(word), from = strchr(word, ' ') ? ' ' : '_';
	bool any = false;

	for (char *p = other; *p; p++)
		if (*p == from) {
			*p = from == ' ' ? '_' : ' ';
			any = true;
		}
	if (any)
		return other;
	free(other);
	return NULL;
}

static bool find_joined(const struct vocab *v, const char *word, struct lookup *out)
{
	char *other = joined_otherwise(word);
	bool found = other && (find_exactly(v, other, out) || find_loosely(v, other, false, out));

	if (found)
		out->how = LOOKUP_JOINED;
	free(other);
	return found;
}

/* --- sentences -------------------------------------------------------------------------------- */

static void put_count(struct strbuf *out, size_t n)
{
	if (n >= 1000) {
		put_count(out, n / 1000);
		strbuf_addf(out, ",%03zu", n % 1000);
	} else {
		strbuf_addf(out, "%zu", n);
	}
}

static void put_ranked(struct strbuf *out, const struct vocab *v, uint32_t row)
{
	size_t n;
	const char *word = vocab_word(v, row, &n);

	strbuf_add(out, word, n);
	strbuf_adds(out, " (rank ");
	put_count(out, (size_t)row + 1);
	strbuf_addc(out, ')');
}

/* "; also PARIS (rank 9,000)": what else has the loose form of the row that was taken. */
static void put_variants(struct strbuf *out, const struct vocab *v, uint32_t taken)
{
	uint32_t rows[VARIANTS_SHOWN + 1];
	size_t n, count, shown = 0;
	const char *word = vocab_word(v, taken, &n);

	count = vocab_find_loose(v, word, n, rows, ARRAY_LEN(rows));
	for (size_t i = 0; i < count && shown < VARIANTS_SHOWN; i++) {
		if (rows[i] == taken)
			continue;
		strbuf_adds(out, shown++ ? ", " : "; also ");
		put_ranked(out, v, rows[i]);
	}
}

void lookup_describe(const struct model *m, const char *word, const struct lookup *l,
		     struct strbuf *out)
{
	if (l->how == LOOKUP_EXACT)
		return;
	strbuf_addf(out, "%s: taken as ", word);
	put_ranked(out, m->vocab, l->row);
	put_variants(out, m->vocab, l->row);
}

/* If the word is made of words between these separators: the words with signs between them;
 * a space becomes "+". */
static bool spread(const struct vocab *v, const char *word, const char *separators,
		   struct strbuf *out)
{
	size_t parts = 0;

	for (const char *p = word;; p++) {
		size_t n = strcspn(p, separators);

		if (!n || vocab_find(v, p, n) == VOCAB_NONE)
			return false;
		strbuf_add(out, p, n);
		parts++;
		p += n;
		if (!*p)
			return parts > 1;
		strbuf_addf(out, " %c ", *p == ' ' ? '+' : *p);
	}
}

/* "king-man" written without spaces, or a phrase that is no entry: what to write instead. */
static bool put_spread(const struct vocab *v, const char *word, struct strbuf *out)
{
	struct strbuf parts = STRBUF_INIT;
	bool phrase = strchr(word, ' ') != NULL, found;

	found = spread(v, word, phrase ? " " : "+-", &parts);
	if (found)
		strbuf_addf(out,
			    phrase ? "; its words are there: %s"
				   : "; signs need spaces around them: %s",
			    parts.buf);
	strbuf_release(&parts);
	return found;
}

static enum status not_found(const struct model *m, const char *word, struct error *err)
{
	struct strbuf sb = STRBUF_INIT;
	uint32_t rows[SUGGESTIONS];
	size_t count = lookup_suggest(m, word, rows, SUGGESTIONS);
	enum status st;
	bool spread_out;

	strbuf_addf(&sb, "no word \"%s\" here", word);
	spread_out = put_spread(m->vocab, word, &sb);
	for (size_t i = 0; i < count; i++) {
		strbuf_adds(&sb, i ? ", " : "; near in spelling: ");
		put_ranked(&sb, m->vocab, rows[i]);
	}
	if (!count && !spread_out)
		strbuf_adds(&sb, ", and none near in spelling");
	st = error_set(err, ST_FAILED, "%s", sb.buf);
	strbuf_release(&sb);
	return st;
}

enum status lookup_word(const struct model *m, const char *word, struct lookup *out,
			struct error *err)
{
	const struct vocab *v = m->vocab;
	struct lookup found;

	if (!find_exactly(v, word, &found) && !find_token(m, word, &found) &&
	    !find_loosely(v, word, false, &found) && !find_joined(v, word, &found))
		return err ? not_found(m, word, err) : ST_FAILED;
	*out = found;
	return ST_OK;
}

bool lookup_same_case(const struct model *m, const char *word, struct lookup *out)
{
	return find_exactly(m->vocab, word, out) || find_token(m, word, out) ||
	       find_loosely(m->vocab, word, true, out);
}
