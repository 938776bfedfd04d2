public import Checking
public import Problems

extension Problem {
    /// Whose default validator decides, where the package has none of its own: that of its format's home system.
    public var dialect: Dialect {
        switch format {
        case .legacy, .legacyICPC: .kattisLegacy
        }
    }
}
