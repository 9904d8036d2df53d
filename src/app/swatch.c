/* Names of colours on their own colour: what makes the tiny model of colours worth a look. */
#include <string.h>

#include "app/result.h"
#include "render_internal.h"

/* The nearest step of the 6 × 6 × 6 cube: 0, 95, 135, 175, 215, 255. */
static int cube_step(float v)
{
	return v < 48 ? 0 : v < 115 ? 1 : v < 155 ? 2 : v < 195 ? 3 : v < 235 ? 4 : 5;
}

static bool is_palette(const struct model *m)
{
	return m && model_dims(m) == 3 && strncmp(m->name, "colours", strlen("colours")) == 0;
}

bool swatch_of(const struct model *m, const struct value *v, int *fg, int *bg)
{
	const float *rgb;
	uint32_t row;

	if (!is_palette(m) || v->missing)
		return false;
	row = vocab_find(m->vocab, v->as.text.s, v->as.text.n);
	if (row == VOCAB_NONE)
		return false;
	rgb = model_row(m, row);
	*bg = 16 + 36 * cube_step(rgb[0]) + 6 * cube_step(rgb[1]) + cube_step(rgb[2]);
	/* dark on light, light on dark: by the luminance of Rec. 709 */
	*fg = 0.2126f * rgb[0] + 0.7152f * rgb[1] + 0.0722f * rgb[2] > 120 ? 16 : 231;
	return true;
}
