public import Checking
public import Problems

extension Problem {
    /// Whose default validator decides, where the package has none of its own: that of its home.
    public var dialect: Dialect {
        switch home {
        case .kattis: .kattisLegacy
        case .domjudge: .domjudge
        case .icpc: .icpc
        }
    }
}
