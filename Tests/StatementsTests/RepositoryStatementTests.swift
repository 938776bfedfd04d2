import Foundation
import Testing

@testable import Statements

/// The statements of the problems in this repository.
@Suite("Statements of this repository") struct RepositoryStatementTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Testcases/problems")

    private static var texts: [String] {
        let files = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        return files.filter { $0.contains("statement") && ($0.hasSuffix(".tex") || $0.hasSuffix(".md")) }.sorted()
    }

    @Test("are understood whole", .enabled(if: !texts.isEmpty, "no Testcases/problems")) func all() throws {
        for path in Self.texts {
            let bytes = Array(try Data(contentsOf: Self.folder.appendingPathComponent(path)))
            let read = try path.hasSuffix(".tex") ? Statement(latex: bytes) : Statement(markdown: bytes)
            #expect(read.warnings.isEmpty && !read.blocks.isEmpty, "\(path): \(read.warnings)")
            _ = try html(read)
        }
    }
}
