extension Sandbox {
    /// Runs all in a cell each, on one core: they mostly take turns, and what one wrote is in the
    /// others' cache. See ``Executor/runTogether(_:)``.
    public func runTogether(_ runs: [JoinedRun]) async throws(SandboxError) -> [RunResult] {
        let none = runs.map { _ in RunResult(exit: nil, layers: layers) }
        return try await admitted(else: none) { stop, place throws(SandboxError) in
            let cells = try await self.cells(for: runs.map(\.placement.cell))
            let ends = await withTaskGroup(of: (Int, Result<RunResult, SandboxError>).self) { group in
                for (number, run) in runs.enumerated() {
                    group.addTask { (number, await self.attempt(run, in: cells[number], at: place, stop)) }
                }
                var ends = runs.map { _ in Result<RunResult, SandboxError>.success(RunResult(exit: nil)) }
                for await (number, end) in group { ends[number] = end }
                return ends
            }
            return try ends.map { end throws(SandboxError) in try end.get() }
        }
    }

    /// Runs one of several, which `all` stops as well; if it cannot be done, the others are stopped.
    private func attempt(
        _ one: JoinedRun, in cell: Cell, at place: CorePlaces.Place?, _ all: StopSignal
    ) async -> Result<RunResult, SandboxError> {
        let number = all.arm { one.stop.raise() }
        defer {
            all.disarm(number)
            one.whenOver()
        }
        var request = one.placement.request
        do throws(SandboxError) {
            try await one.prepare(&request)
        } catch {
            await keep(cell)
            all.raise()
            return .failure(error)
        }
        do throws(SandboxError) {
            let result = try await run(request, in: cell, at: place, one.stop)
            one.whenEnded(result)
            return .success(result)
        } catch {
            all.raise()
            return .failure(error)
        }
    }

    private func cells(for configurations: [CellConfiguration]) async throws(SandboxError) -> [Cell] {
        var cells: [Cell] = []
        do throws(SandboxError) {
            for configuration in configurations { cells.append(try await cell(for: configuration)) }
            return cells
        } catch {
            for cell in cells { await keep(cell) }
            throw error
        }
    }
}
