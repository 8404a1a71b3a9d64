package steelyard.gateway.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import steelyard.gateway.json.RequestFault;
import steelyard.gateway.reads.NodeReads;
import steelyard.node.NodeState;
import steelyard.protocol.Address;
import steelyard.signing.ActionHash;
import steelyard.signing.CanonicalAction;
import steelyard.signing.Network;
import steelyard.signing.Signature;
import steelyard.signing.UserSignedAction;

/**
 * Finds out who signed a request. A trading action can have been signed for either network and, by clients that hash
 * what they send, in the order as received: the first candidate that the node knows as an account or an agent is the
 * signer. What matched is remembered for the connection, so that later requests are recovered once.
 *
 * <p>Recovery happens on the calling thread, about 40 µs for each candidate.
 */
public final class Signers {
    private static final int DIGEST_LENGTH = 32;
    private static final List<Network> NETWORKS = List.of(Network.values());

    /** What matched last on a connection. Belongs to its event loop. */
    public static final class Memory {
        private Candidate match;
    }

    /**
     * A signer with its proof.
     *
     * @param alternateSigner the address recovered for the other network, or {@link Address#ZERO}
     * @param proof           signature (r, s, v) and the digest that was signed
     */
    record Proven(Address signer, Address alternateSigner, byte[] proof) {
    }

    private record Candidate(boolean asReceived, Network network, Address address, byte[] digest) {
    }

    private final NodeReads reads;

    Signers(final NodeReads reads) {
        this.reads = reads;
    }

    /**
     * Finds the signer and hands it to {@code then}, at once or later on {@code loop}; {@code null} if no key can have
     * made the signature.
     *
     * @return {@code false} if the node cannot be asked now: nothing will be called
     * @throws RequestFault if the action is not one that can be signed
     */
    boolean find(
        final SignedRequest request, final Memory memory, final Executor loop,
        final BiConsumer<Proven, Throwable> then) throws RequestFault {
        final UserSignedAction userSigned = UserSignedAction.of(request.type());
        if (userSigned != null) {
            then.accept(userSigner(userSigned, request), null);
            return true;
        }
        final Candidate remembered = remembered(request, memory);
        if (remembered != null) {
            then.accept(proven(remembered, Address.ZERO, request.signature()), null);
            return true;
        }
        final List<Candidate> candidates = candidates(request);
        if (candidates.isEmpty()) {
            then.accept(null, null);
            return true;
        }
        return reads.ask(loop, state -> firstKnown(candidates, state), (index, failure) ->
            then.accept(failure == null ? chosen(candidates, index, memory, request.signature()) : null, failure));
    }

    private static Proven userSigner(final UserSignedAction type, final SignedRequest request) throws RequestFault {
        final byte[] digest = type.digest(request.action().node());
        if (digest == null) {
            throw RequestFault.malformed();
        }
        final Candidate signer = recovered(request.signature(), false, Network.MAINNET, digest);
        return signer == null ? null : proven(signer, Address.ZERO, request.signature());
    }

    private static Candidate remembered(final SignedRequest request, final Memory memory) throws RequestFault {
        if (memory.match == null) {
            return null;
        }
        final Candidate match = memory.match;
        final byte[] digest = match.network.agentDigest(connectionId(request, match.asReceived));
        final Candidate candidate = recovered(request.signature(), match.asReceived, match.network, digest);
        return candidate != null && candidate.address.equals(match.address) ? candidate : null;
    }

    /** One candidate for each network, in canonical order, then as received if that hashes differently. */
    private static List<Candidate> candidates(final SignedRequest request) throws RequestFault {
        final List<Candidate> candidates = new ArrayList<>(2 * NETWORKS.size());
        final byte[] canonicalId = connectionId(request, false);
        final byte[] receivedId = connectionId(request, true);
        for (final Network network : NETWORKS) {
            add(candidates, recovered(request.signature(), false, network, network.agentDigest(canonicalId)));
        }
        if (!Arrays.equals(canonicalId, receivedId)) {
            for (final Network network : NETWORKS) {
                add(candidates, recovered(request.signature(), true, network, network.agentDigest(receivedId)));
            }
        }
        return candidates;
    }

    private static void add(final List<Candidate> candidates, final Candidate candidate) {
        if (candidate != null) {
            candidates.add(candidate);
        }
    }

    private static byte[] connectionId(final SignedRequest request, final boolean asReceived) throws RequestFault {
        final JsonNode received = request.action().node();
        final JsonNode canonical = asReceived ? null : CanonicalAction.of(received);
        final byte[] vault = request.vaultAddress() == null ? null : request.vaultAddress().bytes();
        final byte[] id = ActionHash.connectionId(
            canonical == null ? received : canonical, request.nonceMillis(), vault, request.expiresAfterMillis());
        if (id == null) {
            throw RequestFault.malformed();
        }
        return id;
    }

    private static Candidate recovered(
        final Signature signature, final boolean asReceived, final Network network, final byte[] digest) {
        final byte[] address = signature.signer(digest);
        return address == null ? null : new Candidate(asReceived, network, Address.of(address), digest);
    }

    /** Index of the first candidate that is an account or a live agent, or −1. On the read models' thread. */
    private static int firstKnown(final List<Candidate> candidates, final NodeState state) {
        for (int i = 0; i < candidates.size(); i++) {
            final Address address = candidates.get(i).address;
            if (state.accountId(address) != NodeState.NONE || state.accountIdOfAgent(address) != NodeState.NONE) {
                return i;
            }
        }
        return -1;
    }

    private static Proven chosen(
        final List<Candidate> candidates, final int known, final Memory memory, final Signature signature) {
        final Candidate signer = candidates.get(Math.max(0, known));
        if (known >= 0) {
            memory.match = signer;
        }
        return proven(signer, otherNetwork(candidates, signer), signature);
    }

    private static Address otherNetwork(final List<Candidate> candidates, final Candidate signer) {
        for (final Candidate candidate : candidates) {
            if (candidate.asReceived == signer.asReceived && candidate.network != signer.network) {
                return candidate.address;
            }
        }
        return Address.ZERO;
    }

    private static Proven proven(final Candidate signer, final Address alternate, final Signature signature) {
        final byte[] proof = Arrays.copyOf(signature.bytes(), Signature.LENGTH + DIGEST_LENGTH);
        System.arraycopy(signer.digest, 0, proof, Signature.LENGTH, DIGEST_LENGTH);
        return new Proven(signer.address, alternate, proof);
    }
}
