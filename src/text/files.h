/*
 * Which files a text is made of: one file, standard input, or all regular files below a folder in
 * the order of their paths' bytes. Names that begin with a dot, and links to folders, are left out.
 *
 * The corpora of NLTK keep their papers beside the texts: files at the top called README, LICENSE,
 * CONTENTS, cats.txt or stopwords are left out when there are folders beside them, or other files.
 */
#ifndef TEXT_FILES_H
#define TEXT_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "text/read.h"

struct text_files {
	char **paths;
	uint64_t *sizes;
	size_t count, cap;
	uint64_t total_size;	/* bytes on disk, 0 if unknown */
	bool is_folder;
};

/* What is left out is noted in the report. */
enum status text_files_list(struct text_files *f, const char *path, struct text_report *report,
			    struct error *err);
/* Is this the name of a paper that lies beside the texts of a corpus? */
bool text_files_is_paper(const char *name);
void text_files_release(struct text_files *f);

#endif
