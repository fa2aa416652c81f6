// Preloaded, keeps every thread of a process at the usual rank. A server hashes passwords only while nobody else wants the
// processor (SCHED_IDLE), which beside other tests may be never.
#include <sched.h>

int sched_setscheduler(pid_t thread, int policy, const struct sched_param *parameters) {
    (void)thread;
    (void)policy;
    (void)parameters;
    return 0;
}
