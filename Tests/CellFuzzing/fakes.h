// What stands in for the C library's way into the kernel; signatures as in its manual pages.
#ifndef CELL_FUZZING_FAKES_H
#define CELL_FUZZING_FAKES_H

#include <poll.h>
#include <sched.h>
#include <stdint.h>
#include <sys/capability.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>

void *fake_malloc(size_t size);
void *fake_calloc(size_t count, size_t size);
void fake_free(void *block);
int fake_close(int fd);
int fake_close_range(unsigned first, unsigned last, int flags);
int fake_open(const char *path, int flags, ...);
ssize_t fake_write(int fd, const void *bytes, size_t size);
ssize_t fake_read(int fd, void *bytes, size_t size);
int fake_dup2(int from, int to);
int fake_memfd_create(const char *name, unsigned flags);
int fake_ftruncate(int fd, off_t size);
int fake_pipe2(int *fds, int flags);
int fake_socketpair(int family, int type, int protocol, int *fds);
ssize_t fake_recv(int fd, void *bytes, size_t size, int flags);
pid_t fake_fork(void);
int fake_chroot(const char *path);
int fake_setrlimit(int resource, const struct rlimit *limit);
cap_t fake_cap_get_proc(void);
int fake_fcntl(int fd, int command, ...);
int fake_fstat(int fd, struct stat *status);
ssize_t fake_pread(int fd, void *bytes, size_t size, off_t offset);
void *fake_mmap(void *address, size_t size, int protection, int flags, int fd, off_t offset);
int fake_clock_gettime(clockid_t clock, struct timespec *now);

ssize_t fake_recvmsg(int fd, struct msghdr *header, int flags);
ssize_t fake_sendmsg(int fd, const struct msghdr *header, int flags);
int fake_getsockopt(int fd, int level, int name, void *value, socklen_t *size);
int fake_socket(int family, int type, int protocol);
int fake_ioctl(int fd, unsigned long request, ...);

int fake_fsopen(const char *name, unsigned flags);
int fake_fsconfig(int fd, unsigned command, const char *key, const void *value, int aux);
int fake_fsmount(int fd, unsigned flags, unsigned attributes);
int fake_open_tree(int base, const char *path, unsigned flags);
int fake_move_mount(int from, const char *path, int to, const char *target, unsigned flags);
int fake_mount_setattr(int fd, const char *path, unsigned flags, struct mount_attr *attributes, size_t size);
int fake_mount(const char *source, const char *target, const char *type, unsigned long flags, const void *data);
int fake_umount2(const char *target, int flags);
int fake_mkdir(const char *path, mode_t mode);
int fake_symlink(const char *target, const char *path);
int fake_openat(int directory, const char *name, int flags, ...);
int fake_mkdirat(int directory, const char *name, mode_t mode);
int fake_fstatat(int directory, const char *name, struct stat *status, int flags);
ssize_t fake_getdents64(int fd, void *bytes, size_t size);
ssize_t fake_sendfile(int to, int from, off_t *offset, size_t size);
int fake_fchmod(int fd, mode_t mode);
int fake_setfsuid(uid_t uid);
int fake_setfsgid(gid_t gid);
int fake_chdir(const char *path);
int fake_fchdir(int fd);
mode_t fake_umask(mode_t mask);

long fake_syscall(long number, ...);
pid_t fake_getpid(void);
int fake_pidfd_open(pid_t pid, unsigned flags);
int fake_pidfd_send_signal(int fd, int signal, siginfo_t *info, unsigned flags);
int fake_waitid(idtype_t type, id_t id, siginfo_t *info, int options);
pid_t fake_waitpid(pid_t pid, int *status, int options);
int fake_poll(struct pollfd *events, nfds_t count, int timeout);
int fake_ppoll(struct pollfd *events, nfds_t count, const struct timespec *timeout, const void *mask);
struct clone_args;
long raw_call6(long number, long a, long b, long c, long d, long e, long f);
long raw_spawn(struct clone_args *arguments, void (*entry)(const void *), const void *argument);
int fake_lstat(const char *path, struct stat *status);
int fake_execve(const char *path, char *const arguments[], char *const environment[]);
_Noreturn void fake__exit(int status);
int fake_prctl(int option, ...);
int fake_sched_setaffinity(pid_t pid, size_t size, const cpu_set_t *processors);
int fake_unshare(int flags);
int fake_sethostname(const char *name, size_t size);
int fake_setgroups(size_t count, const gid_t *groups);
int fake_setresgid(gid_t real, gid_t effective, gid_t saved);
int fake_setresuid(uid_t real, uid_t effective, uid_t saved);
int fake_getresuid(uid_t *real, uid_t *effective, uid_t *saved);
int fake_kill(pid_t pid, int signal);
int fake_getrlimit(int resource, struct rlimit *limit);
cap_t fake_cap_init(void);
int fake_cap_free(void *set);
int fake_cap_set_flag(cap_t set, cap_flag_t flag, int count, const cap_value_t *values, cap_flag_value_t value);
int fake_cap_set_proc(cap_t set);
int fake_cap_get_bound(cap_value_t capability);
int fake_cap_drop_bound(cap_value_t capability);
cap_value_t fake_cap_max_bits(void);

#endif
