/* Pieces and passages: every word once, windows within sentences, held-out sentences never. */
#include "unit.h"

#include "base/compiler.h"
#include "toy_model.h"
#include "train/passage.h"
#include "words_corpus.h"

static const size_t lengths[] = { 1, 7, 30, 3, 0, 12, 500, 2, 90000, 5 };

/* Sentences of these lengths again and again, words at random of 50. */
static struct corpus *random_corpus(size_t sentences)
{
	struct corpus *c = calloc(1, sizeof(*c));
	uint64_t state = 99;
	size_t cap = 0;

	c->word_count = 50;
	c->counts = calloc(50, sizeof(*c->counts));
	for (size_t s = 0; s < sentences; s++)
		cap += lengths[s % ARRAY_LEN(lengths)] + 1;
	c->ids = calloc(cap, sizeof(*c->ids));
	for (size_t s = 0; s < sentences; s++) {
		for (size_t i = 0; i < lengths[s % ARRAY_LEN(lengths)]; i++) {
			uint32_t id = (uint32_t)(toy_random(&state) % 50);

			c->ids[c->id_count++] = id;
			c->counts[id]++;
			c->token_count++;
		}
		c->ids[c->id_count++] = CORPUS_SENTENCE_END;
	}
	return c;
}

struct world {
	struct corpus *c;
	struct pieces pieces;
	struct sampler sampler;
	struct passage passage;
};

static struct world make(size_t sentences, double holdout, double sample)
{
	struct world w = { .c = random_corpus(sentences) };

	assert_int_equal(pieces_init(&w.pieces, w.c, 3, holdout, NULL), ST_OK);
	assert_int_equal(sampler_init(&w.sampler, w.c->counts, 50, 0.75, sample, NULL), ST_OK);
	assert_int_equal(passage_init(&w.passage, &w.pieces, NULL), ST_OK);
	return w;
}

static void release(struct world *w)
{
	passage_release(&w->passage);
	sampler_release(&w->sampler);
	passage_pieces_release(&w->pieces);
	words_corpus_free(w->c);
}

static void read_piece(struct world *w, size_t i, bool held_out, uint64_t epoch)
{
	struct rng rng = rng_make(1, epoch, i);

	passage_read(&w->passage, &w->pieces, i, held_out, &w->sampler, &rng);
}

static void every_word_comes_once_in_order(void **unused)
{
	struct world w = make(40, 0, 0);
	size_t at = 0;

	(void)unused;
	assert_true(w.pieces.count > 10);
	for (size_t i = 0; i < w.pieces.count; i++) {
		const struct passage *p = &w.passage;

		read_piece(&w, i, false, 0);
		assert_int_equal(p->words, p->count);
		assert_true(p->count <= w.pieces.longest);
		for (size_t k = 0; k < p->count; k++) {
			while (w.c->ids[at] == CORPUS_SENTENCE_END)
				at++;
			assert_int_equal(p->ids[k], w.c->ids[at++]);
			assert_true(p->begin[k] <= k && k < p->end[k] && p->end[k] <= p->count);
			if (k && w.c->ids[at - 2] == CORPUS_SENTENCE_END) {
				assert_int_equal(p->begin[k], k);
				assert_int_equal(p->end[k - 1], k);
			} else if (k) {
				assert_int_equal(p->begin[k], p->begin[k - 1]);
				assert_int_equal(p->end[k], p->end[k - 1]);
			}
		}
	}
	assert_int_equal(at + 1, w.c->id_count);
	release(&w);
}

/* With no subsampling, what is trained on and what is held out are two parts of one text. */
static void held_out_sentences_are_never_trained_on(void **unused)
{
	struct world w = make(400, 0.2, 0);
	uint64_t trained = 0, held = 0;

	(void)unused;
	for (size_t i = 0; i < w.pieces.count; i++) {
		uint64_t mine[50] = { 0 }, all[50] = { 0 };

		for (uint64_t at = w.pieces.begin[i]; at < w.pieces.begin[i + 1]; at++)
			if (w.c->ids[at] != CORPUS_SENTENCE_END)
				all[w.c->ids[at]]++;
		for (int held_out = 0; held_out < 2; held_out++) {
			for (uint64_t epoch = 0; epoch < 2; epoch++) {
				read_piece(&w, i, held_out, epoch);
				for (size_t k = 0; k < w.passage.count && epoch == 0; k++)
					mine[w.passage.ids[k]]++;
			}
			*(held_out ? &held : &trained) += w.passage.words;
		}
		assert_memory_equal(mine, all, sizeof(all));
	}
	assert_int_equal(trained + held, w.c->token_count);
	assert_true(held > w.c->token_count / 20 && held < w.c->token_count / 2);
	release(&w);
}

static void a_piece_is_read_the_same_by_whoever_reads_it(void **unused)
{
	struct world w = make(40, 0.1, 1e-3), again = make(40, 0.1, 1e-3);
	bool differs = false;

	(void)unused;
	for (size_t i = w.pieces.count; i-- > 0;) {
		read_piece(&w, i, false, 0);
		read_piece(&again, i, false, 0);
		assert_int_equal(w.passage.count, again.passage.count);
		assert_memory_equal(w.passage.ids, again.passage.ids,
				    w.passage.count * sizeof(uint32_t));
		assert_true(w.passage.count <= w.passage.words);
		read_piece(&again, i, false, 1);
		differs |= again.passage.count != w.passage.count;
	}
	assert_true(differs);
	release(&w);
	release(&again);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_word_comes_once_in_order),
		cmocka_unit_test(held_out_sentences_are_never_trained_on),
		cmocka_unit_test(a_piece_is_read_the_same_by_whoever_reads_it),
	};

	return cmocka_run_group_tests_name("train/passage", tests, NULL, NULL);
}
