package steelyard.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The port with a certificate of its own making. */
class TlsTest extends GatewayFixture {
    private static final String PASSWORD = "changeit";
    private static final long LOOKED_AGAIN_MILLIS = 1_100;

    @TempDir
    private static Path directory;

    private final Shown shown = new Shown();

    /** Trusts everybody, and knows who showed a certificate last. */
    private static final class Shown extends X509ExtendedTrustManager {
        private volatile String name;

        @Override
        public void checkServerTrusted(final X509Certificate[] chain, final String type, final SSLEngine engine) {
            name = chain[0].getSubjectX500Principal().getName();
        }

        @Override
        public void checkServerTrusted(
            final X509Certificate[] chain, final String type, final java.net.Socket socket) {
            name = chain[0].getSubjectX500Principal().getName();
        }

        @Override
        public void checkServerTrusted(final X509Certificate[] chain, final String type) {
            name = chain[0].getSubjectX500Principal().getName();
        }

        @Override
        public void checkClientTrusted(final X509Certificate[] chain, final String type, final SSLEngine engine)
            throws CertificateException {
            throw new CertificateException("no server");
        }

        @Override
        public void checkClientTrusted(
            final X509Certificate[] chain, final String type, final java.net.Socket socket)
            throws CertificateException {
            throw new CertificateException("no server");
        }

        @Override
        public void checkClientTrusted(final X509Certificate[] chain, final String type) throws CertificateException {
            throw new CertificateException("no server");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private static Path certificate() {
        return directory.resolve("gateway.crt");
    }

    private static Path key() {
        return directory.resolve("gateway.key");
    }

    @Override
    GatewayConfig config() {
        final GatewayConfig usual = super.config();
        return new GatewayConfig(usual.host(), 0, 1, 50, usual.allowedOrigins(), usual.requestLengthMax(), 2_000,
            2_000, 20, usual.eventQueueLength(), usual.pendingBytesMax(), 10, 10, usual.limits(),
            new GatewayConfig.Tls(certificate(), key()));
    }

    @BeforeEach
    @Override
    void start() {
        install("first");
        super.start();
    }

    /** Makes a new key, and writes it and a certificate of that name. */
    private static void install(final String name) {
        try {
            final Path store = Files.createTempDirectory(directory, "store").resolve("store.p12");
            final Process keytool = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", "a",
                "-keyalg", "EC", "-dname", "CN=" + name, "-storetype", "PKCS12", "-keystore", store.toString(),
                "-storepass", PASSWORD, "-validity", "2").redirectErrorStream(true).start();
            keytool.getInputStream().readAllBytes();
            assertEquals(0, keytool.waitFor());
            final KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(store)) {
                keys.load(in, PASSWORD.toCharArray());
            }
            final Certificate made = keys.getCertificate("a");
            Files.writeString(key(), pem("PRIVATE KEY", keys.getKey("a", PASSWORD.toCharArray()).getEncoded()));
            Files.writeString(certificate(), pem("CERTIFICATE", made.getEncoded()));
        } catch (final IOException | GeneralSecurityException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static String pem(final String what, final byte[] bytes) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes)
            + "\n-----END " + what + "-----\n";
    }

    private HttpClient https() {
        try {
            final SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {shown}, null);
            return HttpClient.newBuilder().sslContext(context).version(HttpClient.Version.HTTP_1_1).build();
        } catch (final GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Asks over a new connection, and answers who served it. */
    private String servedBy() throws IOException, InterruptedException {
        try (HttpClient client = https()) {
            final HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.port() + "/info"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"type\":\"perpDexs\"}")).build(),
                HttpResponse.BodyHandlers.ofString());
            assertEquals("[null]", answer.body());
            return shown.name;
        }
    }

    @Test
    void shouldServeOnlyEncryptedConnections() throws IOException, InterruptedException {
        assertEquals("CN=first", servedBy());
        assertThrows(RuntimeException.class, () -> client.info("{\"type\":\"perpDexs\"}"));
    }

    @Test
    void shouldTakeANewCertificateWithoutARestart() throws IOException, InterruptedException {
        assertEquals("CN=first", servedBy());
        install("second");
        TimeUnit.MILLISECONDS.sleep(LOOKED_AGAIN_MILLIS);
        assertEquals("CN=second", servedBy());
    }

    @Test
    void shouldKeepTheCertificateIfTheNewOneIsBroken() throws IOException, InterruptedException {
        assertEquals("CN=first", servedBy());
        Files.writeString(certificate(), "nothing");
        Files.setLastModifiedTime(certificate(), FileTime.fromMillis(System.currentTimeMillis() + 5_000));
        TimeUnit.MILLISECONDS.sleep(LOOKED_AGAIN_MILLIS);
        assertEquals("CN=first", servedBy());
    }

    @Test
    void shouldSpeakWebSocketToo() throws Exception {
        final CompletableFuture<String> greeting = new CompletableFuture<>();
        try (HttpClient client = https()) {
            final WebSocket socket = client.newWebSocketBuilder().buildAsync(
                URI.create("wss://127.0.0.1:" + server.port() + "/ws"), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(
                        final WebSocket webSocket, final CharSequence data, final boolean last) {
                        greeting.complete(data.toString());
                        return null;
                    }
                }).get(10, TimeUnit.SECONDS);
            assertEquals("Websocket connection established.", greeting.get(10, TimeUnit.SECONDS));
            socket.abort();
        }
    }

    @Test
    void shouldNotStartWithoutAKey() throws IOException {
        Files.delete(key());
        assertThrows(IllegalStateException.class, () -> new GatewayServer(config(), node, node, node));
    }
}
