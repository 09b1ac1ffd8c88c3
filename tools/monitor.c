// SPDX-License-Identifier: GPL-2.0
/* What monitor makes of what its watch tells: lines, or JSON. */
#include <json-c/json.h>
#include <linux/nthrottle.h>

#include "glob.h"
#include "monitor.h"
#include "notice.h"
#include "out.h"
#include "print.h"
#include "text.h"
#include "writer.h"

/* Nobody reads what would follow. */
static bool has_failed(void)
{
	return writer_error();
}

static void json_dev(const struct nt_dev *dev, bool recovered)
{
	struct json_object *json = print_object(&nt_dev_attrs, dev);

	if (recovered)
		json_object_object_add(json, "recovered",
				       json_object_new_boolean(true));
	out_json(json);
}

static int on_dev(struct nt_watch *w, const struct nt_dev *dev,
		  unsigned int flags, void *data)
{
	bool recovered = flags & NT_RECOVERED;
	struct monitor *m = data;

	if (m->args.glob && !nthrottle_glob_match(m->args.glob, dev->name))
		return 0;
	if (m->opt->json)
		json_dev(dev, recovered);
	else
		notice_dev(dev, recovered);
	m->printed++;
	return monitor_has_enough(m) || has_failed();
}

static const char *trouble_text(u32 trouble)
{
	switch (trouble) {
	case NT_TROUBLE_OVERRUN:
		return "the receive buffer overran";
	case NT_TROUBLE_INSTANCE:
		return "the module was loaded anew";
	default:
		return "notifications were lost";
	}
}

const char *monitor_resync_text(u32 resync)
{
	switch (resync) {
	case NTHROTTLE_RESYNC_HORIZON:
		return "deletions since then are forgotten";
	case NTHROTTLE_RESYNC_FUTURE:
		return "that number was not given yet";
	case NTHROTTLE_RESYNC_INSTANCE:
		return "that was another instance";
	default:
		return "changes alone cannot tell";
	}
}

/* One line for all that comes. */
static int on_recovery(struct nt_watch *w, const struct nt_recovery *r,
		       void *data)
{
	u64 missed = r->upto - r->since;

	if (r->resync != NT_RESYNC_NONE)
		say("%s%sresync (%s: %s): %ju interface%s, up to seq %ju of instance 0x%016jx",
		    r->trouble == NT_TROUBLE_START ? "" : trouble_text(r->trouble),
		    r->trouble == NT_TROUBLE_START ? "" : "; ",
		    text_value(&nt_resync_names, r->resync).s,
		    monitor_resync_text(r->resync), r->count,
		    r->count == 1 ? "" : "s", r->upto, r->instance);
	else if (r->trouble == NT_TROUBLE_START)
		return 0;
	else if (!missed)
		say("%s; nothing was missed", trouble_text(r->trouble));
	else
		say("%s; recovered %ju notification%s, seq %ju..%ju, of %ju interface%s",
		    trouble_text(r->trouble), missed, missed == 1 ? "" : "s",
		    r->since + 1, r->upto, r->count, r->count == 1 ? "" : "s");
	return has_failed();
}

static int on_lost(struct nt_watch *w, const struct nt_gap *gap, void *data)
{
	u64 missed = gap->seq - gap->from - 1;

	if (gap->instance == gap->from_instance)
		say("lost %ju notification%s: seq %ju..%ju", missed,
		    missed == 1 ? "" : "s", gap->from + 1, gap->seq - 1);
	else
		say("lost what lies between seq %ju@0x%016jx and %ju@0x%016jx",
		    gap->from, gap->from_instance, gap->seq, gap->instance);
	return has_failed();
}

static int on_overrun(struct nt_watch *w, void *data)
{
	say("the receive buffer overran; the next notification shows how many were lost");
	return has_failed();
}

static int on_skipped(struct nt_watch *w, void *data)
{
	say("skipped a notification that this tool does not understand");
	return has_failed();
}

static int on_gone(struct nt_watch *w, void *data)
{
	say("the module was unloaded; waiting for it");
	return has_failed();
}

static int on_back(struct nt_watch *w, u64 instance, void *data)
{
	say("the module is back: instance 0x%016jx", instance);
	return has_failed();
}

/*
 * What is not about an interface does not count, and JSON says what it is, as
 * the spec does.
 */
static bool json_other(void *data, const char *name, const struct nt_set *set,
		       const void *model)
{
	const struct monitor *m = data;
	struct json_object *json;

	if (!m->opt->json)
		return false;
	json = json_object_new_object();
	json_object_object_add(json, name, print_object(set, model));
	out_json(json);
	return true;
}

static int on_agent(struct nt_watch *w, const struct nt_agent *agent, void *data)
{
	if (!json_other(data, "agent-ntf", &nt_agent_attrs, agent))
		notice_agent(agent);
	return has_failed();
}

static int on_config(struct nt_watch *w, const struct nt_config *config,
		     void *data)
{
	if (!json_other(data, "config-ntf", &nt_config_attrs, config))
		notice_config(config);
	return has_failed();
}

static int on_hold(struct nt_watch *w, const struct nt_hold *hold, void *data)
{
	if (!json_other(data, "hold-ntf", &nt_hold_attrs, hold))
		notice_hold(hold);
	return has_failed();
}

const struct nt_callbacks monitor_callbacks = {
	.changed = on_dev,
	.deleted = on_dev,
	.recovery = on_recovery,
	.lost = on_lost,
	.overrun = on_overrun,
	.skipped = on_skipped,
	.gone = on_gone,
	.back = on_back,
	.agent = on_agent,
	.config = on_config,
	.hold = on_hold,
};
