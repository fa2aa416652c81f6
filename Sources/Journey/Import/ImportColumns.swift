/// What a column of a file may be called. `name` is a field of the table, or something fields are made from:
/// `first_name`, `last_name`, `amount` and `price` (in major units), `contact` (an e-mail address, external id or name),
/// of a task `customer` (a name), and what `ImportFlag` knows.
struct ImportColumn: Sendable, Equatable {
    let name: String
    /// Folded as by `foldedHeader`; the earlier, the surer.
    let synonyms: [String]

    private init(_ name: String, _ synonyms: String = "") {
        self.name = name
        self.synonyms = [foldedHeader(name)] + synonyms.split(separator: " ").map(String.init)
    }

    static func all(of kind: ImportKind) -> [ImportColumn] {
        switch kind {
        case .contacts: contacts
        case .deals: deals
        case .tasks: tasks
        case .targets: targets
        case .products: products
        }
    }

    private static let user = ImportColumn(
        "user_id", "owner ownerid owneremail user useremail assignedto assignee salesperson contactowner dealowner personowner")
    private static let contact = ImportColumn(
        "contact",
        "contactemail contactexternalid contactid email emailaddress associatedcontact contactname contactperson dealcontactperson "
            + "personname personemailwork")
    private static let due = ImportColumn("due_date", "due deadline duedate dueon dueby by until")
    private static let notes = ImportColumn("notes", "note comments comment description remarks details")

    private static let contacts = [
        ImportColumn("external_id", "externalid extid id recordid recordidcontact contactid leadid personid crmid"),
        ImportColumn("name", "fullname contactname displayname customername leadname personname contact customer"),
        ImportColumn("first_name", "givenname forename"),
        ImportColumn("middle_name", "additionalname"),
        ImportColumn("last_name", "surname familyname"),
        ImportColumn("email", "emailaddress mail emailid workemail primaryemail businessemail personemailwork personemail emailwork email1value"),
        ImportColumn(
            "phone",
            "phonenumber telephone telephonenumber tel mobile mobilephone mobilenumber cell cellphone workphone personphonework personphone phonework "
                + "phone1value"
        ),
        ImportColumn(
            "company",
            "companyname organisation organization organisationname organizationname account accountname employer personorganization "
                + "organization1name companyaccount associatedcompany"),
        ImportColumn("stage", "leadstatus leadstage lifecyclestage pipelinestage status"),
        ImportColumn(
            "consent", "marketingconsent emailconsent emailmarketingconsent consentstatus optin emailoptin marketingoptin subscribed"),
        ImportColumn("unsubscribed", "unsubscribedfromallemail unsubscribedfromemail emailunsubscribed"),
        ImportColumn("opted_out", "optedout emailoptout optout hasoptedoutofemail optedoutofemail emailoptedout"),
        ImportColumn("do_not_contact", "donotemail donotmail blacklisted blocklisted emailblacklisted emailblocklisted"),
        ImportColumn("marketing_status", "personmarketingstatus emailmarketingstatus"),
        ImportColumn("time_zone"),
        notes, user,
    ]
    private static let deals = [
        ImportColumn("external_id", "extid id recordid dealid opportunityid crmid"),
        ImportColumn(
            "customer",
            "customername client clientname account accountname company companyname organization organisation organizationname organisationname "
                + "associatedcompany dealorganization"),
        ImportColumn("product", "productname item service dealname dealtitle opportunityname opportunity"),
        ImportColumn("status", "dealstatus dealstage stage state"),
        ImportColumn("reason_failed", "reasonlost lostreason closedlostreason deallostreason failurereason reason"),
        ImportColumn("amount_minor", "amountcents amountincents"),
        ImportColumn("amount", "dealamount value dealvalue price total revenue"),
        ImportColumn("currency", "currencycode dealcurrency dealcurrencyofvalue currencyofvalue amountcurrency opportunitycurrency"),
        ImportColumn("closed_at", "closeddate dateclosed closedon closedtime dealclosedtime actualclosedate"),
        ImportColumn("won_at", "wontime dealwontime wondate datewon wonon"),
        ImportColumn("lost_at", "losttime deallosttime lostdate datelost loston"),
        ImportColumn("expected_close_date", "closedate expectedclose expectedclosing closingdate expectedclosingdate dealexpectedclosedate"),
        contact, user,
    ]
    private static let tasks = [
        ImportColumn("external_id", "extid id recordid taskid crmid"),
        ImportColumn("title", "task tasktitle taskname subject name"),
        ImportColumn("kind", "type tasktype activitytype"),
        ImportColumn("status", "taskstatus state done completed isdone iscompleted"),
        ImportColumn("cancelled", "canceled iscancelled iscanceled"),
        ImportColumn(
            "completed_at", "completedon completeddate datecompleted completiondate completedtime doneat doneon datedone finishedat finishedon"),
        due, notes, contact, ImportColumn("customer", "customername client clientname"), user,
    ]
    private static let targets = [
        ImportColumn("external_id", "extid id recordid targetid goalid crmid"),
        ImportColumn("product", "productname item service name"),
        ImportColumn("target", "goal quota plan planned targetquantity"),
        ImportColumn("achieved", "actual sold reached done progress"),
        due, user,
    ]
    private static let products = [
        ImportColumn("external_id", "extid id recordid productid crmid"),
        ImportColumn("sku", "articlenumber articleno itemnumber itemno productcode code partnumber"),
        ImportColumn("name", "productname product title item article"),
        ImportColumn("description", "details productdescription longdescription shortdescription notes"),
        ImportColumn("price_minor", "pricecents priceincents"),
        ImportColumn("price", "unitprice listprice netprice amount"),
        ImportColumn("currency", "currencycode pricecurrency"),
        ImportColumn("unit", "per priceunit unitofmeasure billingperiod"),
        ImportColumn("url", "link website webpage productlink producturl"),
        ImportColumn("status", "state active available"),
    ]
}

/// `E-mail`, `e_mail` and ` EMAIL ` are one name: letters and digits only, in lower case.
func foldedHeader(_ text: String) -> String {
    String(String.UnicodeScalarView(text.lowercased().unicodeScalars.filter { $0.properties.isAlphabetic || $0.properties.numericType != nil }))
}
