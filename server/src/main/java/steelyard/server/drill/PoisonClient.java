package steelyard.server.drill;

import io.aeron.cluster.client.AeronCluster;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.agrona.concurrent.UnsafeBuffer;
import steelyard.protocol.sbe.DepositEncoder;
import steelyard.protocol.sbe.MessageHeaderEncoder;
import steelyard.protocol.sbe.OriginEncoder;
import steelyard.server.local.ClusterPlan;
import steelyard.server.sequencer.CommandPack;

/** Puts a command into the log that no node can apply, as no gateway would: a deposit that is cut off. */
final class PoisonClient {
    private static final int CUT_LENGTH =
        MessageHeaderEncoder.ENCODED_LENGTH + OriginEncoder.ENCODED_LENGTH;
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private PoisonClient() {
    }

    static void send(final ClusterPlan plan) {
        final UnsafeBuffer command = new UnsafeBuffer(new byte[CUT_LENGTH]);
        new MessageHeaderEncoder().wrap(command, 0)
            .blockLength(DepositEncoder.BLOCK_LENGTH).templateId(DepositEncoder.TEMPLATE_ID)
            .schemaId(DepositEncoder.SCHEMA_ID).version(DepositEncoder.SCHEMA_VERSION);
        final CommandPack pack = new CommandPack();
        pack.add(command, 0, CUT_LENGTH, 1, 1, 1);
        final String endpoints = IntStream.range(0, plan.nodes())
            .mapToObj(node -> node + "=" + plan.host(node) + ":" + plan.basePort(node)).collect(Collectors.joining(","));
        try (MediaDriver driver = MediaDriver.launchEmbedded(new MediaDriver.Context()
            .threadingMode(ThreadingMode.SHARED).dirDeleteOnStart(true).dirDeleteOnShutdown(true));
            AeronCluster client = AeronCluster.connect(new AeronCluster.Context()
                .aeronDirectoryName(driver.aeronDirectoryName())
                .ingressChannel("aeron:udp?term-length=4m").ingressEndpoints(endpoints)
                .egressChannel("aeron:udp?endpoint=" + plan.host(0) + ":0"))) {
            final long deadline = System.nanoTime() + LIMIT_NANOS;
            while (client.offer(pack.buffer(), 0, pack.length()) < 0) {
                if (System.nanoTime() - deadline > 0) {
                    throw new DrillFailure("The poison could not be sent.");
                }
                Thread.onSpinWait();
            }
        }
    }
}
