#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "front/front.h"

#define LINE_MAX_BYTES ((size_t)1 << 20)

/* Read one line without its end; false at the end of the file or after Ctrl-C. */
static bool read_line(FILE *in, char **line, size_t *cap)
{
	ssize_t n;

	do {
		clearerr(in);
		n = getline(line, cap, in);
	} while (n < 0 && errno == EINTR && !feof(in) && !front_interrupted());
	if (n < 0 || front_interrupted())
		return false;
	while (n && ((*line)[n - 1] == '\n' || (*line)[n - 1] == '\r'))
		(*line)[--n] = '\0';
	return true;
}

static enum front_end run_stream(struct front *f, FILE *in, const char *name)
{
	enum front_end end = FRONT_GOES_ON;
	char *line = NULL;
	size_t cap = 0;

	errno = 0;
	while (end == FRONT_GOES_ON && read_line(in, &line, &cap)) {
		f->session->line_number++;
		if (strlen(line) > LINE_MAX_BYTES) {
			front_complain("a line is longer than 1 MiB and was left out");
			f->failed = true;
			continue;
		}
		end = front_run_line(f, line);
	}
	if (ferror(in)) {
		struct error err;

		error_errno(&err, "cannot read %s", name);
		front_complain(err.text);
		f->failed = true;
	}
	free(line);
	return front_interrupted() ? FRONT_INTERRUPTED : end;
}

static enum front_end run_file(struct front *f, const char *path)
{
	FILE *in = !strcmp(path, "-") ? stdin : fopen(path, "re");
	enum front_end end;

	if (!in) {
		struct error err;

		error_errno(&err, "cannot open %s", path);
		front_complain(err.text);
		f->failed = true;
		return f->session->settings.bail ? FRONT_BAILS : FRONT_GOES_ON;
	}
	end = run_stream(f, in, path);
	if (in != stdin)
		fclose(in);
	return end;
}

/* A reader that went away is no fault; any other trouble with the output is. */
static bool output_is_fine(struct front *f)
{
	struct error err;

	if (!f->write_error && fflush(f->out) != 0)
		f->write_error = errno;
	if (!f->write_error || f->write_error == EPIPE)
		return true;
	errno = f->write_error;
	error_errno(&err, "cannot write the output");
	front_complain(err.text);
	return false;
}

int front_batch(struct front *f, const struct batch_input *in)
{
	enum front_end end = FRONT_GOES_ON;

	hist_set_batch(f->session->hist, true);
	for (size_t i = 0; i < in->count && end == FRONT_GOES_ON; i++)
		end = in->is_file[i] ? run_file(f, in->lines[i]) : front_run_line(f, in->lines[i]);
	if (end == FRONT_GOES_ON && in->use_stdin)
		run_stream(f, stdin, "standard input");
	hist_set_batch(f->session->hist, false);
	if (!output_is_fine(f))
		return 1;
	if (front_interrupted())
		return 130;
	return f->failed ? 1 : 0;
}
