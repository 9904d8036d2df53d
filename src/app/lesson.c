/* Lessons as files: where they are, reading them whole, letting go of them, words put in. */
#include "app/lesson.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/number.h"
#include "base/path.h"
#include "base/strbuf.h"
#include "io/source.h"

#define FILE_BYTES_MAX ((size_t)16 << 20)
#define SUFFIX	       ".lesson"

static void release_step(struct lesson_step *s)
{
	char *const texts[] = { s->title, s->prose, s->predict, s->task,
				s->show,  s->hint,  s->yes,	s->why };

	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		free(texts[i]);
	for (size_t i = 0; i < s->option_count; i++) {
		free(s->options[i].text);
		free(s->options[i].when);
	}
	free(s->options);
	for (size_t i = 0; i < s->check_count; i++)
		free(s->checks[i].text);
	free(s->checks);
}

void lesson_release(struct lesson *l)
{
	for (size_t i = 0; i < l->step_count; i++)
		release_step(&l->steps[i]);
	for (size_t i = 0; i < l->word_count; i++) {
		for (size_t j = 0; j < l->words[i].count; j++)
			free(l->words[i].choices[j]);
		free(l->words[i].choices);
		free(l->words[i].name);
	}
	free(l->steps);
	free(l->words);
	free(l->title);
	free(l->about);
	free(l->model);
	*l = (struct lesson){ 0 };
}

enum status lesson_read_file(char **out, const char *path, struct error *err)
{
	struct source *src = NULL;
	struct strbuf text = STRBUF_INIT;
	enum status st = source_open(&src, path, NULL, NULL, err);
	size_t got = 1;
	char buf[8192];

	while (st == ST_OK && got) {
		st = source_read(src, buf, sizeof(buf), &got, err);
		if (st == ST_OK)
			strbuf_add(&text, buf, got);
		if (text.len > FILE_BYTES_MAX)
			st = error_set(err, ST_FAILED, "%s is too long: over 16 MiB", path);
	}
	if (st == ST_OK && memchr(text.buf, '\0', text.len))
		st = error_set(err, ST_FORMAT, "%s is no text: it holds NUL bytes", path);
	source_close(src);
	if (st == ST_OK)
		*out = strbuf_detach(&text, NULL);
	strbuf_release(&text);
	return st;
}

struct first {
	size_t line;
	char sentence[256];
};

static void keep_first(void *ctx, size_t line, const char *sentence)
{
	struct first *f = ctx;
	size_t n = MIN(strlen(sentence), sizeof(f->sentence) - 1);

	if (f->line)
		return;
	f->line = line;
	memcpy(f->sentence, sentence, n);
	f->sentence[n] = '\0';
}

enum status lesson_load(struct lesson *out, const char *path, struct error *err)
{
	struct first first = { 0 };
	struct lesson l;
	char *text;
	enum status st = lesson_read_file(&text, path, err);

	if (st != ST_OK)
		return st;
	if (lesson_parse(&l, text, keep_first, &first)) {
		lesson_release(&l);
		st = error_set(err, ST_FORMAT,
			       "%s:%zu: %s (\"lesson check FILE\" lists all that is wrong)", path,
			       first.line, first.sentence);
	} else {
		*out = l;
	}
	free(text);
	return st;
}

bool lesson_expand(const char *text, lesson_lookup *lookup, void *ctx, struct strbuf *out)
{
	bool all = true;

	while (*text) {
		size_t plain = strcspn(text, "{"), n;

		strbuf_add(out, text, plain);
		text += plain;
		if (!*text)
			break;
		n = strcspn(text, "}");
		if (text[n] != '}' || !lookup(ctx, text + 1, n - 1, out)) {
			strbuf_add(out, text, n + (text[n] == '}'));
			all = false;
		}
		text += n + (text[n] == '}');
	}
	return all;
}

/* --- those that ship --- */

/* "03-neighbours.lesson" */
static bool read_name(const char *file, struct lesson_file *out)
{
	size_t digits = strspn(file, "0123456789"), n = strlen(file);
	int64_t number;

	if (!path_has_suffix(file, SUFFIX) || !digits || file[digits] != '-' ||
	    n < digits + 1 + strlen(SUFFIX) || !number_parse_i64(file, digits, &number))
		return false;
	out->number = (size_t)number;
	out->name = xstrndup(file + digits + 1, n - digits - 1 - strlen(SUFFIX));
	return true;
}

static int by_number(const void *a, const void *b)
{
	const struct lesson_file *x = a, *y = b;

	return (x->number > y->number) - (x->number < y->number);
}

enum status lesson_files(struct lesson_file **out, size_t *count, struct error *err)
{
	char *folder = path_asset("lessons");
	DIR *dir = folder ? opendir(folder) : NULL;
	struct lesson_file *files = NULL;
	size_t n = 0, cap = 0;
	struct dirent *e;

	while (dir && (e = readdir(dir)) != NULL) {
		struct lesson_file f;

		if (!read_name(e->d_name, &f))
			continue;
		f.path = path_join(folder, e->d_name);
		ARRAY_RESERVE(files, cap, n + 1);
		files[n++] = f;
	}
	if (dir)
		closedir(dir);
	free(folder);
	if (!n)
		return error_set(err, ST_FAILED,
				 "the lessons are not installed: there is no folder lessons beside "
				 "the models");
	qsort(files, n, sizeof(*files), by_number);
	*out = files;
	*count = n;
	return ST_OK;
}

void lesson_files_free(struct lesson_file *files, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		free(files[i].path);
		free(files[i].name);
	}
	free(files);
}

static bool is_meant(const struct lesson_file *f, const char *which, int64_t number)
{
	return number ? (int64_t)f->number == number : !strcmp(f->name, which);
}

enum status lesson_find(char **path, size_t *number, const char *which, struct error *err)
{
	struct lesson_file *files;
	size_t count, i = 0;
	int64_t n = 0;
	enum status st;

	if (strchr(which, '/') || path_has_suffix(which, SUFFIX)) {
		*path = path_expand_home(which);
		*number = 0;
		return ST_OK;
	}
	st = lesson_files(&files, &count, err);
	if (st != ST_OK)
		return st;
	number_parse_i64(which, strlen(which), &n);
	while (i < count && !is_meant(&files[i], which, n))
		i++;
	if (i < count) {
		*path = xstrdup(files[i].path);
		*number = files[i].number;
	} else {
		st = error_set(err, ST_FAILED,
			       "there is no lesson \"%.40s\"; \"lesson\" lists them, and a file is "
			       "named with its folder: lesson ./mine.lesson",
			       which);
	}
	lesson_files_free(files, count);
	return st;
}
