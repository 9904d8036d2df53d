/* GGUF: metadata, tensors, tokens and every type of block. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct tensor_list list = { 0 };
	char path[64];
	int fd = fuzz_file(data, size, path);

	fuzz_load(data, size, "gguf", NULL);
	if (model_list_tensors(&list, path, &(struct load_options){ .format = "gguf" }, NULL) ==
	    ST_OK)
		tensor_list_release(&list);
	close(fd);
	return 0;
}
