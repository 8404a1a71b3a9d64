package steelyard.crash;

/**
 * What every account has, from events alone, and whether it adds up: cash, margin of isolated positions and quotes of
 * positions are together what was deposited, and positions of a market add up to zero.
 */
final class Books {
    private final int markets;
    private final long[] cashMicros;
    private final long[] isolatedMicros;
    private final long[] quoteMicros;
    private final long[] lots;
    private final long[] netLots;
    private final long[] openLots;
    private long depositedMicros;
    private long heldMicros;

    Books(final int accounts, final int markets) {
        this.markets = markets;
        this.cashMicros = new long[accounts];
        this.isolatedMicros = new long[accounts * markets];
        this.quoteMicros = new long[accounts * markets];
        this.lots = new long[accounts * markets];
        this.netLots = new long[markets];
        this.openLots = new long[markets];
    }

    void deposited(final int account, final long amountMicros, final long cashAfterMicros) {
        depositedMicros += amountMicros;
        cash(account, cashAfterMicros);
    }

    void cash(final int account, final long micros) {
        heldMicros += micros - cashMicros[account];
        cashMicros[account] = micros;
    }

    void isolated(final int account, final int market, final long micros) {
        final int at = account * markets + market;
        heldMicros += micros - isolatedMicros[at];
        isolatedMicros[at] = micros;
    }

    void position(
        final int account, final int market, final long positionLots, final long quote, final long isolated) {
        final int at = account * markets + market;
        heldMicros += quote - quoteMicros[at];
        quoteMicros[at] = quote;
        netLots[market] += positionLots - lots[at];
        openLots[market] += Math.max(0, positionLots) - Math.max(0, lots[at]);
        lots[at] = positionLots;
        isolated(account, market, isolated);
    }

    /** Throws {@link IllegalStateException} unless everything adds up. */
    void require() {
        if (heldMicros != depositedMicros) {
            throw new IllegalStateException("accounts hold " + heldMicros + " micros, deposited were " + depositedMicros);
        }
        for (int market = 0; market < markets; market++) {
            if (netLots[market] != 0) {
                throw new IllegalStateException("positions of market " + market + " add up to " + netLots[market]);
            }
        }
    }

    long cashMicros(final int account) {
        return cashMicros[account];
    }

    long lots(final int account, final int market) {
        return lots[account * markets + market];
    }

    /** Open interest. */
    long openLots(final int market) {
        return openLots[market];
    }

    /** All that an account has at these marks, isolated positions included. */
    long equityMicros(final int account, final long[] markTicks) {
        long sum = cashMicros[account];
        for (int market = 0; market < markets; market++) {
            final int at = account * markets + market;
            sum += isolatedMicros[at] + quoteMicros[at] + lots[at] * markTicks[market];
        }
        return sum;
    }

    /** Value of an account's positions at these marks, whatever their side. */
    long notionalMicros(final int account, final long[] markTicks) {
        long sum = 0;
        for (int market = 0; market < markets; market++) {
            sum += Math.abs(lots[account * markets + market] * markTicks[market]);
        }
        return sum;
    }
}
