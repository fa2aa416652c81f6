// Loaded before libfaketime, whose timerfd_settime moves absolute times of the monotonic clock although that clock is
// left alone (0.9.10): timers of the Swift runtime and of the event loops would never fire.
#define _GNU_SOURCE
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <unistd.h>

int timerfd_settime(int fd, int flags, const struct itimerspec *new_value, struct itimerspec *old_value) {
    return (int)syscall(SYS_timerfd_settime, fd, flags, new_value, old_value);
}
