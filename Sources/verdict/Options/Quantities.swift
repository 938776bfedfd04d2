public import ArgumentParser
public import Units

extension Duration: @retroactive ExpressibleByArgument {
    /// `1s`, `1.5s`, `250ms`, `2m`, or a number of seconds.
    public init?(argument: String) {
        guard !argument.isEmpty else { return nil }
        self.init(parsing: argument)
    }
}

extension ByteCount: ExpressibleByArgument {
    /// `256MiB`, `64KiB`, `2GiB`, `512M`, or a number of bytes.
    public init?(argument: String) {
        self.init(parsing: argument)
    }
}
