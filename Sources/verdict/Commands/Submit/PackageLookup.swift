import ArgumentParser
import Fleet
import Reporting
import SwiftProtobuf
import Wire

/// Finds a package that the coordinator knows, by its id or the beginning of it.
enum PackageLookup {
    /// As many digits tell packages apart, and are no word by accident.
    private static let fewestDigits = 8

    /// Whether `text` may name a package: at least 8 hexadecimal digits in lower case.
    static func isID(_ text: String) -> Bool {
        (fewestDigits...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    }

    /// - Throws: `ValidationError` if `text` can be no package's id.
    static func check(_ text: String) throws {
        guard isID(text) else {
            throw ValidationError(
                "\(text) is not a package's id; give its 64 hexadecimal digits, or at least the first 8.")
        }
    }

    /// The package whose id begins with `digits`.
    /// - Throws: ``CommandError`` if there is none, or more than one.
    static func find(_ digits: String, with client: VerdictClient) async throws -> Verdict_V1_Package {
        var found: [Verdict_V1_Package] = []
        var page = ""
        repeat {
            let answer = try await client.packages(limit: 1000, page: page)
            found += answer.packages.filter { PackageID(bytes: $0.id)?.description.hasPrefix(digits) == true }
            page = answer.nextPage
        } while !page.isEmpty
        guard let package = found.first else {
            throw CommandError(
                "the coordinator knows no package \(digits); `verdict admin packages` lists those that it knows")
        }
        guard found.count == 1 else {
            throw CommandError("\(found.count) packages begin with \(digits); give more of the id")
        }
        return package
    }
}
