import StrictYAML
import SystemPackage
import Testing
import Units

@testable import Operations

private struct Sample: Configuration {
    enum Mode: String, CaseIterable { case fast, careful }

    var name = "w1"
    var slots = 4
    var cacheSize = ByteCount.mebibytes(512)
    var cacheDirectory = FilePath("/var/cache/verdict")
    var lease = Duration.seconds(30)
    var grace = Duration.milliseconds(1500)
    var languages: [String] = ["cpp", "python"]
    var mode = Mode.fast
    var strict = true
    var token: FilePath?
    var operations = OperationsConfiguration()

    static let settings: [Setting<Self>] =
        [
            Setting(\.name, "name", .string, "what the worker is called", isRequired: true),
            Setting(\.slots, "slots", .integer(in: 1...64), "how many runs at a time") { slots in
                slots == 13 ? "must not be 13; take another number" : nil
            },
            Setting(\.cacheSize, "cache.size", .byteCount(atLeast: .mebibytes(1)), "how much is kept"),
            Setting(\.cacheDirectory, "cache.directory", .path, "where it is kept"),
            Setting(\.lease, "lease", .duration(in: .seconds(1) ... .seconds(600)), "how long a lease lasts"),
            Setting(\.grace, "grace", .duration(), "how long to wait"),
            Setting(\.languages, "languages", .list, "what is judged"),
            Setting(\.mode, "mode", .choice, "how to work"),
            Setting(\.strict, "strict", .boolean, "whether to be strict"),
            Setting(\.token, "token-file", .optional(.path, "none"), "the file that holds the token"),
        ] + Setting.group(\.operations)

    var contradictions: [String] {
        grace < lease ? [] : ["\"grace\" must be below \"lease\"; make it shorter"]
    }
}

@Suite("Settings")
struct SettingsTests {
    /// Loads settings with `yaml` in a file of its own.
    private func load(
        _ yaml: String = "name: w1", environment: [String: String] = [:], overrides: [String: String] = [:]
    ) throws -> Settings<Sample> {
        try TemporaryFile.with(yaml) { path in
            try Settings.load(
                Sample.self, file: path, environment: environment, prefix: "VERDICT_SAMPLE", overrides: overrides)
        }
    }

    private func problems(
        _ yaml: String, environment: [String: String] = [:], overrides: [String: String] = [:]
    ) -> [String] {
        do {
            _ = try load(yaml, environment: environment, overrides: overrides)
            return []
        } catch let error as SettingsError {
            return error.problems.map { $0.replacing(/^.*\.yaml/, with: "FILE") }
        } catch {
            return ["\(error)"]
        }
    }

    @Test("Flags win over the environment, that over the file, that over the default")
    func precedence() throws {
        let settings = try load(
            "name: file\nslots: 2\nlease: 40s\ncache:\n  size: 2GiB",
            environment: [
                "VERDICT_SAMPLE_SLOTS": "3", "VERDICT_SAMPLE_LEASE": "50s", "VERDICT_SAMPLE_CONFIG": "x",
                "PATH": "/bin", "VERDICT_OTHER": "x",
            ], overrides: ["lease": "60s"])
        #expect(settings.values.name == "file")
        #expect(settings.values.slots == 3)
        #expect(settings.values.lease == .seconds(60))
        #expect(settings.values.cacheSize == .gibibytes(2))
        #expect(settings.values.mode == .fast)
        #expect(settings.origins["lease"] == .flag("--lease"))
        #expect(settings.origins["slots"] == .environment("VERDICT_SAMPLE_SLOTS"))
        #expect(settings.origins["mode"] == nil)
    }

    @Test("Every type is read from the file, the environment and a flag alike")
    func types() throws {
        let texts = [
            "name": "judge 3", "slots": "64", "cache.size": "64MiB", "cache.directory": "/srv/c", "lease": "2m",
            "grace": "250ms", "languages": "rust, go", "mode": "careful", "strict": "false",
            "token-file": "/run/token", "log.level": "debug", "log.format": "json", "operations.listen": "[::1]:0",
            "shutdown.deadline": "5s",
        ]
        var environment: [String: String] = [:]
        for setting in Sample.settings {
            environment[setting.variable(prefix: "VERDICT_SAMPLE")] = texts[setting.name]
        }
        for settings in [try load(overrides: texts), try load(environment: environment)] {
            let values = settings.values
            #expect(values.name == "judge 3" && values.slots == 64 && values.cacheSize == .mebibytes(64))
            #expect(values.cacheDirectory == "/srv/c" && values.lease == .seconds(120))
            #expect(values.grace == .milliseconds(250) && values.languages == ["rust", "go"])
            #expect(values.mode == .careful && !values.strict && values.token == "/run/token")
            #expect(values.operations.logLevel == .debug && values.operations.logFormat == .json)
            #expect(values.operations.address == HostPort(host: "::1", port: 0))
            #expect(values.operations.shutdownDeadline == .seconds(5))
        }
        let file = try load("name: a\nlanguages: [rust, \"a,b\"]\ntoken-file: none\noperations: {listen: off}")
        #expect(file.values.languages == ["rust", "a,b"])
        #expect(file.values.token == nil && file.values.operations.address == nil)
    }

    @Test("All that is wrong is said at once, with where and what was expected")
    func allProblems() {
        let found = problems(
            "name: w1\nslotz: 3\nslots: 0\nlease: soon\ncache:\n  sise: 1\n  size: 3 apples\nlog: loud",
            environment: ["VERDICT_SAMPLE_MODE": "slow", "VERDICT_SAMPLE_SLOST": "1"],
            overrides: ["grace": "-1s", "x": "1"])
        #expect(
            found == [
                "FILE:2: unknown key \"slotz\" (did you mean \"slots\"?)",
                "FILE:3: \"slots\" must be an integer from 1 to 64, not \"0\"",
                "FILE:6: unknown key \"sise\" in \"cache\" (did you mean \"size\"?)",
                "FILE:7: \"cache.size\" must be a size such as 64MiB or 2GiB, at least 1MiB, not \"3 apples\"",
                "FILE:4: \"lease\" must be a duration such as 500ms, 30s, 5m, 12h or 90d, from 1s to 10m, not \"soon\"",
                "FILE:8: \"log\" must be a mapping of keys to values, not loud",
                "VERDICT_SAMPLE_MODE: it must be fast or careful, not \"slow\"",
                "VERDICT_SAMPLE_SLOST: no setting has this variable; unset it, or see --check-config for the settings",
                "--grace: it must be a duration such as 500ms, 30s, 5m, 12h or 90d, from 0s to 365d, not \"-1s\"",
                "x: there is no such setting; --sample-config lists them all",
            ])
    }

    @Test(
        "A file or setting that is wrong is refused",
        arguments: [
            ("slots: 2", "\"name\" must be set: what the worker is called"),
            ("name: a\nname: b", "FILE:2: not YAML: "),
            ("- a", "FILE:1: the document must be a mapping of keys to values, not a list"),
            ("name: [a]", "FILE:1: \"name\" must be text, not \"a\""),
            ("name: {a: b}", "FILE:1: \"name\" must be text, not a mapping"),
            ("name: a\nslots: 13", "FILE:2: \"slots\" must not be 13; take another number"),
            ("name: a\ngrace: 1m", "\"grace\" must be below \"lease\"; make it shorter"),
            ("name: a\noperations: {listen: 1.2.3.4}", "FILE:2: \"operations.listen\" must be an address"),
        ])
    func refused(yaml: String, problem: String) {
        let found = problems(yaml)
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix(problem) == true || found.first?.contains("duplicate key") == true, "\(found)")
    }

    @Test("A file that is not there is an error")
    func missingFile() {
        #expect(throws: SettingsError.self) {
            try Settings.load(Sample.self, file: "/nonexistent/x.yaml", prefix: "VERDICT_SAMPLE")
        }
    }

    @Test("The report names every setting, its value and who said it")
    func report() throws {
        let report = try load(
            "name: \"a: b\"\nlanguages: [c]", environment: ["VERDICT_SAMPLE_SLOTS": "9"], overrides: ["mode": "careful"]
        ).report
        let lines = report.split(separator: "\n").map(String.init)
        #expect(lines.count == Sample.settings.count)
        let words = lines.map { $0.replacing(/[ ]+#.*\.yaml/, with: " # FILE").replacing(/[ ]+#/, with: " #") }
        #expect(words[0] == "name = \"a: b\" # FILE:1")
        #expect(words[1] == "slots = 9 # VERDICT_SAMPLE_SLOTS")
        #expect(words[2] == "cache.size = 512MiB # default")
        #expect(words[6] == "languages = [c] # FILE:2")
        #expect(words[7] == "mode = careful # --mode")
        #expect(words[9] == "token-file = none # default")
    }

    @Test("The sample file is valid, and with its settings switched on it says the defaults")
    func sampleFile() throws {
        let sample = Sample.sampleFile(title: "Settings of a sample.", prefix: "VERDICT_SAMPLE")
        #expect(problems(sample) == ["\"name\" must be set: what the worker is called"])
        let active = sample.replacing(/(?m)^( *)#([a-z])/) { "\($0.1)\($0.2)" }
        let settings = try load(active)
        #expect(settings.origins.count == Sample.settings.count)
        let defaults = Sample()
        for setting in Sample.settings { #expect(setting.show(settings.values) == setting.show(defaults)) }
        for setting in Sample.settings { #expect(sample.contains("# \(setting.summary): \(setting.typeName).")) }
    }

    @Test(
        "Addresses are a host and a port",
        arguments: [
            ("127.0.0.1:9464", "127.0.0.1", 9464), ("[::1]:0", "::1", 0), ("localhost:1", "localhost", 1),
        ])
    func addresses(text: String, host: String, port: Int) {
        #expect(HostPort(parsing: text) == HostPort(host: host, port: port))
        #expect(HostPort(host: host, port: port).description == text)
    }

    @Test(
        "Other texts are no addresses", arguments: ["", ":1", "a", "a:", "a:b", "::1:1", "a:65536", "a b:1", "a/b:1"])
    func noAddresses(text: String) {
        #expect(HostPort(parsing: text) == nil)
    }
}
