/// Decides whether some fact carries a claim.
struct ClaimJudge {
    let claim: Claim
    let text: ReadText
    let facts: ReadFacts
    private let sentence: Range<Int>
    /// Where a wish of the contact's is only spoken of ("you asked for 40% off"), the contact's own words carry it.
    private let isOnlySpokenOf: Bool
    /// What it refuses may have been refused before.
    private let isRefused: Bool

    init(claim: Claim, text: ReadText, facts: ReadFacts) {
        self.claim = claim
        self.text = text
        self.facts = facts
        sentence = text.sentence(at: claim.places.lowerBound)
        isOnlySpokenOf = Denial.holds(at: claim.places.lowerBound, in: text)
        isRefused = isOnlySpokenOf || Refusal.holds(of: claim.places, in: text)
    }

    /// One sentence that says what is not borne out; nil where a fact carries the claim.
    var objection: String? {
        guard claim.kind.isClaim else { return claim.reason }
        return switch claim.value {
        case .amount(let values, let currencies, let per): amountObjection(values, currencies, per)
        case .percent(let values):
            carried(own: !isOnlySpokenOf) { percents($0).contains { !Set($0).isDisjoint(with: values) } } ? nil : claim.reason
        case .count(let values, let unit): isCounted(values, unit) ? nil : claim.reason
        case .days(let days): dayObjection(days)
        case .dueToday(let day): hasDay(within: [day...day]) ? nil : claim.reason
        case .minute: carried { $0.claims.contains { $0.value == claim.value } } ? nil : claim.reason
        case .name(let words, let mayDropFirst): isNamed(words, mayDropFirst) ? nil : claim.reason
        case .text(let text): isSaid(text) ? nil : claim.reason
        }
    }

    /// What of a fact can carry a grant.
    private func grants(of known: ReadFacts.Known) -> [Claim] { isRefused ? known.claims : known.granted }

    /// - Parameter own: whether only the business's own records count.
    private func carried(own: Bool = false, _ holds: (ReadFacts.Known) -> Bool) -> Bool { facts.known.contains { (!own || $0.isOwn) && holds($0) } }

    private func amountObjection(_ values: [Int64], _ currencies: Set<String>, _ per: String) -> String? {
        let thing = facts.things.thing(at: claim.places, in: text)
        var other: ReadFacts.Known?
        for known in facts.known where known.isOwn || isOnlySpokenOf {
            let priced = known.priced(values, currencies, per, in: grants(of: known), facts.things)
            if priced.contains(where: { thing.isPriced(by: $0) }) { return nil }
            if !priced.isEmpty { other = other ?? known }
        }
        guard let other else { return claim.reason }
        let subject = other.fact.subject.isEmpty ? "" : ": \(other.fact.subject)"
        return "\(claim.phrase) is known as the price of something else\(subject)."
    }

    /// Whether the sentence of the claim names a percentage that the fact grants: a discount is as large as it is.
    private func isOfNamedPercentage(_ known: ReadFacts.Known) -> Bool {
        sentence.contains { !known.grantedPercentages.isDisjoint(with: text.number($0)?.values ?? []) }
    }

    private func percents(_ known: ReadFacts.Known) -> [[Int64]] {
        grants(of: known).compactMap { if case .percent(let values) = $0.value { values } else { nil } }
    }

    /// The same number of the same, or of something that one of the two leaves unsaid.
    private func isCounted(_ values: [Int64], _ unit: String) -> Bool {
        carried { known in
            known.claims.contains { other in
                switch other.value {
                case .count(let counts, let counted):
                    !Set(counts).isDisjoint(with: values) && (unit.isEmpty || counted.isEmpty || unit == counted || known.words.contains(unit))
                case .amount(let amounts, _, _): unit.isEmpty && known.isOwn && !Set(amounts).isDisjoint(with: values)
                default: false
                }
            }
        }
    }

    private func dayObjection(_ days: [ClosedRange<Int64>]) -> String? {
        if days.isEmpty { return "\(claim.phrase) is no such day: the weekday or the date is wrong." }
        let today = facts.today.dayNumber
        // The day of the message is known by itself, though not as that of something else; and so is a span in which it lies.
        let isOccasion = text.has(RelativeDateReader.occasions, in: sentence)
        return days.contains { $0.contains(today) && ($0.count > 1 || !isOccasion) } || hasDay(within: days) ? nil : claim.reason
    }

    private func hasDay(within days: [ClosedRange<Int64>]) -> Bool {
        carried { known in
            known.fact.dates.contains { date in days.contains { $0.contains(date.dayNumber) } }
                || known.claims.contains { other in
                    guard case .days(let others) = other.value else { return false }
                    return others.contains { other in days.contains { $0.contains(other.lowerBound) && $0.contains(other.upperBound) } }
                }
        }
    }

    private func isNamed(_ words: [String], _ mayDropFirst: Bool) -> Bool {
        if carried({ $0.words.hasRun(words) }) || isMadeOfNames(words[...]) { return true }
        return mayDropFirst && isNamed(Array(words.dropFirst()), false)
    }

    /// Whether the words are known names one after another.
    private func isMadeOfNames(_ words: ArraySlice<String>) -> Bool {
        if words.isEmpty { return true }
        // Names that begin alike can be put together in too many ways.
        guard words.count <= 12 else { return false }
        if OrdinaryWords.mayBeCapitalised(FoldedWord(words[words.startIndex])) { return isMadeOfNames(words.dropFirst()) }
        return (1...words.count).contains { facts.nameWords.contains(Array(words.prefix($0))) && isMadeOfNames(words.dropFirst($0)) }
    }

    private func isSaid(_ text: String) -> Bool {
        let grants = [.price, .discount, .promise, .link].contains(claim.kind)
        return carried(own: grants) { known in
            (grants ? self.grants(of: known) : known.claims).contains { other in
                guard other.kind == claim.kind, case .text(let said) = other.value else { return false }
                return said == text || claim.kind == .link && String(WebAddressText.host(said)) == text
            } || text == "discount" && isOfNamedPercentage(known)
        }
    }
}

extension ReadFacts.Known {
    /// The percentages that it takes off something.
    fileprivate var grantedPercentages: Set<Int64> {
        guard !Set(words).isDisjoint(with: ["off", "discount", "rebate", "reduction", "less"]) else { return [] }
        return Set(granted.flatMap { if case .percent(let values) = $0.value { values } else { [Int64]() } })
    }

    /// Of what it has that amount, in that currency or one unsaid, and for what the claim says it is, if it says so.
    fileprivate func priced(
        _ values: [Int64], _ currencies: Set<String>, _ per: String, in claims: [Claim], _ things: PricedThings
    ) -> [PricedThing] {
        let ownThing = fact.subject.isEmpty ? PricedThing.open : .products([PricedThings.stems(fact.subject)])
        let typed = fact.amounts.filter { amount in
            values.contains(amount.thousandths) && (currencies.isEmpty || amount.currency.isEmpty || currencies.contains(amount.currency))
                && (per.isEmpty || MoneyReader.unit(amount.per) == per)
        }
        let said = claims.filter { claim in
            switch claim.value {
            case .amount(let others, let codes, let period):
                !Set(others).isDisjoint(with: values) && (codes.isEmpty || currencies.isEmpty || !codes.isDisjoint(with: currencies))
                    && (per.isEmpty || per == period)
            case .count(let others, unit: ""): per.isEmpty && !Set(others).isDisjoint(with: values)
            default: false
            }
        }
        return typed.flatMap { $0.isTotal ? [ownThing, .other] : [ownThing] }
            + said.map { claim in
                let thing = things.thing(at: claim.places, in: text)
                return thing == .open ? ownThing : thing
            }
    }
}

extension [String] {
    /// Whether `run` stands somewhere in it, whole.
    func hasRun(_ run: [String]) -> Bool {
        guard !run.isEmpty, run.count <= count else { return false }
        return (0...count - run.count).contains { self[$0..<$0 + run.count].elementsEqual(run) }
    }
}
