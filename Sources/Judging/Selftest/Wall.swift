public import Sandbox
import SystemPackage
import Units

/// A wall around a run that a selftest can take away, to see that the programs which climb it would tell.
public enum Wall: Hashable, Sendable {
    /// A layer of the sandbox.
    case layer(Layer)
    /// That a cell shows no devices but a few harmless ones.
    case devices
    /// The quota of the writable file systems.
    case scratch
    /// The limit of what a run writes to each of its outputs.
    case output
    /// The limit of the time that passes.
    case wallClock

    /// All that there are.
    public static let all = Layer.allCases.map(Wall.layer) + [.devices, .scratch, .output, .wallClock]

    /// The wall called `name` in headers and options.
    public init?(name: String) {
        guard let wall = Self.all.first(where: { $0.name == name }) else { return nil }
        self = wall
    }

    /// Its name in headers and options: a layer's own, or `dev`, `scratch`, `output`, `wall-clock`.
    public var name: String {
        switch self {
        case .layer(let layer): layer.rawValue
        case .devices: "dev"
        case .scratch: "scratch"
        case .output: "output"
        case .wallClock: "wall-clock"
        }
    }
}

extension Set<Wall> {
    /// The layers among them, which the sandbox itself must do without.
    public var layers: Set<Layer> {
        Set<Layer>(
            compactMap { wall in
                guard case .layer(let layer) = wall else { return nil }
                return layer
            })
    }

    /// Their names in the order of ``Wall/all``, joined by `separator`.
    public func names(joinedBy separator: String) -> String {
        Wall.all.filter(contains).map(\.name).joined(separator: separator)
    }

    /// Opens `request` and `cell` where they keep the walls that are no layers of the sandbox.
    func takeAway(from request: inout RunRequest, _ cell: inout CellConfiguration) {
        if contains(.devices) {
            cell.mounts += ["/dev/tty", "/dev/ptmx"].map { .init(hostPath: FilePath($0), isOptional: true) }
        }
        if contains(.scratch) {
            for index in request.scratch.indices {
                request.scratch[index].size = .mebibytes(1024)
                request.scratch[index].inodes = 1 << 20
            }
        }
        if contains(.output) { request.limits.output = .mebibytes(1024) }
        if contains(.wallClock) { request.limits.wallTime = nil }
    }
}
