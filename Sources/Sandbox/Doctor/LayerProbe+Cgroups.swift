/// The cgroup trees, each tried by itself: one that cannot be used must not hide the others.
extension LayerProbe {
    mutating func tryCgroups(_ layout: CgroupLayout) async {
        var unified = CgroupLayout.none
        (unified.unified, unified.unifiedMountPoint) = (layout.unified, layout.unifiedMountPoint)
        let offered = layout.unified.map { UnifiedHome(current: $0).offeredControllers() } ?? []
        trials.layers[.cpu] = await trial(unified)
        for (layer, controller) in [(Layer.memory, "memory"), (.processes, "pids")] {
            var legacy = CgroupLayout.none
            legacy.legacy[controller] = layout.legacy[controller]
            trials.layers[layer] = await trial(offered.contains(controller) ? unified : legacy)
        }
    }

    /// Makes cgroups where `layout` says, and lets a program run in them within limits.
    private mutating func trial(_ layout: CgroupLayout) async -> HostTrials.Trial {
        guard layout != .none else { return .absent }
        do throws(SandboxError) {
            let trees = try CgroupTrees(layout: layout, number: number)
            // What cannot be removed now is cleared by the next start.
            defer { try? trees.remove() }
            if let refusal = trees.refusals.values.first { return .failed(refusal) }
            noteSwap(trees)
            guard case .held = trials[.pid] else { return .held("cgroups can be made there; no run to try them with") }
            return await trial(
                base.union([.cpu]), request(), in: trees, held: "a program was born there, limited and counted")
        } catch {
            return .failed(error)
        }
    }

    private mutating func noteSwap(_ trees: CgroupTrees) {
        switch trees.memory {
        case .unified: trials.limitsSwap = trees.unified?.has("memory.swap.max")
        case .legacy: trials.limitsSwap = trees.legacy["memory"]?.has("memory.memsw.limit_in_bytes")
        case nil: break
        }
    }
}
