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
import steelyard.protocol.sbe.TickEncoder;
import steelyard.server.local.ClusterPlan;
import steelyard.server.sequencer.CommandPack;

/** Puts commands into the log past every gateway. */
final class RawCommands {
    private static final int CUT_LENGTH = MessageHeaderEncoder.ENCODED_LENGTH + OriginEncoder.ENCODED_LENGTH;
    private static final int BALLAST_LENGTH = 30 * 1024;
    private static final int NOBODY = 60_000;
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(30);

    private RawCommands() {
    }

    /** A command that no node can apply, as no gateway would send: a deposit that is cut off. */
    static void poison(final ClusterPlan plan) {
        final UnsafeBuffer command = new UnsafeBuffer(new byte[CUT_LENGTH]);
        new MessageHeaderEncoder().wrap(command, 0)
            .blockLength(DepositEncoder.BLOCK_LENGTH).templateId(DepositEncoder.TEMPLATE_ID)
            .schemaId(DepositEncoder.SCHEMA_ID).version(DepositEncoder.SCHEMA_VERSION);
        send(plan, command, 1, 1);
    }

    /** At least so many bytes of commands of a node that does not exist: they mean nothing and make the log longer. */
    static void ballast(final ClusterPlan plan, final long bytes) {
        final UnsafeBuffer command = new UnsafeBuffer(new byte[BALLAST_LENGTH]);
        new MessageHeaderEncoder().wrap(command, 0)
            .blockLength(TickEncoder.BLOCK_LENGTH).templateId(TickEncoder.TEMPLATE_ID)
            .schemaId(TickEncoder.SCHEMA_ID).version(TickEncoder.SCHEMA_VERSION);
        send(plan, command, NOBODY, 1 + bytes / BALLAST_LENGTH);
    }

    private static void send(
        final ClusterPlan plan, final UnsafeBuffer command, final int nodeId, final long times) {
        final CommandPack pack = new CommandPack();
        pack.add(command, 0, command.capacity(), 1, 1, nodeId);
        final String endpoints = IntStream.range(0, plan.nodes())
            .mapToObj(node -> node + "=" + plan.host(node) + ":" + plan.basePort(node)).collect(Collectors.joining(","));
        try (MediaDriver driver = MediaDriver.launchEmbedded(new MediaDriver.Context()
            .threadingMode(ThreadingMode.SHARED).dirDeleteOnStart(true).dirDeleteOnShutdown(true));
            AeronCluster client = AeronCluster.connect(new AeronCluster.Context()
                .aeronDirectoryName(driver.aeronDirectoryName())
                .ingressChannel("aeron:udp?term-length=4m").ingressEndpoints(endpoints)
                .egressChannel("aeron:udp?endpoint=" + plan.host(0) + ":0"))) {
            final long deadline = System.nanoTime() + LIMIT_NANOS;
            for (long sent = 0; sent < times; sent++) {
                while (client.offer(pack.buffer(), 0, pack.length()) < 0) {
                    if (System.nanoTime() - deadline > 0) {
                        throw new DrillFailure("Commands could not be sent.");
                    }
                    client.pollEgress();
                    Thread.onSpinWait();
                }
            }
        }
    }
}
