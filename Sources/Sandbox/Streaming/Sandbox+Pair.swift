extension Sandbox {
    /// Runs both in a cell each, on one core: they mostly take turns, and what one wrote is in the
    /// other's cache. See ``Executor/runPair(_:_:)``.
    public func runPair(
        _ first: PairedRun, _ second: PairedRun
    ) async throws(SandboxError) -> (RunResult, RunResult) {
        let none = RunResult(exit: nil, layers: layers)
        return try await admitted(else: (none, none)) { stop, place throws(SandboxError) in
            let (firstCell, secondCell) = try await self.cells(for: first.placement.cell, second.placement.cell)
            async let firstResult = self.attempt(first, in: firstCell, at: place, stop)
            async let secondResult = self.attempt(second, in: secondCell, at: place, stop)
            let results = await (firstResult, secondResult)
            return (try results.0.get(), try results.1.get())
        }
    }

    /// Runs one of two, which `both` stops as well; if it cannot be done, the other is stopped.
    private func attempt(
        _ one: PairedRun, in cell: Cell, at place: CorePlaces.Place?, _ both: StopSignal
    ) async -> Result<RunResult, SandboxError> {
        let number = both.arm { one.stop.raise() }
        defer { both.disarm(number) }
        do throws(SandboxError) {
            let result = try await run(one.placement.request, in: cell, at: place, one.stop)
            one.whenEnded(result)
            return .success(result)
        } catch {
            both.raise()
            return .failure(error)
        }
    }

    private func cells(
        for first: CellConfiguration, _ second: CellConfiguration
    ) async throws(SandboxError) -> (Cell, Cell) {
        let firstCell = try await cell(for: first)
        do throws(SandboxError) {
            return (firstCell, try await cell(for: second))
        } catch {
            await keep(firstCell)
            throw error
        }
    }
}
