import Units

/// A run's memory as its cgroup counted it, less what is not the program's: page cache of files.
///
/// No kernel keeps the peak without the cache. What is left over at the end is subtracted; where the cgroup was full and
/// the kernel gave cache back in between, the peak says nothing about the program, and what its first process held at
/// most, or what was left of it all at the end, is the best there is.
struct MemoryMeasure {
    var peak: ByteCount
    var kills: Int
    /// Whether the kernel said that the run used up its memory: by a kill, or by announcing one that then found the run
    /// stopped already.
    var isOut: Bool
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
        let own = hasReclaimed && !isOut ? left : peak - max(cache, 0)
        self.peak = ByteCount(max(own, min(residentSet.bytes, peak), 0))
        self.kills = kills
    }

    /// What is said of a run under `limit`: one that the kernel killed for memory had used up what it was given, whatever
    /// was left of that when somebody looked.
    func reported(within limit: ByteCount?) -> ByteCount {
        isOut ? limit ?? peak : peak
    }
}
