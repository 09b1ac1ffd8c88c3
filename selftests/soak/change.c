// SPDX-License-Identifier: GPL-2.0
/* Whoever cannot leave the configuration alone. */
#include <errno.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "change.h"
#include "rules.h"
#include "soak.h"

static int swap(struct client *c)
{
	struct nl_msg *msg = ruleset_msg(c, 2);

	ruleset_profile(msg, "one", 10 + below(2000), 1 + below(5));
	ruleset_profile(msg, "two", 10 + below(2000), 1 + below(5));
	ruleset_rule(msg, &(struct rule){ below(8), "s*[02468]", NULL, "one" });
	ruleset_rule(msg, &(struct rule){ 8 + below(8), NULL, "veth", "two" });
	return chan_call(&c->chan, msg, NULL, NULL);
}

static int tombstones(struct client *c)
{
	static const __u32 keep[] = { 0, 16, 256, 4096 };

	return config_set(c, NTHROTTLE_A_CONFIG_TOMBSTONES, keep[below(4)],
			  NTHROTTLE_A_CONFIG_HEARTBEAT_MS,
			  below(2) ? 0 : 100 + below(2000), 0);
}

static void ignore(const struct dev *d, void *arg)
{
	(void)d;
	(void)arg;
}

/* Not all of it is possible at any time: a profile is there, or in use. */
static int something(struct client *c)
{
	const char *name = below(2) ? "one" : "two";
	int err;

	switch (below(12)) {
	case 0:
		return swap(c);
	case 1:
		return tombstones(c);
	case 2:		/* interrupted by what happens meanwhile, or not */
		err = dev_dump(c, ignore, NULL);
		return err == -EINTR ? 0 : err;
	case 3:
		return rule_count(c) < 0 ? -EIO : 0;
	case 4:
		profile_do(c, below(2) ? NTHROTTLE_CMD_PROFILE_NEW :
			   NTHROTTLE_CMD_PROFILE_DEL, name, 0);
		return 0;
	default:
		change(c);
		return 0;
	}
}

static int filter(struct client *c)
{
	return profile_do(c, NTHROTTLE_CMD_PROFILE_SET, "default",
			  NTHROTTLE_A_PROFILE_EVENTS, below(EVENT_ALL + 1), 0);
}

/* Until it is killed, by which its holds end. */
pid_t changer_start(const struct soak *k, unsigned int seed)
{
	static struct client c;
	pid_t pid = fork();
	int err = 0;

	if (pid)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	srandom(seed);
	if (client_open(&c))
		_exit(1);
	while (!err) {
		err = something(&c);
		if (k->p.kind == PHASE_FILTERED && !below(4))
			err = err ?: filter(&c);
		pause_ms(below(40));
	}
	say("the changer: %d \"%s\"", err, c.chan.why);
	_exit(2);
}
