import Administration
import Cryptography
import HTTP
import Kernel
import Library
import Markup
import Operations
import Pages
import Statements
import Storage
import SystemPackage
import Toolchains
import Units

/// The settings of the pages that people see in a browser, where accounts are.
struct PageSettings: Configuration {
    var title = "Verdict"
    var libraries: FilePath? = FilePath("/usr/share/javascript")

    static let settings: [Setting<Self>] = [
        Setting(\.title, "pages.title", .string, "what the site is called on its pages") { title in
            (1...60).contains(title.utf8.count) ? nil : "must be a name of 1 to 60 bytes"
        },
        Setting(
            \.libraries, "pages.libraries", .optional(.path, "none"),
            "the folder where CodeMirror and KaTeX are installed, for the editor and formulas"),
    ]

    /// The pages of what the modules do.
    /// - Parameters:
    ///   - modules: the modules.
    ///   - languages: those that programs may be in.
    ///   - largestBody: the largest body of a request that the server takes.
    func site(of modules: [Module], _ languages: LanguageCatalog, largestBody: ByteCount) -> SitePages {
        SitePages(
            title: title, modules: Set(modules.map(\.name)),
            languages: languages.languages.map { SitePages.Language(id: $0.id, name: $0.name) },
            largestForm: min(Int(clamping: largestBody.bytes), LibraryOptions().largestArchive)
        ) { SafeMarkup(statement: $0) }
    }

    /// How they are served.
    /// - Parameters:
    ///   - origin: where people find this service.
    ///   - keys: what forms are recognized by follows from them, so that all coordinators know each other's.
    func options(origin: String?, keys: KeyRing) -> PageOptions {
        let secret = keys.codes(for: "forms of pages").code(of: Array("key".utf8)).suffix(32)
        var options = PageOptions(formKey: SymmetricKey(Array(secret)))
        (options.site, options.origin, options.libraries) = (title, origin, libraries)
        return options
    }
}

extension CoordinatorConfiguration {
    /// All settings, as admins see them.
    var inForce: [Administration.SettingInForce] {
        shown.map { Administration.SettingInForce(name: $0.name, value: $0.value, summary: $0.summary) }
    }
}
