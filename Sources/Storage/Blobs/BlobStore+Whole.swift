import Units

extension BlobStore {
    /// See ``BlobStore/putWhole(_:as:)``. Of several uploads of one content at once the last goes on: the others wait for it,
    /// or try again.
    public func putWhole(_ content: [UInt8], as hash: ContentHash) async throws(StorageError) {
        let size = ByteCount(Int64(content.count))
        for attempt in 1... {
            if try await self.size(of: hash) == size { return }
            do throws(StorageError) {
                let upload = try await upload(hash, size: size)
                var offset = Int(await upload.offset)
                while offset < content.count {
                    let end = min(offset + WholeContent.piece, content.count)
                    try await upload.append(Array(content[offset..<end]))
                    offset = end
                }
                return try await upload.finish()
            } catch {
                guard error.code == .conflict, attempt < WholeContent.attempts, !Task.isCancelled else { throw error }
            }
            // Cancelled or not, the next turn says what is the matter.
            _ = try? await Task.sleep(for: .milliseconds(Int.random(in: 5...50)))
        }
    }
}

private enum WholeContent {
    /// How much an upload takes at once.
    static let piece = 1 << 20
    /// How often it is tried while others put the same.
    static let attempts = 20
}
