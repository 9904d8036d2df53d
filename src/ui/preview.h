/*
 * Answers while one types: the neighbours of what stands in the prompt, after each key. Asked in the
 * background, cancelled by the next key, never recorded; the list of neighbours shows them until the
 * line is sent or emptied.
 */
#ifndef UI_PREVIEW_H
#define UI_PREVIEW_H

#include <stdbool.h>

struct ui;
struct preview;

struct preview *preview_new(void);
void preview_free(struct preview *p);		/* waits for its question to stop */
/* Look at the prompt, start and finish what can be: once per wake-up. */
void preview_tick(struct ui *ui);
bool preview_is_busy(const struct preview *p);
/* Another answer stands in the list now. */
void preview_replaced(struct preview *p);

#endif
