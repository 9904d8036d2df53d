/*
 * What a lesson asks of an answer. One check is one line:
 *
 *	command near sim		which command answered
 *	asked king queen		these words were asked
 *	answer queen|princess in 5	one of them is among the first 5 words of the answer (1)
 *	cos(hot, cold) > cos(hot, warm)	two numbers compared: < <= > >= = !=
 *	score(queen) in 0.5 .. 0.9	a number in a range
 *	not …				the opposite
 *
 * Numbers: a decimal; rows, words (how many were asked), top (score of the first row), bottom;
 * cos(a, b), distance(a, b), length(a), rank(a, b), frequency(a) from the model; score(a), place(a)
 * of a word in the answer; value(key) of a key-value answer, blanks in the key written _ ;
 * cell(row, column). Words may be $1 $2 … (the words asked) and $best (the first answer).
 * A word that is not there makes the check fail, never the lesson.
 */
#ifndef APP_LESSON_CHECK_H
#define APP_LESSON_CHECK_H

#include "app/command.h"
#include "app/result.h"

struct lesson_answer {
	const struct command *cmd;	/* NULL = none */
	const struct result *result;
	const struct model *model;	/* for words the answer does not hold; may be NULL */
};

/* ST_USAGE: the check is no check, with the reason. With `answer` NULL only that is found out. */
enum status lesson_check(const char *check, const struct lesson_answer *answer, bool *holds,
			 struct error *err);

#endif
