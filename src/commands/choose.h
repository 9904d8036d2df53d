/* Which words a map is made of: what --of and --fit of plot and project take. */
#ifndef COMMANDS_CHOOSE_H
#define COMMANDS_CHOOSE_H

#include "commands.h"

enum chosen_kind { CHOSEN_FREQUENT, CHOSEN_MARKS, CHOSEN_ANSWER, CHOSEN_EVERYTHING, CHOSEN_LIST };

#define CHOSEN_HELP "frequent, marks, answer, everything, @SET or a FILE of words"
#define CHOSEN_NAMES "frequent|marks|answer|everything"

struct chosen {
	enum chosen_kind kind;
	const char *list;	/* CHOSEN_LIST: the file or "@name\n…"; NULL = rows were put in */
	uint32_t *rows;		/* (count); owned */
	size_t count;
};

/* From the text of an option; borrows it. */
struct chosen chosen_make(const char *what);
void chosen_release(struct chosen *c);
void chosen_add(struct chosen *c, uint32_t row);
/* "frequent", "marks" …, the name of the set, the file without its folder, "words". */
void chosen_name(const struct chosen *c, struct strbuf *out);
/* On the main thread: rows of the marks and of the last answer. */
void chosen_take(struct chosen *c, const struct session *s, const struct model *m);
/* On any thread: rows of a list, of the `frequent` most frequent words, of everything. Words that
 * have no direction are left out. */
enum status chosen_load(struct chosen *c, struct task *t, size_t frequent,
			const struct progress *progress, struct error *err);

#endif
