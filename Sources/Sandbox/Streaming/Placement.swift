/// A run and where it happens.
public struct Placement: Sendable {
    /// What to run.
    public var request: RunRequest
    /// What its cell is made of.
    public var cell: CellConfiguration

    /// `request` in a cell made as `cell` says.
    public init(_ request: RunRequest, in cell: CellConfiguration) {
        self.request = request
        self.cell = cell
    }
}
