package steelyard.model;

/** Ids of what balances are held in. */
public final class Assets {
    /** USDC, with 6 decimals: one unit is one micro. */
    public static final int USDC = 0;

    private Assets() {
    }
}
