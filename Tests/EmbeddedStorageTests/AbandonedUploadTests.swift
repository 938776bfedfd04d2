import EmbeddedStorage
import Foundation
import Storage
import SystemPackage
import Testing
import Units

/// Uploads that were begun, and that nobody goes on with.
struct AbandonedUploadTests {
    /// How many descriptors of this process are of uploads into the store of `folder`.
    private static func descriptors(of folder: StoreFolder) throws -> Int {
        let uploads = folder.store.appending("uploads").string + "/"
        return try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").filter { name in
            // Others' descriptors may be gone by now.
            let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(name)")
            return target?.hasPrefix(uploads) == true
        }.count
    }

    private static func content(_ number: Int) -> (hash: ContentHash, bytes: [UInt8]) {
        let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* (number &+ 1) &+ number) }
        return (ContentHash(of: bytes), bytes)
    }

    @Test func theyKeepNoDescriptor() async throws {
        let folder = try StoreFolder()
        let store = try await folder.open()
        for number in 0..<600 {
            let upload = try await store.blobs.upload(ContentHash(of: Array("\(number)".utf8)), size: ByteCount(1000))
            try await upload.append([1, 2, 3])
        }
        #expect(try Self.descriptors(of: folder) == 0)
        var open: [any BlobUpload] = []
        for number in 0..<40 {
            open.append(try await store.blobs.upload(ContentHash(of: Array("\(number)".utf8)), size: ByteCount(1000)))
        }
        #expect(try Self.descriptors(of: folder) == 40)
        open.removeLast(30)
        #expect(try Self.descriptors(of: folder) == 10)
        open = []
        #expect(try Self.descriptors(of: folder) == 0)
        try await store.close()
    }

    @Test func theyGoOnWhenTheyAreBegunAgain() async throws {
        let folder = try StoreFolder()
        let store = try await folder.open()
        let (hash, bytes) = Self.content(1)
        for end in [70_000, 140_000] {
            let upload = try await store.blobs.upload(hash, size: ByteCount(200_000))
            let offset = Int(await upload.offset)
            #expect(offset == (end == 70_000 ? 0 : 65_536))
            try await upload.append(Array(bytes[offset..<end]))
        }
        let upload = try await store.blobs.upload(hash, size: ByteCount(200_000))
        let offset = Int(await upload.offset)
        #expect(offset == 131_072)
        try await upload.append(Array(bytes[offset...]))
        try await upload.finish()
        #expect(try await store.blobs.size(of: hash) == ByteCount(200_000))
        try await store.close()
    }

    @Test func whoeverTookOneOverIsNotEndedWithIt() async throws {
        let folder = try StoreFolder()
        let store = try await folder.open()
        let (hash, bytes) = Self.content(2)
        var earlier: (any BlobUpload)? = try await store.blobs.upload(hash, size: ByteCount(200_000))
        let later = try await store.blobs.upload(hash, size: ByteCount(200_000))
        try await later.append(Array(bytes[..<100_000]))
        #expect(await earlier?.offset == 0)
        earlier = nil
        try await later.append(Array(bytes[100_000...]))
        try await later.finish()
        #expect(try await store.blobs.size(of: hash) == ByteCount(200_000))
        try await store.close()
    }

    @Test(.timeLimit(.minutes(1)))
    func theyAreForgottenAfterAWhile() async throws {
        let folder = try StoreFolder()
        let store = try await EmbeddedStore.open(
            folder.store, keys: folder.keys, leaseDuration: .seconds(600), uploadAge: .seconds(1))
        let (hash, bytes) = Self.content(3)
        try await store.blobs.upload(hash, size: ByteCount(200_000)).append(Array(bytes[..<140_000]))
        let uploads = folder.store.appending("uploads").string
        #expect(try FileManager.default.contentsOfDirectory(atPath: uploads).isEmpty == false)
        while try !FileManager.default.contentsOfDirectory(atPath: uploads).isEmpty {
            try await Task.sleep(for: .milliseconds(50))
        }
        let upload = try await store.blobs.upload(hash, size: ByteCount(200_000))
        #expect(await upload.offset == 0)
        try await store.close()
    }
}
