package dev.terrace.spring.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/** Keys with certificates of their own, made anew by the JDK's keytool, valid for 127.0.0.1 and two days. */
final class TestCertificates {

    static final String PASSWORD = "changeit";

    private static final String ALIAS = "one";

    private final Path directory;

    TestCertificates(Path directory) {
        this.directory = directory;
    }

    /** Makes a key and its certificate, and stores for both: NAME.p12, NAME-trust.p12, NAME.key and NAME.crt. */
    void make(String name) {
        keytool(name);
        try (InputStream stored = Files.newInputStream(file(name + ".p12"));
                OutputStream trusting = Files.newOutputStream(file(name + "-trust.p12"))) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(stored, PASSWORD.toCharArray());
            byte[] key = Objects.requireNonNull(keys.getKey(ALIAS, PASSWORD.toCharArray()))
                    .getEncoded();
            Files.writeString(file(name + ".key"), pem("PRIVATE KEY", key));
            Certificate certificate = keys.getCertificate(ALIAS);
            Files.writeString(file(name + ".crt"), pem("CERTIFICATE", certificate.getEncoded()));
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry(ALIAS, certificate);
            trusted.store(trusting, PASSWORD.toCharArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    private static String pem(String what, byte[] bytes) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + what + "-----\n";
    }

    private void keytool(String name) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of("-genkeypair", "-alias", ALIAS, "-keyalg", "EC", "-groupname", "secp256r1"));
        command.addAll(List.of("-dname", "CN=" + name, "-ext", "san=ip:127.0.0.1,dns:localhost"));
        command.addAll(List.of("-startdate", "-1d", "-validity", "3", "-storetype", "PKCS12", "-storepass", PASSWORD));
        command.addAll(List.of("-keystore", file(name + ".p12").toString()));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("keytool: " + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
