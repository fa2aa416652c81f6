extension Claim {
    /// One sentence: what is not borne out.
    var reason: String {
        switch kind {
        case .price: "No fact names the price \(phrase)."
        case .percentage: "No fact names \(phrase)."
        case .discount: "No fact grants \u{201C}\(phrase)\u{201D}."
        case .date: "No fact has the day \(phrase)."
        case .time: "No fact has the time \(phrase)."
        case .quantity: "No fact names the number \(phrase)."
        case .name: "\(phrase) is neither a known product nor a name in the facts."
        case .link: "The link \(phrase) is not among the facts."
        case .email: "The e-mail address \(phrase) is not among the facts."
        case .phone: "The telephone number \(phrase) is not among the facts."
        case .address: "The address \(phrase) is not among the facts."
        case .promise: "No fact bears out the promise \u{201C}\(phrase)\u{201D}."
        case .internal: "\u{201C}\(phrase)\u{201D} is worded as it was noted for the salesperson alone."
        case .gap: "\(phrase) is a gap that nobody has filled in."
        case .markup: "\(phrase) is for machines to read, and would be seen as it stands."
        case .machine: "\u{201C}\(phrase)\u{201D} speaks of its writer as a machine."
        case .length: "The message goes on from here after \(MessageLength.most) words: nobody reads so much."
        case .language: "The message is not in English, so it could not be compared with the facts."
        }
    }
}
