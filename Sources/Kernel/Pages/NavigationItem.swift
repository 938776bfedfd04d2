public import Templates

/// A line of the menu that is above every page, for those who may do what it leads to.
public struct NavigationItem: Hashable, Sendable {
    /// Which menu it stands in.
    public enum Menu: Hashable, Sendable {
        /// The one above every page.
        case main
        /// The one of those who look after the site.
        case administration
    }

    /// What it says.
    public var title: String
    /// Where it leads.
    public var path: LocalPath
    /// What permissions call that.
    public var action: Action
    /// Which menu it stands in.
    public var menu: Menu

    /// A line from its parts.
    public init(_ title: String, _ path: LocalPath, _ action: Action, in menu: Menu = .main) {
        (self.title, self.path, self.action, self.menu) = (title, path, action, menu)
    }
}
