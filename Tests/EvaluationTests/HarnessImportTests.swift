import Files
import Grading
import SystemPackage
import Testing

@testable import Evaluation

/// What harnesses of data sets import for programs in Python.
@Suite(.serialized) struct HarnessImportTests {
    private static let programs: [(text: String, imports: [String])] = [
        ("print(1)", []), ("x = deque(); y = gcd(1, 2)", ["from collections import deque", "from math import gcd"]),
        ("def f(a: List[int]) -> Optional[int]: ...", ["from typing import List, Optional"]),
        ("bisect.bisect_left(a, 1)", ["from bisect import bisect_left", "import bisect"]),
        ("mydeque = dequeue", []), ("heapq.merge", ["from heapq import merge", "import heapq"]), ("", []),
    ]

    @Test("A program gets the imports that it speaks of, and no others", arguments: programs)
    func statements(text: String, imports: [String]) {
        #expect(PythonImports.statements(for: text) == imports)
    }

    @Test("A program does not get the function that it has to define")
    func ownFunction() {
        #expect(
            PythonImports.statements(for: "class Solution:\n    def merge(self, a): return gcd(a)", calling: "merge")
                == ["from math import gcd"])
        #expect(PythonImports.statements(for: "# copy", calling: "copy") == [])
    }

    @Test("A mark of the encoding before a program does not end up within it")
    func encodingMark() {
        #expect(PythonImports.program("\u{FEFF}gcd") == "from math import gcd\ngcd")
        #expect(PythonImports.program("\u{FEFF}print()") == "print()")
    }

    @Test("Imports stand on one line before a program, unless that has to come first")
    func program() {
        #expect(PythonImports.program("gcd\nexp") == "from math import gcd, exp\ngcd\nexp")
        #expect(
            PythonImports.program("from __future__ import annotations\ngcd")
                == "from __future__ import annotations\ngcd")
        #expect(PythonImports.program("print()") == "print()")
    }

    @Test("Records made after real ones find their right programs right, and others wrong")
    func records() async throws {
        let folder = FilePath(#filePath)
            .removingLastComponent().removingLastComponent().removingLastComponent().appending("Testcases/evaluation")
        let tasks = try TaskFile(folder.appending("records.jsonl"))
        #expect(tasks.badLines.isEmpty && tasks.names.count == 6 && tasks.counts.references == 10)
        for name in tasks.names {
            let task = try #require(try tasks.task(name))
            let wrong = Candidate(
                "def similar_elements(a, b): return a\npolar = power = largest = print\nprint(0)", isComplete: true,
                language: "python3")
            let results = try await SampleJudgeTests.judge(task.references + [wrong], of: task)
            // There is no Python 2.
            let found = results.filter { $0.verdict != .judgeError }
            #expect(
                found.dropLast().allSatisfy(\.isPassed) && found.last?.isPassed == false,
                "\(name): \(found.map(\.message))")
        }
    }
}
