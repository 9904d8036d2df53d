#include "unit.h"

#include "base/compiler.h"
#include "base/display.h"
#include "base/utf8.h"

static void check(const char *bytes, size_t n, const char *want)
{
	struct strbuf sb = STRBUF_INIT;

	display_put(&sb, bytes, n);
	assert_string_equal(sb.buf, want);
	strbuf_release(&sb);
}

static void check_str(const char *from, const char *want)
{
	check(from, strlen(from), want);
}

static void harmless_text_stays(void **state)
{
	(void)state;
	check_str("", "");
	check_str("king's-\"word\" ~", "king's-\"word\" ~");
	check_str("Z\xC3\xBCrich \xE4\xBD\xA0\xE5\xA5\xBD",
		  "Z\xC3\xBCrich \xE4\xBD\xA0\xE5\xA5\xBD");
	check_str("\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D", "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D");
	check_str("e\xCC\x81", "e\xCC\x81");
}

static void control_sequences_become_visible(void **state)
{
	(void)state;
	check_str("\033[31mred", "\\x1B[31mred");		     /* CSI */
	check_str("\033]0;t\a", "\\x1B]0;t\\x07");		     /* OSC title */
	check_str("\033]52;c;eA==\033\\", "\\x1B]52;c;eA==\\x1B\\"); /* clipboard */
	check_str("\033P$qm\033\\", "\\x1BP$qm\\x1B\\");	     /* DCS, DECRQSS */
	check_str("\033_Ga\033\\\033^p\033\\\033Xs\033\\",
		  "\\x1B_Ga\\x1B\\\\x1B^p\\x1B\\\\x1BXs\\x1B\\"); /* APC PM SOS */
	check_str("\033[6n\033[21t\033[201~", "\\x1B[6n\\x1B[21t\\x1B[201~");
	check_str("\x9B"
		  "31m",
		  "\\x9B31m"); /* raw C1 */
	check_str("\xC2\x9B"
		  "31m",
		  "\\x9B31m"); /* C1 in UTF-8 */
	check_str("\xC2\x85", "\\x85");
	check("a\0b", 3, "a\\x00b");
	check_str("a\nb\tc\rd\bx\x7F", "a\\nb\\tc\\rd\\x08x\\x7F");
	check_str("\x0E\x0F", "\\x0E\\x0F");
}

static void invalid_bytes_become_visible(void **state)
{
	(void)state;
	check_str("\xFF\xFE", "\\xFF\\xFE");
	check_str("\xC0\xAF", "\\xC0\\xAF");
	check_str("\xED\xA0\x80", "\\xED\\xA0\\x80");
	check_str("\xE4\xBD", "\\xE4\\xBD");
}

static void invisible_characters_become_visible(void **state)
{
	(void)state;
	check_str("a\xE2\x80\xAE"
		  "b",
		  "a<U+202E>b"); /* RLO */
	check_str("\xD8\x9C\xE2\x80\x8E\xE2\x81\xA6", "<U+061C><U+200E><U+2066>");
	check_str("a\xE2\x80\x8B\xE2\x81\xA0\xEF\xBB\xBF", "a<U+200B><U+2060><U+FEFF>");
	check_str("\xE2\x80\xA8\xC2\xAD", "<U+2028><U+00AD>");
	check_str("\xF3\xA0\x81\xA1", "<U+E0061>"); /* tag */
	check_str("\xEE\x80\x80", "<U+E000>");	    /* private use */
	check_str("\xEF\xBF\xBE\xF4\x8F\xBF\xBF", "<U+FFFE><U+10FFFF>");
	check_str("\xE3\x85\xA4", "<U+3164>");	    /* Hangul filler */
	check_str("\xF0\x9C\xB4\x80", "<U+1CD00>"); /* not in this Unicode */
	check_str("\xE2\x80\x8D"
		  "a",
		  "<U+200D>a");
	check_str("a\xE2\x80\x8D"
		  "b",
		  "a<U+200D>b");
}

static void emoji_sequences_come_apart(void **state)
{
	(void)state;
	check_str("\xE2\x9D\xA4\xEF\xB8\x8F", "\xE2\x9D\xA4"); /* heart + VS16 */
	check_str("\xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x91\xA9",
		  "\xF0\x9F\x91\xA8\xF0\x9F\x91\xA9");
	check_str("\xEF\xB8\x8F", "<U+FE0F>");
}

static void marks_have_a_base_and_an_end(void **state)
{
	struct strbuf many = STRBUF_INIT;
	struct display_iter it;
	struct display_glyph g;

	(void)state;
	check_str("\xCC\x81x", "\xE2\x97\x8C\xCC\x81x");
	check_str("\x01\xCC\x81", "\\x01\xE2\x97\x8C\xCC\x81");
	strbuf_addc(&many, 'e');
	for (int i = 0; i < 100; i++)
		strbuf_adds(&many, "\xF0\x90\xA8\x8F"); /* a mark of four bytes */
	strbuf_adds(&many, "z");
	it = (struct display_iter)DISPLAY_ITER(many.buf, many.len);
	assert_true(display_next(&it, &g));
	assert_int_equal(strlen(g.text), 1 + 8 * 4);
	assert_true(display_next(&it, &g));
	assert_string_equal(g.text, "z");
	assert_false(display_next(&it, &g));
	assert_int_equal(display_width(many.buf, many.len), 2);
	strbuf_release(&many);
}

static void check_fit(const char *s, size_t cells, const char *want, size_t used)
{
	struct strbuf sb = STRBUF_INIT;

	assert_int_equal(display_fit(&sb, s, strlen(s), cells), used);
	assert_string_equal(sb.buf, want);
	strbuf_release(&sb);
}

static void fits_into_cells(void **state)
{
	(void)state;
	check_fit("king", 4, "king", 4);
	check_fit("kings", 4, "kin\xE2\x80\xA6", 4);
	check_fit("kings", 1, "\xE2\x80\xA6", 1);
	check_fit("kings", 0, "", 0);
	check_fit("", 3, "", 0);
	check_fit("\xE4\xBD\xA0\xE5\xA5\xBD", 4, "\xE4\xBD\xA0\xE5\xA5\xBD", 4);
	check_fit("\xE4\xBD\xA0\xE5\xA5\xBD", 3, "\xE4\xBD\xA0\xE2\x80\xA6", 3);
	check_fit("\xE4\xBD\xA0\xE5\xA5\xBD\xE5\xA5\xBD", 4, "\xE4\xBD\xA0\xE2\x80\xA6", 3);
	check_fit("\xE4\xBD\xA0", 1, "\xE2\x80\xA6", 1);
	check_fit("e\xCC\x81"
		  "e\xCC\x81"
		  "e\xCC\x81",
		  2, "e\xCC\x81\xE2\x80\xA6", 2);
	check_fit("\033x", 5, "\\x1Bx", 5);
	check_fit("\033x", 4, "\\x1\xE2\x80\xA6", 4);
}

static void ascii_form(void **state)
{
	struct strbuf sb = STRBUF_INIT;

	(void)state;
	display_put_ascii(&sb, "Z\xC3\xBC\xF0\x9F\x8E\x89\033\n\xFF", 10);
	assert_string_equal(sb.buf, "Z\\u{FC}\\u{1F389}\\x1B\\n\\xFF");
	strbuf_release(&sb);
}

/* What the header promises of each glyph, whatever went in. */
static void check_glyph(const struct display_glyph *g)
{
	size_t n = strlen(g->text), len, marks = 0;
	uint32_t cp;

	assert_true(n > 0 && utf8_is_valid(g->text, n));
	len = utf8_decode(g->text, n, &cp);
	assert_true(utf8_is_drawn(cp));
	assert_int_equal(utf8_width(cp), g->width);
	assert_true(g->width == 1 || g->width == 2);
	for (size_t at = len; at < n; at += len, marks++) {
		len = utf8_decode(g->text + at, n - at, &cp);
		assert_true(utf8_is_drawn(cp));
		assert_int_equal(utf8_width(cp), 0);
	}
	assert_true(marks <= 8);
}

static uint32_t next_random(uint64_t *seed)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(*seed >> 33);
}

/* Random bytes, biased towards what could hurt: lead bytes, marks, joiners, controls. */
static size_t random_bytes(char *out, size_t max, uint64_t *seed)
{
	static const char *const pieces[] = {
		"\033[", "\xC2\x9B",	 "\xCC\x81",	     "\xE2\x80\x8D",
		"e",	 "\xEF\xB8\x8F", "\xF0\x9F\x91\xA9", "\xE4\xBD\xA0"
	};
	size_t n = 0, want = next_random(seed) % max;
	uint32_t r, cp;

	while (n + 4 <= want) {
		r = next_random(seed);
		if (r % 4 == 0) {
			const char *p = pieces[r / 4 % ARRAY_LEN(pieces)];

			memcpy(out + n, p, strlen(p));
			n += strlen(p);
		} else if (r % 4 == 1) {
			cp = next_random(seed) % 0x110000;
			n += utf8_encode(cp, out + n);
		} else {
			out[n++] = (char)(r >> 8);
		}
	}
	return n;
}

static void any_bytes_come_out_clean(void **state)
{
	struct strbuf sb = STRBUF_INIT, fit = STRBUF_INIT;
	uint64_t seed = 42;
	char bytes[64];

	(void)state;
	for (int round = 0; round < 60000; round++) {
		size_t n = random_bytes(bytes, sizeof(bytes), &seed), width = 0, cells, used;
		struct display_iter it = DISPLAY_ITER(bytes, n);
		struct display_glyph g;

		while (display_next(&it, &g)) {
			check_glyph(&g);
			width += (size_t)g.width;
		}
		assert_int_equal(display_width(bytes, n), width);
		strbuf_clear(&sb);
		display_put(&sb, bytes, n);
		assert_int_equal(display_width(sb.buf, sb.len), width);
		cells = next_random(&seed) % 40;
		strbuf_clear(&fit);
		used = display_fit(&fit, bytes, n, cells);
		assert_true(used <= cells);
		assert_int_equal(display_width(fit.buf, fit.len), used);
		assert_true(width > cells || used == width);
		strbuf_clear(&sb);
		display_put_ascii(&sb, bytes, n);
		for (size_t i = 0; i < sb.len; i++)
			assert_true(sb.buf[i] >= 0x20 && sb.buf[i] < 0x7F);
	}
	strbuf_release(&sb);
	strbuf_release(&fit);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(harmless_text_stays),
		cmocka_unit_test(control_sequences_become_visible),
		cmocka_unit_test(invalid_bytes_become_visible),
		cmocka_unit_test(invisible_characters_become_visible),
		cmocka_unit_test(emoji_sequences_come_apart),
		cmocka_unit_test(marks_have_a_base_and_an_end),
		cmocka_unit_test(fits_into_cells),
		cmocka_unit_test(ascii_form),
		cmocka_unit_test(any_bytes_come_out_clean),
	};

	return cmocka_run_group_tests_name("base/display", tests, NULL, NULL);
}
