import EmbeddedStorage
import Foundation
import Storage
import SystemPackage

/// A process that uses a store until it is killed, or until its disk is full: the storage tests start it.
@main
struct StorageVictim {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count >= 5, let seed = UInt64(arguments[4]) else {
            throw StorageError(
                .badRequest, stage: "start",
                advice: "give: churn|fill|archive|open|people|erase FOLDER KEYS SEED [PERSON]")
        }
        // Nobody waits for a process whose test is gone.
        Thread.detachNewThread {
            while readLine() != nil {}
            exit(0)
        }
        let folder = FilePath(arguments[2])
        let keys = try KeyRing(file: FilePath(arguments[3]))
        switch arguments[1] {
        case "churn": try await Churn(folder: folder, keys: keys, round: seed).run()
        case "fill": try await Filling(folder: folder, keys: keys, seed: seed).run()
        case "archive": try await archive(folder, keys, killedAt: seed)
        case "people": try await churnPeople(folder, keys)
        case "erase": try await erase(PersonID(arguments.last ?? "") ?? PersonID(), folder, keys, killedAt: seed)
        default: try await open(folder, keys)
        }
    }

    /// Moves the oldest four entries into the archive, and is killed at that step.
    private static func archive(_ folder: FilePath, _ keys: KeyRing, killedAt step: UInt64) async throws {
        let store = try await EmbeddedStore.open(folder, keys: keys, leaseDuration: .seconds(600))
        var size = EmbeddedLogArchive.FileSize()
        size.entries = 4
        let archive = store.archive(size)
        guard let part = try await archive.nextPart(after: nil, recordedBefore: .max, upTo: LogPosition(.max)) else {
            return report("nothing to archive")
        }
        try await archive.move(part) { reached in
            if reached.rawValue == step { raise(SIGKILL) }
        }
        report("moved")
    }

    /// Makes keys of people, and destroys every other, until it is killed.
    private static func churnPeople(_ folder: FilePath, _ keys: KeyRing) async throws {
        let people = try await EmbeddedPersonKeys.open(folder, keys: keys)
        for number in 0... {
            let person = PersonID()
            _ = try await people.create(for: person)
            report("created \(person)")
            guard number % 2 == 1 else { continue }
            try await people.destroy(person)
            report("destroyed \(person)")
        }
    }

    /// Destroys the person's key, and is killed at that step.
    private static func erase(
        _ person: PersonID, _ folder: FilePath, _ keys: KeyRing, killedAt step: UInt64
    ) async throws {
        let people = try await EmbeddedPersonKeys.open(folder, keys: keys)
        try await people.destroy(person) { reached in
            if reached.rawValue == step { raise(SIGKILL) }
        }
        report("destroyed")
    }

    /// Opens the store, says so or why not, and keeps it open.
    private static func open(_ folder: FilePath, _ keys: KeyRing) async throws {
        do {
            let store = try await EmbeddedStore.open(folder, keys: keys, leaseDuration: .seconds(600))
            report("opened")
            try await Task.sleep(for: .seconds(600))
            try await store.close()
        } catch let error as StorageError {
            report("\(error)")
        }
    }

    /// Writes a line at once, so that it is told what was acknowledged before the process is killed.
    static func report(_ line: String) {
        _ = try? FileDescriptor.standardOutput.writeAll(Array((line + "\n").utf8))
    }
}
