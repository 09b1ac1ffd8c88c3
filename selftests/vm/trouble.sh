# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# What a kernel in trouble says, as a regular expression. Sourced.
# shellcheck disable=SC2034 # by who sources it
trouble='WARNING: |BUG: |BUG at|Oops|Kernel panic|general protection|KASAN|KCSAN|KFENCE|UBSAN|INFO: (task|rcu|possible|suspicious|trying)|possible .* deadlock|circular locking|suspicious RCU|detected stalls|self-detected stall|soft lockup|hard LOCKUP|unreferenced object|leaked|kmem_cache_destroy|Objects remaining|refcount_t:|ODEBUG: (free|assert|init|activate)|unregister_netdevice: waiting|list_(add|del) corruption|slab error'
