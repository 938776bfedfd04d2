import Judging
import Reporting
import Sandbox
import Toolchains

extension JudgeHost {
    /// A host that runs everything with `executor`, and keeps what makes compiling in `languages` faster in the user's cache.
    /// What goes wrong with that is a warning on standard error.
    convenience init(preparingFor languages: LanguageCatalog, executor: some Executor) {
        self.init(
            executor: executor, languages: languages,
            preparations: Installation.preparedToolchains.map { place in
                Preparations(in: place) { Output.error.tryWrite("warning: \(PrintableText.line($0))\n") }
            })
    }
}
