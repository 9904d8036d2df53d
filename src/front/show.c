#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/types.h>
#include <unistd.h>

#include "app/render.h"
#include "base/display.h"
#include "base/mem.h"
#include "front/front.h"

void front_measure(struct front *f)
{
	struct winsize ws;

	if (f->stdout_tty && ioctl(STDOUT_FILENO, TIOCGWINSZ, &ws) == 0) {
		f->session->cols = ws.ws_col;
		f->session->rows = ws.ws_row;
	}
}

static enum output_mode mode_of(const struct front *f)
{
	enum output_mode mode = f->session->settings.mode;

	if (mode != OUTPUT_AUTO)
		return mode;
	return f->stdout_tty && f->out == stdout ? OUTPUT_TABLE : OUTPUT_TSV;
}

/* --plain is for those who hear the screen, unless symbols were chosen for it. */
static bool is_spoken(const struct front *f)
{
	return f->plain && strcmp(f->session->settings.symbols, "auto") == 0;
}

static void options_of(const struct front *f, struct render_options *opt)
{
	const struct settings *s = &f->session->settings;

	*opt = (struct render_options){
		.mode = mode_of(f),
		.header = s->header,
		.color = f->color,
		.ascii = s->ascii,
		.bars = s->bars && !is_spoken(f),
		.spoken = is_spoken(f),
		.cols = f->stdout_tty ? f->session->cols : 0,
		.first = !f->shown,
	};
}

static void say(const struct front *f, const char *before, const char *sentence)
{
	struct strbuf sb = STRBUF_INIT;

	strbuf_adds(&sb, before);
	if (f && f->session->settings.ascii)
		display_put_ascii(&sb, sentence, strlen(sentence));
	else
		display_put(&sb, sentence, strlen(sentence));
	strbuf_addc(&sb, '\n');
	fwrite(sb.buf, 1, sb.len, stderr);
	strbuf_release(&sb);
}

void front_say(const struct front *f, const char *sentence)
{
	say(f, "", sentence);
}

void front_complain(const char *sentence)
{
	say(NULL, "vecscope: ", sentence);
}

void front_show_warning(struct front *f)
{
	const char *warning = hist_warning(f->session->hist);

	if (warning)
		say(f, "vecscope: ", warning);
}

/* --- the pager --- */

static size_t count_lines(const struct strbuf *sb)
{
	size_t n = 0;

	for (size_t i = 0; i < sb->len; i++)
		n += sb->buf[i] == '\n';
	return n;
}

static bool wants_pager(const struct front *f, const struct strbuf *sb)
{
	return f->stdin_tty && f->stdout_tty && f->out == stdout && f->session->settings.pager &&
	       f->session->rows > 4 && count_lines(sb) > (size_t)f->session->rows - 2;
}

/* True if a pager took it. less is told to leave short output alone and to show colours. */
static bool show_in_pager(const struct strbuf *sb)
{
	const char *pager = getenv("PAGER");
	FILE *p;

	if (!pager)
		pager = "less";
	if (!*pager || !strcmp(pager, "cat"))
		return false;
	setenv("LESS", "FRX", 0);
	fflush(stdout);
	p = popen(pager, "w");
	if (!p)
		return false;
	fwrite(sb->buf, 1, sb->len, p);
	return pclose(p) == 0;
}

/* --- one answer --- */

/* TSV and CSV keep every byte of a word, which is right for a file and dangerous for a terminal. */
static void make_visible(struct strbuf *sb)
{
	struct strbuf safe = STRBUF_INIT;

	for (size_t i = 0; i < sb->len;) {
		size_t n = strcspn(sb->buf + i, "\n\t");

		display_put(&safe, sb->buf + i, n);
		i += n;
		if (i < sb->len)
			strbuf_addc(&safe, sb->buf[i++]);
	}
	strbuf_release(sb);
	*sb = safe;
}

static bool put_data(struct front *f, const struct strbuf *sb)
{
	if (!sb->len)
		return true;
	f->shown = true;
	if (wants_pager(f, sb) && show_in_pager(sb))
		return true;
	errno = 0;
	if (fwrite(sb->buf, 1, sb->len, f->out) != sb->len || fflush(f->out) != 0) {
		f->write_error = errno ? errno : EIO;
		return false;
	}
	return true;
}

static void show_notes(const struct front *f, const struct call *c)
{
	const struct result *r = &c->task.result;

	for (size_t i = 0; i < r->note_count; i++)
		say(f, f->stderr_tty ? "" : "vecscope: note: ", r->notes[i]);
}

static void show_timing(const struct front *f, const struct call *c)
{
	if (f->session->settings.timing)
		fprintf(stderr, "time: %.1f ms\n", c->ms);
}

bool front_show(struct front *f, const struct call *c)
{
	struct render_options opt;
	struct strbuf sb = STRBUF_INIT;
	bool ok;

	options_of(f, &opt);
	if (c->status != ST_OK) {
		f->failed = true;
		if (opt.mode == OUTPUT_JSON)
			render_error_json(c->line, &c->err, &sb);
		ok = put_data(f, &sb);
		front_complain(c->err.text);
	} else {
		if (!c->written)
			render_result(&c->task.result, c->line, &opt, &sb);
		if (f->stdout_tty && f->out == stdout &&
		    (opt.mode == OUTPUT_TSV || opt.mode == OUTPUT_CSV))
			make_visible(&sb);
		ok = put_data(f, &sb);
		if (opt.mode != OUTPUT_JSON || c->written)
			show_notes(f, c);
	}
	show_timing(f, c);
	strbuf_release(&sb);
	return ok;
}
