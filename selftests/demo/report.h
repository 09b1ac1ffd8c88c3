/* SPDX-License-Identifier: GPL-2.0 */
/* What the demo prints. */
#ifndef DEMO_REPORT_H
#define DEMO_REPORT_H

#include "account.h"

/**
 * struct verdict - the demo's result
 * @operations: link operations done
 * @storm_ns: how long the storm lasted
 * @events: events on the notifier chain meanwhile
 * @duration_ns: from the demo's begin to nthrottle's last message
 * @threshold_ms: of nthrottle
 * @burst: of nthrottle
 * @interfaces: that exist now
 * @rtnl_differ: interfaces that the listener of rtnetlink knows wrongly
 * @nthrottle_differ: the same of nthrottle
 */
struct verdict {
	uint64_t operations;
	uint64_t storm_ns;
	uint64_t events;
	uint64_t duration_ns;
	unsigned int threshold_ms;
	unsigned int burst;
	unsigned int interfaces;
	unsigned int rtnl_differ;
	unsigned int nthrottle_differ;
};

extern bool report_terminal;

void report_progress(const struct shared *s, const char *phase);
void report_progress_end(void);
void report_table(const struct shared *s, const struct verdict *v);
void report_chart(const struct shared *s);
bool report_verdict(const struct shared *s, const struct verdict *v);

#endif /* DEMO_REPORT_H */
