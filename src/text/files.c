#include "files.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/compiler.h"
#include "base/mem.h"
#include "base/path.h"
#include "notes.h"

/* A tree deeper than this is one that was built to be a nuisance. */
#define DEPTH_MAX 64

struct walk {
	struct text_files *files;
	struct text_report *report;
	size_t depth;
};

static enum status add_file(struct text_files *f, char *path, uint64_t size, struct error *err)
{
	void *paths = f->paths, *sizes = f->sizes;
	size_t cap = f->cap ? 2 * f->cap : 64;
	enum status st = ST_OK;

	if (f->count == f->cap) {
		st = mem_try_realloc(&paths, cap, sizeof(*f->paths), "the list of files", err);
		if (st == ST_OK) {
			f->paths = paths;
			st = mem_try_realloc(&sizes, cap, sizeof(*f->sizes), "the list of files",
					     err);
		}
		if (st != ST_OK) {
			free(path);
			return st;
		}
		f->sizes = sizes;
		f->cap = cap;
	}
	f->paths[f->count] = path;
	f->sizes[f->count++] = size;
	f->total_size += size;
	return ST_OK;
}

static enum status walk_folder(struct walk *w, const char *folder, struct error *err);

static enum status visit(struct walk *w, const char *folder, const char *name, struct error *err)
{
	char *path = path_join(folder, name);
	struct stat link, st;
	enum status rc = ST_OK;

	if (lstat(path, &link) == 0 && stat(path, &st) == 0) {
		if (S_ISREG(st.st_mode))
			return add_file(w->files, path, (uint64_t)st.st_size, err);
		if (S_ISDIR(link.st_mode) && w->depth < DEPTH_MAX) {
			w->depth++;
			rc = walk_folder(w, path, err);
			w->depth--;
		}
	}
	free(path);
	return rc;
}

static enum status walk_folder(struct walk *w, const char *folder, struct error *err)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	enum status st = ST_OK;

	if (!dir && w->depth == 0)
		return error_errno(err, "cannot read the folder %s", folder);
	if (!dir) {
		text_note(w->report, "the folder %s was left out: %s", folder, strerror(errno));
		return ST_OK;
	}
	while (st == ST_OK && (entry = readdir(dir)))
		if (entry->d_name[0] != '.')
			st = visit(w, folder, entry->d_name, err);
	closedir(dir);
	return st;
}

/* --- papers ------------------------------------------------------------------------------------ */

bool text_files_is_paper(const char *name)
{
	static const char *const whole[] = { "cats.txt", "stopwords", "contents" };
	static const char *const first[] = { "readme", "license", "copying", "citation" };
	size_t n;

	for (size_t i = 0; i < ARRAY_LEN(whole); i++)
		if (strcasecmp(name, whole[i]) == 0)
			return true;
	for (size_t i = 0; i < ARRAY_LEN(first); i++) {
		n = strlen(first[i]);
		if (strncasecmp(name, first[i], n) == 0 && (name[n] == '\0' || name[n] == '.'))
			return true;
	}
	return false;
}

static void leave_out_papers(struct text_files *f, const char *folder, struct text_report *report)
{
	size_t n = strlen(folder), kept = 0, papers = 0;

	n += n && folder[n - 1] != '/';
	for (size_t i = 0; i < f->count; i++)
		papers += !strchr(f->paths[i] + n, '/') && text_files_is_paper(f->paths[i] + n);
	if (papers == 0 || papers == f->count)
		return;
	for (size_t i = 0; i < f->count; i++) {
		if (!strchr(f->paths[i] + n, '/') && text_files_is_paper(f->paths[i] + n)) {
			text_note(report, "%s was left out: it describes the texts", f->paths[i]);
			report->skipped_files++;
			f->total_size -= f->sizes[i];
			free(f->paths[i]);
			continue;
		}
		f->paths[kept] = f->paths[i];
		f->sizes[kept++] = f->sizes[i];
	}
	f->count = kept;
}

/* --- the list ---------------------------------------------------------------------------------- */

struct named {
	char *path;
	uint64_t size;
};

static int compare_paths(const void *a, const void *b)
{
	return strcmp(((const struct named *)a)->path, ((const struct named *)b)->path);
}

static enum status sort_files(struct text_files *f, struct error *err)
{
	void *block = NULL;
	struct named *all;
	enum status st;

	st = mem_try_calloc(&block, f->count, sizeof(*all), "the list of files", err);
	if (st != ST_OK)
		return st;
	all = block;
	for (size_t i = 0; i < f->count; i++)
		all[i] = (struct named){ f->paths[i], f->sizes[i] };
	qsort(all, f->count, sizeof(*all), compare_paths);
	for (size_t i = 0; i < f->count; i++) {
		f->paths[i] = all[i].path;
		f->sizes[i] = all[i].size;
	}
	free(all);
	return ST_OK;
}

static enum status list_folder(struct text_files *f, const char *path, struct text_report *report,
			       struct error *err)
{
	struct walk w = { .files = f, .report = report };
	enum status st = walk_folder(&w, path, err);

	f->is_folder = true;
	if (st == ST_OK && f->count == 0)
		st = error_set(err, ST_FAILED, "there are no files in the folder %s", path);
	if (st == ST_OK)
		st = sort_files(f, err);
	if (st == ST_OK)
		leave_out_papers(f, path, report);
	return st;
}

enum status text_files_list(struct text_files *f, const char *path, struct text_report *report,
			    struct error *err)
{
	struct stat st;
	enum status rc;

	*f = (struct text_files){ .count = 0 };
	if (strcmp(path, "-") == 0)
		return add_file(f, xstrdup(path), 0, err);
	if (stat(path, &st) != 0)
		return error_errno(err, "cannot open %s", path);
	if (!S_ISDIR(st.st_mode))
		return add_file(f, xstrdup(path), (uint64_t)MAX(st.st_size, 0), err);
	rc = list_folder(f, path, report, err);
	if (rc != ST_OK)
		text_files_release(f);
	return rc;
}

void text_files_release(struct text_files *f)
{
	for (size_t i = 0; i < f->count; i++)
		free(f->paths[i]);
	free(f->paths);
	free(f->sizes);
	*f = (struct text_files){ .count = 0 };
}
