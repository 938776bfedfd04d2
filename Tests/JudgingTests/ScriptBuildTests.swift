import Problems
import Sandbox
import Testing
import Toolchains

@testable import Judging

/// Programs of a package that bring along how they are made and run.
@Suite struct ScriptBuildTests {
    @Test(
        "A script that was saved with carriage returns is named, and others are made",
        arguments: [
            (["build": "#!/bin/sh\r\nexit 0\r\n"], "the first line of build ends with a carriage return"),
            (["run": "#!/usr/bin/env python3\r\nexit(42)\r\n"], "the first line of run ends with a carriage return"),
            (["build": "#!/bin/sh\ncp made run\n", "made": "#!/bin/sh\nexit 42\n"], ""),
            (["run": "#!/bin/sh\necho 'a\r'\n"], ""), (["run": "#!/bin/sh"], ""),
        ])
    func lineEnds(_ files: [String: String], _ words: String) async throws {
        try await withSandbox { sandbox in
            let program = try await Builder(executor: sandbox).build(
                files.map { Source(name: $0.key, bytes: Array($0.value.utf8)) }, language: .scripts,
                limits: ProblemLimits())
            #expect(program.compilation.succeeded == words.isEmpty, "\(program.compilation.log)")
            #expect(words.isEmpty || program.compilation.log.contains(words), "\(program.compilation.log)")
        }
    }
}
