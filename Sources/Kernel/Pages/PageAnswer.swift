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

    /// Leads to a path.
    public init(to path: LocalPath, saying message: String? = nil, position: LogPosition? = nil) {
        (self.path, self.message, self.position) = (path, message, position)
    }
}
