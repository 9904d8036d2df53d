/*
 * Reproducible training gives the same bytes on every machine. The hashes were made on x86-64 with
 * gcc; any processor and compiler must find them again (make check-neon does, on AArch64).
 */
#include "unit.h"

#include "topics.h"
#include "train/trainer.h"
#include "words_corpus.h"

struct learned {
	enum train_architecture architecture;
	size_t min_ngram, max_ngram;
	uint64_t fingerprint;
};

static uint64_t fingerprint_of(const struct corpus *c, const struct learned *how)
{
	struct error err = ERROR_INIT;
	struct train_options o;
	struct trainer *t = NULL;
	struct model *m = NULL;
	uint64_t fingerprint;

	train_options_init(&o);
	o.architecture = how->architecture;
	o.min_ngram = how->min_ngram;
	o.max_ngram = how->max_ngram;
	o.dims = 16;
	o.epochs = 2;
	o.threads = 2; /* asked for, and not taken */
	o.sample = 1e-2;
	o.reproducible = true;
	if (trainer_new(&t, c, &o, &err) || trainer_run(t, NULL, &err) ||
	    trainer_result(t, &m, &err))
		fail_msg("%s", err.text);
	fingerprint = m->fingerprint;
	model_unref(m);
	trainer_free(t);
	return fingerprint;
}

static void the_same_bytes_on_every_machine(void **unused)
{
	static const struct learned all[] = {
		{ TRAIN_SKIPGRAM, 0, 0, UINT64_C(0x312c1e8f52757820) },
		{ TRAIN_CBOW, 0, 0, UINT64_C(0xcd8f19ec33f495ac) },
		{ TRAIN_SKIPGRAM, 3, 4, UINT64_C(0x77a7a7f47dbcb5a6) },
		{ TRAIN_CBOW, 3, 4, UINT64_C(0x0acfd36f5e5cfe6d) },
	};
	struct corpus *c = topics_corpus(200);

	(void)unused;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		uint64_t found = fingerprint_of(c, &all[i]);

		if (found != all[i].fingerprint)
			fail_msg("%zu: 0x%016llx instead of 0x%016llx", i,
				 (unsigned long long)found, (unsigned long long)all[i].fingerprint);
	}
	words_corpus_free(c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_bytes_on_every_machine),
	};

	return cmocka_run_group_tests_name("train/reproducible", tests, NULL, NULL);
}
