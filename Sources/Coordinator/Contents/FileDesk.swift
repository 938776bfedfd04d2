public import Executions
public import Identity
public import Storage
public import Units

/// Files that clients put once by their hash, and executions refer to: taken in parts, over as many requests as it takes.
///
/// A file that is complete is its tenant's from then on, until nothing has referred to it for so long that it is forgotten. A
/// part that was answered for is there still when the coordinator was killed; but for one of a content that another tenant has
/// put whole: of that only the hash was taken, which is gone, and ``Gap`` says to begin anew.
public struct FileDesk: Sendable {
    /// How far a file is.
    public enum Standing: Hashable, Sendable {
        /// All of it is there.
        case complete(ByteCount)
        /// So many bytes of its beginning are there.
        case begun(Int64)
    }

    /// A part that does not begin where the file ends so far.
    public struct Gap: Error, Hashable, Sendable {
        /// Where the next part has to begin, or before.
        public let offset: Int64
    }

    /// Of a part that does not end the file only whole pieces of so many bytes are taken: what stores keep durably.
    public static let piece: Int64 = 256 << 10
    /// How many contents a tenant may have before no more are taken as files.
    public static let mostContents = 1_000_000
    /// How much the receiver is given at once.
    private static let step = 256 << 10

    let intake: ContentIntake
    /// The largest file.
    public let largest: ByteCount

    /// Files that `intake` takes.
    /// - Parameter largest: the largest one; what executions may have is of use only.
    public init(_ intake: ContentIntake, largest: ByteCount) {
        self.intake = intake
        self.largest = min(largest, intake.options.largestContent)
    }

    /// How far a file of `principal` is; nil: it has none of that hash.
    /// - Throws: ``DomainError``: `forbidden`; what the store's failures mean.
    public func standing(of hash: ContentHash, for principal: Principal) async throws(DomainError) -> Standing? {
        try Self.require(.knowContents, of: principal)
        if let size = try await intake.size(of: hash, for: principal) { return .complete(size) }
        return intake.begun(hash, by: principal).map { .begun($0) }
    }

    /// Takes a part of a file, or all of it; when this returns, what it says of it is durable.
    /// - Parameters:
    ///   - hash: the whole file's.
    ///   - size: how long the whole file is.
    ///   - offset: where the part begins.
    ///   - principal: whose file it is.
    ///   - part: what comes.
    /// - Returns: how far the file is; the next part begins there.
    /// - Throws: ``DomainError``: `invalid` for a wrong hash, after which the file is begun anew; `forbidden`; `exhausted`;
    ///   `conflict` if the same file came by another way meanwhile; ``Gap``; what `part` throws.
    public func take<Part: AsyncSequence>(
        _ hash: ContentHash, size: ByteCount, from offset: Int64, of principal: Principal, _ part: Part
    ) async throws -> Standing where Part.Element == [UInt8] {
        try Self.require(.putContents, of: principal)
        guard size.bytes >= 0, size <= largest else {
            throw DomainError(
                .invalid, "the file has \(size.bytes) bytes, and at most \(largest.bytes) are allowed",
                advice: "leave out what the program does not need")
        }
        guard offset >= 0, offset <= size.bytes else {
            throw DomainError(.invalid, "a part cannot begin at \(offset) of \(size.bytes) bytes")
        }
        try intake.uploads.acquire(for: principal)
        defer { intake.uploads.release(of: principal) }
        var standing = Standing.complete(size)
        try await intake.receive(hash, size: size, from: principal, atMost: Self.mostContents) { receiver in
            let before = receiver.offset
            guard offset <= before else { throw Gap(offset: before) }
            try await Self.feed(part, from: offset, of: size.bytes, to: &receiver)
            if receiver.offset == size.bytes { return try await receiver.finish() }
            guard receiver.offset > before else {
                throw DomainError(
                    .invalid, "a part that does not end the file brought less than \(Self.piece) bytes that are new",
                    advice: "send larger parts")
            }
            standing = .begun(receiver.offset)
        }
        if case .begun(let reached) = standing, principal.reach(.knowContents) == .own {
            try await intake.withStore { () async throws(StorageError) in
                try await intake.accounts?.recordBegun(hash, size: size, offset: reached, of: principal)
            }
        }
        return standing
    }

    /// Gives `receiver` what is new of a part: up to the file's end, or of whole pieces.
    private static func feed<Part: AsyncSequence>(
        _ part: Part, from start: Int64, of size: Int64, to receiver: inout ContentReceiver
    ) async throws where Part.Element == [UInt8] {
        var offset = start
        var pending: [UInt8] = []
        for try await bytes in part {
            let end = offset + Int64(bytes.count)
            guard end <= size else {
                throw DomainError(.invalid, "the file is longer than the \(size) bytes that were announced")
            }
            pending += bytes.dropFirst(Int(clamping: max(0, receiver.offset + Int64(pending.count) - offset)))
            offset = end
            // Pieces are counted from the file's beginning, where all that was taken before ends with one.
            while pending.count >= step {
                try await receiver.add(Array(pending.prefix(step)))
                pending.removeFirst(step)
            }
        }
        if receiver.offset + Int64(pending.count) == size, !pending.isEmpty { try await receiver.add(pending) }
    }

    private static func require(_ permission: Permission, of principal: Principal) throws(DomainError) {
        guard principal.may(permission) else { throw DomainError(.forbidden, "\(principal) may not put files") }
    }
}

extension FileDesk {
    /// The execution with the size of each file that it refers to.
    /// - Throws: ``DomainError``: `invalid` that names the first place whose file is not there, as far as `principal` may
    ///   know; what the store's failures mean.
    public func resolve(_ execution: Execution, for principal: Principal) async throws(DomainError) -> Execution {
        var execution = execution
        guard execution.stored.count <= ExecutionRules.mostStored else {
            throw DomainError(
                .invalid,
                "there are \(execution.stored.count) files by their hash, and at most \(ExecutionRules.mostStored) are allowed"
            )
        }
        guard execution.placesExist else { throw DomainError(.invalid, "a file by its hash belongs nowhere") }
        for index in execution.stored.indices {
            let content = execution.stored[index]
            guard let hash = ContentHash(bytes: content.hash) else {
                throw DomainError(.invalid, "\(content.place): this is no SHA-256")
            }
            guard let size = try await intake.size(of: hash, for: principal) else {
                throw DomainError(
                    .invalid, "\(content.place): there is no file \(hash)", advice: "put it first, and then this")
            }
            execution.stored[index].size = size
        }
        return execution
    }
}
