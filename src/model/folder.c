/*
 * Folders as people download them: a Hugging Face model, a model2vec model, spaCy's vectors, a
 * TensorFlow Projector export. The first of the known names that is there is the model.
 */
#include "folder.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/path.h"
#include "io/json.h"
#include "io/source.h"
#include "model/format.h"

#define INDEX	  ".safetensors.index.json"
#define INDEX_MAX ((size_t)64 << 20)

static const char *const known[] = {
	"model.safetensors.index.json",
	"model.safetensors",
	"0_StaticEmbedding/model.safetensors",
	"vectors/vectors",
	"vocab/vectors",
	"vectors",
	"tensors.tsv",
	"vectors.tsv",
};

static bool is_file(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

static char *find_known(const char *dir)
{
	for (size_t i = 0; i < ARRAY_LEN(known); i++) {
		char *path = path_join(dir, known[i]);

		if (is_file(path))
			return path;
		free(path);
	}
	return NULL;
}

/* Else a file that only a model would be called, the first by name. */
static char *find_by_suffix(const char *dir)
{
	static const char *const suffixes[] = { ".gguf", ".safetensors", ".ftz",
						".bin",	 ".vec",	 ".npz",
						".npy",	 ".magnitude",	 ".vec.gz" };
	char *best = NULL;

	for (size_t i = 0; i < ARRAY_LEN(suffixes) && !best; i++) {
		DIR *d = opendir(dir);
		struct dirent *e;

		while (d && (e = readdir(d)))
			if (*e->d_name != '.' && path_has_suffix(e->d_name, suffixes[i]) &&
			    (!best || strcmp(e->d_name, best) < 0)) {
				free(best);
				best = xstrdup(e->d_name);
			}
		if (d)
			closedir(d);
	}
	if (best) {
		char *path = path_join(dir, best);

		free(best);
		return path;
	}
	return NULL;
}

/* --- a model in several files ---------------------------------------------------------------------- */

struct choosing {
	const char *wanted; /* or NULL */
	const char *file;
	int rank; /* of the tensor found so far */
};

/* How sure its name makes us that a tensor is the embedding layer: the shorter the list of parts
 * around a known name the better. */
static int table_rank(const char *name)
{
	static const char *const ends[] = { "embed_tokens.weight",
					    "wte.weight",
					    "word_embeddings.weight",
					    "embed_in.weight",
					    "tok_embeddings.weight",
					    "shared.weight",
					    "embeddings.weight",
					    "embedding.weight",
					    "embeddings" };

	for (size_t i = 0; i < ARRAY_LEN(ends); i++)
		if (path_has_suffix(name, ends[i]))
			return 100 - (int)i;
	return 0;
}

static bool judge_tensor(void *ctx, const char *name, const json_value *v)
{
	struct choosing *c = ctx;
	const char *file = json_get_string(v, NULL);
	int rank = c->wanted ? strcmp(name, c->wanted) == 0 : table_rank(name);

	if (file && rank > c->rank) {
		c->rank = rank;
		c->file = file;
	}
	return true;
}

static enum status read_index(const char *path, char **text, size_t *n, struct error *err)
{
	struct source *src;
	void *p = NULL;
	size_t got = 1;
	enum status st = source_open(&src, path, NULL, NULL, err);

	if (st)
		return st;
	*n = 0;
	if (source_size(src) > INDEX_MAX)
		st = error_set(err, ST_FORMAT, "%s is too large to be an index", path);
	if (!st)
		st = mem_try_calloc(&p, (size_t)source_size(src) + 1, 1, "the index", err);
	*text = p;
	while (!st && got && *n < source_size(src)) {
		st = source_read(src, *text + *n, (size_t)source_size(src) - *n, &got, err);
		*n += st ? 0 : got;
	}
	source_close(src);
	return st;
}

static enum status choose_part(const char *path, const char *tensor, const json_value *root,
			       char **out, struct error *err)
{
	const json_value *map = json_is_object_value(root) ? json_member(root, "weight_map") : NULL;
	struct choosing c = { .wanted = tensor };
	char *dir;

	if (!json_is_object_value(map))
		return error_set(err, ST_FORMAT, "%s has no weight_map", path);
	json_each_member(map, judge_tensor, &c);
	if (!c.file)
		return error_set(err, ST_FORMAT, "%s names no %s%.60s", path,
				 tensor ? "tensor " : "embedding layer", tensor ? tensor : "");
	if (!*c.file || strchr(c.file, '/') || *c.file == '.')
		return error_set(err, ST_FORMAT, "%s names a file outside its folder: %.100s", path,
				 c.file);
	dir = path_dir(path);
	*out = path_join(dir, c.file);
	free(dir);
	return ST_OK;
}

static enum status follow_index(char **path, const char *tensor, struct error *err)
{
	struct json_doc *doc = NULL;
	char *text = NULL, *part = NULL;
	size_t n = 0;
	enum status st = read_index(*path, &text, &n, err);

	if (!st && json_parse(&doc, text, n, err))
		st = error_wrap(err, "%s", *path);
	if (!st)
		st = choose_part(*path, tensor, json_root(doc), &part, err);
	json_free(doc);
	free(text);
	if (st)
		return st;
	free(*path);
	*path = part;
	return ST_OK;
}

enum status folder_resolve(const char *path, const char *tensor, char **out, struct error *err)
{
	struct stat info;
	char *file = NULL;
	enum status st = ST_OK;

	if (strcmp(path, "-") != 0 && stat(path, &info) == 0 && S_ISDIR(info.st_mode)) {
		file = find_known(path);
		if (!file)
			file = find_by_suffix(path);
		if (!file)
			return error_set(
				err, ST_IO,
				"%s is a folder without a model that vecscope knows "
				"(model.safetensors, *.gguf, vectors, tensors.tsv, *.bin, …): "
				"name the file",
				path);
	} else {
		file = xstrdup(path);
	}
	if (path_has_suffix(file, INDEX))
		st = follow_index(&file, tensor, err);
	if (st)
		free(file);
	else
		*out = file;
	return st;
}
