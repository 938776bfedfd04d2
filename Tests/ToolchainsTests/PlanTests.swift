import Sandbox
import TestSupport
import Testing
import Units

@testable import Toolchains

@Suite struct PlanTests {
    private let catalog: LanguageCatalog

    init() throws {
        catalog = try RepositoryLanguages.catalog
    }

    @Test("Only a language that says so has starts that runs have in common, like the run itself")
    func warmStarts() throws {
        for language in catalog.languages where ["python3", "c"].contains(language.id) {
            let source = language.id == "c" ? "main.c" : "main.py"
            let plan = try language.runPlan(sources: [source], artifact: ["prog", source], memoryLimit: .mebibytes(64))
            var request = plan.request
            request.limits.stack = .mebibytes(8)
            let start = plan.warmCell(for: request).warmStart
            #expect(plan.cell.warmStart == nil)
            #expect((start != nil) == (language.id == "python3"))
            guard let start else { continue }
            #expect(start.command == request.command && start.environment == request.environment)
            #expect(start.stack == .mebibytes(8) && start.modules.contains("typing"))
        }
    }

    /// What a language does with its sources; the program itself is told by the end of its path, because versions differ.
    struct Expectation: CustomTestStringConvertible, Sendable {
        var id: String
        var sources: [String]
        var build: String
        var artifact: [String] = ["prog"]
        var run: String
        var keepsSources = false
        var extra: Int64 = 0
        var testDescription: String { id }
    }

    static let expectations = [
        Expectation(
            id: "c", sources: ["a.c", "b.c", "b.h"],
            build: "/gcc -x c -std=gnu17 -O2 -static -pthread -DONLINE_JUDGE -I/source -o prog /source/a.c "
                + "/source/b.c -lm",
            run: "/box/prog"),
        Expectation(
            id: "cpp", sources: ["util/b.cc", "a.cpp"],
            build: "/g++ -x c++ -std=gnu++20 -O2 -static -pthread -DONLINE_JUDGE -I/prepared -I/source -o prog "
                + "/source/util/b.cc /source/a.cpp",
            run: "/box/prog"),
        Expectation(
            id: "python3", sources: ["helper.py", "main.py", "data.txt"],
            build: "/python3 -I -X pycache_prefix=/tmp/pycache -m py_compile /source/helper.py /source/main.py",
            artifact: ["helper.py", "main.py"], run: "/python3 -B -s /box/main.py", keepsSources: true),
        Expectation(
            id: "pypy3", sources: ["a.pypy"],
            build: "/pypy3 -I -X pycache_prefix=/tmp/pycache -m py_compile /source/a.pypy",
            artifact: ["a.pypy"], run: "/pypy3 -B -s /box/a.pypy", keepsSources: true, extra: 64),
        Expectation(
            id: "java", sources: ["Sum.java"],
            build: "/javac -J-XX:+UseSerialGC -J-XX:ActiveProcessorCount=1 -J-XX:TieredStopAtLevel=1 "
                + "-J-XX:-UsePerfData -J-Xmx768m -encoding UTF-8 -sourcepath /source -d /box /source/Sum.java",
            artifact: ["Sum.class", "Sum$1.class"],
            run: "/java -XX:+UseSerialGC -XX:ActiveProcessorCount=1 -XX:-UsePerfData -XX:-CreateCoredumpOnCrash "
                + "-XX:ErrorFile=/dev/null -Xshare:auto -Xss64m -Xmx256m -Dfile.encoding=UTF-8 -cp /box Sum",
            extra: 192),
        Expectation(
            id: "kotlin", sources: ["sum.kt"],
            build: "/java -XX:+UseSerialGC -XX:ActiveProcessorCount=1 -XX:TieredStopAtLevel=1 -XX:-UsePerfData "
                + "-Xmx1024m -Xss16m -cp /usr/share/kotlin/kotlinc/lib/kotlin-preloader.jar "
                + "org.jetbrains.kotlin.preloading.Preloader -cp /usr/share/kotlin/kotlinc/lib/kotlin-compiler.jar "
                + "org.jetbrains.kotlin.cli.jvm.K2JVMCompiler -no-reflect -d /box /source/sum.kt",
            artifact: ["META-INF/main.kotlin_module", "SumKt.class"],
            run: "/java -XX:+UseSerialGC -XX:ActiveProcessorCount=1 -XX:-UsePerfData -XX:-CreateCoredumpOnCrash "
                + "-XX:ErrorFile=/dev/null -Xshare:auto -Xss64m -Xmx256m -Dfile.encoding=UTF-8 "
                + "-cp /box:/usr/share/kotlin/kotlinc/lib/kotlin-stdlib.jar SumKt",
            extra: 192),
        Expectation(
            id: "csharp", sources: ["a.cs"],
            build: "/mono /usr/lib/mono/4.5/mcs.exe -optimize+ -r:System.Numerics.dll -out:/box/prog.exe /source/a.cs",
            artifact: ["prog.exe"], run: "/mono --gc=sgen /box/prog.exe", extra: 64),
        Expectation(
            id: "javascript", sources: ["index.js", "lib.js"], build: "/node --check /source/index.js",
            artifact: ["index.js", "lib.js"],
            run: "/node --single-threaded-gc --v8-pool-size=0 --max-old-space-size=256 --stack-size=65500 "
                + "/box/index.js",
            keepsSources: true, extra: 64),
        Expectation(
            id: "go", sources: ["a.go", "b.go"],
            build: "/go build -ldflags=-s -w -o /box/prog /source/a.go /source/b.go", run: "/box/prog"),
        Expectation(
            id: "rust", sources: ["util.rs", "main.rs"],
            build: "/rustc --edition=2021 --crate-name=prog -Copt-level=2 -Cstrip=symbols -Ctarget-feature=+crt-static "
                + "-Clinker=/usr/bin/gcc -o /box/prog /source/main.rs",
            run: "/box/prog"),
        Expectation(
            id: "haskell", sources: ["Main.hs", "Util.hs"],
            build: "/ghc -B/usr/lib/ghc -O2 -static -optl-static -optl-pthread -rtsopts -i/source -outputdir "
                + "/tmp/objects -o /box/prog /source/Main.hs /source/Util.hs",
            run: "/box/prog +RTS -M256m -RTS", extra: 16),
        Expectation(
            id: "pascal", sources: ["a.pas"],
            build: "/ppc -O2 -XS -Xs -viwn -FU/tmp -Fu/source -o/box/prog /source/a.pas", run: "/box/prog"),
        Expectation(
            id: "c-clang", sources: ["a.c", "a.h"],
            build: "/clang -x c -std=gnu17 -O2 -static -pthread -DONLINE_JUDGE -I/source -o prog /source/a.c -lm",
            run: "/box/prog"),
        Expectation(
            id: "lua", sources: ["helper.lua", "main.lua"], build: "/luac5. -p /source/main.lua",
            artifact: ["helper.lua", "main.lua"], run: "/lua5. /box/main.lua", keepsSources: true),
        Expectation(
            id: "perl", sources: ["Helper.pm", "main.pl"], build: "/perl -c -I/source /source/main.pl",
            artifact: ["Helper.pm", "main.pl"], run: "/perl -I/box /box/main.pl", keepsSources: true),
        Expectation(
            id: "php", sources: ["a.php"], build: "/php -n -l /source/a.php", artifact: ["a.php"],
            run: "/php -d memory_limit=268435456 -d display_errors=0 -d log_errors=1 /box/a.php", keepsSources: true),
        Expectation(
            id: "fortran", sources: ["a.f90", "b.f"],
            build: "/gfortran -O2 -fno-backtrace -static -I/source -J/tmp -o prog /source/a.f90 /source/b.f",
            run: "/box/prog"),
        Expectation(
            id: "sbcl", sources: ["a.lisp"],
            build: "/sbcl --noinform --no-sysinit --no-userinit --non-interactive --eval (unless (compile-file "
                + "(second *posix-argv*) :output-file \"/box/prog.fasl\") (exit :code 1 :abort t)) "
                + "--end-toplevel-options /source/a.lisp",
            artifact: ["prog.fasl", "a.lisp"],
            run: "/sbcl --noinform --dynamic-space-size 256MB --control-stack-size 64MB --script /box/prog.fasl",
            keepsSources: true, extra: 64),
    ]

    @Test(arguments: expectations)
    func sourcesAreBuilt(_ expected: Expectation) throws {
        let plan = try #require(try catalog[expected.id]?.buildPlan(sources: expected.sources))
        expect(plan.request.command, equals: expected.build)
        #expect(plan.keepsSources == expected.keepsSources)
        #expect(plan.request.workingDirectory == "/box")
        #expect(plan.request.scratch.map(\.path) == ["/tmp"])
        #expect(plan.request.limits.cpuTime == .seconds(60))
        #expect(plan.request.limits.memory == .gibibytes(2))
        #expect(!plan.cell.mounts.isEmpty)
    }

    @Test(arguments: expectations)
    func artifactsAreRun(_ expected: Expectation) throws {
        let plan = try #require(
            try catalog[expected.id]?.runPlan(
                sources: expected.sources, artifact: expected.artifact, memoryLimit: .mebibytes(256)))
        expect(plan.request.command, equals: expected.run)
        #expect(plan.request.limits.memory == .mebibytes(256 + expected.extra))
        #expect(plan.request.workingDirectory == "/box")
        #expect(plan.request.policy == .run)
        #expect(plan.request.environment["LANG"] == "C.UTF-8")
        #expect(plan.request.environment["HOME"] == "/tmp")
        #expect(plan.request.limits.cpuTime == nil)
    }

    private func expect(_ command: [String], equals expected: String) {
        let words = expected.split(separator: " ").map(String.init)
        // One argument of Go's has a space in it.
        #expect(command.dropFirst().joined(separator: " ") == words.dropFirst().joined(separator: " "))
        let program = words.first ?? ""
        #expect(command.first?.contains(program) == true)
    }

    @Test(arguments: [
        "c", "cpp", "go", "rust", "haskell", "pascal", "c-clang", "cpp-clang", "ada", "fortran", "nim", "ocaml",
        "swift",
    ])
    func nativeProgramsSeeNothingOfTheHost(_ id: String) throws {
        let language = try #require(catalog[id])
        let source = "a." + (language.extensions.first ?? "")
        let plan = try language.runPlan(sources: [source], artifact: ["prog"], memoryLimit: nil)
        #expect(plan.cell.mounts.allSatisfy { $0.path.hasPrefix("/usr/lib/locale/C.") })
        #expect(!plan.request.proc)
        #expect(plan.request.scratch.isEmpty)
    }

    @Test func withoutAMemoryLimitNothingIsSaidAboutIt() throws {
        let java = try #require(catalog["java"])
        let plan = try java.runPlan(sources: ["Main.java"], artifact: ["Main.class"], memoryLimit: nil)
        #expect(!plan.request.command.contains { $0.hasPrefix("-Xmx") })
        #expect(plan.request.limits.memory == nil)
        let go = try #require(catalog["go"])
        let environment = try go.runPlan(sources: ["a.go"], artifact: ["prog"], memoryLimit: nil).request.environment
        #expect(environment["GOMEMLIMIT"] == nil)
        #expect(environment["GOMAXPROCS"] == "1")
    }

    @Test(arguments: [
        ("php", "php -d display_errors=0 -d log_errors=1 /box/a.php"), ("haskell", "prog +RTS -RTS"),
    ])
    func withoutAMemoryLimitTheOptionThatTakesItIsLeftOut(_ id: String, _ expected: String) throws {
        let language = try #require(catalog[id])
        let source = "a." + (language.extensions.first ?? "")
        let command = try language.runPlan(sources: [source], artifact: ["prog"], memoryLimit: nil).request.command
        #expect(command.joined(separator: " ").hasSuffix(expected))
    }

    @Test(arguments: ["sbcl", "php"])
    func noOptionWaitsForALimitThatIsNotThere(_ id: String) throws {
        let language = try #require(catalog[id])
        func options(_ limit: ByteCount?) throws -> Int {
            try language.runPlan(sources: ["a." + (language.extensions.first ?? "")], artifact: [], memoryLimit: limit)
                .request.command.count
        }
        #expect(try options(nil) == options(.mebibytes(64)) - 2)
    }

    @Test(arguments: ["../a.c", "/etc/a.c", "a//b.c", "./a.c", "x/../a.c", "", "a\0.c"])
    func namesThatLeadElsewhereAreRefused(_ name: String) throws {
        let language = try #require(catalog["c"])
        #expect(throws: ToolchainError.self) { try language.buildPlan(sources: ["ok.c", name]) }
    }

    @Test func aProgramWithoutASourceOfTheLanguageIsRefused() throws {
        let language = try #require(catalog["cpp"])
        #expect(
            throws: ToolchainError(
                .badSource, "there is no C++ source; such files end in .cpp, .cc, .cxx, .c++, .C, .c")
        ) { try language.buildPlan(sources: ["a.h", "a.py"]) }
    }
}

@Suite struct BuildNameTests {
    private let catalog: LanguageCatalog

    init() throws {
        catalog = try RepositoryLanguages.catalog
    }

    @Test(arguments: [
        ("python3", ["prog.txt"], ["prog.py"]), ("python3", ["prog.py"], ["prog.py"]), ("cpp", ["prog"], ["prog.cpp"]),
        ("python3", ["a.py", "a.txt"], ["a.py", "a.txt"]), ("c", ["x.rs", "lib/y.txt"], ["x.c", "lib/y.c"]),
        ("java", ["a.1", "a.2"], ["a.1.java", "a.2.java"]), ("rust", [".hidden"], [".hidden.rs"]),
    ])
    func aLanguageThatWasNamedDecidesWhateverFilesAreCalled(
        _ language: String, _ names: [String], _ expected: [String]
    ) throws {
        #expect(try #require(catalog[language]).buildNames(for: names) == expected)
    }
}
