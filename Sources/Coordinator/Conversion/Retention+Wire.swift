import Storage
import Units
import Wire

extension Verdict_V1_ContentCounts {
    init(_ counts: ContentCounts) {
        self.init()
        stored = Verdict_V1_ContentSum(counts.stored)
        unused = Verdict_V1_ContentSum(counts.unused)
        unusedSinceNs = counts.unusedSince ?? 0
        due = Verdict_V1_ContentSum(counts.due)
        keptNs = UInt64(clamping: counts.keptFor?.nanoseconds ?? 0)
        complete = counts.isComplete
    }
}

extension Verdict_V1_ContentSum {
    fileprivate init(_ sum: ContentCounts.Sum) {
        self.init()
        (contents, bytes) = (UInt64(sum.contents), UInt64(clamping: sum.size.bytes))
    }
}

extension Verdict_V1_ArchiveProgress {
    init(_ progress: ArchiveProgress) {
        self.init()
        (entries, files) = (UInt64(progress.entries), UInt64(progress.files))
        bytes = UInt64(clamping: progress.size.bytes)
        lastPosition = progress.last?.number ?? 0
        complete = progress.isComplete
    }
}
