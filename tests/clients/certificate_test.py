"""A renewed certificate: its files are replaced under the running server, which takes it up when it is told to."""

import contextlib
import pathlib
import signal
import socket
import ssl
import subprocess
import tempfile
import time
import unittest

from server import Server

OPTIONS = b"OPTIONS /dav/ HTTP/1.1\r\nHost: localhost\r\n\r\n"


class Certificate(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.certificate, self.key = self.folder / "certificate.pem", self.folder / "key.pem"
        (self.folder / "stafett.toml").write_text('certificate = "certificate.pem"\nkey = "key.pem"\n')
        self.replace_files(*self.make("forsta"))
        self.server = Server(association="suite.toml", mandates=(), options=("--config", self.folder / "stafett.toml"))
        self.addCleanup(self.server.close)

    def make(self, name):
        """A new certificate for localhost and its key."""
        certificate, key = self.folder / f"{name}.pem", self.folder / f"{name}-key.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30",
                        "-subj", f"/CN={name}", "-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(certificate)],
                       check=True, capture_output=True, timeout=60)
        return certificate, key

    def replace_files(self, certificate, key):
        for new, place in ((certificate, self.certificate), (key, self.key)):
            written = place.with_suffix(".new")
            written.write_bytes(new.read_bytes())
            written.rename(place)

    def connect(self, trusted):
        """A new connection of somebody who trusts that certificate and no other."""
        plain = socket.create_connection(("localhost", self.server.port), timeout=30)
        try:
            return ssl.create_default_context(cafile=str(trusted)).wrap_socket(plain, server_hostname="localhost")
        except BaseException:
            plain.close()
            raise

    def shown(self):
        """The certificate that a new connection is shown."""
        return ssl.get_server_certificate(("localhost", self.server.port), timeout=30)

    def answers(self, connection):
        connection.sendall(OPTIONS)
        self.assertTrue(connection.recv(4096).startswith(b"HTTP/1.1 401 "))

    def told(self, words):
        """Until the log says that; far sooner than the server would look at the files by itself."""
        deadline = time.monotonic() + 20
        while words not in self.server.log_text():
            self.assertLess(time.monotonic(), deadline, self.server.log_text()[-2000:])
            self.server.wait_a_little()

    def test_is_taken_up_on_sighup_and_old_connections_go_on(self):
        first, second = self.folder / "forsta.pem", self.make("andra")
        with contextlib.closing(self.connect(first)) as old:
            self.answers(old)
            self.replace_files(*second)
            self.assertEqual(self.shown(), first.read_text(), "not before it is told to")
            self.server.process.send_signal(signal.SIGHUP)
            deadline = time.monotonic() + 20
            while self.shown() != second[0].read_text():
                self.assertLess(time.monotonic(), deadline, "the new certificate is not shown")
                self.server.wait_a_little()
            with contextlib.closing(self.connect(second[0])) as new:
                self.answers(new)
            with self.assertRaises(ssl.SSLCertVerificationError):
                self.connect(first)
            self.answers(old)
            self.assertEqual(ssl.DER_cert_to_PEM_cert(old.getpeercert(True)), first.read_text())

    def test_that_cannot_be_read_is_named_in_the_log_and_the_one_in_use_stays(self):
        first, (certificate, _) = self.folder / "forsta.pem", self.make("andra")
        self.replace_files(certificate, self.folder / "forsta-key.pem")    # a key that is not its own
        self.server.process.send_signal(signal.SIGHUP)
        self.told(f"The key {self.key} cannot be read or does not belong to the certificate")
        self.assertEqual(self.shown(), first.read_text())
        self.certificate.unlink()
        self.server.process.send_signal(signal.SIGHUP)
        self.told(f"The certificate {self.certificate} cannot be read")
        with contextlib.closing(self.connect(first)) as connection:
            self.answers(connection)


if __name__ == "__main__":
    unittest.main()
