/* fastText's .bin and .ftz; a model that loads also composes. */
#include <string.h>

#include "fuzz.h"
#include "model/query.h"

static void compose(const char *path)
{
	static const char *const words[] = { "a", "zzz", "\xFF\x80", "na\xC3\xAFve" };
	struct load_options opt = { .format = "fasttext-binary", .read = { .threads = 1 } };
	struct model *m = NULL;

	if (model_load(&m, path, &opt, NULL, NULL))
		return;
	for (size_t i = 0; i < 4; i++) {
		struct word_vector w = { 0 };

		if (word_vector_find(m, words[i], &w, NULL, NULL) == ST_OK && !w.v)
			abort();
		word_vector_release(&w);
	}
	model_unref(m);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct tensor_list list = { 0 };
	char path[64];
	int fd = fuzz_file(data, size, path);

	fuzz_load(data, size, "fasttext-binary", NULL);
	compose(path);
	if (model_list_tensors(&list, path, NULL, NULL) == ST_OK)
		tensor_list_release(&list);
	close(fd);
	return 0;
}
