// SPDX-License-Identifier: GPL-2.0
/* P6, in the middle of a storm. */
#include <stdlib.h>

#include "since.h"
#include "world.h"

/* Everything that was numbered before the dump ended has come. */
static bool catch_up(struct world *x, struct config *cfg)
{
	__u64 end_ns = now_ns() + 30 * SOON_MS * 1000000ULL;

	if (config_get(&x->c, cfg))
		return false;
	while (x->w.seq < cfg->seq && now_ns() < end_ns)
		witness_read(&x->w, 10);
	return x->w.seq >= cfg->seq;
}

static bool only_what_was_sent(const struct since *s, struct world *x)
{
	const struct ntf *n;

	for (n = s->shown; n < s->shown + s->n; n++)
		if (!witness_said(&x->w, n))
			return false;
	return true;
}

/* All that lived at upto, but what was notified again meanwhile; also what was told
 * before anything that the witness remembers.
 */
static bool shows_all(const struct since *s, struct world *x)
{
	__u64 *ids = calloc(x->w.n_rows + 1, sizeof(*ids));
	const struct ntf *n;
	unsigned int missing = 0;
	size_t i;

	for (n = s->shown; n < s->shown + s->n; n++)
		if (!n->deleted && n->s.ifindex < x->w.n_rows)
			ids[n->s.ifindex] = n->id;
	for (i = 0; i < x->w.n_rows; i++) {
		const struct row *r = &x->w.rows[i];

		if (r->live && r->last.seq <= s->upto && ids[i] != r->last.id) {
			complain(&x->w, "P6: everything up to %llu, without %s of %llu",
				 s->upto, r->last.s.name, r->last.seq);
			missing++;
		}
	}
	free(ids);
	return !missing;
}

/* Is it what was notified since, as it was notified? Everything, only if history
 * does not reach back so far.
 */
bool since_is_exact(const struct since *s, struct world *x, __u64 since)
{
	struct config cfg;

	if (!catch_up(x, &cfg)) {
		complain(&x->w, "P5: %llu were numbered, %llu came", cfg.seq,
			 x->w.seq);
		return false;
	}
	if (!only_what_was_sent(s, x))
		return false;
	if (s->first == NTHROTTLE_RESYNC_HORIZON)
		return since < cfg.horizon &&
		       (s->last != NO_RESYNC || shows_all(s, x));
	if (s->first != NO_RESYNC)
		return false;
	return s->last != NO_RESYNC ||
	       (!since_differs(s, &x->w, since) && (since || shows_all(s, x)));
}
