// Starting processes, waiting for them and asking what they used. Functions return -errno on failure.
#ifndef CBENCH_H
#define CBENCH_H

#include <stdint.h>
#include <sys/types.h>

// What a process used and how it ended (wait4(2)).
struct cbench_ending {
    int status; // as of waitpid(2)
    int64_t user_us;
    int64_t system_us;
};

// Starts arguments[0] by vfork and exec in the given environment, reading `input` and writing `output` and `error`
// (paths; NULL: /dev/null), on processor `cpu` only (-1: on any). Returns its pid.
pid_t cbench_start(char *_Nullable const *_Nonnull arguments, char *_Nullable const *_Nonnull environment,
                   const char *_Nullable input, const char *_Nullable output, const char *_Nullable error, int cpu);

// Waits for a child that `cbench_start` started. Returns 0.
int cbench_wait(pid_t pid, struct cbench_ending *_Nonnull ending);

// Whether this process has a child that has ended and nobody has waited for (waitid(2), WNOWAIT).
int cbench_has_zombie(void);

// Number `index` of the processors that this process may run on; -1 when there are not so many.
int cbench_processor(int index);

// How many bytes this process has allocated and not freed (mallinfo2(3)).
int64_t cbench_allocated(void);

#endif
