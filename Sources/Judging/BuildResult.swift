/// What came of building something.
public enum BuildResult<Product: Sendable>: Sendable {
    /// It is there.
    case built(Product)
    /// It is not, for this reason, and that is the program's own doing.
    case failed(String)
}
