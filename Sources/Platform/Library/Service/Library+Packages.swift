internal import Archives
internal import Concurrency
internal import Coordinator
internal import Files
internal import Fleet
internal import FoundationEssentials
internal import Kernel
internal import PackageFiles
internal import Storage
internal import SystemPackage
internal import Uploads

/// Packages that people send.
extension Library {
    /// For those who may name any package that the fleet has.
    static let take: Action = "library.take-package"

    private struct Named: Decodable {
        /// The id of a package: 64 hexadecimal digits.
        var package: String?
        /// The hash of an archive that was uploaded: 64 hexadecimal digits.
        var upload: String?
    }

    /// The package that a request brings: an archive, or one that was uploaded, by its hash, or by its id one that the fleet
    /// has, for those who may name any.
    /// - Throws: `DomainError`: `invalid` with everything that is wrong with it.
    func package(of request: RouteRequest) async throws -> PackageFacts {
        let desk = try self.desk.get()
        guard !request.body.isEmpty else {
            throw DomainError(.invalid, "there is no package", advice: "send its archive as the body: zip, or tar")
        }
        if request.body.first == UInt8(ascii: "{") {
            return try await facts(of: try request.decoded(), by: request.actor, desk)
        }
        return try await unpacked { place in
            try await BlockingWork.run { _ in
                try place.createFile { file in _ = try file.writeAll(request.body) }
            }
        } adding: {
            try await self.facts(of: try await desk.add($0))
        }
    }

    private func facts(of named: Named, by actor: Actor, _ desk: PackageDesk) async throws -> PackageFacts {
        switch (named.package, named.upload) {
        case (let text?, nil):
            try services.require(actor, Self.take, to: Subject())
            guard let id = ContentHash(text) else {
                throw DomainError(.invalid, "a package's id is 64 hexadecimal digits in lower case")
            }
            return try await facts(of: try await desk.take(id))
        case (nil, let text?):
            guard let hash = ContentHash(text) else {
                throw DomainError(.invalid, "an upload is called by its SHA-256: 64 hexadecimal digits in lower case")
            }
            guard let uploads else {
                throw DomainError(.wrongState, "nothing is uploaded here", advice: "send the archive as the body")
            }
            return try await unpacked {
                try await uploads.copy(hash, of: actor, to: $0)
            } adding: {
                try await self.facts(of: try await desk.add($0))
            }
        default:
            throw DomainError(
                .invalid, "there is no package", advice: "name an upload, or the id of a package that the fleet has")
        }
    }

    /// Unpacks an archive to a folder of its own, which is gone afterwards, when it is its turn.
    /// - Parameters:
    ///   - write: writes the archive to a new file.
    ///   - body: does something with what was in it.
    private func unpacked<Value: Sendable>(
        _ write: (FilePath) async throws -> Void, adding body: (LocalPackage) async throws -> Value
    ) async throws -> Value {
        try await unpacking.pass("", patience: .seconds(60)) { try await unpack(write, adding: body) }
    }

    private func unpack<Value: Sendable>(
        _ write: (FilePath) async throws -> Void, adding body: (LocalPackage) async throws -> Value
    ) async throws -> Value {
        let largest = options.largestPackage
        do {
            let folder = try await BlockingWork.run { _ in try TemporaryFolder() }
            let value: Result<Value, any Error>
            do {
                let place = folder.path.appending("package")
                try await write(place)
                let directory = try await BlockingWork.run { isCancelled in
                    let files = folder.path.appending("files")
                    try files.makeDirectory()
                    return try PackageArchive(place).unpack(into: files, largest: largest, isCancelled: isCancelled)
                }
                value = .success(try await body(try await LocalPackage.read(directory)))
            } catch {
                value = .failure(Self.told(error, without: folder.path))
            }
            try await BlockingWork.run { _ in folder.remove() }
            return try value.get()
        } catch let error as Errno {
            throw DomainError(.unavailable, "the package cannot be kept: \(error)", retryAfter: .seconds(10))
        }
    }

    /// What a client is told of a package that cannot be unpacked: nothing of this machine's folders.
    private static func told(_ error: any Error, without folder: FilePath) -> any Error {
        guard error is PackageArchiveError || error is PackageFolderError || error is FileManifestError else {
            return error
        }
        let text = "\(error)".replacing("\(folder)/files/", with: "").replacing("\(folder)/", with: "")
        return DomainError(
            .invalid, String(text.prefix(4000)), advice: "send a zip or tar archive of a package, with its files alone")
    }
}
