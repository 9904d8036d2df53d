/* The lab in words and strips, for line terminals and for its screen. Pure. */
#ifndef APP_LAB_TEXT_H
#define APP_LAB_TEXT_H

#include <stdbool.h>

#include "base/strbuf.h"
#include "train/lab.h"

/* "step 21, epoch 1: cat → barks, learning rate 0.1, loss 2.773 (mean 2.801)" */
void lab_describe_step(const struct lab *lab, struct strbuf *out);
/* How far the step moved the input row: "cat moves by 0.0132 in the direction of its error". */
void lab_describe_change(const struct lab *lab, struct strbuf *out);
/* Both matrices, a line a word: numbers as signs -3 … +3 by size; below them the words as points. */
void lab_describe(const struct lab *lab, bool ascii, struct strbuf *out);
/* The largest absolute number of both matrices; 0 when all are 0. */
double lab_largest(const struct lab *lab);

#endif
