package steelyard.risk.market;

/**
 * Largest leverages that the law allows a class of accounts in a class of markets, and at which share of the margin
 * for them positions are closed. {@code docs/risk-rules.md#2-operators}.
 */
public final class LeverageCaps {
    /** Classes of accounts and of markets are below this. */
    public static final int CLASSES = 16;

    private final int[] leverageMax = new int[CLASSES * CLASSES];
    private final int[] closeOutPercent = new int[CLASSES * CLASSES];

    private boolean everSet;

    /** Whether there may be a cap. */
    public boolean mayCap() {
        return everSet;
    }

    /** Largest leverage; 0: any. */
    public int leverageMax(final int accountClass, final int leverageClass) {
        return leverageMax[accountClass * CLASSES + leverageClass];
    }

    /** Maintenance margin is at least so many percent of the margin at the largest leverage; 0: no such rule. */
    public int closeOutPercent(final int accountClass, final int leverageClass) {
        return closeOutPercent[accountClass * CLASSES + leverageClass];
    }

    /** Sets a cap. The caller tells the markets of the class. */
    public void set(final int accountClass, final int leverageClass, final int leverage, final int percent) {
        everSet = true;
        leverageMax[accountClass * CLASSES + leverageClass] = leverage;
        closeOutPercent[accountClass * CLASSES + leverageClass] = percent;
    }
}
