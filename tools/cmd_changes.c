// SPDX-License-Identifier: GPL-2.0
/* dev changes: what changed since a place in history. */
#include <stdio.h>

#include <json-c/json.h>
#include <linux/nthrottle.h>

#include "cmd.h"
#include "monitor.h"
#include "netns.h"
#include "notice.h"
#include "out.h"
#include "print.h"
#include "text.h"

struct changes {
	bool json;
	struct json_object *answer;
	struct json_object *list;
};

static void json_begin(struct changes *c, const struct nt_recovery *r)
{
	struct nt_dev head = {
		.present = 1ULL << NTHROTTLE_A_DEV_INSTANCE |
			   1ULL << NTHROTTLE_A_DEV_SINCE |
			   1ULL << NTHROTTLE_A_DEV_UPTO,
		.instance = r->instance,
		.since = r->since,
		.upto = r->upto,
		.resync = r->resync,
	};

	if (r->resync != NT_RESYNC_NONE)
		nt_set_present(&head, NTHROTTLE_A_DEV_RESYNC);
	/* The module was loaded anew after an answer, so there is another, of all. */
	json_object_put(c->answer);
	c->answer = print_object(&nt_dev_attrs, &head);
	c->list = json_object_new_array();
	json_object_object_add(c->answer, "changes", c->list);
}

static int on_recovery(struct nt_watch *w, const struct nt_recovery *r,
		       void *data)
{
	struct changes *c = data;

	if (c->json) {
		json_begin(c, r);
		return 0;
	}
	printf("instance 0x%016jx, after seq %ju up to seq %ju", r->instance,
	       r->since, r->upto);
	if (r->resync != NT_RESYNC_NONE)
		printf("; %sresync%s (%s: %s), so this is all there is",
		       color(COLOR_NOTE), color(COLOR_END),
		       text_value(&nt_resync_names, r->resync).s,
		       monitor_resync_text(r->resync));
	puts("");
	return 0;
}

static int on_dev(struct nt_watch *w, const struct nt_dev *dev,
		  unsigned int flags, void *data)
{
	struct changes *c = data;

	if (c->json)
		json_object_array_add(c->list, print_object(&nt_dev_attrs, dev));
	else
		notice_dev(dev, false);
	return 0;
}

static int on_skipped(struct nt_watch *w, void *data)
{
	say("skipped an interface that this tool does not understand");
	return 0;
}

static int ask(const struct options *opt, struct nt_watch *w)
{
	if (opt->netns && netns_enter(opt->netns))
		return STATUS_FAILED;
	if (!nt_watch_open(w) && !nt_watch_dispatch(w))
		return STATUS_DONE;
	say("%s", nt_watch_error(w));
	return STATUS_FAILED;
}

int cmd_dev_changes(const struct options *opt, int argc, char **argv)
{
	static const struct nt_callbacks callbacks = {
		.recovery = on_recovery,
		.changed = on_dev,
		.deleted = on_dev,
		.skipped = on_skipped,
	};
	struct changes c = { .json = opt->json };
	struct parse_error err;
	struct place since;
	struct nt_watch *w;
	int status;

	if (parse_changes(argc, argv, &since, &err))
		return cmd_usage_error("dev changes", &err);
	w = nt_watch_new(&callbacks, sizeof(callbacks), &c);
	if (!w) {
		say("out of memory");
		return STATUS_FAILED;
	}
	nt_watch_start_since(w, since.instance, since.seq);
	nt_watch_once(w);
	status = ask(opt, w);
	nt_watch_free(w);
	if (c.answer && status == STATUS_DONE)
		out_json(c.answer);
	else
		json_object_put(c.answer);
	return status;
}
