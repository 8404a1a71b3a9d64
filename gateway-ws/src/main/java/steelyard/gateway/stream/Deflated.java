package steelyard.gateway.stream;

import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.zip.Deflater;

/** Bytes as raw DEFLATE data (RFC 1951), in base 64. */
final class Deflated {
    private static final int CHUNK = 4_096;

    private Deflated() {
    }

    /** Compresses the bytes. */
    static String base64(final byte[] bytes) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final byte[] chunk = new byte[CHUNK];
        try (Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true)) {
            deflater.setInput(bytes);
            deflater.finish();
            while (!deflater.finished()) {
                out.write(chunk, 0, deflater.deflate(chunk));
            }
        }
        return Base64.getEncoder().encodeToString(out.toByteArray());
    }
}
