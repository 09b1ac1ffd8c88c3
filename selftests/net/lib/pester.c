// SPDX-License-Identifier: GPL-2.0
/* Dumps of which half is read, and who asks all there is to ask. */
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <netlink/genl/genl.h>

#include "agent.h"
#include "pester.h"
#include "rules.h"
#include "storm.h"

/* One that has never read much at once gets small datagrams. */
int half_open(struct client *slow, const struct client *c)
{
	*slow = *c;
	return chan_open(&slow->chan, NETLINK_GENERIC);
}

static void ignore(const struct dev *d, void *arg)
{
	(void)d;
	(void)arg;
}

/* A dump of which only the first datagram is read: the kernel holds the module
 * until the socket is closed.
 */
int half_plain(struct client *c)
{
	struct nl_msg *msg = client_msg(c, NTHROTTLE_CMD_DEV_GET, NLM_F_DUMP);
	char buf[CHUNK];
	int err;

	nl_complete_msg(c->chan.sk, msg);
	err = nl_send(c->chan.sk, msg);
	nlmsg_free(msg);
	if (err < 0)
		return -EIO;
	return recv(nl_socket_get_fd(c->chan.sk), buf, sizeof(buf), 0) > 0 ?
		0 : -EIO;
}

int half_since(struct client *c, struct since *s)
{
	int err = since_begin(c, 0, NO_INSTANCE, s);

	s->room = CHUNK;
	return err ?: since_step(c, s) == 1 ? 0 : -EIO;
}

/* One of all that can be asked. Returns an error when it is time to begin anew:
 * of a socket with half a dump in it, nothing can be asked.
 */
static int pester_once(struct client *c, const char *name)
{
	struct stats st;
	struct since s;
	struct agent a;
	__u64 id;
	int err;

	switch (below(8)) {
	case 0:
		return dev_dump(c, ignore, NULL);
	case 1:
		err = since_get(c, below(1000), NO_INSTANCE, &s);
		since_free(&s);
		return err;
	case 2:
		half_since(c, &s);
		since_free(&s);
		return -EBUSY;
	case 3:
		half_plain(c);
		return -EBUSY;
	case 4:
		return agent_replace(c, name, &a);
	case 5:
		return hold_begin(c, 1 + below(20), &id);
	case 6:
		return rule_make(c, below(100), "s*", NULL, "default") ?:
		       client_do(c, NTHROTTLE_CMD_FLUSH);
	default:
		return stats_get(c, &st);
	}
}

/* For ever, whether there is a module or not. */
pid_t pester(unsigned int seed, bool elsewhere)
{
	static struct rt rt;
	pid_t pid = fork();
	struct client c;
	unsigned int i;

	if (pid)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	srandom(seed);
	if ((elsewhere && unshare(CLONE_NEWNET)) || rt_open(&rt))
		_exit(1);
	if (elsewhere)
		link_add(&rt, "dummy", "d0", 100, 0);
	for (i = 0;; i++) {
		pause_ms(1 + below(5));
		if (!client_wait(&c, 0))
			while (!pester_once(&c, elsewhere ? "there" : "here"))
				pause_ms(below(5));
		if (elsewhere)
			link_up(&rt, 100, i % 2);
		client_close(&c);
	}
}
