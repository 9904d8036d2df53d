/* Phrases against a plain implementation of word2phrase on strings. */
#include "unit.h"

#include "base/strbuf.h"
#include "text_corpus.h"

#define WORDS_MAX 20000

struct plain {
	char *words[WORDS_MAX]; /* "" = end of a sentence */
	size_t n;
};

static size_t count_word(const struct plain *p, const char *w)
{
	size_t count = 0;

	for (size_t i = 0; i < p->n; i++)
		count += strcmp(p->words[i], w) == 0;
	return count;
}

static size_t count_pair(const struct plain *p, const char *a, const char *b)
{
	size_t count = 0;

	for (size_t i = 0; i + 1 < p->n; i++)
		count += strcmp(p->words[i], a) == 0 && strcmp(p->words[i + 1], b) == 0;
	return count;
}

static bool is_phrase(const struct plain *p, const char *a, const char *b,
		      const struct text_options *opt)
{
	size_t ca = count_word(p, a), cb = count_word(p, b), cab = count_pair(p, a, b);
	size_t total = p->n - count_word(p, "");

	if (!*a || !*b || ca < opt->phrase_min_count || cb < opt->phrase_min_count ||
	    cab < opt->phrase_min_count)
		return false;
	return ((double)cab - (double)opt->phrase_min_count) / (double)ca / (double)cb *
		       (double)total >
	       opt->phrase_threshold;
}

static struct plain join_plainly(const struct plain *p, const struct text_options *opt)
{
	struct plain out = { .n = 0 };

	for (size_t i = 0; i < p->n; i++) {
		char joined[256];

		if (i + 1 < p->n && is_phrase(p, p->words[i], p->words[i + 1], opt)) {
			snprintf(joined, sizeof(joined), "%s_%s", p->words[i], p->words[i + 1]);
			out.words[out.n++] = strdup(joined);
			i++;
		} else {
			out.words[out.n++] = strdup(p->words[i]);
		}
	}
	return out;
}

static void release(struct plain *p)
{
	for (size_t i = 0; i < p->n; i++)
		free(p->words[i]);
}

/* Sentences of letters, some pairs of which like each other; a literal a_b among them. */
static void make_sentences(struct plain *p, struct strbuf *text, uint64_t seed)
{
	static const char *const words[] = { "aa", "bb", "cc",	  "dd", "ee", "ff",
					     "gg", "hh", "aa_bb", "ii", "jj", "kk" };
	size_t last = 0;

	for (size_t i = 0; i < 1500; i++) {
		size_t w;

		seed = seed * 6364136223846793005u + 1442695040888963407u;
		w = (seed >> 33) % 12;
		if ((seed >> 50) % 3 == 0)
			w = (last + 1) % 12;
		if ((seed >> 40) % 9 == 0) {
			strbuf_addc(text, '\n');
			if (p->n && *p->words[p->n - 1])
				p->words[p->n++] = strdup("");
		}
		strbuf_addf(text, "%s ", words[w]);
		p->words[p->n++] = strdup(words[w]);
		last = w;
	}
	p->words[p->n++] = strdup("");
}

static char *show(const struct plain *p)
{
	struct strbuf sb = STRBUF_INIT;

	for (size_t i = 0; i < p->n; i++)
		strbuf_addf(&sb, "%s%s", i ? " " : "", *p->words[i] ? p->words[i] : "|");
	return strbuf_detach(&sb, NULL);
}

static void equal_a_plain_implementation(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 6; seed++) {
		struct text_options opt = small_text_options();
		struct plain p = { .n = 0 };
		struct strbuf text = STRBUF_INIT;
		char *expected;

		opt.sentences = TEXT_SENTENCES_LINE;
		opt.phrase_passes = 1 + seed % 3;
		opt.phrase_threshold = 1.5 + (double)seed / 4;
		opt.phrase_min_count = seed;
		make_sentences(&p, &text, seed);
		for (size_t i = 0; i < opt.phrase_passes; i++) {
			struct plain next = join_plainly(&p, &opt);

			assert_true(i > 0 || next.n < p.n);
			release(&p);
			p = next;
		}
		expected = show(&p);
		text_corpus_expect(text.buf, &opt, expected);
		free(expected);
		strbuf_release(&text);
		release(&p);
	}
}

static void are_counted_and_can_be_rare(void **state)
{
	struct text_options opt = small_text_options();
	struct text_report report = { 0 };
	struct strbuf text = STRBUF_INIT;
	struct corpus *c;

	(void)state;
	for (int i = 0; i < 10; i++)
		strbuf_addf(&text, "new york w%d new w%d x%d y%d z%d\n", i, i, i, i, i);
	opt.phrase_passes = 1;
	opt.phrase_threshold = 2; /* (10 - 5) / 20 / 10 * 80 = 2: not above */
	opt.report = &report;
	c = text_corpus_read(text.buf, text.len, &opt, NULL);
	assert_int_equal(report.phrase_count, 0);
	corpus_free(c);
	text_report_release(&report);
	opt.phrase_threshold = 1.99;
	opt.min_count = 10;
	c = text_corpus_read(text.buf, text.len, &opt, NULL);
	assert_int_equal(report.phrase_count, 10);
	assert_int_equal(report.words, 80);
	assert_int_equal(report.rare_count, 50);
	assert_int_equal(c->raw_count, 80);
	assert_int_equal(c->word_count, 2);
	assert_memory_equal(c->bytes, "newnew_york", 11);
	corpus_free(c);
	text_report_release(&report);
	strbuf_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(equal_a_plain_implementation),
		cmocka_unit_test(are_counted_and_can_be_rare),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
