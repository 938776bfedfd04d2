import Glibc
import PackageFiles
import Problems
import SystemPackage
import Testing
import Units

@Suite("Hostile and odd packages")
struct SafetyTests {
    @Test("A path that is no package is said to be none")
    func paths() throws {
        let package = try TemporaryPackage([
            "a/problem.yaml": "", "file.zip": "", "file": "", "b/data/secret/1.in": "",
        ])
        defer { withExtendedLifetime(package) {} }
        try package.makeFolder("empty")
        let cases = [
            ("nowhere", "there is no such folder; correct the path"),
            ("file", "not a folder; name the package's folder"),
            ("file.zip", "not a folder; unpack the archive, or give it to `verdict judge` or `verdict submit`"),
            ("empty", "there is no file of a package in it; name a package"),
            (
                "b",
                "not a package: no problem.yaml or problem.xml or init.yml or info.toml or task.yaml or problem.json or problem.conf or data.yml or domjudge-problem.ini or testdata/config.yaml; add one (an empty problem.yaml will do) or name another folder"
            ),
            (
                ".",
                "no problem.yaml or problem.xml or init.yml or info.toml or task.yaml or problem.json or problem.conf or data.yml or domjudge-problem.ini or testdata/config.yaml; name one of the packages in it, such as a"
            ),
        ]
        for (name, message) in cases {
            let path = FilePath(package.path.string + "/" + name)
            let error = #expect(throws: ProblemError.self) { try ProblemPackage(path).problem }
            #expect(error?.code == .notAPackage)
            #expect(error?.description == "\(path.string): \(message)")
        }
        let error = #expect(throws: ProblemError.self) { try ProblemPackage("").problem }
        #expect(error?.description == ".: the path given is empty; name a package's folder")
    }

    @Test("The package may be named with a trailing slash, dots or a link", arguments: ["", "/", "/.", "/data/.."])
    func spellings(suffix: String) throws {
        let package = try TemporaryPackage(changing: [:])
        let links = try TemporaryPackage(["x": ""])
        defer { withExtendedLifetime((package, links)) {} }
        try links.link("link", to: package.path.string)
        for path in [package.path, links.path.appending("link")] {
            let read = try ProblemPackage(FilePath(path.string + suffix))
            #expect(read.problem.shortName == package.path.lastComponent?.string)
            #expect(read.directory.root.lastComponent == package.path.lastComponent)
            for test in read.problem.testCases {
                #expect(unsafe read.path(of: test.input).withPlatformString { unsafe access($0, R_OK) } == 0)
            }
        }
    }

    @Test("Links inside the package are followed to where they lead")
    func linksInside() throws {
        let package = try TemporaryPackage(changing: ["data/secret/g/2.in": "", "data/secret/g/2.ans": ""])
        try package.link("data/secret/2.in", to: "1.in")
        try package.link("data/secret/2.ans", to: "../sample/1.ans")
        try package.link("data/secret/h", to: "g")
        try package.link("submissions/wrong_answer/wrong.py", to: "../accepted/sum.py")
        let problem = try package.problem()
        #expect(problem.testCases.map(\.name) == ["sample/1", "secret/1", "secret/2", "secret/g/2", "secret/h/2"])
        #expect(problem.testCases[2].answer.path.text == "data/sample/1.ans")
        #expect(problem.testCases[4].input.path.text == "data/secret/g/2.in")
        #expect(problem.submissions.last?.names == ["wrong.py"])
        #expect(problem.submissions.last?.paths == ["submissions/accepted/sum.py"])
    }

    @Test(
        "Links that leave the package, go in circles or lead nowhere are errors",
        arguments: [
            ("data/secret/2.in", "/etc/passwd", "leads out of the package; put a copy of the file in its place"),
            ("data/secret/2.in", "../../..", "leads out of the package; put a copy of the file in its place"),
            ("include", "/etc", "leads out of the package; put a copy of the file in its place"),
            ("data/secret/loop", "..", "leads back to a folder that it is in; remove it"),
            ("data/secret/loop", "../..", "leads back to a folder that it is in; remove it"),
            ("data/secret/2.in", "3.in", "leads nowhere: No such file or directory; correct or remove it"),
            ("data/secret/2.in", "2.in", "leads nowhere: Too many levels of symbolic links; correct or remove it"),
        ])
    func badLinks(link: String, target: String, message: String) throws {
        let package = try TemporaryPackage(changing: [:])
        try package.link(link, to: target)
        #expect(package.errors() == ["\(link): the symbolic link \(message)"])
    }

    @Test(
        "Where no verdict depends on what is behind a link, a bad one is a warning",
        arguments: [
            (
                "input_validators/v.h", "../../v.h",
                "leads nowhere: No such file or directory; correct or remove it"
            ),
            ("data/invalid_input/1.in", "nowhere", "leads nowhere: No such file or directory; correct or remove it"),
            ("problem_statement/x.pdf", "nowhere", "leads nowhere: No such file or directory; correct or remove it"),
            ("attachments/a", "/etc", "leads out of the package; put a copy of the file in its place"),
            ("README.md", "README.md", "leads nowhere: Too many levels of symbolic links; correct or remove it"),
            ("data/secret/1.md", "note", "leads nowhere: No such file or directory; correct or remove it"),
            ("data/secret/1.in.statement", "note", "leads nowhere: No such file or directory; correct or remove it"),
            ("data/secret/1.ans.download", "note", "leads nowhere: No such file or directory; correct or remove it"),
            ("data/secret/1.PNG", "1.hint", "leads nowhere: No such file or directory; correct or remove it"),
        ])
    func harmlessLinks(link: String, target: String, message: String) throws {
        let package = try TemporaryPackage(changing: [:])
        try package.link(link, to: target)
        #expect(try package.warnings() == ["\(link): left out: the symbolic link \(message)"])
    }

    @Test("A linked copy of the package next door is not inside")
    func neighbour() throws {
        let package = try TemporaryPackage(["p/problem.yaml": "", "p2/secret": ""])
        defer { withExtendedLifetime(package) {} }
        try package.link("p/data", to: "../p2")
        let error = #expect(throws: ProblemError.self) { try ProblemPackage(package.path.appending("p")).problem }
        #expect(error?.diagnostics.first?.description.hasPrefix("data: the symbolic link leads out") == true)
    }

    @Test(
        "Pipes are refused without being opened", .timeLimit(.minutes(1)),
        arguments: [
            "problem.yaml", "data/secret/2.in", "submissions/accepted/pipe.c", ".timelimit",
        ])
    func pipes(name: String) throws {
        let package = try TemporaryPackage(changing: [name: nil])
        #expect(unsafe package.path.appending(name).withPlatformString { unsafe mkfifo($0, 0o600) } == 0)
        #expect(package.errors().first == "\(name): neither a file nor a folder (a pipe, socket or device); remove it")
    }

    @Test("Any file name is read, and shown without control characters")
    func names() throws {
        let package = try TemporaryPackage(changing: [
            "data/secret/a b.in": "", "data/secret/a b.ans": "", "data/secret/c\nd.in": "", "data/secret/c\nd.ans": "",
            "data/secret/e\u{202e}\u{7f}.in": "", "submissions/accepted/sümme 1.py": "",
        ])
        #expect(
            package.errors() == [
                "data/secret/e\\u{202e}\\x7f.in: there is no answer to this input; add the .ans file"
            ])
        try package.write("", to: "data/secret/e\u{202e}\u{7f}.ans")
        let problem = try package.problem()
        #expect(
            problem.testCases.map(\.name) == [
                "sample/1", "secret/1", "secret/a b", "secret/c\\nd", "secret/e\\u{202e}\\x7f",
            ])
        for test in problem.testCases {
            let path = package.path.appending(test.input.path.text)
            #expect(unsafe path.withPlatformString { unsafe access($0, R_OK) } == 0)
        }
        #expect(problem.submissions.last?.path == "accepted/sümme 1.py")
    }

    @Test("Messages that quote the package have no control characters")
    func printableMessages() throws {
        let package = try TemporaryPackage(changing: [
            "problem.yaml": "limits: {memory: \"a\\e[2Jb\"}\n", "domjudge-problem.ini": "timelimit = \u{1b}[2J\n",
        ])
        #expect(
            package.errors() == [
                "problem.yaml:1: \"limits.memory\" must be an integer, not the text \"a\\x1b[2Jb\"",
                "domjudge-problem.ini:1: the time limit must be a number of seconds from 0.001 to 86400, such as 1.5, "
                    + "not \"\\x1b[2J\"",
            ])
    }

    @Test("Folders may be nested deeply, but not without end")
    func depth() throws {
        let package = try TemporaryPackage(changing: [:])
        try package.makeFolder("data/secret/" + Array(repeating: "d", count: 28).joined(separator: "/"))
        #expect(package.errors().isEmpty)
        try package.makeFolder("data/secret/" + Array(repeating: "d", count: 40).joined(separator: "/"))
        let place = "data/secret/" + Array(repeating: "d", count: 30).joined(separator: "/")
        #expect(package.errors() == ["\(place): folders are nested deeper than 32 levels; make the tree flatter"])
    }

    @Test("Files that may not be read are named", .enabled(if: geteuid() != 0, "root may read everything"))
    func unreadable() throws {
        let package = try TemporaryPackage(changing: ["data/secret/g/2.in": ""])
        for (name, mode) in [("data/secret/1.in", 0), ("data/secret/g", 0)] as [(String, mode_t)] {
            #expect(unsafe package.path.appending(name).withPlatformString { unsafe chmod($0, mode) } == 0)
        }
        #expect(
            package.errors().prefix(2) == [
                "data/secret/1.in: the file cannot be read: Permission denied; allow reading it",
                "data/secret/g: the folder cannot be read: Permission denied; allow reading it",
            ])
        #expect(unsafe package.path.appending("data/secret/g").withPlatformString { unsafe chmod($0, 0o700) } == 0)
    }

    @Test("A huge test file costs nothing, a huge settings file is refused")
    func hugeFiles() throws {
        let package = try TemporaryPackage(changing: [:])
        for name in ["data/secret/1.in", "data/secret/1.ans"] {
            let size: off_t = 1 << 40
            #expect(unsafe package.path.appending(name).withPlatformString { unsafe truncate($0, size) } == 0)
        }
        #expect(package.errors().isEmpty)
        try package.write(String(repeating: "# nothing\n", count: 200_000), to: "problem.yaml")
        #expect(package.errors() == ["problem.yaml: larger than 1024 KiB; make it smaller"])
    }

    @Test("Folders where files should be are errors", arguments: ["problem.yaml", ".timelimit"])
    func folders(name: String) throws {
        let package = try TemporaryPackage(changing: [name: nil, "\(name)/x": ""])
        let expected = name.hasPrefix(".") ? "must be a file, not a folder; rename the folder" : "must be a file"
        #expect(package.errors().first?.hasPrefix("\(name): \(expected)") == true)
    }

    @Test("An empty input is an input")
    func emptyInput() throws {
        let package = try TemporaryPackage(changing: ["data/secret/1.in": "", "data/secret/1.ans": ""])
        #expect(try package.problem().testCases.count == 2)
    }
}
