import Problems
import SystemPackage
import TestSupport
import Testing
import Toolchains

@testable import Judging

/// The programs of Testcases/languages.
@Suite struct LanguageProgramsTests {
    private static let root = FilePath(#filePath).removingLastComponent().removingLastComponent()
        .removingLastComponent()
    private let programs: LanguagePrograms
    private let catalog: LanguageCatalog

    init() throws {
        programs = try LanguagePrograms(in: Self.root.appending("Testcases/languages"))
        catalog = try RepositoryLanguages.catalog
    }

    @Test func everyLanguageHasAProgramForEveryVerdict() {
        let folders = [
            "accepted", "compile_error", "memory_limit_exceeded", "run_time_error", "time_limit_exceeded",
            "wrong_answer",
        ]
        for language in catalog.languages {
            let found = programs.programs(in: language).map { FilePath($0.path).removingLastComponent().string }
            #expect(found.sorted() == folders, "\(language.id)")
        }
    }

    @Test func everyProgramBelongsToALanguage() {
        let known = Set(catalog.languages.flatMap(programs.programs(in:)).map(\.path))
        #expect(programs.package.problem.submissions.map(\.path).filter { !known.contains($0) } == [])
    }

    @Test func everyProgramIsFoundByItsNameToBeInItsLanguage() {
        for language in catalog.languages where !language.extensions.isEmpty {
            let own = programs.programs(in: language).filter { FilePath($0.path).stem == language.id }
            for program in own {
                let found = catalog.language(forFiles: program.names, in: programs.package.problem.home.rawValue)
                #expect(found?.code == language.code, "\(program.path)")
            }
        }
    }

    @Test(arguments: [
        ("c-clang", "accepted/c.c"), ("cpp-clang", "accepted/cpp.cpp"), ("luajit", "accepted/lua.lua"),
        ("pypy3", "accepted/pypy3.pypy"),
    ])
    func anotherWayToRunALanguageHasItsProgramsOrItsOwn(_ id: String, _ program: String) throws {
        let language = try #require(catalog[id])
        #expect(programs.programs(in: language).first?.path == program)
    }
}
