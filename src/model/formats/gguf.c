/*
 * GGUF: the table of tokens of a language model (token_embd.weight), or another of its tables, with
 * the tokens that stand in the file. Only the table's own bytes are read, so a model of many
 * gigabytes opens as fast as its embedding layer.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "dense.h"
#include "formats.h"
#include "gguf_file.h"
#include "row_names.h"
#include "tokens.h"

#define TOKEN_TABLE  "token_embd.weight"
#define LISTED_MAX   5
#define NORMAL_TOKEN 1

static int gguf_sniff(const char *head, size_t n, const struct source *src)
{
	(void)src;
	return n >= 4 && memcmp(head, "GGUF", 4) == 0 ? 95 : 0;
}

/* --- which table ---------------------------------------------------------------------------------- */

static bool is_table(const struct gguf_tensor *t)
{
	return t->rank == 2 || (t->rank > 2 && t->ne[2] == 1 && t->ne[3] == 1);
}

static enum status no_table(const struct gguf *g, const char *name, struct error *err)
{
	struct strbuf names = STRBUF_INIT;
	size_t shown = 0;

	if (g->parts > 1 && g->part > 1) {
		return error_set(err, ST_FORMAT,
				 "it is part %" PRIu64 " of %" PRIu64
				 " of a model and does not hold %s: open the first part",
				 g->part, g->parts, name);
	}
	for (size_t i = 0; i < g->tensor_count && shown < LISTED_MAX; i++)
		if (is_table(&g->tensors[i]))
			strbuf_addf(&names, "%s%.64s", shown++ ? ", " : "", g->tensors[i].name);
	error_set(err, ST_FORMAT,
		  "it has no table %.64s; it has %zu tensors%s%s (all: tensors FILE)", name,
		  g->tensor_count, shown ? ": " : "", names.buf);
	strbuf_release(&names);
	return ST_FORMAT;
}

static enum status choose_table(const struct gguf *g, const char *name,
				const struct gguf_tensor **out, struct error *err)
{
	const struct gguf_tensor *t = gguf_find(g, name ? name : TOKEN_TABLE);

	if (!t)
		return no_table(g, name ? name : TOKEN_TABLE, err);
	if (!is_table(t))
		return error_set(err, ST_FORMAT,
				 "its tensor %.64s is no table: it has %zu dimensions", t->name,
				 t->rank);
	if (!t->block)
		return error_set(err, ST_FORMAT,
				 "its table %.64s has the type %u, which is not known", t->name,
				 t->type);
	if (!t->block->decode)
		return error_set(
			err, ST_FORMAT,
			"its table %.64s is stored as %s, which vecscope does not read; "
			"convert it: llama-quantize --allow-requantize --token-embedding-type "
			"f16 FILE FILE.gguf COPY",
			t->name, t->block->name);
	*out = t;
	return ST_OK;
}

static enum status describe_table(const struct gguf_tensor *t, uint64_t size, struct dense *d,
				  struct error *err)
{
	uint64_t bytes = 0;

	*d = (struct dense){ .offset = t->offset, .rows = t->ne[1], .cols = t->ne[0] };
	if (!gguf_tensor_bytes(t, &bytes))
		return error_set(err, ST_FORMAT,
				 "the shape of its table %.64s cannot be: %" PRIu64 " x %" PRIu64
				 " in blocks of %zu",
				 t->name, t->ne[1], t->ne[0], t->block->numbers);
	if (t->offset > size || bytes > size - t->offset)
		return error_set(err, ST_FORMAT,
				 "it is cut short: its table %.64s ends %" PRIu64
				 " bytes behind the end of the file",
				 t->name, t->offset > size ? bytes : bytes - (size - t->offset));
	d->decode = t->block->decode;
	d->row_bytes = (size_t)(t->ne[0] / t->block->numbers * t->block->bytes);
	return dense_bytes(d, &bytes, err);
}

/* --- tokens --------------------------------------------------------------------------------------- */

static enum token_scheme scheme_of(const struct gguf *g)
{
	static const struct {
		const char *tokenizer;
		enum token_scheme scheme;
	} schemes[] = {
		{ "gpt2", TOKENS_BYTES },
		{ "llama", TOKENS_PIECES },
		{ "t5", TOKENS_PIECES },
		{ "bert", TOKENS_PHANTOM },
	};

	for (size_t i = 0; i < ARRAY_LEN(schemes); i++)
		if (strcmp(g->tokenizer.buf, schemes[i].tokenizer) == 0)
			return schemes[i].scheme;
	return TOKENS_PLAIN;
}

/* Are the rows of this table tokens? Those of positions and weights are not. */
static bool has_tokens(const struct gguf *g, const struct gguf_tensor *t)
{
	static const char *const tables[] = { TOKEN_TABLE, "output.weight",
					      "per_layer_token_embd.weight" };

	if (!g->tokens.count)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(tables); i++)
		if (strcmp(t->name, tables[i]) == 0)
			return true;
	return t->ne[1] == g->tokens.count;
}

struct naming {
	const struct gguf *g;
	struct cursor words, kinds;
	struct token_namer namer;
	struct strbuf word;
};

static enum status name_rows(struct naming *n, uint64_t rows, struct error *err)
{
	bool kinds = n->g->token_types.count >= n->g->tokens.count;
	enum status st = ST_OK;

	for (uint64_t i = 0; i < rows && !st; i++) {
		bool literal = false;

		strbuf_clear(&n->word);
		if (i < n->g->tokens.count) {
			gguf_string(&n->words, &n->word, BUILDER_WORD_MAX);
			literal = kinds && cursor_u32(&n->kinds) != NORMAL_TOKEN;
		}
		st = n->words.st ? n->words.st : n->kinds.st;
		if (!st)
			st = token_namer_add(&n->namer, n->word.buf, n->word.len, literal, err);
	}
	return st;
}

static enum status add_tokens(const struct source *src, const struct gguf *g, struct builder *b,
			      uint64_t rows, struct error *err)
{
	struct naming n = { .g = g, .word = STRBUF_INIT };
	enum status st;

	cursor_init(&n.words, src, err);
	cursor_init(&n.kinds, src, err);
	cursor_seek(&n.words, g->tokens.at);
	cursor_seek(&n.kinds, g->token_types.at);
	token_namer_init(&n.namer, b, scheme_of(g));
	st = name_rows(&n, rows, err);
	if (!st)
		token_namer_finish(&n.namer);
	token_namer_release(&n.namer);
	strbuf_release(&n.word);
	cursor_release(&n.words);
	cursor_release(&n.kinds);
	if (!st && rows < g->tokens.count)
		report_notef(builder_report(b),
			     "the file has %" PRIu64 " tokens, the table %" PRIu64
			     " rows: the last tokens have none",
			     g->tokens.count, rows);
	return st;
}

/* --- reading -------------------------------------------------------------------------------------- */

static void note_origin(struct report *r, const struct gguf *g, const struct gguf_tensor *t)
{
	report_notef(r, "%s%s%s: table %s, stored as %s",
		     g->name.len ? g->name.buf : "a language model",
		     g->architecture.len ? ", architecture " : "", g->architecture.buf, t->name,
		     t->block->name);
}

static enum status read_table(struct source *src, const struct gguf *g, struct builder *b,
			      const struct read_options *opt, const struct progress *progress,
			      struct error *err)
{
	const struct gguf_tensor *t = NULL;
	struct dense d;
	enum status st = choose_table(g, opt->tensor, &t, err);

	if (!st)
		st = describe_table(t, source_size(src), &d, err);
	if (!st)
		st = dense_read(src, &d, b, opt->threads, progress, err);
	if (st)
		return st;
	note_origin(builder_report(b), g, t);
	return has_tokens(g, t)
		       ? add_tokens(src, g, b, d.rows, err)
		       : row_names_add(b, "the rows of this table are no tokens", false, err);
}

static enum status gguf_read(struct source *src, struct builder *b, const struct read_options *opt,
			     const struct progress *progress, struct error *err)
{
	struct gguf g = { 0 };
	enum status st = source_make_seekable(src, err);

	if (!st)
		st = gguf_parse(&g, src, err);
	if (st)
		return st;
	st = read_table(src, &g, b, opt, progress, err);
	gguf_release(&g);
	return st;
}

static enum status gguf_list(struct source *src, const char *tensor, struct tensor_list *out,
			     struct error *err)
{
	struct gguf g = { 0 };
	enum status st = source_make_seekable(src, err);

	if (!st)
		st = gguf_parse(&g, src, err);
	for (size_t i = 0; !st && i < g.tensor_count; i++) {
		const struct gguf_tensor *t = &g.tensors[i];
		uint64_t shape[GGUF_RANK_MAX];
		struct tensor_info *info;

		for (size_t k = 0; k < t->rank; k++)
			shape[k] = t->ne[t->rank - 1 - k];
		info = tensor_list_add(out, t->name, t->block ? t->block->name : "?", shape,
				       t->rank);
		if (!gguf_tensor_bytes(t, &info->bytes))
			info->bytes = 0;
		info->used = strcmp(t->name, tensor ? tensor : TOKEN_TABLE) == 0;
	}
	gguf_release(&g);
	return st;
}

const struct format format_gguf = {
	.name = "gguf",
	.title = "GGUF",
	.suffixes = " .gguf ",
	.gives = "the embedding layer of a language model, quantised or not, with its tokens",
	.sniff = gguf_sniff,
	.read = gguf_read,
	.list = gguf_list,
};
