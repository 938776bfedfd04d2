import Problems
import Testing
import Units

@Suite("Time limit")
struct TimeLimitTests {
    @Test(
        "It is read from a file, or computed",
        arguments: [
            ([:], .computed(multiplier: 5, safetyMargin: 2)),
            ([".timelimit": "2\n"], .fixed(.seconds(2), source: ".timelimit")),
            ([".timelimit": " 0.25 "], .fixed(.milliseconds(250), source: ".timelimit")),
            (
                ["domjudge-problem.ini": "timelimit = '1.5'\n"],
                .fixed(.milliseconds(1500), source: "domjudge-problem.ini")
            ),
            (
                [
                    "domjudge-problem.ini":
                        "; comment\n[problem]\r\nname=\"A; B\"\ntimelimit=3 ; seconds\r\ncolor=#fff\n"
                ],
                .fixed(.seconds(3), source: "domjudge-problem.ini")
            ),
            (["domjudge-problem.ini": "points = 2\n"], .computed(multiplier: 5, safetyMargin: 2)),
            (
                [".timelimit": "2", "domjudge-problem.ini": "timelimit=2.0"],
                .fixed(.seconds(2), source: "domjudge-problem.ini")
            ),
        ] as [([String: String?], TimeLimit)])
    func sources(files: [String: String?], expected: TimeLimit) throws {
        let problem = try TemporaryPackage(changing: files).problem()
        #expect(problem.timeLimit == expected)
        #expect(problem.warnings.isEmpty)
    }

    @Test("Of two that differ domjudge-problem.ini counts, and a warning says so")
    func different() throws {
        let package = try TemporaryPackage(changing: [".timelimit": "2", "domjudge-problem.ini": "timelimit=1.5"])
        let problem = try package.problem()
        #expect(problem.timeLimit == .fixed(.milliseconds(1500), source: "domjudge-problem.ini"))
        #expect(
            problem.warnings.map(\.description) == [
                ".timelimit: gives 2.000 s, domjudge-problem.ini 1.500 s, which counts; make them equal or remove one"
            ])
    }

    @Test("The name stands in for one that problem.yaml does not give")
    func name() throws {
        let ini = ["domjudge-problem.ini": "name='Judge''s'"]
        #expect(try TemporaryPackage(changing: ini).problem().name == "Sum")
        let unnamed = try TemporaryPackage(changing: ["problem.yaml": "", "domjudge-problem.ini": "name = \"A; B\""])
        #expect(try unnamed.problem().name == "A; B")
    }

    @Test(
        "A wrong time limit is an error",
        arguments: [
            (".timelimit", "", ".timelimit: "), (".timelimit", "0", ".timelimit: "),
            (".timelimit", "-1", ".timelimit: "),
            (".timelimit", "nan", ".timelimit: "), (".timelimit", "1e3", ".timelimit: "),
            (".timelimit", "99999999", ".timelimit: "),
            ("domjudge-problem.ini", "name=a\ntimelimit=fast", "domjudge-problem.ini:2: "),
        ])
    func wrong(file: String, text: String, place: String) throws {
        let errors = try TemporaryPackage(changing: [file: text]).errors()
        let shown = text.split(separator: "=").last ?? ""
        #expect(
            errors == [
                "\(place)the time limit must be a number of seconds from 0.001 to 86400, such as 1.5, not \"\(shown)\""
            ])
    }

    @Test("A package may have DOMjudge's settings and no others")
    func onlyINI() throws {
        let package = try TemporaryPackage(changing: [
            "problem.yaml": nil, "domjudge-problem.ini": "timelimit = 2\nname = X\n",
        ])
        let problem = try package.problem()
        #expect(problem.format == .legacy && problem.home == .domjudge && problem.name == "X")
        #expect(problem.timeLimit == .fixed(.seconds(2), source: "domjudge-problem.ini") && problem.warnings.isEmpty)
    }

    @Test("A line that is no setting, or one that nobody knows, is a warning, but for the time limit")
    func lines() throws {
        let broken = try TemporaryPackage(changing: ["domjudge-problem.ini": "\ntimelimit\n"])
        #expect(
            broken.errors() == ["domjudge-problem.ini:2: \"timelimit\" is no \"key = value\"; correct or remove it"])
        let odd = try TemporaryPackage(changing: ["domjudge-problem.ini": "name='a\nhello\ntimelimit = 2\n"])
        #expect(
            try odd.warnings() == [
                "domjudge-problem.ini:1: the quoted value does not end; add the quotation mark",
                "domjudge-problem.ini:2: \"hello\" is no \"key = value\"; correct or remove it",
            ])
        let unknown = try TemporaryPackage(changing: ["domjudge-problem.ini": "timlimit=1\nspecial_run=x"])
        #expect(
            try unknown.warnings() == [
                "domjudge-problem.ini:1: unknown key \"timlimit\"; correct or remove it",
                "domjudge-problem.ini:2: \"special_run\" names a program on a DOMjudge server, which is not used; "
                    + "put it into output_validators",
            ])
    }
}
