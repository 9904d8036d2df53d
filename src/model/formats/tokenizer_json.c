/*
 * tokenizer.json of Hugging Face's tokenizers, and the older vocab.json.
 *
 *	{"model": {"type": "BPE" | "WordPiece" | "WordLevel", "vocab": {token: row}, "merges": […]},
 *	 "added_tokens": [{"id": row, "content": token}], "pre_tokenizer": …, "decoder": …}
 *	{"model": {"type": "Unigram", "vocab": [[token, score], …]}}
 *	{token: row, …}
 *
 * The merges are the larger half of such a file and mean nothing here: they are blanked out before
 * the text is parsed, so that they cost no memory.
 */
#include <string.h>

#include "base/mem.h"
#include "tokenizer.h"

static char *skip_string(char *p, const char *end)
{
	while (++p < end && *p != '"')
		if (*p == '\\' && p + 1 < end)
			p++;
	return p;
}

/* The end of the array that begins at p. */
static char *skip_array(char *p, const char *end)
{
	size_t depth = 0;

	for (; p < end; p++) {
		if (*p == '"')
			p = skip_string(p, end);
		else if (*p == '[')
			depth++;
		else if (*p == ']' && --depth == 0)
			return p;
	}
	return NULL;
}

/* "merges": [ … ] → "merges": [     ] */
static void blank_merges(char *text, size_t n)
{
	const char *end = text + n;

	for (char *p = text; p < end; p++) {
		char *open, *close;

		if (*p != '"')
			continue;
		if (end - p < 9 || memcmp(p, "\"merges\"", 8) != 0) {
			p = skip_string(p, end);
			continue;
		}
		open = p + 8 + strspn(p + 8, " \t\r\n:");
		close = *open == '[' ? skip_array(open, end) : NULL;
		if (!close)
			return; /* the parser will say what is wrong */
		memset(open + 1, ' ', (size_t)(close - open - 1));
		p = close;
	}
}

struct placing {
	struct tokenizer *t;
	bool ok;
};

static bool place_token(void *ctx, const char *key, const json_value *v)
{
	struct placing *p = ctx;
	uint64_t row;

	p->ok = json_get_u64(v, &row);
	if (p->ok)
		tokenizer_set(p->t, row, key, strlen(key), false);
	return p->ok;
}

static bool place_scored(struct tokenizer *t, const json_value *vocab)
{
	for (size_t i = 0; i < json_length(vocab); i++) {
		const json_value *entry = json_item(vocab, i);
		size_t n;
		const char *s = json_get_string(entry, &n);

		if (!s && json_is_array_value(entry))
			s = json_get_string(json_item(entry, 0), &n);
		if (!s)
			return false;
		tokenizer_set(t, i, s, n, false);
	}
	return true;
}

static enum status place_vocab(struct tokenizer *t, const json_value *vocab, struct error *err)
{
	struct placing p = { t, true };

	if (json_is_array_value(vocab))
		p.ok = place_scored(t, vocab);
	else if (json_is_object_value(vocab))
		json_each_member(vocab, place_token, &p);
	else
		p.ok = false;
	return p.ok ? ST_OK
		    : error_set(err, ST_FORMAT,
				"its vocabulary is neither token: row nor a list of tokens");
}

static void place_added(struct tokenizer *t, const json_value *added)
{
	for (size_t i = 0; json_is_array_value(added) && i < json_length(added); i++) {
		const json_value *entry = json_item(added, i);
		uint64_t row;
		size_t n;
		const char *s;

		if (!json_is_object_value(entry))
			continue;
		s = json_get_string(json_member(entry, "content"), &n);
		if (s && json_get_u64(json_member(entry, "id"), &row))
			tokenizer_set(t, row, s, n, true);
	}
}

static bool has_type(const json_value *v, const char *type)
{
	const char *s =
		json_is_object_value(v) ? json_get_string(json_member(v, "type"), NULL) : NULL;

	return s && strcmp(s, type) == 0;
}

/* A step of this type, alone or in a sequence. */
static bool has_step(const json_value *v, const char *list, const char *type)
{
	const json_value *steps = json_is_object_value(v) ? json_member(v, list) : NULL;

	for (size_t i = 0; json_is_array_value(steps) && i < json_length(steps); i++)
		if (has_type(json_item(steps, i), type))
			return true;
	return has_type(v, type);
}

static enum token_scheme scheme_of(const json_value *root)
{
	if (has_step(json_member(root, "pre_tokenizer"), "pretokenizers", "ByteLevel") ||
	    has_step(json_member(root, "decoder"), "decoders", "ByteLevel"))
		return TOKENS_BYTES;
	if (has_type(json_member(root, "model"), "WordPiece"))
		return TOKENS_WORDPIECE;
	return TOKENS_PLAIN; /* the tokens themselves will tell */
}

enum status tokenizer_read_json(struct tokenizer *t, size_t n, struct error *err)
{
	const json_value *root, *model;
	enum status st;

	blank_merges(t->text, n);
	st = json_parse(&t->doc, t->text, n, err);
	if (st)
		return st;
	root = json_root(t->doc);
	model = json_is_object_value(root) ? json_member(root, "model") : NULL;
	if (!json_is_object_value(model))
		return place_vocab(t, root, err);
	st = place_vocab(t, json_member(model, "vocab"), err);
	if (st)
		return st;
	place_added(t, json_member(root, "added_tokens"));
	t->scheme = scheme_of(root);
	return ST_OK;
}
