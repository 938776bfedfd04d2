public import ArgumentParser
public import Wire

extension Role: ExpressibleByArgument {}
