import StrictXML

/// What `problem.xml` says for people.
enum PolygonAbout {
    /// What languages are called, and their codes.
    private static let codes = [
        "english": "en", "russian": "ru", "ukrainian": "uk", "german": "de", "french": "fr", "spanish": "es",
        "portuguese": "pt", "italian": "it", "polish": "pl", "chinese": "zh", "japanese": "ja", "korean": "ko",
        "armenian": "hy", "azerbaijani": "az", "kazakh": "kk", "romanian": "ro", "hungarian": "hu", "turkish": "tr",
        "vietnamese": "vi", "persian": "fa", "arabic": "ar", "czech": "cs", "georgian": "ka", "uzbek": "uz",
    ]

    /// What the language with this code is called; the code itself if that is not known.
    static func name(of code: String) -> String { codes.first { $0.value == code }?.key ?? code }

    static func read(_ root: XMLElement) -> ProblemAbout {
        var about = ProblemAbout()
        for name in root.child("names")?.children("name") ?? [] {
            guard let language = name["language"]?.lowercased(), let value = name["value"], !value.isEmpty else {
                continue
            }
            about.names[codes[language] ?? language] = value
        }
        about.sourceURL = root["url"]
        about.version = root["revision"]
        about.keywords = (root.child("tags")?.children("tag") ?? []).compactMap { $0["value"] }
        return about
    }
}
