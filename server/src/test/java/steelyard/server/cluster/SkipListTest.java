package steelyard.server.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steelyard.protocol.Address;
import steelyard.protocol.EventBatch;
import steelyard.protocol.sbe.CommandDoneDecoder;
import steelyard.server.StartException;
import steelyard.testkit.command.Command;
import steelyard.testkit.command.CommandEncoder;
import steelyard.testkit.command.Origin;

class SkipListTest {
    private static final SkipList.Place PLACE = new SkipList.Place(300, 0);

    @TempDir
    private Path directory;

    private final List<Integer> results = new ArrayList<>();

    @Test
    void shouldBeEmptyWithoutAFile() {
        assertArrayEquals(new byte[SkipList.HASH_LENGTH], SkipList.read(directory).hash());
        assertFalse(SkipList.read(directory).contains(PLACE));
    }

    @Test
    void shouldHaveAHashOfItsCommandsAlone() throws IOException {
        SkipList.append(directory, PLACE, new byte[] {1}, "one");
        SkipList.append(directory, new SkipList.Place(96, 2), new byte[] {2}, "two");
        final SkipList list = SkipList.read(directory);
        assertTrue(list.contains(PLACE));
        final Path other = Files.createDirectory(directory.resolve("other"));
        SkipList.append(other, new SkipList.Place(96, 2), new byte[] {2}, "in another order, at another time");
        assertNotEquals(list, SkipList.read(other));
        SkipList.append(other, PLACE, new byte[] {1}, "");
        assertEquals(list, SkipList.read(other));
    }

    @Test
    void shouldRefuseALineThatIsNone() throws IOException {
        for (final String line : List.of("300:0", "300:0:abcd", "x:0:" + "00".repeat(32), "300:" + "00".repeat(32))) {
            Files.writeString(directory.resolve(SkipList.FILE_NAME), "# remark\n\n" + line + "\n");
            final String message = assertThrows(StartException.class, () -> SkipList.read(directory)).getMessage();
            assertTrue(message.contains("'" + line + "' is no POSITION:INDEX:SHA256"), message);
        }
    }

    @Test
    void shouldPassOverTheCommandAlone() throws IOException {
        final byte[] poison = deposit(2, 3);
        SkipList.append(directory, PLACE, poison, "poison");
        final StateMachine machine = machine(SkipList.read(directory));
        apply(machine, deposit(1, 2), 200);
        apply(machine, poison, 300);
        apply(machine, deposit(3, 4), 400);
        assertEquals(List.of(0, 0, 0, 2, 0), results);
    }

    @Test
    void shouldStopIfAnotherCommandStandsThere() throws IOException {
        SkipList.append(directory, PLACE, deposit(9, 3), "another");
        final StateMachine machine = machine(SkipList.read(directory));
        final byte[] command = deposit(1, 2);
        assertThrows(IllegalStateException.class, () -> apply(machine, command, 300));
    }

    private StateMachine machine(final SkipList skips) {
        final StateMachine machine = ExchangeMachine.factory(1, skips).create((buffer, offset, length) -> {
            final EventBatch batch = new EventBatch().wrap(buffer, offset);
            while (batch.next()) {
                if (batch.templateId() == CommandDoneDecoder.TEMPLATE_ID) {
                    results.add((int) new CommandDoneDecoder().wrap(
                        batch.buffer(), batch.blockOffset(), batch.blockLength(), batch.version()).result());
                }
            }
        });
        apply(machine, new CommandEncoder().encode(new Command.OpenEpoch(5), new Origin(1, 0, 0)), 10);
        apply(machine, new CommandEncoder().encode(
            new Command.ApplyGenesis("00".repeat(32), List.of(), List.of()), new Origin(1, 1, 1)), 20);
        return machine;
    }

    private static byte[] deposit(final int source, final long seq) {
        return new CommandEncoder().encode(new Command.Deposit(
            Address.parse("0x00000000000000000000000000000000000000a1"), 1, source, 1,
            Command.Remark.NONE), new Origin(1, 1, seq));
    }

    private static void apply(final StateMachine machine, final byte[] command, final long position) {
        machine.apply(new UnsafeBuffer(command), 0, command.length, position, 0, position);
    }
}
