package steelyard.admin;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * What the admin API needs of the node beyond commands and queries. Called on the API's thread; no call blocks, and a
 * stage may be completed on any thread.
 */
public interface OperatorPort {
    /** The exchange's exact state, by one query between two commands on the core's thread. */
    CompletionStage<ExchangeStatus> status();

    /**
     * Takes a snapshot; the stage is completed when it is stored, and fails with {@link OperatorRefusal} if this node
     * cannot take one now. Never asked for again before the last one is completed.
     */
    CompletionStage<SnapshotTaken> takeSnapshot();

    /** What this node knows of its cluster. */
    ClusterStatus cluster();

    /**
     * The files that make another member of this one's data, in the order in which they must be copied; what counts of
     * them does not change any more, but for the archive's catalogue.
     */
    List<DataPart> dataParts();

    /**
     * At most 4 MiB of one of those files, from {@code offset} on; completed with {@code null} if there is no such file.
     */
    CompletionStage<byte[]> dataBytes(String folder, String name, long offset);

    /** All metrics in Prometheus' text format, version 0.0.4. */
    String metrics();
}
