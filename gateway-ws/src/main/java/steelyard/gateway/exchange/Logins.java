package steelyard.gateway.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import steelyard.gateway.json.Fields;
import steelyard.gateway.json.RejectText;
import steelyard.gateway.json.RequestFault;
import steelyard.gateway.limit.Client;
import steelyard.gateway.reads.NodeReads;
import steelyard.model.RejectReason;
import steelyard.node.NodeState;
import steelyard.protocol.Address;

/** Lets a connection prove who it is: it signs a challenge that nobody has signed before. Any thread. */
public final class Logins {
    private static final Logger LOG = LoggerFactory.getLogger(Logins.class);
    private static final int CHALLENGE_LENGTH = 32;
    private static final Set<String> FIELDS = Set.of("type", "challenge", "cancelOnDisconnect");

    /** What became of a login. */
    public interface Sink {
        /** It succeeded. */
        void onSession(Session session);

        /** It did not, and why. */
        void onRefusal(String reason);
    }

    private final SecureRandom random = new SecureRandom();
    private final Signers signers;
    private final AllowLists allowLists;
    private final NodeReads reads;

    Logins(final Signers signers, final AllowLists allowLists, final NodeReads reads) {
        this.signers = signers;
        this.allowLists = allowLists;
        this.reads = reads;
    }

    /** A new challenge, {@code 0x} and 64 hex digits. */
    public String challenge() {
        final byte[] bytes = new byte[CHALLENGE_LENGTH];
        random.nextBytes(bytes);
        return "0x" + HexFormat.of().formatHex(bytes);
    }

    /**
     * Checks a signed answer to {@code challenge}; {@code sink} is called once, on {@code loop}, at once or later.
     *
     * @param challenge the connection's, or {@code null} if it has none
     * @throws RequestFault if {@code request} is no signed login
     */
    public void check(
        final JsonNode request, final String challenge, final Signers.Memory memory, final Client client,
        final Executor loop, final Sink sink) throws RequestFault {
        final SignedRequest signed = SignedRequest.of(request);
        final Fields action = signed.action().only(FIELDS);
        final boolean cancels = action.flag("cancelOnDisconnect", false);
        if (!signed.type().equals("login")) {
            throw RequestFault.malformed();
        }
        if (!action.text("challenge").equals(challenge)) {
            sink.onRefusal("Unknown challenge.");
        } else if (!client.host().takeWeight(1) || !signers.find(signed, memory, loop,
            (proven, failure) -> end(signed, client, proven, failure, cancels, sink))) {
            sink.onRefusal("Busy: try again.");
        }
    }

    private void end(
        final SignedRequest signed, final Client client, final Signers.Proven proven, final Throwable failure,
        final boolean cancels, final Sink sink) {
        if (failure != null) {
            LOG.error("A signer could not be looked up", failure);
            sink.onRefusal("Busy: try again.");
        } else if (proven == null || proven.accountId() == NodeState.NONE) {
            sink.onRefusal(proven == null
                ? "Unable to recover signer." : "User or API Wallet " + proven.signer() + " does not exist.");
        } else if (allowLists.refusal(proven.signer(), client) != null) {
            sink.onRefusal(allowLists.refusal(proven.signer(), client));
        } else if (cancels && reads.agentLimits(proven.signer()).isReadOnly()) {
            sink.onRefusal(RejectText.of(RejectReason.AGENT_READ_ONLY, 0, 0, proven.signer()));
        } else {
            sink.onSession(new Session(proven.signer(),
                signed.vaultAddress() == null ? Address.ZERO : signed.vaultAddress(), proven.accountId(),
                proven.proof(), cancels));
        }
    }
}
