// SPDX-License-Identifier: GPL-2.0
/* A listener: receives notifications and keeps them. */
#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <netlink/attr.h>
#include <netlink/errno.h>
#include <netlink/genl/genl.h>

#include "witness.h"

#define RCVBUF (64 << 20)

/* A promise is broken. The first ones are said, all are counted. */
void complain(struct witness *w, const char *fmt, ...)
{
	va_list ap;

	if (w->complaints++ >= 10)
		return;
	if (w->where)
		fprintf(stderr, "%s: ", w->where);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
}

/* Listen from now on. What is on its way already is not looked at. */
int witness_open(struct witness *w, struct client *c)
{
	int size = RCVBUF, err;
	struct config cfg;

	memset(w, 0, sizeof(*w));
	err = chan_open(&w->chan, NETLINK_GENERIC);
	if (err)
		return err;
	setsockopt(nl_socket_get_fd(w->chan.sk), SOL_SOCKET, SO_RCVBUFFORCE,
		   &size, sizeof(size));
	nl_socket_set_nonblocking(w->chan.sk);
	if (nl_socket_add_membership(w->chan.sk, c->group))
		return -EIO;
	err = config_get(c, &cfg);
	w->instance = cfg.instance;
	w->from = cfg.seq;
	w->seq = cfg.seq;
	return err ?: witness_excuse(w);
}

void witness_close(struct witness *w)
{
	chan_close(&w->chan);
	free(w->rows);
	free(w->base);
	free(w->log);
	free(w->late);
}

static __u64 u64_of(struct nlattr *a)
{
	return a ? nla_get_u64(a) : 0;
}

static __u64 digest(struct nlmsghdr *h)
{
	const __u8 *p = (const __u8 *)genlmsg_attrdata(nlmsg_data(h), 0);
	int len = genlmsg_attrlen(nlmsg_data(h), 0);
	__u64 d = 0xcbf29ce484222325;

	while (len-- > 0)
		d = (d ^ *p++) * 0x100000001b3;
	return d;
}

/* What is said of a notification is there exactly if there was one. */
static bool is_whole(struct nlattr **tb)
{
	static const int report[] = {
		NTHROTTLE_A_DEV_EVENTS, NTHROTTLE_A_DEV_COUNT,
		NTHROTTLE_A_DEV_SENT_NS, NTHROTTLE_A_DEV_WALL_NS,
		NTHROTTLE_A_DEV_WHY,
	};
	bool notified = u64_of(tb[NTHROTTLE_A_DEV_SEQ]);
	size_t i;

	for (i = 0; i < sizeof(report) / sizeof(*report); i++)
		if (!!tb[report[i]] != notified)
			return false;
	return tb[NTHROTTLE_A_DEV_SEQ] && tb[NTHROTTLE_A_DEV_ID] &&
	       tb[NTHROTTLE_A_DEV_NAME] && !tb[NTHROTTLE_A_DEV_PENDING] &&
	       !tb[NTHROTTLE_A_DEV_COUNTERS] && !tb[NTHROTTLE_A_DEV_PROFILE] &&
	       !tb[NTHROTTLE_A_DEV_UPTO] && !tb[NTHROTTLE_A_DEV_RESYNC] &&
	       (notified || !tb[NTHROTTLE_A_DEV_DELETED]);
}

/* An interface as notified, in a notification or in a dump since. */
bool ntf_parse(struct nlmsghdr *h, struct ntf *n)
{
	struct nlattr *tb[NTHROTTLE_A_DEV_MAX + 1];

	memset(n, 0, sizeof(*n));
	if (genlmsg_parse(h, 0, tb, NTHROTTLE_A_DEV_MAX, NULL) || !is_whole(tb))
		return false;
	dev_state(tb, &n->s);
	n->digest = digest(h);
	n->instance = u64_of(tb[NTHROTTLE_A_DEV_INSTANCE]);
	n->seq = u64_of(tb[NTHROTTLE_A_DEV_SEQ]);
	n->id = u64_of(tb[NTHROTTLE_A_DEV_ID]);
	n->count = u64_of(tb[NTHROTTLE_A_DEV_COUNT]);
	n->first_ns = u64_of(tb[NTHROTTLE_A_DEV_FIRST_NS]);
	n->last_ns = u64_of(tb[NTHROTTLE_A_DEV_LAST_NS]);
	n->sent_ns = u64_of(tb[NTHROTTLE_A_DEV_SENT_NS]);
	n->wall_ns = u64_of(tb[NTHROTTLE_A_DEV_WALL_NS]);
	if (n->seq) {
		n->events = nla_get_u32(tb[NTHROTTLE_A_DEV_EVENTS]);
		n->why = nla_get_u32(tb[NTHROTTLE_A_DEV_WHY]);
	}
	n->deleted = tb[NTHROTTLE_A_DEV_DELETED];
	n->bounced = u64_of(tb[NTHROTTLE_A_DEV_BOUNCED]);
	dev_damping(tb[NTHROTTLE_A_DEV_DAMPING], &n->damping);
	n->raw = tb[NTHROTTLE_A_DEV_RAW_CARRIER];
	if (!n->raw)
		return true;
	n->raw_flags = nla_get_u32(tb[NTHROTTLE_A_DEV_RAW_FLAGS]);
	n->raw_operstate = nla_get_u8(tb[NTHROTTLE_A_DEV_RAW_OPERSTATE]);
	n->raw_carrier = nla_get_u8(tb[NTHROTTLE_A_DEV_RAW_CARRIER]);
	return true;
}

/* Where history stands: where the notifications that have come end. */
static void keep_sync(struct witness *w, struct nlmsghdr *h)
{
	struct nlattr *tb[NTHROTTLE_A_DEV_MAX + 1];

	if (genlmsg_parse(h, 0, tb, NTHROTTLE_A_DEV_MAX, NULL) ||
	    u64_of(tb[NTHROTTLE_A_DEV_INSTANCE]) != w->instance ||
	    !tb[NTHROTTLE_A_DEV_SEQ]) {
		complain(w, "a sync-ntf without instance or seq");
		return;
	}
	w->syncs++;
	w->sync = nla_get_u64(tb[NTHROTTLE_A_DEV_SEQ]);
	if (w->sync != w->seq && (w->seq != w->from || w->sync > w->seq))
		complain(w, "P5: sync-ntf says %llu after %llu", w->sync,
			 w->seq);
}

static void keep(struct witness *w, struct nlmsghdr *h)
{
	struct genlmsghdr *g = nlmsg_data(h);
	struct ntf n;

	if (h->nlmsg_flags & NLM_F_MULTI || h->nlmsg_seq || h->nlmsg_pid)
		complain(w, "notification with flags %#x, seq %u, pid %u",
			 h->nlmsg_flags, h->nlmsg_seq, h->nlmsg_pid);
	if (g->cmd == NTHROTTLE_CMD_SYNC_NTF) {
		keep_sync(w, h);
		return;
	}
	if (g->cmd != NTHROTTLE_CMD_DEV_NTF || !ntf_parse(h, &n)) {
		complain(w, "a message that is no notification");
		return;
	}
	if (n.instance == w->instance && n.seq <= w->from &&
	    w->seq == w->from)
		return;		/* from before witness_open() */
	witness_check(w, &n);
	if (!(w->n_log & (w->n_log + 1)))
		w->log = realloc(w->log, (2 * w->n_log + 2) * sizeof(n));
	w->log[w->n_log++] = n;
}

static bool read_datagram(struct witness *w)
{
	struct sockaddr_nl from;
	unsigned char *buf = NULL;
	struct nlmsghdr *h;
	int n = nl_recv(w->chan.sk, &from, &buf, NULL);

	if (n == -NLE_NOMEM) {
		if (!w->lossy)
			complain(w, "the socket overran");
		w->overran = true;
		return true;
	}
	if (n <= 0)
		return false;
	w->datagrams++;
	for (h = (struct nlmsghdr *)buf; nlmsg_ok(h, n); h = nlmsg_next(h, &n))
		keep(w, h);
	free(buf);
	return true;
}

/* Read what there is, waiting for the first datagram. Returns datagrams. */
int witness_read(struct witness *w, int timeout_ms)
{
	struct pollfd p = { nl_socket_get_fd(w->chan.sk), POLLIN, 0 };
	int count = 0;

	if (poll(&p, 1, timeout_ms) > 0)
		while (count < 1000 && read_datagram(w))
			count++;
	return count;
}

/* The notification of a number, if it came since the witness was opened. */
const struct ntf *witness_at(const struct witness *w, __u64 seq)
{
	__u64 first = w->n_log ? w->log[0].seq : 0;

	return first && seq >= first && seq < first + w->n_log ?
		&w->log[seq - first] : NULL;
}

/* Is it something that was notified, and so? What came before the witness or was
 * forgotten and is gone is believed.
 */
bool witness_said(const struct witness *w, const struct ntf *n)
{
	const struct ntf *said = witness_at(w, n->seq);

	if (n->seq <= w->from)
		return true;
	if (!said && n->s.ifindex < w->n_base && n->seq <= w->seq) {
		if (n->deleted)
			return true;
		said = &w->base[n->s.ifindex].last;
	}
	return said && said->seq == n->seq && said->digest == n->digest;
}

/* Forget the notifications, but not the table that they led to. */
void witness_forget(struct witness *w)
{
	w->base = realloc(w->base, w->n_rows * sizeof(*w->base));
	w->n_base = w->n_rows;
	if (w->n_rows)
		memcpy(w->base, w->rows, w->n_rows * sizeof(*w->base));
	free(w->log);
	free(w->late);
	w->log = NULL;
	w->late = NULL;
	w->n_log = 0;
	w->n_late = 0;
	w->scan = 0;
}

static struct ntf *find(struct witness *w, __u32 ifindex)
{
	size_t i;

	while (w->scan < w->n_log && w->log[w->scan].taken)
		w->scan++;
	for (i = w->scan; i < w->n_log; i++)
		if (!w->log[i].taken &&
		    (!ifindex || w->log[i].s.ifindex == ifindex))
			return &w->log[i];
	return NULL;
}

/* Wait for the next notification of an interface (0: of any), and take it. */
bool witness_next(struct witness *w, __u32 ifindex, int timeout_ms,
		  struct ntf *n)
{
	__u64 end_ns = now_ns() + timeout_ms * 1000000ULL;
	struct ntf *found;

	while (!(found = find(w, ifindex))) {
		__u64 now = now_ns();

		if (now >= end_ns)
			return false;
		witness_read(w, (end_ns - now) / 1000000 + 1);
	}
	found->taken = true;
	*n = *found;
	return true;
}

/* How many notifications of an interface (0: of any) have come untaken? */
size_t witness_untaken(struct witness *w, __u32 ifindex)
{
	size_t i, count = 0;

	witness_read(w, 0);
	for (i = w->scan; i < w->n_log; i++)
		count += !w->log[i].taken &&
			 (!ifindex || w->log[i].s.ifindex == ifindex);
	return count;
}
