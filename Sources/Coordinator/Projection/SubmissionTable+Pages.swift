import Storage

/// Lists of submissions, newest first.
extension SubmissionTable {
    /// The names of a filter as numbers.
    private struct Wanted {
        var tenant: UInt32?
        var package: UInt32?
        var contest: UInt32?
        var phase: SubmissionState.Phase?

        func matches(_ row: SubmissionRow) -> Bool {
            (tenant ?? row.tenant) == row.tenant && (package ?? row.package) == row.package
                && (contest ?? row.contest) == row.contest && (phase ?? row.phase) == row.phase
        }

        /// The row before `row` among those that can match.
        ///
        /// Who sees only a tenant's goes by that tenant's: else pages would tell where others' stand.
        func before(_ row: SubmissionRow, numbered number: UInt32) -> UInt32 {
            if tenant != nil { return row.beforeOfTenant }
            if contest != nil { return row.beforeOfContest }
            if package != nil { return row.beforeOfPackage }
            return number == 0 ? .max : number - 1
        }
    }

    /// Numbers for the names of `filter`; nil if one of them never came: then nothing matches.
    private func wanted(_ filter: SubmissionFilter) -> Wanted? {
        var wanted = Wanted(phase: filter.phase)
        if let tenant = filter.tenant {
            guard let number = tenants.number(of: tenant) else { return nil }
            wanted.tenant = number
        }
        if let package = filter.package {
            guard let number = packages.number(of: package) else { return nil }
            wanted.package = number
        }
        if let contest = filter.contest {
            guard let number = contests.number(of: contest) else { return nil }
            wanted.contest = number
        }
        return wanted
    }

    /// At most `limit` submissions that `filter` means, before the one at `position`; fewer after having looked at
    /// `examined` others.
    /// - Returns: nil if no page of that filter can have ended at `position`.
    func page(
        _ filter: SubmissionFilter, before position: LogPosition?, limit: Int, examined: Int
    ) -> SubmissionPage? {
        var before: UInt32?
        if let position {
            guard let number = number(at: position), isOnChain(number, filter) else { return nil }
            before = number
        }
        let found = rows(filter, before: before, limit: limit, examined: examined)
        return SubmissionPage(
            submissions: found.rows.map { summary(self[$0]) }, next: found.next.map { self[$0].position })
    }

    /// The numbers of at most `limit` rows that `filter` means, newest first, before the row `before`; fewer after having
    /// looked at `examined` others.
    /// - Returns: the numbers, and what to go on before; nil: there are no more.
    func rows(
        _ filter: SubmissionFilter, before: UInt32?, limit: Int, examined: Int
    ) -> (rows: [UInt32], next: UInt32?) {
        guard let wanted = wanted(filter) else { return ([], nil) }
        var found: [UInt32] = []
        var number = before.map { wanted.before(self[$0], numbered: $0) } ?? newest(wanted)
        var left = examined
        while number != .max {
            let current = number
            if wanted.matches(self[current]) { found.append(current) }
            number = wanted.before(self[current], numbered: current)
            left -= 1
            if found.count >= limit || left <= 0 { return (found, number == .max ? nil : current) }
        }
        return (found, nil)
    }

    private func newest(_ wanted: Wanted) -> UInt32 {
        if let tenant = wanted.tenant { return tenants.lastRows[Int(tenant)] }
        if let contest = wanted.contest { return contests.lastRows[Int(contest)] }
        if let package = wanted.package { return packages.lastRows[Int(package)] }
        return count == 0 ? .max : count - 1
    }

    /// Whether the pages of a filter come by that row.
    private func isOnChain(_ number: UInt32, _ filter: SubmissionFilter) -> Bool {
        guard let wanted = wanted(filter) else { return false }
        let row = self[number]
        if let tenant = wanted.tenant { return row.tenant == tenant }
        if let contest = wanted.contest { return row.contest == contest }
        if let package = wanted.package { return row.package == package }
        return true
    }
}
