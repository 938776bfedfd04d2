import Executions
import Grading
import Sandbox
import Testing
import Toolchains
import Units

@testable import HTTP

@Suite("Piston's WebSocket and its graders") struct PistonConnectionTests {
    @Test("tell a text whole, wherever it was cut", arguments: ["", "abc", "é", "a€b", "😀é€", "x😀"])
    func tellsTextsWhole(text: String) {
        let bytes = Array(text.utf8)
        for first in 0...bytes.count {
            for second in first...bytes.count {
                var pieces = UTF8Pieces()
                var told = pieces.take(Array(bytes[..<first])) + pieces.take(Array(bytes[first..<second]))
                #expect(!told.contains("\u{FFFD}"))
                told += pieces.take(Array(bytes[second...]), isLast: true)
                #expect(told == text)
            }
        }
    }

    @Test(
        "hold nothing back that is no text",
        arguments: [[0xFF], [0x80, 0x80], [0xC3, 0x28], [0xE2, 0x82, 0x41]] as [[UInt8]])
    func holdsNothingBack(bytes: [UInt8]) {
        var pieces = UTF8Pieces()
        #expect(pieces.take(bytes) == String(decoding: bytes, as: UTF8.self))
        #expect(pieces.take([], isLast: true).isEmpty)
    }

    private static let messages: [(String, PistonMessage)] = [
        (#"{"type":"data","stream":"stdin","data":"a"}"#, .input([97])),
        (#"{"type":"data","stream":"stdout","data":"a"}"#, .otherStream),
        (#"{"type":"signal","signal":"SIGTERM"}"#, .signal(Signal(rawValue: 15))),
        (#"{"type":"signal","signal":9}"#, .otherSignal), (#"{"type":"init"}"#, .begin(["type": "init"])),
    ]

    @Test("understand what clients say", arguments: messages)
    func understands(text: String, message: PistonMessage) throws {
        #expect(try PistonMessage(.text(text)) == message)
        #expect(try PistonMessage(.binary(Array(text.utf8))) == message)
    }

    @Test("refuse what they do not say", arguments: ["", "{}", "[]", "7", #"{"type":"data","stream":"stdin"}"#])
    func refuses(text: String) {
        #expect(throws: (any Error).self) { try PistonMessage(.text(text)) }
    }

    private static func grading(_ files: [String: String]) throws -> PistonGrading {
        let body: JSONValue = [
            "language": "cf_python3", "version": "*",
            "files": .array(files.map { ["name": .text($0.key), "content": .text($0.value)] }),
        ]
        let language = try #require(try FacadeFleet.languages["python3"])
        return try PistonGrading(try PistonRequest(body, PistonOptions()), in: language, PistonOptions())
    }

    private static let files = [
        "main.python": "print(1)", "input.txt": "in", "correct_output.txt": "out",
        "grader_config": "TIME_LIMIT=2\nMEMORY_LIMIT=256\nINPUT_MODE=stdin",
    ]

    @Test("show a program its input and nothing else")
    func showsTheInput() throws {
        let grading = try Self.grading(Self.files)
        #expect(grading.execution.files.isEmpty && grading.execution.tests.map(\.input) == [Array("in".utf8)])
        #expect(grading.execution.limits.cpuTime == .seconds(2) && grading.execution.sources.map(\.name) == ["main.py"])
        let fromFile = try Self.grading(
            Self.files.merging(["grader_config": "TIME_LIMIT=1\nMEMORY_LIMIT=9\nINPUT_MODE=file"]) { $1 })
        #expect(fromFile.execution.files.map(\.name) == ["input.txt"])
    }

    @Test("have a checker look at what ended well, and at nothing else")
    func checks() throws {
        let grading = try Self.grading(Self.files.merging(["checker.py": "print(1)"]) { $1 })
        var test = ExecutedTest(index: 0, verdict: .accepted, ending: .exited(0))
        test.output = Array("found".utf8)
        let check = try #require(grading.check(test, PistonOptions()))
        #expect(check.files.map { String(decoding: $0.bytes, as: UTF8.self) } == ["in", "out", "found"])
        test.ending = .exited(1)
        #expect(grading.check(test, PistonOptions()) == nil)
        #expect(try Self.grading(Self.files).check(test, PistonOptions()) == nil)
    }
}
