/*
 * A lesson: one readable text file (vecscope-lessons(5)) of steps, each with prose, perhaps a
 * question to answer before looking, a task, and checks that look at what the learner's command
 * answered. This header is the file: reading it, with every mistake reported by its line. Working
 * through a lesson is app/lesson_run.h, the language of checks app/lesson_check.h.
 *
 * Immutable once read. No printing; reads files only through lesson_load().
 */
#ifndef APP_LESSON_H
#define APP_LESSON_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/* "word king: king, monarch, ruler": {king} in the text is the first of them that the model has. */
struct lesson_word {
	char *name;
	char **choices;		/* (count) at least one */
	size_t count, cap;
};

struct lesson_option {
	char *text;
	char *when;		/* check that makes it the right one, or NULL */
	size_t line;		/* of `when` */
	bool right;		/* right whatever the model says */
};

struct lesson_condition {
	char *text;
	size_t line;
};

struct lesson_step {
	size_t line;		/* where it begins */
	char *title;
	char *prose;		/* paragraphs, an empty line between them; lines joined */
	char *predict;		/* a question, or NULL */
	struct lesson_option *options;
	size_t option_count, option_cap;
	char *task, *show, *hint, *yes, *why;	/* each may be NULL */
	struct lesson_condition *checks;
	size_t check_count, check_cap;
};

struct lesson {
	char *title, *about;	/* about: one sentence, or NULL */
	char *model;		/* which one it opens; NULL = any */
	size_t at_least;	/* a model in use with so many words does as well; 0 = only `model` */
	size_t minutes;
	struct lesson_word *words;
	size_t word_count, word_cap;
	struct lesson_step *steps;
	size_t step_count, step_cap;
};

/* A mistake in line `line`, one sentence without the place. */
typedef void lesson_complaint(void *ctx, size_t line, const char *sentence);

/* Read the text of a lesson. Every mistake is reported to `complain` (NULL = to nobody); returns
 * how many there were. *out is filled in any case and freed with lesson_release(). */
size_t lesson_parse(struct lesson *out, const char *text, lesson_complaint *complain, void *ctx);
void lesson_release(struct lesson *l);

/* The first mistake becomes the error: "FILE:12: …". ST_IO if the file cannot be read. */
enum status lesson_load(struct lesson *out, const char *path, struct error *err);
/* The whole of a small text file (at most 16 MiB, no NUL), NUL-terminated; caller frees. */
enum status lesson_read_file(char **out, const char *path, struct error *err);

/* What "{name}" stands for in a text: false = no such name. */
struct strbuf;
typedef bool lesson_lookup(void *ctx, const char *name, size_t n, struct strbuf *out);
/* `text` with every {name} replaced; false if one of them is unknown (it stays as it is). */
bool lesson_expand(const char *text, lesson_lookup *lookup, void *ctx, struct strbuf *out);

/* --- the lessons that ship: assets/lessons/NN-name.lesson --- */

struct lesson_file {
	char *path, *name;	/* "analogies" */
	size_t number;
};
/* In the order of their numbers; caller frees with lesson_files_free(). ST_FAILED: not installed. */
enum status lesson_files(struct lesson_file **out, size_t *count, struct error *err);
void lesson_files_free(struct lesson_file *files, size_t count);
/* The path of lesson "3" or "analogies" or of a file; caller frees. */
enum status lesson_find(char **path, size_t *number, const char *which, struct error *err);

#endif
