import Sandbox
import Units

extension Language {
    /// What submissions are in that are answers to test cases by themselves: there is no source to compile, and nothing is run.
    /// Their files are what a build leaves.
    ///
    /// It is in no catalog: no program is in it. What is started all the same is not there.
    public static let answers = Language(
        id: "answers", name: "answers", extensions: [], headers: [], priority: 0, includes: [], aliases: [],
        preferredBy: [],
        recipe: Recipe(
            requirements: [], version: [], entryPoint: nil, build: nil,
            run: Recipe.Run(
                step: Recipe.Step(
                    command: [Template(literally: "/nothing-to-run")], environment: [:], mounts: [], proc: false),
                limits: Limits(), memoryOverhead: ByteCount(0), tmp: nil, outOfMemory: [])))
}

extension LanguageCatalog {
    /// The language of submissions that is called `name`: one of the catalog, or ``Language/answers``.
    public func submissionLanguage(_ name: String) -> Language? {
        name == Language.answers.id ? .answers : self[name]
    }
}
