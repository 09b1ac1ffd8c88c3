// SPDX-License-Identifier: GPL-2.0
/* A listener that recovers by asking what changed since. */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <netlink/genl/genl.h>

#include "follower.h"
#include "world.h"

static struct ntf *entry(struct follower *f, __u64 id)
{
	if (id >= f->n_table) {
		size_t n = 2 * id + 16;

		f->table = realloc(f->table, n * sizeof(*f->table));
		memset(f->table + f->n_table, 0,
		       (n - f->n_table) * sizeof(*f->table));
		f->n_table = n;
	}
	return &f->table[id];
}

static bool is_there(const struct ntf *e)
{
	return e->id && !e->deleted;
}

/* Take over what is known of an interface now. */
static void apply(struct follower *f, const struct ntf *n)
{
	struct ntf *e = entry(f, n->id);
	__u64 *owner = &f->owner[n->s.ifindex % FOLLOWER_INDEXES];

	/* Of what was there at the load, "since 0" always tells. */
	if (e->id && e->seq >= n->seq && n->seq)
		complain(f->w, "%s: %llu is applied after %llu", n->s.name,
			 n->seq, e->seq);
	if (e->deleted)
		complain(f->w, "%s: record %llu after its deletion", n->s.name,
			 n->id);
	if (!n->deleted && *owner && *owner != n->id)
		complain(f->w, "%s: record %llu has the ifindex of record %llu",
			 n->s.name, n->id, *owner);
	*e = *n;
	if (!n->deleted)
		*owner = n->id;
	else if (*owner == n->id)
		*owner = 0;
}

/* What the answer shows must be what everybody else was sent. */
static void check(struct follower *f, const struct since *s, __u64 since)
{
	__u64 end_ns = now_ns() + SOON_MS * 1000000ULL;
	const struct ntf *n;

	if (since_broken(s, s->first == NO_RESYNC ? since : 0))
		complain(f->w, "P6: the answer to since %llu makes no sense",
			 since);
	while (f->w->seq < s->upto && now_ns() < end_ns)
		witness_read(f->w, 10);
	for (n = s->shown; n < s->shown + s->n; n++)
		if (!witness_said(f->w, n))
			complain(f->w, "P6: %s: seq %llu was never sent so",
				 n->s.name, n->seq);
}

static void forget(struct follower *f)
{
	memset(f->table, 0, f->n_table * sizeof(*f->table));
	memset(f->owner, 0, FOLLOWER_INDEXES * sizeof(*f->owner));
}

/* By what the answer says, what it does not show is gone, or has not changed. */
static void adopt(struct follower *f, const struct since *s)
{
	size_t i;

	f->shown += s->n;
	f->bytes += s->bytes;
	if (s->first != NO_RESYNC) {
		f->resyncs[s->first]++;
		forget(f);
	} else {
		f->missed += s->upto - f->position;
	}
	for (i = 0; i < s->n; i++)
		apply(f, &s->shown[i]);
	/* Deletions are missing: the same question again brings them. */
	if (s->last != NO_RESYNC)
		f->resyncs[s->last]++;
	else
		f->position = s->upto;
}

static int recover(struct follower *f)
{
	struct since s;
	bool again;
	int err;

	f->recoveries++;
	do {
		err = since_get(f->c, f->position, f->instance, &s);
		if (!err) {
			check(f, &s, f->position);
			adopt(f, &s);
		}
		again = s.last != NO_RESYNC;
		since_free(&s);
	} while (!err && again);
	return err;
}

/* Returns false if a number is missing. */
static bool hear(struct follower *f, const struct ntf *n)
{
	if (n->seq <= f->heard)
		complain(f->w, "P5: %llu after %llu", n->seq, f->heard);
	f->heard = n->seq;
	f->received++;
	if (n->seq <= f->position) {
		f->duplicates++;
		return true;
	}
	if (n->seq != f->position + 1)
		return false;
	apply(f, n);
	f->position++;
	return true;
}

enum { NOTHING, HEARD, OVERRUN, HOLE };

/* One datagram, to be looked at or thrown away. */
static int read_one(struct follower *f, bool drain)
{
	static char buf[1 << 15];
	struct nlmsghdr *h = (struct nlmsghdr *)buf;
	int n = recv(nl_socket_get_fd(f->chan.sk), buf, sizeof(buf),
		     MSG_DONTWAIT);
	int ret = HEARD;
	struct ntf ntf;

	if (n < 0)
		return errno == ENOBUFS ? OVERRUN : NOTHING;
	for (; nlmsg_ok(h, n) && !drain; h = nlmsg_next(h, &n)) {
		if (((struct genlmsghdr *)nlmsg_data(h))->cmd ==
		    NTHROTTLE_CMD_SYNC_NTF)
			continue;	/* the witness looks at these */
		if (!ntf_parse(h, &ntf))
			complain(f->w, "a message that is no notification");
		else if (!hear(f, &ntf))
			ret = HOLE;
	}
	return ret;
}

/* Read what there is, and recover if that is not all. */
int follower_read(struct follower *f, int timeout_ms)
{
	struct pollfd p = { nl_socket_get_fd(f->chan.sk), POLLIN, 0 };
	bool lost = false;
	int what;

	if (poll(&p, 1, timeout_ms) <= 0)
		return 0;
	while ((what = read_one(f, lost)) != NOTHING) {
		f->overruns += what == OVERRUN;
		f->holes += what == HOLE;
		lost |= what != HEARD;
	}
	return lost ? recover(f) : 0;
}

int follower_open(struct follower *f, struct client *c, struct witness *w,
		  int rcvbuf)
{
	int err;

	memset(f, 0, sizeof(*f));
	f->c = c;
	f->w = w;
	f->instance = w->instance;
	f->owner = calloc(FOLLOWER_INDEXES, sizeof(*f->owner));
	err = chan_open(&f->chan, NETLINK_GENERIC);
	if (err)
		return err;
	setsockopt(nl_socket_get_fd(f->chan.sk), SOL_SOCKET, SO_RCVBUF,
		   &rcvbuf, sizeof(rcvbuf));
	if (nl_socket_add_membership(f->chan.sk, c->group))
		return -EIO;
	return recover(f);
}

void follower_close(struct follower *f)
{
	chan_close(&f->chan);
	free(f->table);
	free(f->owner);
}

struct comparison {
	struct follower *f;
	bool say;
	size_t seen;
	unsigned int differences;
};

static void compare_one(const struct link_state *s, void *arg)
{
	struct comparison *c = arg;
	struct follower *f = c->f;
	struct ntf *e = entry(f, f->owner[s->ifindex % FOLLOWER_INDEXES]);
	const char *what = is_there(e) ? link_differs(&e->s, s) : "not known";

	c->seen++;
	if (what && c->say)
		complain(f->w, "P4: %s (%u): %s", s->name, s->ifindex, what);
	c->differences += !!what;
}

/* Against `ip link`. Returns how many differ, or a negative error. */
static int compare(struct follower *f, struct rt *rt, bool say)
{
	struct comparison c = { f, say, 0, 0 };
	int err = link_dump(rt, compare_one, &c);
	size_t i, there = 0;

	if (err)
		return err;
	for (i = 0; i < f->n_table; i++)
		there += is_there(&f->table[i]);
	if (there == c.seen)
		return c.differences;
	if (say)
		complain(f->w, "P4: the table has %zu interfaces, the kernel %zu",
			 there, c.seen);
	return c.differences + 1;
}

/* Link watch takes up to a second: listen until the table agrees. */
bool follower_agrees(struct follower *f, struct rt *rt, int timeout_ms)
{
	__u64 end_ns = now_ns() + timeout_ms * 1000000ULL;

	while (now_ns() < end_ns) {
		if (follower_read(f, 20))
			return false;
		if (!compare(f, rt, false))
			return true;
	}
	return compare(f, rt, true) == 0;
}

void follower_tell(const struct follower *f)
{
	tell("%u heard, %u of them known already; %u overruns, %u holes",
	     f->received, f->duplicates, f->overruns, f->holes);
	tell("%u recoveries: %llu missed, %llu shown, %llu bytes",
	     f->recoveries, f->missed, f->shown, f->bytes);
	tell("resyncs: horizon %u, evicted %u, future %u, instance %u",
	     f->resyncs[NTHROTTLE_RESYNC_HORIZON],
	     f->resyncs[NTHROTTLE_RESYNC_EVICTED],
	     f->resyncs[NTHROTTLE_RESYNC_FUTURE],
	     f->resyncs[NTHROTTLE_RESYNC_INSTANCE]);
}
