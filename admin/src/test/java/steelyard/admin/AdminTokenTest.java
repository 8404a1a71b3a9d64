package steelyard.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminTokenTest {
    @TempDir
    private Path directory;
    private Path file;

    @BeforeEach
    void chooseFile() {
        file = directory.resolve(AdminToken.FILE_NAME);
    }

    @Test
    void shouldMakeASecretThatOnlyItsOwnerCanRead() throws IOException {
        AdminToken.readOrCreate(file);
        final String first = Files.readString(file);
        assertTrue(first.matches("[0-9a-f]{64}\n"), first);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));

        Files.delete(file);
        AdminToken.readOrCreate(file);
        assertNotEquals(first, Files.readString(file));
    }

    @Test
    void shouldKeepTheSecretOverRestarts() throws IOException {
        AdminToken.readOrCreate(file);
        final String token = Files.readString(file).strip();

        assertTrue(AdminToken.readOrCreate(file).isPresentedBy("Bearer " + token));
    }

    @Test
    void shouldKnowNothingButItsSecret() throws IOException {
        final AdminToken token = AdminToken.readOrCreate(file);
        final String secret = Files.readString(file).strip();

        assertFalse(token.isPresentedBy(null));
        assertFalse(token.isPresentedBy(""));
        assertFalse(token.isPresentedBy("Bearer"));
        assertFalse(token.isPresentedBy("Bearer "));
        assertFalse(token.isPresentedBy(secret));
        assertFalse(token.isPresentedBy("Basic " + secret));
        assertFalse(token.isPresentedBy("Bearer " + secret + "0"));
        assertFalse(token.isPresentedBy("Bearer " + secret.substring(1)));
        assertFalse(token.isPresentedBy("Bearer " + (secret.charAt(0) == '0' ? '1' : '0') + secret.substring(1)));
    }

    @Test
    void shouldRefuseAFileThatOthersCanRead() throws IOException {
        AdminToken.readOrCreate(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        final IOException e = assertThrows(IOException.class, () -> AdminToken.readOrCreate(file));
        assertEquals(
            file + " can be used by others: run chmod 600 on it, or delete it to get a new token", e.getMessage());
    }

    @Test
    void shouldRefuseAFileWithoutAToken() throws IOException {
        AdminToken.readOrCreate(file);
        Files.writeString(file, "secret");

        final IOException e = assertThrows(IOException.class, () -> AdminToken.readOrCreate(file));
        assertEquals(file + " holds no token of 64 hex digits: delete it to get a new one", e.getMessage());
    }
}
