/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Tracepoints, one at each station of an event's way. They are called under the
 * namespace's lock; "event" carries all that a replay needs (nthrottle
 * simulate).
 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM nthrottle

#if !defined(NTHROTTLE_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define NTHROTTLE_TRACE_H

#include <linux/trace_events.h>
#include <linux/tracepoint.h>

#include "record.h"
#include "state.h"

#ifndef NTHROTTLE_TRACE_WORDS
#define NTHROTTLE_TRACE_WORDS

/* For the tracepoint "event" these would be made; the kernel has functions of
 * the same names.
 */
#define register_trace_event	nthrottle_register_trace_event
#define unregister_trace_event	nthrottle_unregister_trace_event

/* Why events are not notified. */
enum nthrottle_drop {
	NTHROTTLE_DROP_FILTERED,
	NTHROTTLE_DROP_BOUNCED,
	NTHROTTLE_DROP_ELIDED,
};

#define nthrottle_show_event(bit)					\
	__print_symbolic(bit,						\
		{ NTHROTTLE_EVENT_REGISTER, "register" },		\
		{ NTHROTTLE_EVENT_UNREGISTER, "unregister" },		\
		{ NTHROTTLE_EVENT_UP, "up" },				\
		{ NTHROTTLE_EVENT_DOWN, "down" },			\
		{ NTHROTTLE_EVENT_CHANGE, "change" },			\
		{ NTHROTTLE_EVENT_RENAME, "rename" },			\
		{ NTHROTTLE_EVENT_ADDRESS, "address" },			\
		{ NTHROTTLE_EVENT_MTU, "mtu" },				\
		{ NTHROTTLE_EVENT_MASTER, "master" },			\
		{ NTHROTTLE_EVENT_TXQLEN, "txqlen" },			\
		{ NTHROTTLE_EVENT_FEATURES, "features" },		\
		{ NTHROTTLE_EVENT_TYPE, "type" })

#define nthrottle_show_gate(gate)					\
	__print_symbolic(gate,						\
		{ NTHROTTLE_GATE_NONE, "none" },			\
		{ NTHROTTLE_GATE_THROTTLE, "throttle" },		\
		{ NTHROTTLE_GATE_PACE, "pace" },			\
		{ NTHROTTLE_GATE_DEBOUNCE, "debounce" },		\
		{ NTHROTTLE_GATE_DAMP, "damp" },			\
		{ NTHROTTLE_GATE_HOLD, "hold" },			\
		{ NTHROTTLE_GATE_RATE, "rate" })

#define nthrottle_show_why(why)						\
	__print_symbolic(why,						\
		{ NTHROTTLE_WHY_LEADING, "leading" },			\
		{ NTHROTTLE_WHY_TRAILING, "trailing" },			\
		{ NTHROTTLE_WHY_URGENT, "urgent" },			\
		{ NTHROTTLE_WHY_FLUSH, "flush" },			\
		{ NTHROTTLE_WHY_DAMPED, "damped" },			\
		{ NTHROTTLE_WHY_UNDAMPED, "undamped" })

#define nthrottle_show_drop(drop)					\
	__print_symbolic(drop,						\
		{ NTHROTTLE_DROP_FILTERED, "filtered" },		\
		{ NTHROTTLE_DROP_BOUNCED, "bounced" },			\
		{ NTHROTTLE_DROP_ELIDED, "elided" })

#endif /* NTHROTTLE_TRACE_WORDS */

/* Tracers that read the format know numbers only. */
TRACE_DEFINE_ENUM(NTHROTTLE_EVENT_REGISTER);
TRACE_DEFINE_ENUM(NTHROTTLE_EVENT_UNREGISTER);
TRACE_DEFINE_ENUM(NTHROTTLE_EVENT_UP);
TRACE_DEFINE_ENUM(NTHROTTLE_EVENT_DOWN);
TRACE_DEFINE_ENUM(NTHROTTLE_EVENT_CHANGE);
TRACE_DEFINE_ENUM(NTHROTTLE_EVENT_RENAME);
TRACE_DEFINE_ENUM(NTHROTTLE_EVENT_ADDRESS);
TRACE_DEFINE_ENUM(NTHROTTLE_EVENT_MTU);
TRACE_DEFINE_ENUM(NTHROTTLE_EVENT_MASTER);
TRACE_DEFINE_ENUM(NTHROTTLE_EVENT_TXQLEN);
TRACE_DEFINE_ENUM(NTHROTTLE_EVENT_FEATURES);
TRACE_DEFINE_ENUM(NTHROTTLE_EVENT_TYPE);
TRACE_DEFINE_ENUM(NTHROTTLE_WHY_LEADING);
TRACE_DEFINE_ENUM(NTHROTTLE_WHY_TRAILING);
TRACE_DEFINE_ENUM(NTHROTTLE_WHY_URGENT);
TRACE_DEFINE_ENUM(NTHROTTLE_WHY_FLUSH);
TRACE_DEFINE_ENUM(NTHROTTLE_WHY_DAMPED);
TRACE_DEFINE_ENUM(NTHROTTLE_WHY_UNDAMPED);
TRACE_DEFINE_ENUM(NTHROTTLE_GATE_NONE);
TRACE_DEFINE_ENUM(NTHROTTLE_GATE_THROTTLE);
TRACE_DEFINE_ENUM(NTHROTTLE_GATE_PACE);
TRACE_DEFINE_ENUM(NTHROTTLE_GATE_DEBOUNCE);
TRACE_DEFINE_ENUM(NTHROTTLE_GATE_DAMP);
TRACE_DEFINE_ENUM(NTHROTTLE_GATE_HOLD);
TRACE_DEFINE_ENUM(NTHROTTLE_GATE_RATE);
TRACE_DEFINE_ENUM(NTHROTTLE_DROP_FILTERED);
TRACE_DEFINE_ENUM(NTHROTTLE_DROP_BOUNCED);
TRACE_DEFINE_ENUM(NTHROTTLE_DROP_ELIDED);

/* An event arrived, before any gate sees it. */
TRACE_EVENT(event,
	TP_PROTO(const struct nthrottle_net *nn,
		 const struct nthrottle_record *r, u32 event, u64 now_ns),
	TP_ARGS(nn, r, event, now_ns),
	TP_STRUCT__entry(
		__field(u64, now_ns)
		__field(u64, instance)
		__field(u64, id)
		__array(char, name, IFNAMSIZ)
		__array(char, kind, NTHROTTLE_KIND_LEN)
		__field(int, ifindex)
		__field(u32, event)
		__field(u32, flags)
		__field(u32, losses)
		__field(u8, operstate)
		__field(u8, carrier)
	),
	TP_fast_assign(
		struct nthrottle_raw raw;

		nthrottle_state_raw(&raw, r->dev);
		__entry->now_ns = now_ns;
		__entry->instance = nn->instance;
		__entry->id = r->id;
		strscpy(__entry->name, r->name, IFNAMSIZ);
		strscpy(__entry->kind, r->last.kind[0] ? r->last.kind : "-",
			NTHROTTLE_KIND_LEN);
		__entry->ifindex = r->ifindex;
		__entry->event = event;
		__entry->flags = raw.flags;
		__entry->losses = atomic_read(&r->dev->carrier_down_count);
		__entry->operstate = raw.operstate;
		__entry->carrier = raw.carrier;
	),
	TP_printk("now_ns=%llu instance=%llu dev=%s ifindex=%d id=%llu event=%s kind=%s flags=0x%x operstate=%u carrier=%u losses=%u",
		  __entry->now_ns, __entry->instance, __entry->name,
		  __entry->ifindex, __entry->id,
		  nthrottle_show_event(__entry->event), __entry->kind,
		  __entry->flags, __entry->operstate, __entry->carrier,
		  __entry->losses)
);

/* It was merged into what is pending. */
TRACE_EVENT(merge,
	TP_PROTO(const struct nthrottle_record *r),
	TP_ARGS(r),
	TP_STRUCT__entry(
		__array(char, name, IFNAMSIZ)
		__field(int, ifindex)
		__field(u32, events)
		__field(u64, count)
		__field(u64, held)
	),
	TP_fast_assign(
		strscpy(__entry->name, r->name, IFNAMSIZ);
		__entry->ifindex = r->ifindex;
		__entry->events = r->pending.events | r->held.events;
		__entry->count = r->pending.count;
		__entry->held = r->held.count;
	),
	TP_printk("dev=%s ifindex=%d events=0x%x count=%llu held=%llu",
		  __entry->name, __entry->ifindex, __entry->events,
		  __entry->count, __entry->held)
);

/* The gates said until when it must wait. */
TRACE_EVENT(defer,
	TP_PROTO(const struct nthrottle_record *r,
		 const struct nthrottle_verdict *v),
	TP_ARGS(r, v),
	TP_STRUCT__entry(
		__array(char, name, IFNAMSIZ)
		__field(int, ifindex)
		__field(u32, reason)
		__field(u64, due_ns)
	),
	TP_fast_assign(
		strscpy(__entry->name, r->name, IFNAMSIZ);
		__entry->ifindex = r->ifindex;
		__entry->reason = v->reason;
		__entry->due_ns = v->due_ns;
	),
	TP_printk("dev=%s ifindex=%d due_ns=%llu reason=%s",
		  __entry->name, __entry->ifindex, __entry->due_ns,
		  nthrottle_show_gate(__entry->reason))
);

/* A notification got its number. */
TRACE_EVENT(send,
	TP_PROTO(const struct nthrottle_net *nn,
		 const struct nthrottle_record *r),
	TP_ARGS(nn, r),
	TP_STRUCT__entry(
		__field(u64, instance)
		__field(u64, seq)
		__field(u64, id)
		__field(u64, sent_ns)
		__field(u64, count)
		__array(char, name, IFNAMSIZ)
		__field(int, ifindex)
		__field(u32, events)
		__field(u32, why)
		__field(u8, carrier)
		__field(u8, deleted)
	),
	TP_fast_assign(
		__entry->instance = nn->instance;
		__entry->seq = r->report.seq;
		__entry->id = r->id;
		__entry->sent_ns = r->report.sent_ns;
		__entry->count = r->report.led_here.count;
		strscpy(__entry->name, r->last.name, IFNAMSIZ);
		__entry->ifindex = r->ifindex;
		__entry->events = r->report.led_here.events;
		__entry->why = r->why;
		__entry->carrier = r->last.carrier;
		__entry->deleted = r->deleted;
	),
	TP_printk("sent_ns=%llu instance=%llu seq=%llu dev=%s ifindex=%d id=%llu events=0x%x count=%llu why=%s carrier=%u deleted=%u",
		  __entry->sent_ns, __entry->instance, __entry->seq,
		  __entry->name, __entry->ifindex, __entry->id,
		  __entry->events, __entry->count,
		  nthrottle_show_why(__entry->why), __entry->carrier,
		  __entry->deleted)
);

/* Events that will not be notified. */
TRACE_EVENT(drop,
	TP_PROTO(const struct nthrottle_record *r,
		 const struct nthrottle_pending *p, u32 drop),
	TP_ARGS(r, p, drop),
	TP_STRUCT__entry(
		__array(char, name, IFNAMSIZ)
		__field(int, ifindex)
		__field(u32, events)
		__field(u64, count)
		__field(u32, drop)
	),
	TP_fast_assign(
		strscpy(__entry->name, r->name, IFNAMSIZ);
		__entry->ifindex = r->ifindex;
		__entry->events = p->events;
		__entry->count = p->count;
		__entry->drop = drop;
	),
	TP_printk("dev=%s ifindex=%d events=0x%x count=%llu why=%s",
		  __entry->name, __entry->ifindex, __entry->events,
		  __entry->count, nthrottle_show_drop(__entry->drop))
);

DECLARE_EVENT_CLASS(nthrottle_damping,
	TP_PROTO(const struct nthrottle_record *r),
	TP_ARGS(r),
	TP_STRUCT__entry(
		__array(char, name, IFNAMSIZ)
		__field(int, ifindex)
		__field(u32, penalty)
		__field(u32, flaps)
		__field(u64, reuse_in_ns)
	),
	TP_fast_assign(
		strscpy(__entry->name, r->name, IFNAMSIZ);
		__entry->ifindex = r->ifindex;
		__entry->penalty = r->report.damping.penalty;
		__entry->flaps = r->report.damping.flaps;
		__entry->reuse_in_ns = r->report.damping.reuse_in_ns;
	),
	TP_printk("dev=%s ifindex=%d penalty=%u flaps=%u reuse_in_ns=%llu",
		  __entry->name, __entry->ifindex, __entry->penalty,
		  __entry->flaps, __entry->reuse_in_ns)
);

/* The damp gate begins to suppress an interface. */
DEFINE_EVENT(nthrottle_damping, damp,
	TP_PROTO(const struct nthrottle_record *r),
	TP_ARGS(r)
);

/* It ends. */
DEFINE_EVENT(nthrottle_damping, reuse,
	TP_PROTO(const struct nthrottle_record *r),
	TP_ARGS(r)
);

#endif /* NTHROTTLE_TRACE_H */

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace
#include <trace/define_trace.h>
