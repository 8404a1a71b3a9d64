package steelyard.bench.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import steelyard.client.Actions;
import steelyard.client.OrderRequest;
import steelyard.client.Wallet;
import steelyard.model.Side;
import steelyard.signing.SigningKey;

/**
 * What the accounts of a load send, one order or cancel an action: 45 % orders that rest within 50 steps of the price,
 * 40 % cancels of an order sent about ten requests of the same account before, 15 % orders that take at once. The same
 * seed gives the same script, but for keys and nonces.
 */
final class OrderScript {
    private static final int REST_PERCENT = 45;
    private static final int TAKE_PERCENT = 15;
    private static final int OPEN_BEFORE_CANCEL = 5;
    private static final int STEPS = 50;
    private static final int MARKETS = 2;
    private static final String[] SIZES = {"0.001", "0.02"};

    private final SplittableRandom random;
    private final List<Wallet> wallets;
    private final List<Deque<Name>> open;
    private long names;

    private record Name(int asset, String cloid) {
    }

    /** One request. */
    record Step(int account, ObjectNode action) {
    }

    OrderScript(final int accounts, final long seed) {
        random = new SplittableRandom(seed);
        wallets = IntStream.range(0, accounts).mapToObj(i -> Wallet.of(SigningKey.random())).toList();
        open = new ArrayList<>();
        wallets.forEach(wallet -> open.add(new ArrayDeque<>()));
    }

    List<Wallet> wallets() {
        return wallets;
    }

    /** The next request. */
    Step next() {
        final int account = random.nextInt(wallets.size());
        final int chance = random.nextInt(100);
        if (chance < TAKE_PERCENT) {
            return new Step(account, take());
        }
        final Deque<Name> names = open.get(account);
        if (chance < TAKE_PERCENT + REST_PERCENT || names.size() <= OPEN_BEFORE_CANCEL) {
            return new Step(account, rest(names));
        }
        final Name name = names.removeFirst();
        return new Step(account, Actions.cancelByCloid(name.asset(), name.cloid()));
    }

    /** So many orders in one action: half of them rest at once, half take, so that books neither grow nor empty. */
    Step nextBatch(final int orders) {
        final int account = random.nextInt(wallets.size());
        final List<OrderRequest> batch = new ArrayList<>(orders);
        for (int i = 0; i < orders; i++) {
            final int asset = random.nextInt(MARKETS);
            final Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
            batch.add(i % 2 == 0
                ? OrderRequest.gtc(asset, side, price(asset, side, 1 + random.nextInt(STEPS)), SIZES[asset])
                : OrderRequest.ioc(asset, side, price(asset, side, -STEPS), SIZES[asset]));
        }
        return new Step(account, Actions.order(batch));
    }

    private ObjectNode rest(final Deque<Name> of) {
        final int asset = random.nextInt(MARKETS);
        final Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
        final Name name = new Name(asset, "0x%032x".formatted(++names));
        of.addLast(name);
        return Actions.order(OrderRequest.gtc(asset, side, price(asset, side, 1 + random.nextInt(STEPS)), SIZES[asset])
            .withCloid(name.cloid()));
    }

    private ObjectNode take() {
        final int asset = random.nextInt(MARKETS);
        final Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
        return Actions.order(OrderRequest.ioc(asset, side, price(asset, side, -STEPS), SIZES[asset]));
    }

    /** So many steps of the grid behind the price: BTC 100000 in steps of 1, ETH 4000 in steps of 0.1. */
    private static String price(final int asset, final Side side, final int steps) {
        return asset == 0
            ? OrderRequest.decimal(100_000 - (long) side.sign() * steps, 0)
            : OrderRequest.decimal(40_000 - (long) side.sign() * steps, 1);
    }
}
