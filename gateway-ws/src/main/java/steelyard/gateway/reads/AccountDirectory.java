package steelyard.gateway.reads;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;
import steelyard.node.NodeState;
import steelyard.protocol.Address;

/** Addresses of accounts by id. They never change, so that each is asked for once. Any thread. */
public final class AccountDirectory {
    private final Map<Integer, Address> addresses = new ConcurrentHashMap<>();
    private final NodeReads reads;

    /** A directory that asks {@code reads}. */
    public AccountDirectory(final NodeReads reads) {
        this.reads = reads;
    }

    /** The address, or {@code null} if it has not been asked for. */
    public Address address(final int accountId) {
        return addresses.get(accountId);
    }

    /**
     * Asks for the addresses that are not known yet. Completes on {@code loop}, or at once if all are known; fails with
     * {@link RejectedExecutionException} if the node cannot take the question now.
     */
    public CompletionStage<Void> resolve(final Collection<Integer> accountIds, final Executor loop) {
        final List<Integer> unknown = accountIds.stream().filter(id -> !addresses.containsKey(id)).distinct().toList();
        if (unknown.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        final CompletableFuture<Void> done = new CompletableFuture<>();
        final boolean queued = reads.ask(loop, state -> lookUp(state, unknown), (found, failure) -> {
            if (failure == null) {
                addresses.putAll(found);
                done.complete(null);
            } else {
                done.completeExceptionally(failure);
            }
        });
        if (!queued) {
            done.completeExceptionally(new RejectedExecutionException("the node is busy"));
        }
        return done;
    }

    private static Map<Integer, Address> lookUp(final NodeState state, final List<Integer> accountIds) {
        return accountIds.stream().collect(Collectors.toMap(id -> id, id -> state.account(id).address()));
    }
}
