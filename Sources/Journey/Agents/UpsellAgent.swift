import Domain

extension AgentDefinition {
    static let upsell = AgentDefinition(
        type: .upsell,
        title: "Customer growth",
        purpose: "Suggests which further product could help which existing customer, as a consultant would.",
        schedule: Schedule(recurrence: .weekly(weekday: 1), time: TimeOfDay(hour: 10)),
        audience: "Everyone with a business profile and a customer or a won deal",
        eligibility: .profile(andAnyOf: [Eligibility.hasCustomer, Eligibility.hasWonDeal], orElse: "neither a customer nor a won deal"),
        contactFilter: "exists deal(status = won) and no deal(status = open) and stage != lost",
        prompt: """
            Suggest further products of the business to its existing customers, as a consultant would: start from what each customer has, \
            name a product they have not bought and the need it could meet, and propose a question to ask. Never push.
            """,
        toContacts: .upsell,
        phrasing: OfflinePhrasing(
            .part(
                professional: [
                    "Hello{{addressed}}. A look at where your customers could gain more.",
                    "Hello{{addressed}}. It is time for a fresh look at your customers.",
                    "Hello{{addressed}}. Some thoughts on your customers for this week.",
                ],
                friendly: [
                    "Hi{{addressed}}! Your customers might be glad of a good idea.",
                    "Hello{{addressed}}! Let's see who could get more out of what you offer.",
                    "Hey{{addressed}}! Time to think of the people who already trust you.",
                ],
                strict: [
                    "{{called}}Existing customers: review them this week.",
                    "{{called}}Know what your customers lack.",
                    "{{called}}Advise your customers. Ask before you offer.",
                ],
                playful: [
                    "Would you like fries with that{{addressed}}? Your customers might.",
                    "Matchmaker at work{{addressed}}! Customers, meet products.",
                    "Treasure map unrolled{{addressed}}! X marks a happy customer.",
                ]
            ),
            .missingProfile,
            .part(
                .fittingProducts,
                professional: [
                    "Possible fits for {{offers_count}}:\n{{offers}}", "For {{offers_count}} there is something in your range:\n{{offers}}",
                ],
                friendly: ["Some good matches for {{offers_count}}:\n{{offers}}", "Here's who might like what ({{offers_count}}):\n{{offers}}"],
                strict: ["Speak to {{offers_count}}:\n{{offers}}", "Not yet covered ({{offers_count}}):\n{{offers}}"],
                playful: ["Perfect pairs ({{offers_count}}):\n{{offers}}", "Swipe right ({{offers_count}}):\n{{offers}}"]
            ),
            .part(
                .nothingFitting,
                professional: [
                    "For {{customers}}, your whole range is bought or on offer. Ask what will be needed next.",
                    "Nothing in your range is left to add for {{customers}}; asking how it serves is worth a visit.",
                ],
                friendly: [
                    "Everything you offer is bought or on offer for {{customers}}. Why not just ask how things are going?",
                    "Nothing left to add for {{customers}}. A friendly hello never hurts!",
                ],
                strict: ["{{customers}}: your range is covered. Ask for their next need.", "Nothing to add for {{customers}}. Ask for a referral."],
                playful: [
                    "Full house for {{customers}}! Ask what's next on the wish list.",
                    "The whole set is bought or on offer for {{customers}}. Time to invent something new?",
                ]
            ),
            .part(
                .noProducts,
                professional: [
                    "Your customers: {{customers}}. Please add your products to the profile, so that I can suggest what fits whom.",
                    "I know your customers ({{customers}}) but not your products. Please add them to the profile.",
                ],
                friendly: [
                    "I'd love to suggest something for {{customers}}. Add your products to the profile, please!",
                    "Tell me what you offer in the profile, and I'll find a match for {{customers}}.",
                ],
                strict: [
                    "Customers: {{customers}}. Products: none on record. Add them.",
                    "No products in the profile. Add them, then advise {{customers}}.",
                ],
                playful: [
                    "The table is set for {{customers}}, but the menu is blank. Add your products!",
                    "Matchmaking for {{customers}} needs products in your profile, or it's a very short date.",
                ]
            ),
            .part(
                .noCustomers,
                professional: [
                    "No customer is recorded yet. Set a contact's stage to customer, or mark a deal as won.",
                    "There are no customers in your records. Record the first, and suggestions follow.",
                ],
                friendly: [
                    "There's no customer here yet. Mark a contact as customer or a deal as won, and I'll have ideas!",
                    "No customers yet, but the first will come! Mark a deal as won when it does.",
                ],
                strict: [
                    "No customers on record. Set the stage customer, or win a deal.", "Without a customer there is nothing to advise. Record one.",
                ],
                playful: [
                    "No customers on the map yet. Mark a contact as customer and the hunt is on!",
                    "The guest list is empty! Mark a deal as won to invite the first guest.",
                ]
            ),
            .part(
                .noneSeenCustomers,
                professional: [
                    "Of the contacts and deals I looked at, none is marked as a customer's. The Contacts page lists all of them.",
                    "None of the latest contacts is marked as a customer. Please look through the others on the Contacts page.",
                ],
                friendly: [
                    "No customer among those I looked at. Have a look through the others on the Contacts page!",
                    "I looked at the latest contacts and deals, and nobody there is marked as a customer. Who comes to your mind?",
                ],
                strict: ["No customer among the latest records. Check the Contacts page.", "None found among those looked at. Name one customer."],
                playful: [
                    "My binoculars show nobody who has bought, and I can't see all of your records. Who waves from behind the hill?",
                    "No customer among the cards on my table. Draw one from the Contacts page!",
                ]
            ),
            .part(
                .keyword,
                professional: ["Your subject \"{{keyword}}\" may be a good opening.", "A good opening is {{keyword}}."],
                friendly: ["\"{{keyword}}\" could be a nice way to start.", "Try \"{{keyword}}\" as a conversation starter."],
                strict: ["Subject: {{keyword}}.", "Open with {{keyword}}."],
                playful: ["Conversation confetti: {{keyword}}.", "Sprinkle in some {{keyword}}."]
            ),
            .part(
                .customers,
                professional: [
                    "Ask about the need first; the product follows from it.", "A question serves better here than an offer.",
                    "Advice comes first, and the sale may follow.",
                ],
                friendly: [
                    "Listen first, the rest comes by itself!", "Just ask how things are going, and see where it leads.",
                    "Think of it as good advice among friends.",
                ],
                strict: ["Ask first, then offer.", "No pressure. Facts only.", "Raise it this week."],
                playful: [
                    "Ears first, sales pitch never!", "Be the waiter who knows the wine, not the one who pours it unasked.",
                    "Curiosity sells, pushing smells.",
                ]
            ),
            .part(
                .noCustomers,
                professional: ["Who might be the first?", "I will look again next time.", "Is there one you have not recorded yet?"],
                friendly: ["Who might be your first?", "I'm looking forward to it!", "Is there someone you forgot to add?"],
                strict: ["Enter it.", "Check your records.", "Do it this week."],
                playful: ["Who gets the first ribbon?", "I'll keep the confetti ready.", "The champagne is on ice!"]
            )
        )
    )
}
