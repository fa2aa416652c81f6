import Domain
import Testing

@testable import Storage

@Suite struct `A database URL` {
    @Test(arguments: [
        "postgres://crm:s%40fe@db:6432/crm?sslmode=require", "postgresql://crm:s%40fe@db:6432/crm?sslmode=require",
        "postgresql+asyncpg://crm:s%40fe@db:6432/crm?ssl=require", "postgresql+psycopg://crm:s%40fe@db:6432/crm?ssl=require",
    ]) func `is understood in every spelling`(url: String) throws {
        #expect(PostgresSettings.isPostgres(url))
        let settings = try PostgresSettings(url: url)
        for (name, value) in ["host": "db", "port": "6432", "user": "crm", "password": "s@fe", "dbname": "crm", "sslmode": "require"] {
            #expect(settings.parameters[name] == value)
        }
        #expect(settings.place == "db:6432/crm")
    }

    @Test(arguments: [
        ("postgresql://crm:pa?ss@db/crm", "password", "pa?ss"), ("postgresql://db/crm?application_name=crm@eu", "application_name", "crm@eu"),
    ]) func `may have signs that stand for themselves there`(url: String, name: String, value: String) throws {
        let settings = try PostgresSettings(url: url)
        #expect(settings.parameters["host"] == "db" && settings.parameters[name] == value)
    }

    @Test func `with several hosts asks for the one that takes writes, unless it says otherwise`() throws {
        #expect(try PostgresSettings(url: "postgresql://a,b:5433/crm").parameters["target_session_attrs"] == "read-write")
        #expect(try PostgresSettings(url: "postgresql://a,b/crm?target_session_attrs=any").parameters["target_session_attrs"] == "any")
        #expect(try PostgresSettings(url: "postgresql://a/crm").parameters["target_session_attrs"] == nil)
    }

    @Test(arguments: [
        "postgresql://crm:s3cret@[::1/crm", "postgresql://crm:s3cret@db/crm?pool_size=5", "postgresql://crm:s3cret%zz@db/crm",
        "postgresql://crm:pa@s3cret@db/crm", "postgresql://crm:12/s3cret@db/crm",
        "postgresql+asyncpg://crm:pa@x?s3cret=1@db/crm",
    ])
    func `that is wrong is refused without a word of its password`(url: String) {
        do {
            _ = try PostgresSettings(url: url)
            Issue.record("taken")
        } catch {
            #expect(error.issues.map(\.field) == ["DATABASE_URL"])
            #expect(!error.issues[0].message.contains("s3cr"))
            #expect(error.issues[0].message.contains("%40") || url.contains("pool_size"))
        }
    }

    @Test(arguments: [
        ("postgresql://crm:s3cret@db/crm?sslmode=foo", "sslmode"), ("postgresql://crm:s3cret@db:99999/crm", "port"),
        ("postgresql://crm:s3cret@a,b/crm?target_session_attrs=prefer-standby", "takes no writes"),
        ("postgresql://crm:s3cret@a/crm?target_session_attrs=standby", "takes no writes"),
        ("postgresql://crm:s3cret@a/crm?connect_timeout=long", "connect_timeout"),
        ("postgresql://crm:s3cret@a:1,b:zero/crm", "port"), ("postgresql://crm:s3cret@a,b/crm?target_session_attrs=master", "target_session_attrs"),
    ]) func `with a value that can never connect is refused at once`(url: String, what: String) {
        let error = #expect(throws: ValidationError.self) { try PostgresSettings(url: url) }
        #expect(error?.issues.first?.message.contains(what) == true && error?.issues.first?.message.contains("s3cr") == false)
    }

    @Test(arguments: ["mysql://db/crm", "data.sqlite", "", "postgresql", "sqlite:///crm"]) func `of another database is none of PostgreSQL`(
        url: String
    ) {
        #expect(!PostgresSettings.isPostgres(url))
    }
}
