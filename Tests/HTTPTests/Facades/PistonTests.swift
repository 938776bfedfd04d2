import Executions
import Testing

@testable import HTTP

@Suite("Piston's dialect") struct PistonTests {
    @Test(
        "selects versions as semantic versioning does",
        arguments: [
            ("*", "3.11.2", true), ("x", "3.11.2", true), ("3", "3.11.2", true), ("3.x", "3.11.2", true),
            ("3.11", "3.11.2", true), ("3.11.2", "3.11.2", true), ("=3.11.2", "3.11.2", true),
            ("v3.11.2", "3.11.2", true), ("3.1", "3.11.2", false), ("3.11.3", "3.11.2", false),
            ("^3.9.0", "3.11.2", true), ("^3.12.0", "3.11.2", false), ("^0.2.3", "0.2.9", true),
            ("^0.2.3", "0.3.0", false), ("~3.11.0", "3.11.2", true), ("~3.10.0", "3.11.2", false),
            ("~3", "3.11.2", true), (">=3.9", "3.11.2", true), (">3.11", "3.11.2", false),
            (">3.10", "3.11.2", true), ("<4", "3.11.2", true), ("<=3.11", "3.11.2", true),
            (">=3.9 <3.10", "3.11.2", false), ("2.x || 3.x", "3.11.2", true), ("2.x || 4.x", "3.11.2", false),
        ])
    func selectsVersions(selector: String, version: String, isAdmitted: Bool) throws {
        let found = try #require(VersionSelector(selector))
        #expect(found.admits(version) == isAdmitted)
    }

    @Test(
        "takes no nonsense for a version", arguments: ["python", "1.2.3.4", "-1", "1..2", ">>1", "1.-1", "99999999"])
    func refusesVersions(selector: String) {
        #expect(VersionSelector(selector) == nil)
    }

    private static let good: JSONValue = [
        "language": "c", "version": "*", "files": [["content": "x"], ["content": "AAE=", "encoding": "base64"]],
    ]

    @Test("has limits of its own where a request says none")
    func usesDefaults() throws {
        let request = try PistonRequest(Self.good, PistonOptions())
        #expect(request.input == Array("\n".utf8))
        #expect(
            request.compileTime == .seconds(10) && request.runTime == .seconds(3) && request.runCPUTime == .seconds(3))
        #expect(request.files.map(\.bytes) == [Array("x".utf8), [0, 1]])
    }

    @Test(
        "takes limits, and -1 for none",
        arguments: [
            (250, .milliseconds(250)), (-1, .seconds(3)), (0, .seconds(3)), (60_000, .seconds(60)),
        ] as [(Int64, Duration)])
    func readsLimits(milliseconds: Int64, time: Duration) throws {
        guard case .object(var body) = Self.good else { return }
        body["run_timeout"] = .integer(milliseconds)
        let request = try PistonRequest(.object(body), PistonOptions())
        #expect(request.runTime == time)
    }

    @Test(
        "reads hexadecimal digits and nothing else",
        arguments: [("00ff", [0, 255] as [UInt8]?), ("0", nil), ("zz", nil), ("", [])])
    func readsHexadecimal(text: String, bytes: [UInt8]?) throws {
        guard case .object(var body) = Self.good else { return }
        body["files"] = [["content": "x"], ["content": .text(text), "encoding": "hex"]]
        if let bytes {
            let request = try PistonRequest(.object(body), PistonOptions())
            #expect(request.files[1].bytes == bytes)
        } else {
            #expect(throws: FacadeAnswer.self) { try PistonRequest(.object(body), PistonOptions()) }
        }
    }
}
