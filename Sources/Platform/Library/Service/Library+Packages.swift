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

/// Packages that people send.
extension Library {
    /// For those who may name any package that the fleet has.
    static let take: Action = "library.take-package"

    private struct Named: Decodable {
        /// The id of a package: 64 hexadecimal digits.
        var package: String
    }

    /// The package that a request brings: an archive, or by its id one that the fleet has, for those who may name any.
    /// - Throws: `DomainError`: `invalid` with everything that is wrong with it.
    func package(of request: RouteRequest) async throws -> PackageFacts {
        let desk = try self.desk.get()
        guard !request.body.isEmpty else {
            throw DomainError(.invalid, "there is no package", advice: "send its archive as the body: zip, or tar")
        }
        if request.body.first == UInt8(ascii: "{") {
            try services.require(request.actor, Self.take, to: Subject())
            let named: Named = try request.decoded()
            guard let id = PackageID(named.package).flatMap({ ContentHash(bytes: $0.bytes) }) else {
                throw DomainError(.invalid, "a package's id is 64 hexadecimal digits in lower case")
            }
            return try await facts(of: try await desk.take(id))
        }
        return try await unpacked(request.body) { try await self.facts(of: try await desk.add($0)) }
    }

    /// Unpacks an archive to a folder of its own, which is gone afterwards.
    private func unpacked<Value: Sendable>(
        _ archive: [UInt8], _ body: (LocalPackage) async throws -> Value
    ) async throws -> Value {
        let largest = options.largestPackage
        do {
            let folder = try await BlockingWork.run { _ in try TemporaryFolder() }
            let value: Result<Value, any Error>
            do {
                let directory = try await BlockingWork.run { isCancelled in
                    let place = folder.path.appending("package")
                    try place.createFile { file in _ = try file.writeAll(archive) }
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
