import SystemPackage

/// Makes the frames of a cell's runs. Most runs are like the one before in everything but their streams, which no message
/// holds: a submission's next test. Then the frame is the same, too.
final class RunEncoder {
    private let store: FilePath
    private let online: UInt32
    private var last: (contents: RunMessage.Contents, frame: [UInt8])?

    /// - Parameters:
    ///   - store: the directory that shown ones lie below.
    ///   - online: how many processors the host has.
    init(store: FilePath, online: UInt32) {
        self.store = store
        self.online = online
    }

    /// The frame of a run held to `processors`.
    func frame(
        _ request: RunRequest, hasCgroup: Bool, processors: [Int]
    ) throws(SandboxError) -> [UInt8] {
        let contents = RunMessage.Contents(request, hasCgroup: hasCgroup, processors: processors)
        if let last, last.contents == contents { return last.frame }
        let message = try RunMessage.make(contents, store: store, online: online)
        let frame = try CellChannel.frame(.run(message))
        last = (contents, frame)
        return frame
    }
}
