#include "unit.h"

#include "base/compiler.h"
#include "base/mem.h"
#include "term/decode.h"

/* All keys of `bytes` in the written form of base/key.h, joined by spaces; a paste as <Paste:…>,
 * a sequence without name as <?>. */
static char *decode_split(const char *bytes, size_t n, size_t piece)
{
	struct decoder d;
	struct strbuf out = STRBUF_INIT;
	struct key key;
	char name[32];

	decoder_init(&d);
	for (size_t at = 0; at < n || decoder_waiting(&d); at += piece) {
		bool final = at >= n;

		if (!final)
			decoder_feed(&d, bytes + at, MIN(piece, n - at));
		while (decoder_next(&d, &key, final)) {
			if (out.len)
				strbuf_addc(&out, ' ');
			if (key.code == KEY_PASTE_)
				strbuf_addf(&out, "<Paste:%s>", key.text);
			else if (key.code == KEY_NONE_)
				strbuf_adds(&out, "<?>");
			else
				strbuf_adds(&out, key_format(&key, name));
			if (key.code == KEY_PASTE_)
				free(key.text);
		}
	}
	decoder_release(&d);
	return strbuf_detach(&out, NULL);
}

static void check_n(const char *bytes, size_t n, const char *expected)
{
	static const size_t pieces[] = { 1, 2, 3, 7, 1000 };

	for (size_t i = 0; i < ARRAY_LEN(pieces); i++) {
		char *got = decode_split(bytes, n, pieces[i]);

		if (strcmp(got, expected) != 0)
			fail_msg("in pieces of %zu: got '%s', expected '%s'", pieces[i], got,
				 expected);
		free(got);
	}
}

static void check(const char *bytes, const char *expected)
{
	check_n(bytes, strlen(bytes), expected);
}

static void reads_characters_of_every_length(void **state)
{
	(void)state;
	check("aZ é王🎉", "a Z <Space> é 王 🎉");
	check("\r\t\177\b", "<CR> <Tab> <BS> <BS>");
	check("\001\032\037\034", "<C-a> <C-z> <C-_> <C-\\>");
	check("\n", "<C-j>");
	check_n("\0", 1, "<C-Space>");
}

static void keeps_invalid_bytes_as_bytes(void **state)
{
	struct decoder d;
	struct key key;

	(void)state;
	decoder_init(&d);
	decoder_feed(&d,
		     "\xff\xe7\x8e"
		     "a",
		     4);
	for (int i = 0; i < 3; i++) {
		static const char raw[] = "\xff\xe7\x8e";

		assert_true(decoder_next(&d, &key, false));
		assert_int_equal(key.cp, 0xFFFD);
		assert_int_equal(key.raw_len, 1);
		assert_int_equal(key.raw[0], raw[i]);
	}
	assert_true(decoder_next(&d, &key, false));
	assert_int_equal(key.cp, 'a');
	decoder_release(&d);
}

static void reads_a_lone_escape_only_when_time_is_up(void **state)
{
	struct decoder d;
	struct key key;

	(void)state;
	decoder_init(&d);
	decoder_feed(&d, "\033", 1);
	assert_false(decoder_next(&d, &key, false));
	assert_true(decoder_waiting(&d));
	assert_true(decoder_next(&d, &key, true));
	assert_int_equal(key.code, KEY_ESC_);
	assert_false(decoder_waiting(&d));
	decoder_release(&d);
	check("\033\033", "<Esc> <Esc>");
	check("\033[", "<M-[>");
	check("\033O", "<M-O>");
	check("\033]", "<M-]>");
}

static void reads_the_dialects_of_every_terminal(void **state)
{
	(void)state;
	check("\033[A\033OA\033[1;1A", "<Up> <Up> <Up>");
	check("\033[1;5C\033[1;2D\033[1;3A\033[1;8F", "<C-Right> <S-Left> <M-Up> <C-M-S-End>");
	check("\033[H\033OH\033[1~\033[7~", "<Home> <Home> <Home> <Home>");
	check("\033[F\033[4~\033[8~", "<End> <End> <End>");
	check("\033[3~\033[2~\033[5~\033[6~\033[3;5~", "<Del> <Ins> <PgUp> <PgDn> <C-Del>");
	check("\033OP\033[11~\033[[A\033[1;2P", "<F1> <F1> <F1> <S-F1>");
	check("\033OS\033[15~\033[17~\033[21~\033[23~\033[24~", "<F4> <F5> <F6> <F10> <F11> <F12>");
	check("\033[Z", "<S-Tab>");
	check("\033Oc\033[7$\033[8^", "<C-Right> <S-Home> <C-End>");
	check("\033OM\033Oq\033Ok", "<CR> 1 +");
	check("\033[99;5u\033[13;2u\033[27;5;120~\033[233;3u", "<C-c> <S-CR> <C-x> <M-é>");
}

static void takes_escape_before_a_key_as_alt(void **state)
{
	(void)state;
	check("\033x\033王\033\r\033\177", "<M-x> <M-王> <M-CR> <M-BS>");
	check("\033\001", "<C-M-a>");
	check("\033\033[D\033\033OD", "<M-Left> <M-Left>");
}

static void reads_the_mouse(void **state)
{
	(void)state;
	check("\033[<0;5;3M\033[<0;5;3m", "<Mouse:press,4,2> <Mouse:release,4,2>");
	check("\033[<2;300;1M\033[<2;300;1m", "<Mouse:press,299,0,3> <Mouse:release,299,0,3>");
	check("\033[<32;6;3M", "<Mouse:drag,5,2>");
	check("\033[<64;1;1M\033[<65;1;1M", "<Mouse:wheelup,0,0> <Mouse:wheeldown,0,0>");
	/* sideways wheel, hover, button 8, a position outside */
	check("\033[<66;1;1Ma\033[<35;2;2Mb\033[<128;1;1Mc\033[<0;0;1Md", "a b c d");
	/* the oldest protocol: the release does not name its button */
	check("\033[M\"%#\033[M#%#", "<Mouse:press,4,2,3> <Mouse:release,4,2,3>");
}

static void swallows_what_nobody_typed(void **state)
{
	(void)state;
	check("a\033]11;rgb:0000/0000/0000\033\\b", "a b");
	check("a\033]11;rgb:0000/0000/0000\ab", "a b");
	check("a\033[?62;22cb\033[>0;276;0cc", "a b c");
	check("a\033[12;40Rb\033[Ic\033[Od", "a b c d");
	check("a\033P>|tmux 3.3a\033\\b", "a b");
	check("a\033[?2026;2$yb", "a b");
	check("\033[12;4\033", "<Esc>");
	/* Esc is typed, and a reply comes right behind it */
	check("\033\033[0na", "<Esc> a");
	check("\033\033]11;rgb:0/0/0\aa", "<Esc> a");
}

static void makes_one_key_of_a_paste(void **state)
{
	(void)state;
	check("x\033[200~near king\nquit\r\t\033[A王\033[201~y",
	      "x <Paste:near king\nquit\r\t\033[A王> y");
	check("\033[200~\033[201~\033[201~z", "<Paste:> z");
	check_n("\033[200~a\0b\033[201~", 15, "<Paste:ab>");
}

static void bounds_a_paste_that_never_ends(void **state)
{
	struct decoder d;
	struct key key;
	char block[4096];

	(void)state;
	memset(block, 'x', sizeof(block));
	decoder_init(&d);
	decoder_feed(&d, "\033[200~", 6);
	for (size_t i = 0; i < 2 * DECODER_PASTE_MAX / sizeof(block); i++) {
		decoder_feed(&d, block, sizeof(block));
		assert_false(decoder_next(&d, &key, false));
	}
	assert_true(decoder_pasting(&d));
	decoder_end_paste(&d, &key);
	assert_int_equal(key.code, KEY_PASTE_);
	assert_int_equal(strlen(key.text), DECODER_PASTE_MAX);
	free(key.text);
	decoder_release(&d);
}

static void gives_readline_one_spelling_per_key(void **state)
{
	static const struct {
		const char *bytes, *raw;
	} cases[] = {
		{ "\033OA", "\033[A" },
		{ "\033[1~", "\033[H" },
		{ "\033[4~", "\033[F" },
		{ "\b", "\177" },
		{ "\r", "\r" },
		{ "\033[3~", "\033[3~" },
		{ "\033[1;5C", "\033[1;5C" },
		{ "王", "王" },
		{ "\033f", "\033f" },
		{ "\033\177", "\033\177" },
		{ "\033[25~", "\033[25~" },
		{ "\001", "\001" },
	};
	struct decoder d;
	struct key key;

	(void)state;
	decoder_init(&d);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		decoder_feed(&d, cases[i].bytes, strlen(cases[i].bytes));
		assert_true(decoder_next(&d, &key, false));
		assert_int_equal(key.raw_len, strlen(cases[i].raw));
		assert_string_equal(key.raw, cases[i].raw);
	}
	decoder_release(&d);
}

static void knows_sequences_of_the_description(void **state)
{
	struct decoder d;
	struct key key;

	(void)state;
	decoder_init(&d);
	decoder_name(&d, "\001A\r", (struct key){ .code = KEY_FUNCTION_, .cp = 3 });
	decoder_name(&d, "\033K", (struct key){ .code = KEY_LEFT_ });
	decoder_feed(&d, "\033K\001A", 4);
	assert_true(decoder_next(&d, &key, false));
	assert_int_equal(key.code, KEY_LEFT_);
	assert_string_equal(key.raw, "\033[D");
	assert_false(decoder_next(&d, &key, false));
	decoder_feed(&d, "\r", 1);
	assert_true(decoder_next(&d, &key, false));
	assert_int_equal(key.code, KEY_FUNCTION_);
	assert_int_equal(key.cp, 3);
	decoder_release(&d);
}

/* Random bytes, half of them from sequences: never stuck, never past the end. */
static void survives_anything(void **state)
{
	static const char bits[] = "\033\033\033[[]O?<>;;0129~MmRuc\\PA\a\r";
	uint64_t x = 88172645463325252u;
	struct decoder d;
	struct key key;

	(void)state;
	decoder_init(&d);
	for (int i = 0; i < 200000; i++) {
		char c;

		x ^= x << 13, x ^= x >> 7, x ^= x << 17;
		c = x & 256 ? (char)(x >> 16) : bits[(x >> 16) % (sizeof(bits) - 1)];
		decoder_feed(&d, &c, 1);
		while (decoder_next(&d, &key, x >> 60 == 0)) {
			assert_true(key.raw_len < sizeof(key.raw));
			if (key.code == KEY_PASTE_)
				free(key.text);
		}
		if (decoder_pasting(&d) && x >> 59 == 1) {
			decoder_end_paste(&d, &key);
			free(key.text);
		}
	}
	while (decoder_waiting(&d))
		if (decoder_next(&d, &key, true) && key.code == KEY_PASTE_)
			free(key.text);
	decoder_release(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_characters_of_every_length),
		cmocka_unit_test(keeps_invalid_bytes_as_bytes),
		cmocka_unit_test(reads_a_lone_escape_only_when_time_is_up),
		cmocka_unit_test(reads_the_dialects_of_every_terminal),
		cmocka_unit_test(takes_escape_before_a_key_as_alt),
		cmocka_unit_test(reads_the_mouse),
		cmocka_unit_test(swallows_what_nobody_typed),
		cmocka_unit_test(makes_one_key_of_a_paste),
		cmocka_unit_test(bounds_a_paste_that_never_ends),
		cmocka_unit_test(gives_readline_one_spelling_per_key),
		cmocka_unit_test(knows_sequences_of_the_description),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
