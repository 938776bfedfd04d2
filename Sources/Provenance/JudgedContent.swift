/// What a judgement was made of, for who wants to make it again: files of the same hashes, built by the same toolchain.
///
/// The limits are in the judgement itself; what the package puts beside a submission counts in the build's key.
///
/// The hashes are over parts with their lengths in front: a number is 8 bytes, the least significant first; bytes and texts
/// (UTF-8) follow the number of their bytes, a list follows the number of its members. A part that nobody has found is nil.
public struct JudgedContent: Hashable, Sendable {
    /// What the submission's own files hash to; nil if they were not read, because they were too large.
    public var source: ContentDigest?
    /// What the test cases hash to.
    public var tests: ContentDigest?
    /// What decides how outputs are judged hashes to.
    public var checker: ContentDigest?
    /// The id of the language, and what its compiler or interpreter says of its version where the program was built:
    /// `cpp: g++ (Debian 14.2.0-19) 14.2.0`; nil if nothing was built, or it does not say.
    public var toolchain: String?

    /// Of what nobody has found anything yet.
    public init(
        source: ContentDigest? = nil, tests: ContentDigest? = nil, checker: ContentDigest? = nil,
        toolchain: String? = nil
    ) {
        self.source = source
        self.tests = tests
        self.checker = checker
        self.toolchain = toolchain
    }
}

extension ContentDigest {
    /// What a submission hashes to: name and bytes of each of its own files, ordered by the bytes of the names. Neither its
    /// language nor what the package puts beside it counts.
    public init(ofSubmission files: some Sequence<(name: String, bytes: [UInt8])>) {
        var hash = PartsHash()
        for file in files.sorted(by: { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }) {
            hash.add(file.name)
            hash.add(file.bytes)
        }
        self = hash.digest
    }
}
