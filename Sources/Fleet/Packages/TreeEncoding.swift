/// An encoded tree before it is decoded: what its first level is made of. Pure.
///
/// The encoding: <https://protobuf.dev/programming-guides/encoding/>.
enum TreeEncoding {
    /// Field 1, with a length.
    private static let fileTag: UInt8 = 1 << 3 | 2

    /// Refuses bytes that hold anything but files, or more than `fileLimit` of them, in memory of a fixed size.
    static func check(_ bytes: [UInt8], fileLimit: Int) throws(FileManifestError) {
        var place = 0
        var count = 0
        while place < bytes.count {
            guard bytes[place] == fileTag, let length = length(bytes, at: place + 1),
                bytes.count - length.end >= length.value
            else {
                let message = "this is no package's list of files: byte \(place) begins no file; send a verdict.v1.Tree"
                throw FileManifestError(.invalid, message)
            }
            place = length.end + length.value
            count += 1
            guard count <= fileLimit else {
                throw FileManifestError(.tooLarge, "the package has more than \(fileLimit) files; split it")
            }
        }
    }

    /// A varint of up to 31 bits and where it ends.
    private static func length(_ bytes: [UInt8], at start: Int) -> (value: Int, end: Int)? {
        var value = 0
        for index in 0..<5 where start + index < bytes.count {
            let byte = bytes[start + index]
            value |= Int(byte & 0x7F) << (7 * index)
            if byte & 0x80 == 0 { return value <= Int(Int32.max) ? (value, start + index + 1) : nil }
        }
        return nil
    }
}
