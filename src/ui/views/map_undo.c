/* What `u` brings back: how the map was looked at, and which words were marked. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "ui/views/map.h"

static struct map_marks copy_marks(const struct session *s)
{
	struct map_marks m = { xcalloc(s->mark_count + 1, sizeof(*m.words)), s->mark_count };

	for (size_t i = 0; i < m.count; i++)
		m.words[i] = xstrdup(s->marks[i]);
	return m;
}

static void free_marks(struct map_marks *m)
{
	for (size_t i = 0; i < m->count; i++)
		free(m->words[i]);
	free(m->words);
	*m = (struct map_marks){ 0 };
}

static bool are_marked(const struct map_marks *m, const struct session *s)
{
	if (m->count != s->mark_count)
		return false;
	for (size_t i = 0; i < m->count; i++)
		if (strcmp(m->words[i], s->marks[i]) != 0)
			return false;
	return true;
}

static struct map_step *push(struct map *v)
{
	if (v->undo_count == MAP_UNDO_MAX) {
		free_marks(&v->undo[0].marks);
		memmove(v->undo, v->undo + 1, (MAP_UNDO_MAX - 1) * sizeof(*v->undo));
		v->undo_count--;
	}
	v->undo[v->undo_count] = (struct map_step){ .state = v->now };
	return &v->undo[v->undo_count++];
}

void map_undo_push(struct map *v)
{
	push(v);
}

void map_undo_note_marks(struct map *v, const struct session *s)
{
	struct map_step *step;

	if (are_marked(&v->marks, s))
		return;
	step = push(v);
	step->of_marks = true;
	step->marks = v->marks;
	v->marks = copy_marks(s);
}

static void restore_marks(struct map *v, struct session *s, struct map_step *step)
{
	while (s->mark_count)
		session_unmark(s, s->marks[s->mark_count - 1]);
	for (size_t i = 0; i < step->marks.count; i++)
		session_mark(s, step->marks.words[i]);
	free_marks(&v->marks);
	v->marks = step->marks;
	v->stale = true;
}

bool map_undo_pop(struct map *v, struct session *s)
{
	struct map_step *step;

	if (!v->undo_count)
		return false;
	step = &v->undo[--v->undo_count];
	if (step->of_marks) {
		restore_marks(v, s, step);
		return true;
	}
	map_frame_finish(v);
	map_glide_forget(v);
	v->wants_trust = true;
	v->now = step->state;
	v->target = v->now.view;
	v->at_home = false;
	v->stale = true;
	return true;
}

void map_undo_clear(struct map *v)
{
	while (v->undo_count)
		free_marks(&v->undo[--v->undo_count].marks);
}

void map_undo_release(struct map *v)
{
	map_undo_clear(v);
	free_marks(&v->marks);
}
