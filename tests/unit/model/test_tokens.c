#include "unit.h"

#include "model/formats/tokens.h"
#include "model/query.h"

struct named {
	enum token_scheme scheme;
	const char *raw, *want;
};

static void check(const struct named *cases, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct strbuf got = STRBUF_INIT;

		token_readable(cases[i].scheme, cases[i].raw, strlen(cases[i].raw), false, &got);
		if (strcmp(got.buf, cases[i].want) != 0)
			fail_msg("%s: \"%s\" is not \"%s\"", cases[i].raw, got.buf, cases[i].want);
		strbuf_release(&got);
	}
}

static void names_are_readable(void **state)
{
	static const struct named cases[] = {
		{ TOKENS_BYTES, "\u0120king", "king" },
		{ TOKENS_BYTES, "king", "##king" },
		{ TOKENS_BYTES, ",", "," },
		{ TOKENS_BYTES, "\u0120,", "\u0120," },
		{ TOKENS_BYTES, "\u0120", "\u0120" },
		{ TOKENS_BYTES, "\u0120\u0120\u0120", "\u0120\u0120\u0120" },
		{ TOKENS_BYTES, "\u010A", "\u010A" }, /* a line end */
		{ TOKENS_BYTES, "\u0120caf\u00C3\u00A9", "caf\u00E9" },
		{ TOKENS_BYTES, "\u00C3", "\u00C3" },		  /* half a character */
		{ TOKENS_BYTES, "\u00E4\u00BD\u0142", "\u4F60" }, /* 你 */
		{ TOKENS_BYTES, "\u0120##x", "\u0120##x" },
		{ TOKENS_BYTES, "<|endoftext|>", "<|endoftext|>" },
		{ TOKENS_BYTES, "\u4F60", "\u4F60" }, /* not in the alphabet: literal */
		{ TOKENS_PIECES, "\u2581king", "king" },
		{ TOKENS_PIECES, "king", "##king" },
		{ TOKENS_PIECES, "\u2581of\u2581the", "of the" },
		{ TOKENS_PIECES, "\u2581", "\u2581" },
		{ TOKENS_PIECES, "<0x0A>", "<0x0A>" },
		{ TOKENS_PIECES, "<0x-1>", "<0x-1>" },
		{ TOKENS_PIECES, "\u4F60\u597D", "\u4F60\u597D" },
		{ TOKENS_PIECES, "7", "##7" },
		{ TOKENS_WORDPIECE, "##ing", "##ing" },
		{ TOKENS_WORDPIECE, "king", "king" },
		{ TOKENS_PHANTOM, "\u2581king", "king" },
		{ TOKENS_PHANTOM, "ing", "##ing" },
		{ TOKENS_PHANTOM, "\u2581,", "," },
		{ TOKENS_PLAIN, "\u0120king", "\u0120king" },
	};

	(void)state;
	check(cases, sizeof(cases) / sizeof(cases[0]));
}

/* All 256 bytes: what GPT-2 makes of them comes back. */
static void the_alphabet_of_bytes_is_turned_round(void **state)
{
	unsigned next = 0x100;

	(void)state;
	for (unsigned byte = 0; byte < 256; byte++) {
		bool itself = (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) ||
			      (byte >= 174);
		unsigned cp = itself ? byte : next++;
		struct strbuf got = STRBUF_INIT, raw = STRBUF_INIT;

		/* behind a blank and a letter, so that printable bytes show */
		strbuf_adds(&raw, "\u0120a");
		if (cp < 0x80)
			strbuf_addc(&raw, (char)cp);
		else
			strbuf_addf(&raw, "%c%c", (int)(0xC0 | cp >> 6), (int)(0x80 | (cp & 63)));
		token_readable(TOKENS_BYTES, raw.buf, raw.len, false, &got);
		if (byte >= 0x20 && byte < 0x7F) {
			assert_int_equal(got.len, 2);
			assert_int_equal((unsigned char)got.buf[1], byte);
		} else {
			assert_string_equal(got.buf, raw.buf); /* not legible alone */
		}
		strbuf_release(&got);
		strbuf_release(&raw);
	}
	assert_int_equal(next, 0x144);
}

/* Both names find the row; the start of a word comes first. */
static void both_names_can_be_asked_for(void **state)
{
	static const char *const raw[] = { "king", "\u0120king", "ing", "\u0120Queen" };
	static const struct {
		const char *asked;
		uint32_t row;
	} cases[] = { { "king", 1 },  { "\u0120king", 1 }, { "##king", 0 },	{ "ing", 2 },
		      { "##ing", 2 }, { "queen", 3 },	   { "\u0120Queen", 3 } };
	struct builder *b = builder_new("row");
	struct matrix *m = NULL;
	struct token_namer t;
	struct model *model = NULL;

	(void)state;
	assert_int_equal(builder_set_shape(b, 1, 5, 100, NULL), ST_OK);
	assert_int_equal(builder_reserve_rows(b, 5, &m, NULL), ST_OK);
	token_namer_init(&t, b, TOKENS_BYTES);
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(token_namer_add(&t, raw[i], strlen(raw[i]), false, NULL), ST_OK);
	assert_int_equal(token_namer_add(&t, "", 0, false, NULL), ST_OK);
	token_namer_finish(&t);
	assert_int_equal(builder_finish(b, &model, NULL), ST_OK);
	builder_free(b);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct lookup found;

		assert_int_equal(lookup_word(model, cases[i].asked, &found, NULL), ST_OK);
		if (found.row != cases[i].row)
			fail_msg("%s: row %u", cases[i].asked, found.row);
	}
	assert_string_equal(vocab_word(model->vocab, 4, NULL), "<row:5>");
	assert_string_equal(vocab_word(model->raw_names, 4, NULL), "<row:5>");
	model_unref(model);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_readable),
		cmocka_unit_test(the_alphabet_of_bytes_is_turned_round),
		cmocka_unit_test(both_names_can_be_asked_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
