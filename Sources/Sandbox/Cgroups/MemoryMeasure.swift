import Units

/// A run's memory as its cgroup counted it, less what is not the program's: page cache of files.
///
/// No kernel keeps the peak without the cache. What cache is left over at the end is subtracted; that is too much only
/// for a program that gives memory back and then, before anybody else, reads files of the host's. Where the cgroup was
/// full and the kernel gave cache back in between, the peak says nothing about the program, and what its first process
/// held at most, mapped files included, or what was left of it all at the end, is the best there is. The resident set is
/// asked only then: in it, the first run of an interpreter seems to be larger than all that follow.
///
/// - v1: `memory.max_usage_in_bytes`, less what the cell's own process holds, less `cache` - `shmem` of `memory.stat`.
/// - v2: `memory.peak` (Linux 5.19; before, the resident set), less `file` - `shmem` of `memory.stat`.
///
/// Both are charged by the kernel in batches of 64 pages for each processor, and a batch that was begun may be used up by
/// the next run: what is said of a run on one processor is right to ``resolution``. Less than that is told as that much,
/// if its first process held so much. Kernel memory (page tables, stacks, pipes) is counted, too.
struct MemoryMeasure {
    /// A batch of 64 pages of 4 KiB (the kernel's `MEMCG_CHARGE_BATCH`).
    static let resolution = ByteCount.kibibytes(256)

    var peak: ByteCount
    var kills: Int
    /// Whether the kernel said that the run used up its memory: by a kill, or by announcing one that then found the run
    /// stopped already.
    var isOut: Bool
    /// Whether the limit was met, with or without a kill.
    var hasMetLimit: Bool
    /// Whether a cgroup above announced a kill, so that the run was stopped without fault.
    var isOutAbove: Bool

    /// - Parameters:
    ///   - peak: the cgroup's highest charge, page cache included, in bytes.
    ///   - cache: page cache charged at the end, in bytes.
    ///   - left: everything else charged at the end, in bytes.
    ///   - hasReclaimed: whether the limit was met and page cache given back for it.
    ///   - residentSet: what the first process held at most.
    ///   - kills: OOM kills.
    ///   - isAnnounced: whether the kernel announced an OOM kill here or, where the limit here was never met, above.
    init(
        peak: Int64, cache: Int64, left: Int64, hasReclaimed: Bool, residentSet: ByteCount, kills: Int,
        isAnnounced: Bool = false
    ) {
        isOut = kills > 0 || isAnnounced && hasReclaimed
        isOutAbove = isAnnounced && !isOut
        hasMetLimit = hasReclaimed || isOut
        let own = hasReclaimed && !isOut ? left : peak - max(cache, 0)
        let least = hasReclaimed && !isOut ? peak : Self.resolution.bytes
        self.peak = ByteCount(max(own, min(residentSet.bytes, least), 0))
        self.kills = kills
    }

    /// What is said of a run under `limit`: one that the kernel killed for memory had used up what it was given, whatever
    /// was left of that when somebody looked.
    func reported(within limit: ByteCount?) -> ByteCount {
        isOut ? limit ?? peak : peak
    }
}
