import Units

/// A run's memory as its cgroup counted it, less what is not the program's: page cache of files.
///
/// No kernel keeps the peak without the cache. What is left over at the end is subtracted; where the cgroup was full and
/// the kernel gave cache back in between, the peak says nothing about the program, and what its first process held at
/// most, or what was left of it all at the end, is the best there is.
struct MemoryMeasure {
    var peak: ByteCount
    var kills: Int

    /// - Parameters:
    ///   - peak: the cgroup's highest charge, page cache included, in bytes.
    ///   - cache: page cache charged at the end, in bytes.
    ///   - left: everything else charged at the end, in bytes.
    ///   - hasReclaimed: whether the limit was met and page cache given back for it.
    ///   - residentSet: what the first process held at most.
    ///   - kills: OOM kills.
    init(peak: Int64, cache: Int64, left: Int64, hasReclaimed: Bool, residentSet: ByteCount, kills: Int) {
        let own = hasReclaimed && kills == 0 ? left : peak - max(cache, 0)
        self.peak = ByteCount(max(own, min(residentSet.bytes, peak), 0))
        self.kills = kills
    }
}
