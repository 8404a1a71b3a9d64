package steelyard.server;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.agrona.ExpandableArrayBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import steelyard.exchange.state.Behaviour;
import steelyard.node.EventListener;
import steelyard.protocol.EventBatch;
import steelyard.protocol.sbe.AnnounceNodeEncoder;
import steelyard.protocol.sbe.EpochOpenedDecoder;
import steelyard.protocol.sbe.MessageHeaderEncoder;
import steelyard.protocol.sbe.NodeAnnouncedDecoder;
import steelyard.protocol.sbe.NodeRecordDecoder;
import steelyard.protocol.sbe.NodeRetiredDecoder;
import steelyard.server.cluster.SkipList;
import steelyard.server.sequencer.Ingress;

/**
 * What the nodes have announced of themselves. Announces this node, once in each of its epochs, and says whether another
 * one skips other commands: then no orders are taken, because the nodes' states may differ. Events come on the session
 * thread; any thread may ask.
 */
final class NodeRoster implements EventListener {
    private static final Logger LOGGER = LoggerFactory.getLogger(NodeRoster.class);

    private final int nodeId;
    private final byte[] skipListHash;
    private final Map<Integer, byte[]> announced = new HashMap<>();
    private final EpochOpenedDecoder epochOpened = new EpochOpenedDecoder();
    private final NodeAnnouncedDecoder nodeAnnounced = new NodeAnnouncedDecoder();
    private final NodeRetiredDecoder nodeRetired = new NodeRetiredDecoder();
    private final NodeRecordDecoder nodeRecord = new NodeRecordDecoder();
    private volatile int openedEpoch;
    private volatile String difference;
    private int announcedEpoch;

    NodeRoster(final int nodeId, final SkipList skips) {
        this.nodeId = nodeId;
        this.skipListHash = skips.hash();
    }

    @Override
    public void onEvents(final EventBatch events) {
        while (events.next()) {
            switch (events.templateId()) {
                case EpochOpenedDecoder.TEMPLATE_ID -> onEpochOpened(events);
                case NodeAnnouncedDecoder.TEMPLATE_ID -> onAnnounced(events);
                case NodeRetiredDecoder.TEMPLATE_ID -> forget(nodeRetired.wrap(
                    events.buffer(), events.blockOffset(), events.blockLength(), events.version()).retiredNodeId());
                case NodeRecordDecoder.TEMPLATE_ID -> onRecord(events);
                default -> { }
            }
        }
    }

    private void onEpochOpened(final EventBatch events) {
        epochOpened.wrap(events.buffer(), events.blockOffset(), events.blockLength(), events.version());
        if (epochOpened.openedNodeId() == nodeId) {
            openedEpoch = epochOpened.openedEpoch();
        }
        forget(epochOpened.openedNodeId());
    }

    private void onAnnounced(final EventBatch events) {
        nodeAnnounced.wrap(events.buffer(), events.blockOffset(), events.blockLength(), events.version());
        final byte[] hash = new byte[SkipList.HASH_LENGTH];
        nodeAnnounced.getSkipListHash(hash, 0, hash.length);
        put(nodeAnnounced.header().nodeId(), hash);
    }

    private void onRecord(final EventBatch events) {
        nodeRecord.wrap(events.buffer(), events.blockOffset(), events.blockLength(), events.version());
        if (nodeRecord.retired() == 0 && nodeRecord.behaviourMax() > 0) {
            final byte[] hash = new byte[SkipList.HASH_LENGTH];
            nodeRecord.getSkipListHash(hash, 0, hash.length);
            put(nodeRecord.nodeId(), hash);
        }
    }

    private void put(final int id, final byte[] hash) {
        announced.put(id, hash);
        compare();
    }

    private void forget(final int id) {
        announced.remove(id);
        compare();
    }

    private void compare() {
        String found = null;
        for (final Map.Entry<Integer, byte[]> other : announced.entrySet()) {
            if (other.getKey() != nodeId && !Arrays.equals(other.getValue(), skipListHash)) {
                found = "node " + other.getKey() + " skips other commands than this node: its skip list has hash "
                    + HexFormat.of().formatHex(other.getValue());
            }
        }
        difference = found;
    }

    /** Announces this node if it has not been in its present epoch. One thread at a time. */
    void announce(final Ingress ingress) {
        if (announcedEpoch == openedEpoch || !ingress.sequencer().isReady()) {
            return;
        }
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final AnnounceNodeEncoder encoder = new AnnounceNodeEncoder();
        encoder.wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        encoder.behaviourMin(Behaviour.VERSION_MIN).behaviourMax(Behaviour.VERSION_MAX)
            .putSkipListHash(skipListHash, 0, skipListHash.length);
        final int epoch = openedEpoch;
        if (ingress.submitOwn(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength(), null)) {
            announcedEpoch = epoch;
            if (difference != null) {
                LOGGER.error("No orders are taken: {}", difference);
            }
        }
    }

    /** Which node skips other commands, as a sentence; {@code null} if none does. */
    String difference() {
        return difference;
    }
}
