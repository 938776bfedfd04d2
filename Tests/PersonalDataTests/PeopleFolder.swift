import EmbeddedStorage
import Foundation
import PersonalData
import Storage
import SystemPackage

/// A folder with the keys of people and a log, removed when nobody has it any more.
final class PeopleFolder: Sendable {
    let path: FilePath
    let ring = KeyRing()

    init() throws {
        path = FilePath("/tmp/verdict-people-\(UInt64.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(atPath: path.string, withIntermediateDirectories: false)
    }

    deinit {
        _ = try? FileManager.default.removeItem(atPath: path.string)
    }

    func openKeys() async throws -> EmbeddedPersonKeys {
        try await EmbeddedPersonKeys.open(path.appending("people"), keys: ring)
    }

    func openStore() async throws -> EmbeddedStore {
        try await EmbeddedStore.open(path.appending("store"), keys: ring, leaseDuration: .seconds(60))
    }

    /// The names of the files, of this folder and all in it, that hold these bytes.
    func files(with bytes: [UInt8]) throws -> [String] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: path.string)
        return try names.filter { name in
            let file = path.string + "/" + name
            var isFolder: ObjCBool = false
            guard unsafe FileManager.default.fileExists(atPath: file, isDirectory: &isFolder), !isFolder.boolValue
            else {
                return false
            }
            return try Data(contentsOf: URL(fileURLWithPath: file)).range(of: Data(bytes)) != nil
        }
    }
}

extension PersonVault {
    /// Runs `body` with a vault whose keys are in a folder of their own.
    static func withNew(_ body: (PersonVault, EmbeddedPersonKeys) async throws -> Void) async throws {
        let folder = try PeopleFolder()
        let keys = try await folder.openKeys()
        try await body(PersonVault(keys), keys)
        await keys.close()
    }
}
