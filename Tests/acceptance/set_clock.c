// Preloaded, starts a process's wall clock at the second SET_CLOCK names; the monotonic clock and all timers are left
// alone. Why not libfaketime 0.9.10: under it a Swift program sees no arguments, and its timers never fire.
#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static long long offset;

static int real_time(clockid_t clock, struct timespec *now) { return (int)syscall(SYS_clock_gettime, clock, now); }

__attribute__((constructor)) static void start(void) {
    const char *wanted = getenv("SET_CLOCK");
    struct timespec now;
    if (wanted && real_time(CLOCK_REALTIME, &now) == 0) offset = atoll(wanted) - now.tv_sec;
}

int clock_gettime(clockid_t clock, struct timespec *now) {
    int result = real_time(clock, now);
    if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) now->tv_sec += offset;
    return result;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    (void)zone;
    struct timespec exact;
    if (clock_gettime(CLOCK_REALTIME, &exact) != 0) return -1;
    now->tv_sec = exact.tv_sec;
    now->tv_usec = exact.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *result) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (result) *result = now.tv_sec;
    return now.tv_sec;
}
