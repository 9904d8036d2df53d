#include "app/lab_text.h"

#include <math.h>

#include "base/compiler.h"
#include "base/display.h"
#include "draw/scatter.h"

enum { PICTURE_ROWS = 14, PICTURE_COLS = 60 };

static void add_word(const struct lab *lab, uint32_t id, struct strbuf *out)
{
	size_t n;
	const char *word = lab_word(lab, id, &n);

	strbuf_add(out, word, n);
}

void lab_describe_step(const struct lab *lab, struct strbuf *out)
{
	const struct train_step *s = lab_last(lab);
	size_t n;
	const uint32_t *contexts = lab_contexts(lab, &n);

	if (!s) {
		strbuf_addf(out, "no step yet, learning rate %g", lab_options(lab)->alpha);
		return;
	}
	strbuf_addf(out, "step %llu, epoch %zu: ", (unsigned long long)lab_steps(lab),
		    lab_epoch(lab) + 1);
	for (size_t i = 0; i < n; i++) {
		strbuf_adds(out, i ? " + " : "");
		add_word(lab, contexts[i], out);
	}
	strbuf_adds(out, " predicts ");
	add_word(lab, s->target, out);
	strbuf_addf(out, "; learning rate %g, loss %.4f (mean %.4f)", (double)s->alpha, s->loss,
		    lab_loss(lab));
}

void lab_describe_change(const struct lab *lab, struct strbuf *out)
{
	const struct train_step *s = lab_last(lab);
	double length = 0;

	if (!s)
		return;
	strbuf_adds(out, "change of the input row: [");
	for (size_t d = 0; d < lab_options(lab)->dims; d++) {
		strbuf_addf(out, "%s%+.4f", d ? " " : "", (double)s->error[d]);
		length += (double)s->error[d] * (double)s->error[d];
	}
	strbuf_addf(out, "], length %.4f: the sum of gradient × output row", sqrt(length));
}

double lab_largest(const struct lab *lab)
{
	double largest = 0;

	for (uint32_t id = 0; id < lab_words(lab); id++)
		for (size_t d = 0; d < lab_options(lab)->dims; d++)
			largest = fmax(largest, fmax(fabs((double)lab_input(lab, id)[d]),
						     fabs((double)lab_output(lab, id)[d])));
	return largest;
}

static void add_strip(const struct lab *lab, const float *row, double largest, struct strbuf *out)
{
	static const char signs[] = "=-~.+*#"; /* far below 0 … far above */

	for (size_t d = 0; d < lab_options(lab)->dims; d++) {
		double part = largest > 0 ? (double)row[d] / largest : 0;

		strbuf_addc(out, signs[(int)lround(3 * part) + 3]);
	}
}

/* The words as points, on the two directions along which their input rows differ most. */
static void add_picture(const struct lab *lab, bool ascii, struct strbuf *out)
{
	struct scatter_options opt = { .glyphs = ascii ? CANVAS_ASCII : CANVAS_BRAILLE,
				       .label_budget = LAB_WORDS_MAX };
	struct scatter_point points[LAB_WORDS_MAX] = { 0 };
	struct rect r = { 0, 0, PICTURE_ROWS, PICTURE_COLS };
	double xy[2 * LAB_WORDS_MAX], kept;
	struct scatter_bounds bounds;
	struct scatter_view look;
	struct surface s;

	if (lab_picture(lab, xy, &kept, NULL) != ST_OK)
		return;
	for (uint32_t id = 0; id < lab_words(lab); id++) {
		points[id] = (struct scatter_point){ .x = xy[2 * id],
						     .y = xy[2 * id + 1],
						     .priority = LAB_WORDS_MAX - (int)id };
		points[id].label = lab_word(lab, id, &points[id].label_len);
	}
	surface_init(&s, r.rows, r.cols);
	s.ascii = ascii;
	bounds = scatter_bounds_trimmed(xy, xy + 1, 2, lab_words(lab), 0);
	look = scatter_fit(&bounds, r.rows, r.cols);
	scatter_draw(&s, r, &look, points, lab_words(lab), &opt);
	strbuf_addc(out, '\n');
	if (lab_options(lab)->dims > 2)
		strbuf_addf(out, "The words in the plane that keeps most, %.0f %%:\n", 100 * kept);
	surface_dump_text(&s, out);
	surface_release(&s);
}

void lab_describe(const struct lab *lab, bool ascii, struct strbuf *out)
{
	size_t widest = 4;
	double largest = lab_largest(lab);

	lab_describe_step(lab, out);
	strbuf_addf(out,
		    "\n\n%zu words in %zu dimensions; = - ~ below zero, + * # above, the farthest "
		    "is %.3f\n\n",
		    lab_words(lab), lab_options(lab)->dims, largest);
	for (uint32_t id = 0; id < lab_words(lab); id++) {
		size_t n;
		const char *word = lab_word(lab, id, &n);

		widest = MAX(widest, display_width(word, n));
	}
	strbuf_addf(out, "%-*s  %-*s  output\n", (int)widest, "word",
		    (int)MAX(lab_options(lab)->dims, (size_t)5), "input");
	for (uint32_t id = 0; id < lab_words(lab); id++) {
		size_t n, width;
		const char *word = lab_word(lab, id, &n);

		width = display_width(word, n);
		strbuf_add(out, word, n);
		strbuf_add_repeat(out, ' ', widest - width + 2);
		add_strip(lab, lab_input(lab, id), largest, out);
		strbuf_add_repeat(
			out, ' ',
			2 + (lab_options(lab)->dims < 5 ? 5 - lab_options(lab)->dims : 0));
		add_strip(lab, lab_output(lab, id), largest, out);
		strbuf_addc(out, '\n');
	}
	add_picture(lab, ascii, out);
}
