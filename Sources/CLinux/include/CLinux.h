// System calls that Swift cannot spell: macros, variadic functions, and calls newer than Glibc's module map.
// Every function returns -errno on failure.
#ifndef CLINUX_H
#define CLINUX_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define CLINUX_MAX_DESCRIPTORS 16

// A memory file, close-on-exec (memfd_create(2)).
int clinux_memory_file(const char *_Nonnull name);

// Makes a file that was not there and that everybody may read, and opens it for writing, close-on-exec.
int clinux_new_file(const char *_Nonnull path);

// Sets a file's times of access and change to 1970 (futimens(3)).
int clinux_reset_times(int fd);

// Opens a file in `directory` for reading, close-on-exec, and never a symbolic link.
int clinux_open_input(int directory, const char *_Nonnull name);

// Whether a directory lies in memory: on a tmpfs (statfs(2)).
int clinux_is_in_memory(const char *_Nonnull path);

// Opens `path` below `directory` without following any symbolic or magic link and without leaving it or its mount; never
// waits for a FIFO's other end (openat2(2), Linux 5.6). `flags` are added to O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK.
int clinux_open_beneath(int directory, const char *_Nonnull path, int flags);

// A connected pair of close-on-exec stream sockets (socketpair(2)).
int clinux_socket_pair(int *_Nonnull first, int *_Nonnull second);

// A close-on-exec pipe whose read end does not block (pipe2(2), fcntl(2)). A program that holds an end can open it again by
// its name in /dev, whoever's the pipe is.
int clinux_pipe(int *_Nonnull read_end, int *_Nonnull write_end);

// The same, with ends that both block.
int clinux_blocking_pipe(int *_Nonnull read_end, int *_Nonnull write_end);

// Lets a pipe hold `size` bytes (fcntl(2), F_SETPIPE_SZ). Returns how many it does.
int clinux_widen_pipe(int fd, int size);

// Opens the read end of the pipe at `fd` once more: close-on-exec, not blocking, and sharing nothing with `fd` (proc(5)).
int clinux_open_read_end(int fd);

// Lets no call on `fd` block any more, nor on what shares its open file description (fcntl(2), O_NONBLOCK). Returns 0.
int clinux_never_block(int fd);

// Writes to a pipe without SIGPIPE, whatever this process makes of that signal: -EPIPE instead (pthread_sigmask(3),
// sigtimedwait(2)). Returns the number of bytes, which may be fewer than `size`.
ssize_t clinux_write_pipe(int fd, const void *_Nonnull bytes, size_t size);

// Bytes that wait in a pipe (ioctl_pipe(2), FIONREAD).
ssize_t clinux_pending(int fd);

// A close-on-exec queue of what happens to watched files, in the kernel's order; reading it does not block (inotify(7)).
int clinux_notices(void);

// Has `notices` tell when the read or the write end of the pipe at `fd` is closed for good. Returns the pipe's number there.
int clinux_watch_pipe(int notices, int fd);

// The next notice: returns 1 and sets `pipe`, and `is_write_end`; 0: none has come.
int clinux_next_notice(int notices, int *_Nonnull pipe, int *_Nonnull is_write_end);

// An eventfd that starts at zero (eventfd(2)).
int clinux_event(void);

// Sends all of `bytes`, with descriptors beside the first byte (unix(7), SCM_RIGHTS). Returns 0.
int clinux_send(int socket, const void *_Nonnull bytes, size_t size, const int *_Nullable descriptors, size_t count);

// Receives up to `size` bytes and appends descriptors that come with them to `descriptors`, which has room for
// CLINUX_MAX_DESCRIPTORS. Returns the number of bytes, 0 at the end of the stream.
ssize_t clinux_receive(int socket, void *_Nonnull bytes, size_t size, int *_Nonnull descriptors, size_t *_Nonnull count);

// Starts `path` with `socket` as descriptor 3, /dev/null as 0 to 2 and nothing else, default signals, an empty
// environment and a session of its own (posix_spawn(3)). Sets `pid`. Returns 0.
int clinux_spawn(const char *_Nonnull path, int socket, pid_t *_Nonnull pid);

// Starts the program `words[0]`, which is looked for as a shell does (posix_spawnp(3)): with default signals, `streams` as
// descriptors 0 to 2, /dev/null in the place of negative ones, and nothing else; with `variables`, or else those of this
// process; in a process group of its own if `group`. Both lists end with a null pointer. Sets `pid`. Returns 0.
int clinux_start(
    char *const _Nullable *_Nonnull words, char *const _Nullable *_Nullable variables, const int *_Nonnull streams, int group,
    pid_t *_Nonnull pid);

// Reads the whole of a small file, such as one of a cgroup, from its beginning. Returns the number of bytes.
ssize_t clinux_read_file(int fd, char *_Nonnull buffer, size_t size);

// Reads what a file of a cgroup says, up to `size` bytes from its beginning: the kernel gives all of it at once. Returns the
// number of bytes.
ssize_t clinux_read_at_once(int fd, char *_Nonnull buffer, size_t size);

// Finds `key` at the beginning of a line of `text`, followed by one blank and a number (cgroups' flat keyed files), and
// sets `value`. Returns 1, or 0 if there is no such line.
int clinux_keyed_value(const char *_Nonnull text, size_t size, const char *_Nonnull key, int64_t *_Nonnull value);

// A close-on-exec epoll instance (epoll_create1(2)).
int clinux_epoll(void);

// Has `epoll` tell `key` whenever there is input on `fd`, until that is closed or clinux_unwatch (epoll_ctl(2)). Returns 0.
int clinux_watch(int epoll, int fd, uint64_t key);

// Has `epoll` tell `key` of a watched `fd` whenever there is `input`, or else only once it has hung up. Returns 0.
int clinux_watch_again(int epoll, int fd, int input, uint64_t key);

// Ends that. Returns 0.
int clinux_unwatch(int epoll, int fd);

// Has `epoll` tell `key` once, as soon as `fd` can be read (written, if `writable`) or has hung up (epoll_ctl(2)). Anew
// for each time. Returns 0.
int clinux_await(int epoll, int fd, int writable, uint64_t key);

// Waits, without limit, until something that was asked for has happened (epoll_wait(2)). Returns how many `keys` were
// stored.
int clinux_wait(int epoll, uint64_t *_Nonnull keys, size_t capacity);

// Waits up to `timeout` ns until there is input on one of up to 8 descriptors or it has hung up (ppoll(2)); negative ones
// are left out. Returns a bit for each where that is so, the first one the lowest; 0 if the time is over.
int clinux_poll(const int *_Nonnull descriptors, size_t count, int64_t timeout);

// A timer that is readable once its time has come (timerfd_create(2)).
int clinux_timer(void);

// Lets the timer strike once in `delay` ms from now, or never if that is negative; it is not readable until then.
// Returns 0.
int clinux_set_timer(int timer, int delay);

// Catches `signals` from now on, each in a handler that does nothing but add one to the eventfd `event` (sigaction(2)).
// What is ignored already stays so where `heed_ignored` is 0. For one event a process. Returns 0.
int clinux_catch_signals(const int *_Nonnull signals, size_t count, int event, int heed_ignored);

// The processors that this process may run on, by number and at most `capacity` (sched_getaffinity(2)). Returns how many.
int clinux_allowed_processors(int *_Nonnull processors, size_t capacity);

// Whether this process may count with an event of perf_event_open(2) in its own programs. Returns 0.
int clinux_try_counter(uint32_t type, uint64_t config);

// What a clock says, in ns (clock_gettime(2)); -errno for one that there is not.
int64_t clinux_clock(int clock);

// The tree of cgroup v2, mounted where nobody else sees it, for as long as the descriptor is open (fsmount(2)); or -errno.
int clinux_mount_cgroup2(void);

#endif
