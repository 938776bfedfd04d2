import Concurrency
import Events
package import Fleet
import FoundationEssentials
import Identity
import PackageFiles
package import Problems
package import Storage
import SystemPackage
import Units
package import Wire

/// Packages that the platform adds and reads for its people, as one tenant, on whichever way they came.
package struct PackageDesk: Sendable {
    /// Whose they are, as the fleet counts.
    package let tenant: String
    private let packages: Packages
    private let blobs: any BlobStore
    private let measure: @Sendable (Job) async throws(StorageError) -> Void

    /// Packages of `tenant`.
    /// - Parameters:
    ///   - packages: those that there are.
    ///   - blobs: where their files are.
    ///   - tenant: whose they are.
    ///   - measure: has a time limit measured.
    package init(
        _ packages: Packages, blobs: any BlobStore, tenant: String,
        measure: @escaping @Sendable (Job) async throws(StorageError) -> Void
    ) {
        (self.packages, self.blobs, self.tenant, self.measure) = (packages, blobs, tenant, measure)
    }

    /// What is known of a package; nil if the tenant has none of that id.
    package func find(_ id: ContentHash) async throws(DomainError) -> PackageSummary? {
        try await DomainError.mapping { () async throws(StorageError) in
            try await packages.find(id, for: Principal(role: .client, name: tenant))
        }
    }

    // MARK: Adding

    /// Adds the package of a folder.
    /// - Throws: `DomainError`: `invalid` with everything that is wrong with it; what the store's failures mean.
    package func add(_ package: LocalPackage) async throws -> PackageSummary {
        try await storing {
            try await BoundedTasks.forEach(Array(package.contents), atOnce: 4) { content, path in
                guard let hash = ContentHash(bytes: content.hash) else { return }
                let reader = try await BlockingWork.run { _ in try FileReader(path) }
                try await self.put(hash, size: Int64(clamping: content.size)) { offset in
                    try await BlockingWork.run { _ in
                        if let offset { try reader.seek(to: UInt64(clamping: offset)) }
                        return try reader.next(upTo: 1 << 20)
                    }
                }
            }
        }
        return try await add(package.tree)
    }

    /// Adds the package that has these files; those that are new are in `contents`.
    /// - Throws: as ``add(_:)-(LocalPackage)``.
    package func add(_ files: [Verdict_V1_FileRef], contents: [[UInt8]]) async throws -> PackageSummary {
        let tree: FileManifest
        do throws(FileManifestError) {
            tree = try FileManifest(files: files)
        } catch {
            throw DomainError.invalidPackage(error.problems)
        }
        for bytes in contents { try await storing { try await self.put(bytes) } }
        return try await add(tree)
    }

    /// Takes a package that others have added: it is the tenant's, too, from then on.
    /// - Throws: `DomainError`: `notFound` if there is none.
    package func take(_ id: ContentHash) async throws -> PackageSummary {
        let record = try await DomainError.mapping { () async throws(StorageError) in try await packages.record(id) }
        guard let record else { throw DomainError.unknownPackage("\(id)") }
        return try await measured(try await packages.add(tree: record.tree, name: "", by: tenant), id)
    }

    private func add(_ tree: FileManifest) async throws -> PackageSummary {
        try await storing { try await self.put(tree.encoded) }
        let reference = LoggedBlobRef(tree.content)
        guard let id = ContentHash(reference) else { throw DomainError(.failed, "the tree has no hash") }
        return try await measured(try await packages.add(tree: reference, name: "", by: tenant), id)
    }

    /// Has the time limit measured, if it has to be.
    private func measured(_ summary: PackageSummary, _ id: ContentHash) async throws -> PackageSummary {
        try await DomainError.mapping { () async throws(StorageError) in
            if let job = try await packages.measuringJob(of: id) { try await measure(job) }
        }
        return summary
    }

    private func put(_ bytes: [UInt8]) async throws {
        var hasher = ContentHasher()
        hasher.add(bytes)
        guard let hash = ContentHash(bytes: hasher.content.hash) else { return }
        var rest = bytes[...]
        try await put(hash, size: Int64(bytes.count)) { offset in
            if let offset { rest = bytes.dropFirst(Int(clamping: offset)) }
            let piece = rest.prefix(1 << 20)
            rest = rest.dropFirst(piece.count)
            return piece.isEmpty ? nil : Array(piece)
        }
    }

    /// Puts a content whose pieces `next` gives, beginning where it is told first.
    private func put(
        _ hash: ContentHash, size: Int64, _ next: (_ start: Int64?) async throws -> [UInt8]?
    ) async throws {
        guard try await blobs.size(of: hash)?.bytes != size else { return }
        let upload = try await blobs.upload(hash, size: ByteCount(size))
        var start: Int64? = await upload.offset
        while let piece = try await next(start) {
            start = nil
            try await upload.append(piece)
        }
        try await upload.finish()
    }

    private func storing(_ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let error as StorageError {
            throw DomainError(error)
        } catch let error as Errno {
            throw DomainError(.failed, "a file of the package cannot be read: \(error)", advice: "try again")
        }
    }

    // MARK: Reading

    /// The files of a package of the tenant.
    /// - Throws: `DomainError`: `notFound`; what the store's failures mean.
    package func files(of id: ContentHash) async throws -> FileManifest {
        guard try await find(id) != nil else { throw DomainError.unknownPackage("\(id)") }
        do {
            return try FileManifest(decoding: try await blobs.bytes(of: id))
        } catch let error as StorageError {
            throw DomainError(error)
        } catch let error as FileManifestError {
            throw DomainError(.damaged, "the package's list of files cannot be read: \(error)")
        }
    }

    /// A package of the tenant, read as the judge reads it.
    /// - Throws: as ``files(of:)``.
    package func problem(of files: FileManifest) async throws -> Problem {
        do {
            return try await PackageReader(blobs: blobs).read(files).problem
        } catch let error as StorageError {
            throw DomainError(error)
        }
    }

    /// The beginning of a content, at most so many bytes.
    /// - Throws: `DomainError`: what the store's failures mean.
    package func bytes(of hash: ContentHash, atMost limit: Int) async throws -> [UInt8] {
        do {
            guard let size = try await blobs.size(of: hash)?.bytes, size > 0 else { return [] }
            var bytes: [UInt8] = []
            for try await piece in blobs.read(hash, range: 0..<min(size, Int64(limit))) { bytes += piece }
            return bytes
        } catch let error as StorageError {
            throw DomainError(error)
        }
    }
}
