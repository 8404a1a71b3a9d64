package steelyard.gateway;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.agrona.DirectBuffer;
import steelyard.protocol.Address;
import steelyard.protocol.sbe.AuthorityDecoder;
import steelyard.protocol.sbe.MessageHeaderDecoder;
import steelyard.protocol.sbe.OriginDecoder;

/** Commands that a node was handed, as texts, but for what was recovered for the other network. */
final class SignedCommands {
    private static final int ALTERNATE = MessageHeaderDecoder.ENCODED_LENGTH + OriginDecoder.ENCODED_LENGTH
        + AuthorityDecoder.alternateSignerEncodingOffset();

    private SignedCommands() {
    }

    /** What has reached the log since the last time. */
    static Set<String> taken(final FakeNode node) {
        node.run(() -> { });
        final List<DirectBuffer> taken = new ArrayList<>();
        node.commands.drainTo(taken);
        final Set<String> texts = new HashSet<>();
        taken.forEach(command -> {
            final byte[] bytes = new byte[command.capacity()];
            command.getBytes(0, bytes);
            Arrays.fill(bytes, ALTERNATE, ALTERNATE + Address.LENGTH, (byte) 0);
            texts.add(HexFormat.of().formatHex(bytes));
        });
        return texts;
    }
}
