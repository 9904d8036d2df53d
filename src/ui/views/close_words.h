/*
 * The few words nearest to one, looked up beside the screen while one moves over words. What was
 * asked before is let go without waiting for it.
 */
#ifndef UI_VIEWS_CLOSE_WORDS_H
#define UI_VIEWS_CLOSE_WORDS_H

#include "ui/view.h"

enum { CLOSE_WORDS = 8 };

struct close_words {
	struct close_job *job;	/* running, or NULL */
	uint32_t wanted;	/* VOCAB_NONE: none */
	uint32_t row;		/* whose words these are; VOCAB_NONE = of none yet */
	uint32_t words[CLOSE_WORDS];
	size_t count;
};

void close_words_init(struct close_words *c);
void close_words_release(struct close_words *c);	/* waits for the job */
/* Those of `row` are wanted now; of VOCAB_NONE none are. */
void close_words_want(struct close_words *c, struct view_context *ctx, uint32_t row);
void close_words_look(struct close_words *c, struct view_context *ctx);	/* at VIEW_JOB */
bool close_words_busy(const struct close_words *c);

#endif
