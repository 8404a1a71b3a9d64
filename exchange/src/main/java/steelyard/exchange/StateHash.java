package steelyard.exchange;

import static steelyard.model.Mix64.mix;

/**
 * A fingerprint of the state, part by part: two exchanges that have applied the same commands have the same, whether
 * one of them was restored from a snapshot or not. A part is a sum, modulo 2<sup>64</sup>, of one {@code Mix64} hash
 * for each entity: over its record's template id, its id, then its fields in schema order.
 *
 * @param books     resting orders, specifications and states of markets
 * @param accounts  accounts, agents, deposit sources
 * @param risk      positions, leverages, what markets have settled, parameters, genesis
 * @param nonces    used nonces
 * @param prices    last prices of publishers, prices of markets
 * @param timers    log time, deadlines, samples of funding
 * @param transport numbering of nodes and events, next ids
 */
public record StateHash(long books, long accounts, long risk, long nonces, long prices, long timers, long transport) {
    /** All parts in one number. */
    public long total() {
        long hash = mix(0, books);
        hash = mix(hash, accounts);
        hash = mix(hash, risk);
        hash = mix(hash, nonces);
        hash = mix(hash, prices);
        hash = mix(hash, timers);
        return mix(hash, transport);
    }
}
