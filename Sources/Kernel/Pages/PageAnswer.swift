public import Coordinator
public import Storage
public import Templates

/// What a page answers.
public enum PageAnswer: Sendable {
    /// Something to see.
    case show(PageContent)
    /// It was done: go there.
    case go(PageRedirect)
    /// What a script of the page reads.
    case data([UInt8], type: String)
    /// A file to keep.
    case file(PageFile, type: String)
    /// The browser goes to another site, and is to come back.
    case leave(PageDeparture)
}

/// Where a browser goes that leaves the site for a while, and what it brings along when it comes back.
public struct PageDeparture: Hashable, Sendable {
    /// Where.
    public let address: String
    /// What people call it.
    public let name: String
    /// What the browser keeps until it comes back: letters, digits, hyphens and low lines.
    public let kept: String

    /// Where a browser goes.
    /// - Parameters:
    ///   - address: where: by HTTP, with or without encryption.
    ///   - name: what people call it.
    ///   - kept: what the browser keeps until it comes back.
    /// - Throws: `DomainError` (`failed`) if the address is none that a browser may be sent to.
    public init(to address: String, called name: String, keeping kept: String) throws(DomainError) {
        let isWeb = address.hasPrefix("https://") || address.hasPrefix("http://")
        let isPlain = address.utf8.allSatisfy { (0x21...0x7E).contains($0) && !"\"'<>\\`{}".utf8.contains($0) }
        guard isWeb, isPlain, address.utf8.count <= Self.longest else {
            throw DomainError(.failed, "\(name) is at no address that a browser can be sent to")
        }
        (self.address, self.name, self.kept) = (address, name, kept)
    }

    private static let longest = 8192
}

/// What is seen of a page; the frame around it is the same for all.
public struct PageContent: Sendable {
    /// How it went.
    public enum Outcome: Hashable, Sendable {
        /// As was wanted.
        case fine
        /// The form cannot be taken as it is; the page says why.
        case wrong
    }

    /// The template that shows it: the module's name, a slash, and its own.
    public var template: String
    /// What the page is called.
    public var title: String
    /// What the template shows.
    public var values: [String: TemplateValue]
    /// How it went.
    public var outcome = Outcome.fine
    /// What is wrong, in a sentence, above everything else.
    public var complaint: String?
    /// Whether it has the whole window, and not only a column in the middle.
    public var isWide = false
    /// The scripts that make it more comfortable, by their names: `board`. It works without.
    public var scripts: [String] = []

    /// A page from its parts.
    public init(_ template: String, _ title: String, _ values: [String: TemplateValue] = [:]) {
        (self.template, self.title, self.values) = (template, title, values)
    }

    /// The page with what is wrong.
    public func complaining(_ text: String) -> PageContent {
        var content = self
        (content.complaint, content.outcome) = (text, .wrong)
        return content
    }
}

/// Where a form that was done leads, and what is said there.
public struct PageRedirect: Sendable {
    /// What becomes of the session of the browser.
    public enum Session: Hashable, Sendable {
        /// It goes on.
        case same
        /// Somebody has logged in: a browser shows this from now on.
        case begun(cookie: String)
        /// It has ended.
        case ended
    }

    /// Where.
    public var path: LocalPath
    /// What is said there, once.
    public var message: String?
    /// What the browser has seen then: what is read there has at least all up to there.
    public var position: LogPosition?
    /// What becomes of the session.
    public var session = Session.same
    /// Whether the browser has come back from another site: what it kept for that is forgotten.
    public var isBack = false

    /// Leads to a path.
    public init(to path: LocalPath, saying message: String? = nil, position: LogPosition? = nil) {
        (self.path, self.message, self.position) = (path, message, position)
    }
}
