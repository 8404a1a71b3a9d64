package steelyard.gateway.connection;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import steelyard.gateway.GatewayConfig;

/**
 * The gateway's certificate and key, in two PEM files. When one of them changes, new connections get the new
 * certificate; one that cannot be read leaves the old one in use. Any thread.
 */
final class Certificate {
    private static final Logger LOG = LoggerFactory.getLogger(Certificate.class);
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private record Times(FileTime certificate, FileTime key) {
    }

    private final GatewayConfig.Tls files;
    private final int handshakeMillis;
    private SslContext context;
    private Times loaded;
    private long lookedNanos;

    /**
     * Reads the files.
     *
     * @throws IllegalStateException if they are no certificate with its key
     */
    Certificate(final GatewayConfig.Tls files, final int handshakeMillis) {
        this.files = files;
        this.handshakeMillis = handshakeMillis;
        try {
            loaded = times();
            context = read();
        } catch (final IOException | IllegalArgumentException wrong) {
            throw new IllegalStateException("The certificate " + files.certificate() + " with the key " + files.key()
                + " cannot be used: " + wrong.getMessage(), wrong);
        }
        lookedNanos = System.nanoTime();
    }

    /** What encrypts one connection. */
    SslHandler handler(final ByteBufAllocator allocator) {
        final SslHandler handler = current().newHandler(allocator);
        handler.setHandshakeTimeoutMillis(handshakeMillis);
        return handler;
    }

    private synchronized SslContext current() {
        if (System.nanoTime() - lookedNanos >= LOOK_NANOS) {
            lookedNanos = System.nanoTime();
            readAgain();
        }
        return context;
    }

    private void readAgain() {
        try {
            final Times now = times();
            if (!now.equals(loaded)) {
                loaded = now;
                context = read();
                LOG.info("The certificate {} was read again", files.certificate());
            }
        } catch (final IOException | IllegalArgumentException wrong) {
            LOG.error("The certificate {} cannot be used; the one before stays", files.certificate(), wrong);
        }
    }

    private Times times() throws IOException {
        return new Times(time(files.certificate()), time(files.key()));
    }

    private static FileTime time(final Path file) throws IOException {
        return Files.getLastModifiedTime(file);
    }

    private SslContext read() throws SSLException {
        return SslContextBuilder.forServer(files.certificate().toFile(), files.key().toFile())
            .sslProvider(SslProvider.JDK)
            .protocols(PROTOCOLS)
            .build();
    }
}
