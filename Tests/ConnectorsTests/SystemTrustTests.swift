import Foundation
import NIOSSL
import Testing

@testable import Connectors

#if os(Linux)
    @Suite struct `The certificates the system trusts` {
        @Test func `are parsed once, and again when their file has changed`() throws {
            try withFolder { folder in
                let file = folder.appending(path: "roots.crt"), trust = SystemTrust(files: ["/nowhere", file.path()], folder: "/nowhere")
                try Data(root.utf8).write(to: file)
                let first = try certificates(trust)
                #expect(first.count == 1)
                #expect(try certificates(trust).first === first.first)
                try Data((root + root).utf8).write(to: file)
                #expect(try certificates(trust).count == 2)
            }
        }

        @Test func `are those of the file and those of the folder beside it`() throws {
            try withFolder { folder in
                let file = folder.appending(path: "roots.crt")
                try Data(root.utf8).write(to: file)
                let configuration = try #require(SystemTrust(files: [file.path()], folder: folder.path()).configuration())
                #expect(configuration.trustRoots == .file(folder.path()))
                #expect(configuration.additionalTrustRoots == [.certificates(try NIOSSLCertificate.fromPEMFile(file.path()))])
                #expect(configuration.certificateVerification == .fullVerification)
            }
        }

        @Test func `are left to the client where there is no such file or nothing to be read in it`() throws {
            try withFolder { folder in
                let file = folder.appending(path: "roots.crt"), trust = SystemTrust(files: [file.path(), folder.path()], folder: folder.path())
                #expect(trust.configuration().map { _ in true } == nil)
                try Data("-----BEGIN CERTIFICATE-----\nnothing\n-----END CERTIFICATE-----\n".utf8).write(to: file)
                #expect(trust.configuration().map { _ in true } == nil)
            }
        }

        private func certificates(_ trust: SystemTrust) throws -> [NIOSSLCertificate] {
            guard case .certificates(let found)? = try #require(trust.configuration()).trustRoots else { return [] }
            return found
        }

        private func withFolder(_ body: (URL) throws -> Void) throws {
            let folder = FileManager.default.temporaryDirectory.appending(path: "crm-test-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            try body(folder)
        }
    }

    /// Signed by nobody but itself; its key was thrown away.
    private let root = """
        -----BEGIN CERTIFICATE-----
        MIIBmzCCAUGgAwIBAgIUATXlg+0DxpYkgMotjjnSDkWo2IAwCgYIKoZIzj0EAwIw
        IjEgMB4GA1UEAwwXSGFyYm91ciBIb3RlbCB0ZXN0IHJvb3QwIBcNMjYxMTI0MTc1
        NDMyWhgPMjEyNjEwMzExNzU0MzJaMCIxIDAeBgNVBAMMF0hhcmJvdXIgSG90ZWwg
        dGVzdCByb290MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEb2narGgPUKD+Ndxm
        r6wC+tWkGeqP6g1rhtGk47mOI9XXaKPNjU7eMf1GqpgPkwrMatZGt3ptz9xQiIYJ
        n4+0a6NTMFEwHQYDVR0OBBYEFAwF4nE4Gw/il+E+ieAd7mWDutc4MB8GA1UdIwQY
        MBaAFAwF4nE4Gw/il+E+ieAd7mWDutc4MA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZI
        zj0EAwIDSAAwRQIgDSHVp6q0BXbRooxwExILCYsJlK/WQDFh04N5A/1NsoYCIQDR
        pYueXJNoa/dbRN6TeD4OTrOdJ+RvBW/q9uCYSFYN/A==
        -----END CERTIFICATE-----

        """
#endif
