/// All series of one name.
struct MetricFamily: Sendable {
    let description: MetricDescription
    /// Where updates of label sets beyond the limit go, and those of another kind.
    let dropped = DroppedInstrument()
    private(set) var series: [LabelSet: any Instrument] = [:]

    init(_ description: MetricDescription) {
        self.description = description
    }

    /// The series of `labels`, made if it is not there; nil if there are `limit` others, or it is not of that type.
    mutating func instrument<Wanted: Instrument>(
        _ labels: LabelSet, limit: Int, make: (LabelSet) -> Wanted
    ) -> Wanted? {
        if let known = series[labels] { return known as? Wanted }
        guard series.count < limit else { return nil }
        let new = make(labels)
        series[labels] = new
        return new
    }

    /// Forgets that very series.
    mutating func forget(_ instrument: any Instrument) {
        guard series[instrument.labels] === instrument else { return }
        series[instrument.labels] = nil
    }
}
