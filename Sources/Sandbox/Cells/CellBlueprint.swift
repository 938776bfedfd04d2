import FoundationEssentials
import SystemPackage

/// What all cells of one sandbox have in common.
struct CellBlueprint: Sendable {
    /// The `verdict-cell` program.
    var executable: FilePath
    /// The library beside it that cells with a ``WarmStart`` need; nil: they do without one.
    var warmLibrary: FilePath?
    /// The directory whose children runs may be shown.
    var store: FilePath
    /// An empty file in the directory whose files runs may read.
    var emptyInput: InputFile
    /// The layers that cells are made with.
    var layers: Set<Layer>
    /// Layers that are left out on purpose, though no cell is safe without them.
    var withoutLayers: Set<Layer> = []
    /// Where cgroups are made.
    var trees: CgroupTrees
    /// Where disturbances of runs are read.
    var watch = HostWatch(layout: .none)
    /// What is counted of programs.
    var counter = PerformanceCounter.instructions

    private static let strictFilter = SystemCallFilter(.strict)

    /// What `Run.filter` is.
    static func filter(of policy: RunRequest.SystemCallPolicy) -> UInt32 {
        switch policy {
        case .run: 0
        case .strict: 1
        }
    }

    /// Device nodes that every cell shows.
    private static let devices = ["null", "zero", "full", "random", "urandom"]

    /// What a cell shows of the host, read-only, if the layer `mount` is taken away.
    private static let exposed = ["/etc", "/home", "/root", "/srv", "/var"]

    func setup(for configuration: CellConfiguration, ids: HostIds) -> Verdict_Cell_V1_Setup {
        var setup = Verdict_Cell_V1_Setup()
        setup.layers = Layer.mask(of: layers)
        if !withoutLayers.isDisjoint(with: [.mount, .pid]) { setup.layers |= Layer.openedBit }
        setup.privileged = ids.cell != nil
        setup.runID = layers.contains(.user) ? HostIds.programInside : ids.program
        setup.hostName = "verdict"
        let exposed = withoutLayers.contains(.mount) ? Self.exposed : []
        let mounts = configuration.mounts + exposed.map { .init(hostPath: FilePath($0), isOptional: true) }
        setup.mounts = mounts.map { mount in
            var message = Verdict_Cell_V1_Mount()
            message.source = mount.hostPath.string
            message.target = mount.path
            message.optional = mount.isOptional
            return message
        }
        setup.mounts += Self.devices.map { name in
            var message = Verdict_Cell_V1_Mount()
            message.source = "/dev/\(name)"
            message.target = "/dev/\(name)"
            message.device = true
            return message
        }
        if let start = configuration.warmStart, let warmLibrary {
            setup.warm = start.message(library: warmLibrary.string)
        }
        setup.mountPoints = configuration.mountPoints
        setup.store = store.string
        setup.inputs = emptyInput.directory.string
        // Of each cell its own: it lets pass what starts a run.
        setup.startKey = .random(in: 1 ... .max)
        setup.sharedFilter = .init(SystemCallFilter(.shared(key: setup.startKey)).program)
        setup.filters = [.init(Self.strictFilter.program)]
        setup.counter.type = counter.type
        setup.counter.config = counter.config
        return setup
    }
}

extension Layer {
    /// The bits of `Setup.layers` (Sources/verdict-cell/layers.h); layers that the cell does not make have none.
    private static let bits: [Layer: UInt32] = [
        .user: 1 << 0, .mount: 1 << 1, .pid: 1 << 2, .ipc: 1 << 3, .network: 1 << 4, .uts: 1 << 5, .cgroup: 1 << 6,
        .privileges: 1 << 7, .seccomp: 1 << 8, .rlimits: 1 << 9, .cpu: 1 << 10,
    ]

    /// Says that `mount` or `pid` are left out on purpose.
    static let openedBit: UInt32 = 1 << 11

    static func mask(of layers: Set<Layer>) -> UInt32 {
        layers.reduce(0) { $0 | (bits[$1] ?? 0) }
    }

    /// The layer of a bit in the cell's words.
    init?(bit: UInt32) {
        guard let layer = Self.bits.first(where: { $0.value == bit })?.key else { return nil }
        self = layer
    }
}
