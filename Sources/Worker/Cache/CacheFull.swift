import Units

/// There is no room for something.
enum CacheFull: Error, Hashable {
    /// It is larger than the cache may be.
    case tooSmall(wanted: ByteCount, capacity: ByteCount)
    /// Too much of the cache is in use, now.
    case inUse
    /// The cache may hold more, but its file system cannot, now.
    case fileSystem
}

extension CacheFull: CustomStringConvertible {
    var description: String {
        switch self {
        case .tooSmall(let wanted, let capacity):
            "\(wanted) are wanted of a cache of \(capacity); give the worker a larger one"
        case .inUse: "all of the worker's cache is in use"
        case .fileSystem: "the file system of the worker's cache is full; make room there, or give it a smaller cache"
        }
    }
}
