#include "ui/views/analogy.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "math/vec.h"
#include "model/expr.h"

/* Which of three terms is subtracted; 3 unless it is exactly one. */
static size_t find_minus(const char *text)
{
	struct expr e;
	size_t minus = 3, negatives = 0;

	if (!text || expr_parse(&e, text, NULL) != ST_OK)
		return 3;
	for (size_t i = 0; i < e.count && e.count == 3; i++)
		if (e.terms[i].weight < 0) {
			minus = i;
			negatives++;
		}
	expr_release(&e);
	return negatives == 1 ? minus : 3;
}

bool analogy_words(const struct call *call, uint32_t abc[3])
{
	const struct result *r = &call->task.result;
	size_t minus;

	if (!r->model || !r->analogy || r->query_count != 3 || !r->answer_rows ||
	    !call->task.args.count)
		return false;
	minus = find_minus(args_word(&call->task.args, 0));
	if (minus == 3)
		return false;
	abc[0] = r->query_rows[minus];
	abc[1] = r->query_rows[minus == 0 ? 1 : 0];
	abc[2] = r->query_rows[minus == 2 ? 1 : 2];
	/* a composed word has no row */
	return abc[0] != VOCAB_NONE && abc[1] != VOCAB_NONE && abc[2] != VOCAB_NONE;
}

/* a : b :: c stands for b - a + c; in b - a + c as people write it (king - man + woman) the arrow
 * goes from the word that is subtracted to the one that is added last. */
static void order_words(const char *text, uint32_t abc[3])
{
	uint32_t king = abc[1];

	if (strstr(text, " :: "))
		return;
	abc[1] = abc[2];
	abc[2] = king;
}

bool analogy_take(struct analogy *a, const struct call *call)
{
	const struct result *r = &call->task.result;
	uint32_t abc[3];

	if (!analogy_words(call, abc))
		return false;
	analogy_forget(a);
	a->model = model_ref(r->model);
	a->text = xstrdup(args_word(&call->task.args, 0));
	a->mul = args_given(&call->task.args, "mul");
	a->keep = args_given(&call->task.args, "keep-inputs");
	order_words(a->text, abc);
	memcpy(a->abc, abc, sizeof(abc));
	a->answers = xcalloc(r->rows + 1, sizeof(*a->answers));
	for (size_t i = 0; i < r->rows; i++)
		if (r->answer_rows[i] != VOCAB_NONE)
			a->answers[a->answer_count++] = r->answer_rows[i];
	return true;
}

void analogy_forget(struct analogy *a)
{
	model_unref(a->model);
	free(a->text);
	free(a->answers);
	*a = (struct analogy){ 0 };
}

bool analogy_unit(const struct model *m, uint32_t row, double *out)
{
	double norm = (double)m->norms[row];
	bool ok = norm > 0 && isfinite(norm);

	memset(out, 0, model_dims(m) * sizeof(*out));
	if (ok)
		vec_add_scaled(out, 1 / vec_norm(model_row(m, row), model_dims(m)),
			       model_row(m, row), model_dims(m));
	return ok;
}

double *analogy_target(const struct analogy *a)
{
	size_t dims = model_dims(a->model);
	double *sum = xcalloc(dims, sizeof(*sum)), *unit = xcalloc(dims, sizeof(*unit));

	for (int k = 0; k < 3; k++) {
		analogy_unit(a->model, a->abc[k], unit);
		for (size_t i = 0; i < dims; i++)
			sum[i] += k == 0 ? -unit[i] : unit[i];
	}
	free(unit);
	return sum;
}

uint32_t analogy_best(const struct analogy *a)
{
	for (size_t i = 0; i < a->answer_count; i++) {
		uint32_t row = a->answers[i];

		if (row != a->abc[0] && row != a->abc[1] && row != a->abc[2])
			return row;
	}
	return VOCAB_NONE;
}

double analogy_agreement(const struct analogy *a, uint32_t answer)
{
	size_t dims = model_dims(a->model);
	double *x = xcalloc(4 * dims, sizeof(*x)), dot = 0, left = 0, right = 0;

	for (size_t k = 0; k < 4; k++)
		analogy_unit(a->model, k < 3 ? a->abc[k] : answer, x + k * dims);
	for (size_t i = 0; i < dims; i++) {
		double p = x[dims + i] - x[i], q = x[3 * dims + i] - x[2 * dims + i];

		dot += p * q;
		left += p * p;
		right += q * q;
	}
	free(x);
	return left > 0 && right > 0 ? dot / sqrt(left * right) : (double)NAN;
}

bool analogy_expand(const struct analogy *a, const char *name, struct strbuf *out)
{
	bool mul = a->mul, keep = a->keep;

	if (!a->model)
		return false;
	if (strcmp(name, "mul") == 0)
		mul = !mul;
	else if (strcmp(name, "inputs") == 0)
		keep = !keep;
	else
		return false;
	strbuf_addf(out, "%s%s%s", a->text, mul ? " --mul" : "", keep ? " --keep-inputs" : "");
	return true;
}
