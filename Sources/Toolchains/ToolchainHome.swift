import Glibc
import SystemPackage

/// Where a toolchain may be that people install by hand, and of which a host may have several.
struct ToolchainHome: Hashable, Sendable {
    /// The program by which it is found in `PATH`: it lies in `bin` of the home, or is a link there.
    var program: String
    /// What lies in every home, relative to it.
    var file: String
    /// Directories, best first; `*` stands for what differs, such as a version, and `~` for the user's home.
    var places: [String]

    /// What stands for the home in paths.
    private static let placeholder = "{home}"

    /// `text` with the home in place; without a home it stays as it is.
    static func fill(_ text: String, with home: String?) -> String {
        home.map { text.replacing(placeholder, with: $0) } ?? text
    }

    /// The home on this host: the first place that has one, but the last place, a distribution's, only if no other has and none is
    /// in `PATH`. The last place, too, if there is none.
    var found: String {
        let environment = unsafe getenv("PATH").map { unsafe String(cString: $0) } ?? ""
        let user = unsafe getenv("HOME").map { unsafe String(cString: $0) }
        return found(path: environment, user: user)
    }

    func found(path: String, user: String?) -> String {
        let homes = places.compactMap { place -> String? in
            guard place.hasPrefix("~/") else { return place }
            return user.map { $0 + place.dropFirst() }
        }.map { HostFiles.newest($0 + "/" + file) }
        let standard = homes.last ?? ""
        let others = (path.split(separator: ":").compactMap { inPath(String($0)) } + homes.dropLast())
            .filter { !HostFiles.isPattern($0) && HostFiles.identity(of: $0) != nil }
        // The same one may be found by another name.
        let best = others.first { HostFiles.identity(of: $0) != HostFiles.identity(of: standard) } ?? standard
        return String(best.dropLast(file.utf8.count + 1))
    }

    /// The file of the home to which the program in the directory `directory` belongs.
    private func inPath(_ directory: String) -> String? {
        guard directory.hasPrefix("/"), let real = unsafe realpath(directory + "/" + program, nil) else { return nil }
        defer { unsafe free(real) }
        let program = unsafe FilePath(platformString: real)
        return program.removingLastComponent().removingLastComponent().string + "/" + file
    }
}
