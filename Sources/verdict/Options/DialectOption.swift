public import ArgumentParser
public import Problems

/// `--dialect`: in whose ways a package is judged.
extension HomeSystem: ExpressibleByArgument {}
