package steelyard.server.readmodel;

import java.util.Arrays;
import steelyard.model.Side;
import steelyard.node.BookView;

/**
 * The price levels of one side of a book. A level is known by its key, the price times the side's sign, so that a
 * higher key is always the better price.
 *
 * <p>Levels stand in blocks of at most {@value #BLOCK_MAX}, worst first: near the best price, where books change,
 * hardly anything has to move, and the best levels are read off the end. Blocks split when full and join a neighbour
 * when both are nearly empty.
 *
 * <p>Invariants: keys rise within and across blocks; no block is empty unless it is the only one; every level has
 * orders and lots.
 */
final class Levels {
    private static final int BLOCK_MAX = 64;
    private static final int BLOCK_START = 4;
    private static final int JOIN_MAX = BLOCK_MAX / 4;

    private final Side side;
    private Block[] blocks = new Block[1];
    private int blockCount;
    private int levelCount;

    Levels(final Side side) {
        this.side = side;
    }

    /** A run of neighbouring levels: of each its key, its lots and its number of orders. */
    private static final class Block {
        private static final int STRIDE = 3;
        private static final int LOTS = 1;
        private static final int ORDERS = 2;

        private long[] cells;
        private int size;

        private Block(final int capacity) {
            cells = new long[STRIDE * capacity];
        }

        private long key(final int at) {
            return cells[STRIDE * at];
        }

        private long lots(final int at) {
            return cells[STRIDE * at + LOTS];
        }

        private int orderCount(final int at) {
            return (int) cells[STRIDE * at + ORDERS];
        }

        /** Where the key stands, or −1 less where it would. */
        private int find(final long key) {
            int low = 0;
            int high = size;
            while (low < high) {
                final int middle = low + high >>> 1;
                if (cells[STRIDE * middle] < key) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low < size && cells[STRIDE * low] == key ? low : -1 - low;
        }

        private void add(final int at, final long lots, final int orders) {
            cells[STRIDE * at + LOTS] += lots;
            cells[STRIDE * at + ORDERS] += orders;
        }

        private void insert(final int at, final long key) {
            if (STRIDE * size == cells.length) {
                cells = Arrays.copyOf(cells, 2 * cells.length);
            }
            move(at, at + 1);
            cells[STRIDE * at] = key;
            cells[STRIDE * at + LOTS] = 0;
            cells[STRIDE * at + ORDERS] = 0;
        }

        private void delete(final int at) {
            move(at + 1, at);
        }

        private void move(final int from, final int to) {
            System.arraycopy(cells, STRIDE * from, cells, STRIDE * to, STRIDE * (size - from));
            size += to - from;
        }

        private void append(final Block other, final int from, final int count) {
            System.arraycopy(other.cells, STRIDE * from, cells, STRIDE * size, STRIDE * count);
            size += count;
        }
    }

    /** Number of levels. */
    int size() {
        return levelCount;
    }

    /** The best price, in ticks; only if there is a level. */
    long bestTicks() {
        final Block best = blocks[blockCount - 1];
        return side.sign() * best.key(best.size - 1);
    }

    /**
     * Changes what stands at a price; a level begins with its first order and ends with its last. Throws {@link
     * IllegalStateException} if the level would have lots without orders, orders without lots, or less than none.
     */
    void change(final long priceTicks, final long lotsDelta, final int ordersDelta) {
        final long key = side.sign() * priceTicks;
        int blockIndex = blockOf(key);
        int at = blockIndex < 0 ? -1 : blocks[blockIndex].find(key);
        if (at < 0) {
            if (blockIndex < 0 || blocks[blockIndex].size == BLOCK_MAX) {
                blockIndex = makeRoom(blockIndex, key);
                at = blocks[blockIndex].find(key);
            }
            at = -1 - at;
            blocks[blockIndex].insert(at, key);
            levelCount++;
        }
        final Block block = blocks[blockIndex];
        block.add(at, lotsDelta, ordersDelta);
        if (block.lots(at) <= 0 || block.orderCount(at) <= 0) {
            delete(blockIndex, at, priceTicks);
        }
    }

    /** The block in which the key is or would be; −1 if there is no block. */
    private int blockOf(final long key) {
        int low = 0;
        int high = blockCount - 1;
        if (high <= 0 || key >= blocks[high].key(0)) {
            return high;
        }
        while (low < high) {
            final int middle = low + high + 1 >>> 1;
            if (blocks[middle].key(0) <= key) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** Splits a full block, or makes the first; answers that in which the key would be. */
    private int makeRoom(final int blockIndex, final long key) {
        if (blockIndex < 0) {
            insertBlock(0, new Block(BLOCK_START));
            return 0;
        }
        final Block block = blocks[blockIndex];
        final Block upper = new Block(BLOCK_MAX);
        upper.append(block, BLOCK_MAX / 2, BLOCK_MAX / 2);
        block.size = BLOCK_MAX / 2;
        insertBlock(blockIndex + 1, upper);
        return key < upper.key(0) ? blockIndex : blockIndex + 1;
    }

    private void insertBlock(final int at, final Block block) {
        if (blockCount == blocks.length) {
            blocks = Arrays.copyOf(blocks, 2 * blockCount);
        }
        System.arraycopy(blocks, at, blocks, at + 1, blockCount - at);
        blocks[at] = block;
        blockCount++;
    }

    private void delete(final int blockIndex, final int at, final long priceTicks) {
        final Block block = blocks[blockIndex];
        if (block.lots(at) != 0 || block.orderCount(at) != 0) {
            throw new IllegalStateException(side + " level " + priceTicks + " has " + block.orderCount(at)
                + " orders of " + block.lots(at) + " lots");
        }
        block.delete(at);
        levelCount--;
        if (blockCount == 1) {
            return;
        }
        if (block.size == 0) {
            deleteBlock(blockIndex);
        } else if (block.size <= JOIN_MAX) {
            join(blockIndex);
        }
    }

    private void join(final int blockIndex) {
        final int lower = blockIndex > 0 && blocks[blockIndex - 1].size <= JOIN_MAX ? blockIndex - 1 : blockIndex;
        if (lower + 1 == blockCount || blocks[lower].size + blocks[lower + 1].size > 2 * JOIN_MAX) {
            return;
        }
        final Block joined = new Block(BLOCK_MAX);
        joined.append(blocks[lower], 0, blocks[lower].size);
        joined.append(blocks[lower + 1], 0, blocks[lower + 1].size);
        blocks[lower] = joined;
        deleteBlock(lower + 1);
    }

    private void deleteBlock(final int at) {
        blockCount--;
        System.arraycopy(blocks, at + 1, blocks, at, blockCount - at);
        blocks[blockCount] = null;
    }

    /** Copies the best {@code levelsMax} levels, best first. */
    BookView.Levels view(final int levelsMax) {
        final int size = Math.min(levelsMax, levelCount);
        final BookView.Levels view = new BookView.Levels(new long[size], new long[size], new int[size]);
        int blockIndex = blockCount;
        int at = 0;
        for (int i = 0; i < size; i++) {
            if (at == 0) {
                at = blocks[--blockIndex].size;
            }
            at--;
            view.priceTicks()[i] = side.sign() * blocks[blockIndex].key(at);
            view.lots()[i] = blocks[blockIndex].lots(at);
            view.orderCounts()[i] = blocks[blockIndex].orderCount(at);
        }
        return view;
    }
}
