// The new mount API (Linux 5.12), as glibc 2.36 has it in <sys/mount.h>.
#ifndef VERDICT_MOUNTS_H
#define VERDICT_MOUNTS_H

#include <stdint.h>
#include <sys/mount.h>

// A detached tmpfs of `size` bytes and `inodes` files, owned by `owner` (uid and gid of the current user namespace; -1:
// the caller). Returns a descriptor or -1 with errno set.
int mounts_make_tmpfs(uint64_t size, uint64_t inodes, unsigned mode, int64_t owner);

// Stops propagation of mounts between this namespace and the one it was copied from.
int mounts_make_private(void);

// A mount that shows the directory `source` read-only and does not tell where that is; attached nowhere yet. Returns its
// descriptor, or -1 with errno set, where the kernel has no overlay file system for this user namespace, say.
int mounts_make_nameless(const char *source);

// Attaches `mount`, a descriptor, at `target`. Returns 0 or -1 with errno set.
int mounts_attach(int mount, const char *target);

// Takes away what is mounted at `target`; who still has a descriptor keeps it. Returns 0 or -1 with errno set.
int mounts_detach(const char *target);

// Binds `source` (relative to the directory `base`) read-only at `target`. Returns 0 or -1 with errno set.
int mounts_bind(int base, const char *source, const char *target);

#endif
