// SPDX-License-Identifier: GPL-2.0
/* Dumps that tell what changed since, and what they have to show. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <netlink/attr.h>
#include <netlink/genl/genl.h>

#include "since.h"

#define ROOM 65536

/* Ask. The first messages come with the answer's first datagram. */
int since_begin(struct client *c, __u64 since, __u64 instance, struct since *s)
{
	struct nl_msg *msg = client_msg(c, NTHROTTLE_CMD_DEV_GET, NLM_F_DUMP);
	int err;

	*s = (struct since){
		.first = NO_RESYNC,
		.last = NO_RESYNC,
		.room = ROOM,
	};
	nla_put_u64(msg, NTHROTTLE_A_DEV_SINCE, since);
	if (instance)
		nla_put_u64(msg, NTHROTTLE_A_DEV_INSTANCE, instance);
	nl_complete_msg(c->chan.sk, msg);
	s->request = nlmsg_hdr(msg)->nlmsg_seq;
	err = nl_send(c->chan.sk, msg);
	nlmsg_free(msg);
	return err < 0 ? -EIO : 0;
}

/* The first message, or one that ends the dump: it shows no interface. */
static void read_frame(struct nlattr **tb, struct since *s)
{
	int resync = NO_RESYNC;

	if (!tb[NTHROTTLE_A_DEV_INSTANCE] || !tb[NTHROTTLE_A_DEV_UPTO] ||
	    tb[NTHROTTLE_A_DEV_SEQ] || tb[NTHROTTLE_A_DEV_NAME]) {
		s->strange++;
		return;
	}
	if (tb[NTHROTTLE_A_DEV_RESYNC])
		resync = nla_get_u32(tb[NTHROTTLE_A_DEV_RESYNC]);
	if (!s->instance) {
		s->instance = nla_get_u64(tb[NTHROTTLE_A_DEV_INSTANCE]);
		s->upto = nla_get_u64(tb[NTHROTTLE_A_DEV_UPTO]);
		s->first = resync;
		return;
	}
	s->strange += s->last != NO_RESYNC ||
		      resync != NTHROTTLE_RESYNC_EVICTED ||
		      nla_get_u64(tb[NTHROTTLE_A_DEV_UPTO]) != s->upto;
	s->last = resync;
}

static void read_message(struct nlmsghdr *h, struct since *s)
{
	struct nlattr *tb[NTHROTTLE_A_DEV_MAX + 1];
	struct genlmsghdr *g = nlmsg_data(h);
	struct ntf n;

	if (g->cmd != NTHROTTLE_CMD_DEV_GET ||
	    !(h->nlmsg_flags & NLM_F_MULTI) ||
	    genlmsg_parse(h, 0, tb, NTHROTTLE_A_DEV_MAX, NULL)) {
		s->strange++;
	} else if (!tb[NTHROTTLE_A_DEV_ID]) {
		read_frame(tb, s);
	} else {
		s->strange += !ntf_parse(h, &n) || !s->instance ||
			      n.instance != s->instance ||
			      s->last != NO_RESYNC;
		if (!(s->n & (s->n + 1)))
			s->shown = realloc(s->shown, (2 * s->n + 2) *
					   sizeof(n));
		s->shown[s->n++] = n;
	}
}

/* One datagram; the kernel then prepares the next one. Returns 1 if the dump goes
 * on, 0 at its end, or a negative error: -EINTR if the kernel says that it was
 * interrupted.
 */
int since_step(struct client *c, struct since *s)
{
	static char buf[ROOM];
	struct nlmsghdr *h;
	int n = recv(nl_socket_get_fd(c->chan.sk), buf, s->room, MSG_TRUNC);

	if (n <= 0 || (size_t)n > s->room)
		return -EIO;
	s->datagrams++;
	for (h = (struct nlmsghdr *)buf; nlmsg_ok(h, n);
	     h = nlmsg_next(h, &n)) {
		if (h->nlmsg_seq != s->request)
			continue;
		if (h->nlmsg_flags & NLM_F_DUMP_INTR)
			return -EINTR;
		if (h->nlmsg_type == NLMSG_ERROR)
			return ((struct nlmsgerr *)nlmsg_data(h))->error;
		if (h->nlmsg_type == NLMSG_DONE)
			return *(int *)nlmsg_data(h);
		s->bytes += h->nlmsg_len;
		read_message(h, s);
	}
	return 1;
}

int since_rest(struct client *c, struct since *s)
{
	int ret;

	do {
		ret = since_step(c, s);
	} while (ret > 0);
	return ret;
}

int since_get(struct client *c, __u64 since, __u64 instance, struct since *s)
{
	return since_begin(c, since, instance, s) ?: since_rest(c, s);
}

void since_free(struct since *s)
{
	free(s->shown);
	s->shown = NULL;
	s->n = 0;
}

const struct ntf *since_find(const struct since *s, __u64 id)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		if (s->shown[i].id == id)
			return &s->shown[i];
	return NULL;
}

static unsigned int say(unsigned int broken, const struct ntf *n,
			const char *what)
{
	static unsigned int said;

	if (broken && said++ < 20)
		fprintf(stderr, "since: %s (record %llu, seq %llu): %s\n",
			n->s.name, n->id, n->seq, what);
	return broken;
}

static int by_id(const void *a, const void *b)
{
	const struct ntf *x = a, *y = b;

	return (x->id > y->id) - (x->id < y->id);
}

static unsigned int repeated(const struct since *s)
{
	struct ntf *sorted = malloc((s->n + 1) * sizeof(*sorted));
	unsigned int broken = 0;
	size_t i;

	if (s->n)
		memcpy(sorted, s->shown, s->n * sizeof(*sorted));
	qsort(sorted, s->n, sizeof(*sorted), by_id);
	for (i = 1; i < s->n; i++)
		broken += say(sorted[i].id == sorted[i - 1].id, &sorted[i],
			      "shown twice");
	free(sorted);
	return broken;
}

/* What must be true of every answer. Returns how often it is not. */
unsigned int since_broken(const struct since *s, __u64 since)
{
	unsigned int broken = s->strange + !s->instance + repeated(s);
	bool full = s->first != NO_RESYNC;
	size_t i;

	if (s->strange || !s->instance)
		fprintf(stderr, "since: %u strange messages\n", s->strange);
	for (i = 0; i < s->n; i++) {
		const struct ntf *n = &s->shown[i];

		broken += say(i && n->seq && n->seq <= n[-1].seq, n, "order");
		broken += say(n->seq > s->upto, n, "behind upto");
		broken += say(!full && since && n->seq <= since, n, "too old");
		broken += say(full && n->deleted, n, "deleted, in a resync");
	}
	return broken;
}

/* By record: the last notification of all, and the last one up to a number. */
struct lasts {
	__u64 at_all;
	__u64 upto;
};

static struct lasts *find_lasts(const struct witness *w, __u64 upto)
{
	struct lasts *lasts;
	__u64 most = 0;
	size_t i;

	for (i = 0; i < w->n_log; i++)
		most = w->log[i].id > most ? w->log[i].id : most;
	lasts = calloc(most + 1, sizeof(*lasts));
	for (i = 0; i < w->n_log; i++) {
		lasts[w->log[i].id].at_all = w->log[i].seq;
		if (w->log[i].seq <= upto)
			lasts[w->log[i].id].upto = w->log[i].seq;
	}
	return lasts;
}

/* Against everything that was notified up to the end of the dump: exactly the
 * last notifications that are newer. What was notified again meanwhile may be
 * left out. Returns how many differ.
 */
unsigned int since_differs(const struct since *s, const struct witness *w,
			   __u64 since)
{
	struct lasts *lasts = find_lasts(w, s->upto);
	const struct ntf *n, *m = s->shown, *end = m + s->n;
	unsigned int wrong = 0;

	for (n = w->log; n < w->log + w->n_log; n++) {
		const struct lasts *l = &lasts[n->id];

		if (n->seq <= since || n->seq > s->upto)
			continue;
		while (m < end && m->seq < n->seq)
			m++;
		if (m == end || m->seq != n->seq) {
			wrong += say(l->at_all == n->seq, n, "missing");
			continue;
		}
		wrong += say(m->digest != n->digest, n, "was notified otherwise");
		wrong += say(l->upto != n->seq, n, "not its last notification");
	}
	free(lasts);
	return wrong;
}

/* Is it everything that exists, as last notified, and nothing else? Only lo may
 * have been notified before the witness came.
 */
bool since_full(const struct since *s, struct witness *w, int why)
{
	unsigned int wrong = since_broken(s, 0);
	size_t i;

	for (i = 0; i < s->n; i++) {
		const struct ntf *n = &s->shown[i];
		const struct row *r = witness_row(w, n->s.ifindex);

		if (n->s.ifindex != 1)
			wrong += say(!r->live || r->last.digest != n->digest, n,
				     "not as it is");
	}
	if (s->first == why && s->last == NO_RESYNC &&
	    s->n == witness_live(w) + 1)
		return !wrong;
	fprintf(stderr, "since: resync %d, then %d, with %zu of %zu\n",
		s->first, s->last, s->n, witness_live(w) + 1);
	return false;
}
