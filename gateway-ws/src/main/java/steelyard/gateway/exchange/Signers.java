package steelyard.gateway.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import steelyard.gateway.json.RequestFault;
import steelyard.gateway.reads.NodeReads;
import steelyard.node.MultiSigView;
import steelyard.node.NodeState;
import steelyard.protocol.Address;
import steelyard.signing.ActionHash;
import steelyard.signing.CanonicalAction;
import steelyard.signing.MultiSig;
import steelyard.signing.Network;
import steelyard.signing.Signature;
import steelyard.signing.UserSignedAction;

/**
 * Finds out who signed a request. A trading action can have been signed for either network and, by clients that hash
 * what they send, in the order as received: the first candidate that the node knows as an account or an agent is the
 * signer. What matched is remembered for the connection, so that later requests of the same signers are recovered once
 * and go on at once, in the order in which they came.
 *
 * <p>Recovery happens on the calling thread, about 40 µs for each candidate.
 */
public final class Signers {
    private static final int DIGEST_LENGTH = 32;
    private static final List<Network> NETWORKS = List.of(Network.values());

    /** How a signature matched last on a connection, and who signed there. Belongs to its event loop. */
    public static final class Memory {
        private static final int PARTIES_MAX = 64;

        private record Party(Address signer, Address vaultAddress) {
        }

        private final Map<Party, Integer> accountIds = new HashMap<>();
        private Candidate match;

        private boolean knows(final Candidate candidate, final Address vaultAddress) {
            return accountIds.containsKey(new Party(candidate.address, vaultAddress));
        }

        private int accountId(final Candidate candidate, final Address vaultAddress) {
            return accountIds.get(new Party(candidate.address, vaultAddress));
        }

        private void keep(final Candidate matched, final Address vaultAddress, final int accountId) {
            match = matched;
            if (accountIds.size() == PARTIES_MAX) {
                accountIds.clear();
            }
            accountIds.put(new Party(matched.address, vaultAddress), accountId);
        }
    }

    /**
     * A signer with its proof.
     *
     * @param alternateSigner the address recovered for the other network, or {@link Address#ZERO}
     * @param proof           signature (r, s, v) and the digest that was signed
     * @param accountId       the account acted for, or {@link NodeState#NONE} if the node knows none
     * @param agreeing        who besides may have signed, for a multi-sig account
     */
    record Proven(
        Address signer, Address alternateSigner, byte[] proof, int accountId, List<Address> agreeing) {
        Proven(final Address signer, final Address alternateSigner, final byte[] proof, final int accountId) {
            this(signer, alternateSigner, proof, accountId, List.of());
        }
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
        final Candidate remembered = userSigned == null ? remembered(request, memory) : null;
        if (remembered != null) {
            final int accountId = memory.accountId(remembered, request.vaultAddress());
            then.accept(proven(remembered, Address.ZERO, request.signature(), accountId), null);
            return true;
        }
        final List<Candidate> candidates = userSigned == null ? candidates(request) : owner(userSigned, request);
        if (candidates.isEmpty()) {
            then.accept(null, null);
            return true;
        }
        final boolean agentsCount = userSigned == null;
        return reads.ask(loop, state -> firstKnown(candidates, agentsCount, request.vaultAddress(), state),
            (known, failure) -> then.accept(
                failure == null ? chosen(candidates, known, agentsCount ? memory : null, request) : null, failure));
    }

    /**
     * The same for an action of a multi-sig account: who sends it is named, the users are found out.
     *
     * @throws RequestFault if the action is not one that can be signed, or another has sent it
     */
    boolean find(
        final SignedRequest request, final Action.MultiSig action, final Executor loop,
        final BiConsumer<Proven, Throwable> then) throws RequestFault {
        final Candidate leader = leader(request, action);
        final List<Address> agreeing = agreeing(action, leader.network);
        final byte[] proof = proof(leader, request.signature(), action.signatures());
        return reads.ask(loop, state -> accountOf(leader.address, action.user(), agreeing, state),
            (accountId, failure) -> then.accept(failure == null
                ? new Proven(leader.address, Address.ZERO, proof, accountId, agreeing) : null, failure));
    }

    private static Candidate leader(final SignedRequest request, final Action.MultiSig action) throws RequestFault {
        final byte[] vault = request.vaultAddress() == null ? null : request.vaultAddress().bytes();
        Address other = null;
        for (final Network network : NETWORKS) {
            final byte[] digest = MultiSig.outerDigest(
                request.action().node(), network, request.nonceMillis(), vault, request.expiresAfterMillis());
            if (digest == null) {
                throw RequestFault.malformed();
            }
            final Candidate candidate = recovered(request.signature(), true, network, digest);
            if (candidate != null && candidate.address.equals(action.leader())) {
                return candidate;
            }
            other = candidate == null ? other : candidate.address;
        }
        throw other == null
            ? new RequestFault(ActionAnswers.UNRECOVERABLE)
            : RequestFault.refusal("Outer signer is " + action.leader() + ", but " + other + " signed.");
    }

    /** Everybody who may have made one of the signatures; those that nobody knows say nothing. */
    private static List<Address> agreeing(final Action.MultiSig action, final Network network) throws RequestFault {
        final Set<Address> agreeing = new LinkedHashSet<>();
        for (final byte[] digest : innerDigests(action, network)) {
            for (final Signature signature : action.signatures()) {
                final byte[] address = signature.signer(digest);
                if (address != null) {
                    agreeing.add(Address.of(address));
                }
            }
        }
        return List.copyOf(agreeing);
    }

    private static List<byte[]> innerDigests(final Action.MultiSig action, final Network network)
        throws RequestFault {
        final JsonNode received = action.request().action().node();
        if (UserSignedAction.of(action.request().type()) != null) {
            final byte[] digest = MultiSig.innerDigest(received, action.user().bytes(), action.leader().bytes());
            if (digest == null) {
                throw RequestFault.malformed();
            }
            return List.of(digest);
        }
        final JsonNode canonical = CanonicalAction.of(received);
        final byte[] receivedId = innerId(action, received);
        final byte[] canonicalId = canonical == null ? receivedId : innerId(action, canonical);
        return Arrays.equals(receivedId, canonicalId)
            ? List.of(network.agentDigest(receivedId))
            : List.of(network.agentDigest(canonicalId), network.agentDigest(receivedId));
    }

    private static byte[] innerId(final Action.MultiSig action, final JsonNode inner) throws RequestFault {
        final SignedRequest request = action.request();
        final byte[] vault = request.vaultAddress() == null ? null : request.vaultAddress().bytes();
        final byte[] id = MultiSig.innerConnectionId(action.user().toString(), action.leader().toString(), inner,
            request.nonceMillis(), vault, request.expiresAfterMillis());
        if (id == null) {
            throw RequestFault.malformed();
        }
        return id;
    }

    /**
     * The multi-sig account if the leader and enough others are its users, so that nobody else uses up its requests;
     * else the leader's. On the read models' thread.
     */
    private static Integer accountOf(
        final Address leader, final Address user, final List<Address> agreeing, final NodeState state) {
        final int ownId = state.accountId(leader);
        final int leaderId = ownId == NodeState.NONE ? state.accountIdOfAgent(leader) : ownId;
        final int userId = state.accountId(user);
        final MultiSigView terms = leaderId == NodeState.NONE || userId == NodeState.NONE ? null : state.multiSig(userId);
        return terms != null && terms.users().stream().anyMatch(each -> state.accountId(each) == leaderId)
            && terms.users().stream().filter(agreeing::contains).count() >= terms.threshold() ? userId : leaderId;
    }

    private static byte[] proof(
        final Candidate leader, final Signature outer, final List<Signature> signatures) {
        final byte[] proof = Arrays.copyOf(
            outer.bytes(), Signature.LENGTH + DIGEST_LENGTH + signatures.size() * Signature.LENGTH);
        System.arraycopy(leader.digest, 0, proof, Signature.LENGTH, DIGEST_LENGTH);
        int at = Signature.LENGTH + DIGEST_LENGTH;
        for (final Signature signature : signatures) {
            System.arraycopy(signature.bytes(), 0, proof, at, Signature.LENGTH);
            at += Signature.LENGTH;
        }
        return proof;
    }

    private static List<Candidate> owner(final UserSignedAction type, final SignedRequest request)
        throws RequestFault {
        final byte[] digest = type.digest(request.action().node());
        if (digest == null) {
            throw RequestFault.malformed();
        }
        final Candidate signer = recovered(request.signature(), false, Network.MAINNET, digest);
        return signer == null ? List.of() : List.of(signer);
    }

    private static Candidate remembered(final SignedRequest request, final Memory memory) throws RequestFault {
        if (memory.match == null) {
            return null;
        }
        final Candidate match = memory.match;
        final byte[] digest = match.network.agentDigest(connectionId(request, match.asReceived));
        final Candidate candidate = recovered(request.signature(), match.asReceived, match.network, digest);
        return candidate != null && memory.knows(candidate, request.vaultAddress()) ? candidate : null;
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

    /**
     * Which candidate is the signer, and for whom it acts.
     *
     * @param index     of the candidate, or −1
     * @param accountId the account acted for, or {@link NodeState#NONE}
     */
    private record Known(int index, int accountId) {
    }

    /** The first candidate that is an account or a live agent. On the read models' thread. */
    private static Known firstKnown(
        final List<Candidate> candidates, final boolean agentsCount, final Address vault, final NodeState state) {
        for (int i = 0; i < candidates.size(); i++) {
            final Address address = candidates.get(i).address;
            int accountId = state.accountId(address);
            if (accountId == NodeState.NONE && agentsCount) {
                accountId = state.accountIdOfAgent(address);
            }
            if (accountId != NodeState.NONE) {
                final int vaultId = vault == null ? NodeState.NONE : state.accountId(vault);
                final boolean isOwn = vaultId != NodeState.NONE && state.ownerId(vaultId) == accountId;
                return new Known(i, isOwn ? vaultId : accountId);
            }
        }
        return new Known(-1, NodeState.NONE);
    }

    private static Proven chosen(
        final List<Candidate> candidates, final Known known, final Memory memory, final SignedRequest request) {
        final Candidate signer = candidates.get(Math.max(0, known.index));
        if (known.index >= 0 && memory != null) {
            memory.keep(signer, request.vaultAddress(), known.accountId);
        }
        return proven(signer, otherNetwork(candidates, signer), request.signature(), known.accountId);
    }

    private static Address otherNetwork(final List<Candidate> candidates, final Candidate signer) {
        for (final Candidate candidate : candidates) {
            if (candidate.asReceived == signer.asReceived && candidate.network != signer.network) {
                return candidate.address;
            }
        }
        return Address.ZERO;
    }

    private static Proven proven(
        final Candidate signer, final Address alternate, final Signature signature, final int accountId) {
        final byte[] proof = Arrays.copyOf(signature.bytes(), Signature.LENGTH + DIGEST_LENGTH);
        System.arraycopy(signer.digest, 0, proof, Signature.LENGTH, DIGEST_LENGTH);
        return new Proven(signer.address, alternate, proof, accountId);
    }
}
