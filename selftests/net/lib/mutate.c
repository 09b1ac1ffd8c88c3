// SPDX-License-Identifier: GPL-2.0
/* Requests from the spec, and how they are spoiled. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <linux/nthrottle.h>

#include "mutate.h"
#include "storm.h"

enum spec_type {
	SPEC_U8, SPEC_U16, SPEC_U32, SPEC_U64, SPEC_STRING, SPEC_BINARY,
	SPEC_FLAG, SPEC_NEST, SPEC_PAD,
};

struct spec_set;

struct spec_attr {
	int number;
	enum spec_type type;
	const struct spec_set *nested;
};

struct spec_set {
	const struct spec_attr *attrs;
	unsigned int n;
};

struct spec_op {
	const char *name;
	int cmd;
	int dump;
	struct spec_set request;
};

#include "spec_table.h"

#define OPS (sizeof(spec_ops) / sizeof(*spec_ops))
#define LONGEST 300	/* bytes of a value */
#define DEEPEST 6

/* What makes sense somewhere, what is just at a limit, and what is neither. */
static __u64 number(const struct mutation *how)
{
	static const __u64 telling[] = {
		0, 1, 2, 4, 5, 10, 64, 100, 999, 1000, 1024, 2000, 4096, 65535,
		65536, 3600000, 1ULL << 31, (1ULL << 32) - 1, 1ULL << 53,
		1ULL << 63, ~0ULL,
	};

	switch (below(4)) {
	case 0:
		return how->instance;
	case 1:
		return below(40);
	case 2:
		return ((__u64)random() << 33) ^ random();
	default:
		return telling[below(sizeof(telling) / sizeof(*telling))];
	}
}

static size_t text(char *to)
{
	static const char * const telling[] = {
		"default", "p0", "p1", "p2", "p3", "d0", "d1", "lo", "d*", "*",
		"[a-z]*", "[", "\\", "?", "veth", "dummy", "a", "b", "agent-1",
		"", " ", "0123456789abcdef0123456789abcdef",
	};
	size_t i, len;

	if (below(8)) {
		i = below(sizeof(telling) / sizeof(*telling));
		len = strlen(telling[i]) + 1;
		memcpy(to, telling[i], len);
		return len - !below(10);
	}
	len = below(LONGEST);
	for (i = 0; i < len; i++)
		to[i] = below(4) ? 'a' + below(26) : random();
	return len;
}

static void put(struct mutant *m, const struct mutation *how,
		const struct spec_attr *a, int depth);

static void put_some(struct mutant *m, const struct mutation *how,
		     const struct spec_set *set, int depth)
{
	unsigned int i, again;

	for (i = 0; i < set->n; i++) {
		again = set->attrs[i].type == SPEC_NEST ? below(4) : !!below(3);
		while (again--)
			put(m, how, &set->attrs[i], depth);
	}
}

static size_t put_value(struct mutant *m, const struct mutation *how,
			const struct spec_attr *a, int depth)
{
	char *to = m->buf + m->len;
	size_t before = m->len;
	__u64 n = number(how);
	__u32 n32 = n;

	switch (a->type) {
	case SPEC_U32:
		memcpy(to, &n32, sizeof(n32));
		return sizeof(n32);
	case SPEC_U64:
		memcpy(to, &n, sizeof(n));
		return sizeof(n);
	case SPEC_STRING:
		return text(to);
	case SPEC_NEST:
		put_some(m, how, a->nested, depth + 1);
		before = m->len - before;
		m->len -= before;
		return before;
	default:
		return 0;
	}
}

static void put(struct mutant *m, const struct mutation *how,
		const struct spec_attr *a, int depth)
{
	struct nlattr *nla = (struct nlattr *)(m->buf + m->len);
	size_t len;

	if (m->len + 2 * LONGEST > MUTANT_ROOM || m->n_at == MUTANT_ATTRS ||
	    depth > DEEPEST)
		return;
	m->at[m->n_at++] = m->len;
	m->len += NLA_HDRLEN;
	len = put_value(m, how, a, depth);
	nla->nla_type = a->number | (a->type == SPEC_NEST ? NLA_F_NESTED : 0);
	nla->nla_len = NLA_HDRLEN + len;
	memset(m->buf + m->len + len, 0, NLA_ALIGNTO);
	m->len += NLA_ALIGN(len);
}

static void begin(struct mutant *m, const struct mutation *how,
		  const struct spec_op *op)
{
	struct nlmsghdr *h = (struct nlmsghdr *)m->buf;
	struct genlmsghdr *g = (struct genlmsghdr *)(h + 1);

	memset(m->buf, 0, NLMSG_HDRLEN + GENL_HDRLEN);
	h->nlmsg_type = how->family;
	h->nlmsg_flags = NLM_F_REQUEST | (op->dump ? NLM_F_DUMP : NLM_F_ACK);
	h->nlmsg_seq = random();
	g->cmd = op->cmd;
	g->version = NTHROTTLE_FAMILY_VERSION;
	m->len = NLMSG_HDRLEN + GENL_HDRLEN;
	m->n_at = 0;
}

static void spoil_attr(struct mutant *m, struct nlattr *a)
{
	size_t offset = (char *)a - m->buf;
	size_t len = NLA_ALIGN(a->nla_len);

	switch (below(7)) {
	case 0:		/* of another type */
		a->nla_type = below(3) ? below(40) : random();
		break;
	case 1:
		a->nla_type ^= below(2) ? NLA_F_NESTED : NLA_F_NET_BYTEORDER;
		break;
	case 2:		/* a length that lies */
		a->nla_len = below(3) ? below(2 * a->nla_len + 8) : random();
		break;
	case 3:		/* one bit more or less */
		a->nla_len += below(2) ? 1 : -1;
		break;
	case 4:		/* twice */
		if (m->len + len > MUTANT_ROOM || offset + len > m->len)
			return;
		memcpy(m->buf + m->len, a, len);
		m->len += len;
		break;
	case 5:		/* all that follows is within it */
		a->nla_len = m->len - offset;
		a->nla_type |= NLA_F_NESTED;
		break;
	default:	/* another value */
		for (len = 0; len < 8 && offset + NLA_HDRLEN + len < m->len;
		     len++)
			((char *)(a + 1))[len] = random();
	}
}

static void spoil_header(struct mutant *m)
{
	struct nlmsghdr *h = (struct nlmsghdr *)m->buf;
	struct genlmsghdr *g = (struct genlmsghdr *)(h + 1);

	switch (below(6)) {
	case 0:
		h->nlmsg_flags = NLM_F_REQUEST | below(0x1000);
		break;
	case 1:
		h->nlmsg_len = below(2) ? below(2 * m->len) : random();
		break;
	case 2:
		g->cmd = below(4) ? below(NTHROTTLE_CMD_MAX + 3) : random();
		break;
	case 3:
		g->version = random();
		break;
	case 4:
		g->reserved = random();
		break;
	default:
		m->len = 1 + below(m->len);
	}
}

static void spoil(struct mutant *m)
{
	unsigned int times = 1 + below(4), i;
	size_t end = m->len;

	while (times--) {
		if (!below(6))
			spoil_header(m);
		else if (m->n_at && m->len >= end)
			spoil_attr(m, (struct nlattr *)
				      (m->buf + m->at[below(m->n_at)]));
	}
	/* Noise, now and then. */
	for (i = below(8) ? 0 : below(20); i && m->len > NLMSG_HDRLEN; i--)
		m->buf[NLMSG_HDRLEN + below(m->len - NLMSG_HDRLEN)] = random();
}

void mutant_make(struct mutant *m, const struct mutation *how)
{
	const struct spec_op *op = &spec_ops[below(OPS)];
	struct nlmsghdr *h = (struct nlmsghdr *)m->buf;

	begin(m, how, op);
	put_some(m, how, &op->request, 0);
	h->nlmsg_len = m->len;
	if (below(10) < how->whole)
		return;
	/* Attributes of another operation, perhaps. */
	if (!below(5))
		put_some(m, how, &spec_ops[below(OPS)].request, 0);
	h->nlmsg_len = m->len;
	spoil(m);
	if (below(4))
		h->nlmsg_len = m->len;
}
