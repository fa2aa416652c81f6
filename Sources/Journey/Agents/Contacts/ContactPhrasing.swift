extension OfflinePhrasing.Part where Facts == ContactFacts {
    /// How every message to a contact begins.
    static var salutation: Self {
        part(
            professional: ["Dear {{name}},", "Good day {{name}},"], friendly: ["Hello {{name}},", "Hi {{name}},"],
            strict: ["{{name}},", "To {{name}}:"], playful: ["Hello, hello {{name}}!", "Hey there {{name}}!"])
    }

    /// How every message to a contact ends: with the name of whoever looks after it, and the business.
    static var closing: Self {
        part(
            professional: ["Kind regards\n{{signature}}", "With kind regards\n{{signature}}"],
            friendly: ["All the best\n{{signature}}", "Warm regards\n{{signature}}"], strict: ["Regards\n{{signature}}", "Sincerely\n{{signature}}"],
            playful: ["Cheerio\n{{signature}}", "Sunny greetings\n{{signature}}"])
    }
}
