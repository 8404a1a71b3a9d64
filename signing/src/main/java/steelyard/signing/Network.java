package steelyard.signing;

/** The two networks that a signature may be meant for. Clients choose one by their own rules, often by the URL. */
public enum Network {
    /** Source {@code a}, chain name {@code Mainnet}. */
    MAINNET("a", "Mainnet"),
    /** Source {@code b}, chain name {@code Testnet}. */
    TESTNET("b", "Testnet");

    private static final byte[] AGENT_TYPE_HASH = Keccak.hash("Agent(string source,bytes32 connectionId)");
    private static final int CHAIN_ID = 1337;
    private static final byte[] DOMAIN = Eip712.domain(Keccak.hash("Exchange"), CHAIN_ID);

    private final byte[] sourceHash;
    private final String chainName;

    Network(final String source, final String chainName) {
        this.sourceHash = Keccak.hash(source);
        this.chainName = chainName;
    }

    /** The value of {@code hyperliquidChain} in user-signed actions. */
    public String chainName() {
        return chainName;
    }

    /** The digest that a trading action's signature signs, from its {@link ActionHash#connectionId}. */
    public byte[] agentDigest(final byte[] connectionId) {
        return Eip712.digest(DOMAIN, Keccak.hash(AGENT_TYPE_HASH, sourceHash, connectionId));
    }
}
