/*
 * Word Mover's Distance beside gensim 4.2's wmdistance (with pyemd 0.5.1) on the model that ships:
 * vecscope -e 'export demo.bin', KeyedVectors.load_word2vec_format("demo.bin", binary=True), and
 * wv.wmdistance(a.split(), b.split()). pyemd counts ways in whole millionths of the longest.
 */
#include "unit.h"

#include "app/call.h"
#include "base/compiler.h"
#include "base/mem.h"
#include "make_model.h"

#define PYEMD_ROUNDS 2e-6

static void distances_equal_gensim(void **state)
{
	static const struct {
		const char *a, *b;
		double distance;
	} cases[] = {
		{ "obama speaks media illinois", "president greets press chicago",
		  0.9036988985118823 },
		{ "king queen", "king man woman", 0.6662102706713596 },
		{ "king king queen prince", "man woman woman", 1.04238108067143 },
		{ "red green blue", "car bus", 1.120997556409406 },
		{ "king", "king", 0 },
		{ "randolph rollins paris dakar respondents", "partial", 1.350434879609985 },
		{ "oz hardcore oz", "pretoria groves tiger leavitt oz", 1.080924889517143 },
		{ "administration preservation amber carnegie",
		  "freshly lab suspect administration preservation", 0.7503795360650481 },
		{ "curves brooklyn optimistic curves", "season", 1.279689053146368 },
		{ "antitrust offshore collections remnants",
		  "advisor shearer buenos venezuelan beats angles antitrust", 1.121742999849744 },
		{ "morning clayton nur diverse checks morning",
		  "thai recommends unwilling autograph norwood morning clayton",
		  0.8854898844073602 },
		{ "congresses", "row gardner domingo prestige psychologists promotions",
		  1.373440993692897 },
		{ "jarrett resembled ankle jarrett", "jackie jarrett", 0.6274987341109484 },
		{ "crippled", "africa russo pounding aka uneasy updating come crippled",
		  1.140288973101746 },
	};
	struct session s;

	(void)state;
	session_init(&s);
	session_add_model(&s, model_open("assets/models/demo.safetensors"));
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char *line = xasprintf("wmd '%s' '%s'", cases[i].a, cases[i].b);
		struct call *c = call_run(&s, line, NULL);

		assert_int_equal(c->status, ST_OK);
		assert_int_equal(c->task.result.note_count, 0); /* every word is known */
		assert_float_equal(c->task.result.values[2].as.f, cases[i].distance, PYEMD_ROUNDS);
		call_free(c);
		free(line);
	}
	session_release(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(distances_equal_gensim),
	};

	return cmocka_run_group_tests_name("commands/wmd", tests, NULL, NULL);
}
