package steelyard.exchange;

import java.util.List;
import java.util.Random;
import steelyard.model.MarketSpec;
import steelyard.model.OrderFlags;
import steelyard.model.Parameter;
import steelyard.model.Side;
import steelyard.model.TimeInForce;
import steelyard.protocol.Address;

/**
 * Random commands at a rig: few users with little money in a narrow band of prices, so that every rule is met often.
 */
final class RandomFlow {
    private static final int USERS = 12;
    private static final int FIRST_AGENT = 100;
    private static final int AGENTS = 8;

    private final Rig rig;
    private final Random random;
    /** Order id, account, market, side, lots and price of orders that came to rest lately. */
    private final long[][] rested = new long[40][6];
    private int restedCount;
    private long btcTicks = 600_000;
    private long oilTicks = 100;

    RandomFlow(final Rig rig, final long seed) {
        this.rig = rig;
        this.random = new Random(seed);
    }

    /** Genesis, prices and a first deposit for everybody. */
    static RandomFlow start(final Rig rig, final long seed) {
        return start(rig, seed, Rig.btc(), Rig.oil());
    }

    /** The same with other markets, whose prices are as of these. */
    static RandomFlow start(final Rig rig, final long seed, final MarketSpec btc, final MarketSpec oil) {
        final RandomFlow flow = new RandomFlow(rig, seed);
        rig.openEpoch(77);
        rig.genesis(btc, oil);
        rig.price(Rig.BTC, flow.btcTicks);
        rig.price(Rig.OIL, flow.oilTicks);
        for (int user = 1; user <= USERS; user++) {
            rig.deposit(user, (50 + flow.random.nextInt(500)) * Rig.USDC);
        }
        return flow;
    }

    /** One more command; its events. */
    List<String> step() {
        final List<String> events = command();
        events.forEach(this::note);
        return events;
    }

    private void note(final String event) {
        final String[] words = event.split(" ");
        if (words[0].equals("rested")) {
            final String[] lotsAndPrice = words[4].split("@");
            rested[restedCount++ % rested.length] = new long[] {
                Long.parseLong(words[1]), Long.parseLong(words[6].substring("account=".length())),
                Long.parseLong(words[2].substring(1)), Side.valueOf(words[3].toUpperCase()).code(),
                Long.parseLong(lotsAndPrice[0]), Long.parseLong(lotsAndPrice[1])};
        }
    }

    private List<String> command() {
        if (random.nextInt(8) == 0) {
            rig.now += random.nextInt(2_000) * 1_000_000L;
        }
        rig.alternate = random.nextInt(20) == 0 ? agentAddress() : Address.ZERO;
        rig.expiresAfter = random.nextInt(40) == 0 ? rig.now / 1_000_000 + random.nextInt(3) - 1 : 0;
        rig.nonce = Math.max(rig.nonce, rig.now / 1_000_000);
        if (random.nextInt(50) == 0) {
            rig.nonce -= random.nextInt(10);
        }
        final int kind = random.nextInt(100);
        if (kind < 45) {
            return place();
        }
        if (kind < 57) {
            return cancel();
        }
        if (kind < 72) {
            return modify();
        }
        if (kind < 85) {
            return price();
        }
        return seldom(kind);
    }

    private List<String> seldom(final int kind) {
        return switch (kind) {
            case 85, 86, 87 -> rig.leverage(signer(), random.nextInt(3), random.nextInt(43), random.nextInt(20) > 0);
            case 88, 89, 90 -> approve();
            case 91 -> rig.deposit(1 + random.nextInt(USERS), random.nextInt(20) * Rig.USDC);
            case 92 -> rig.set(Parameter.MAKER_FEE_NANOS, random.nextInt(400_000) - 200_000);
            case 93 -> rig.set(Parameter.TAKER_FEE_NANOS, random.nextInt(600_000));
            case 94 -> rig.set(Parameter.FILLS_MAX, 1 + random.nextInt(random.nextBoolean() ? 4 : 4096));
            case 95 -> rig.set(Parameter.EVENTS_MAX, 512);
            case 96 -> rig.state(random.nextInt(3), random.nextInt(4) * random.nextInt(2));
            case 97 -> rig.state(random.nextInt(2), 0);
            case 98 -> oddNumber();
            default -> rig.tick();
        };
    }

    private List<String> place() {
        final Entry[] entries = new Entry[1 + random.nextInt(random.nextInt(10) == 0 ? 40 : 3)];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = entry();
        }
        return rig.place(signer(), entries);
    }

    private List<String> modify() {
        final long[] known = rested[random.nextInt(rested.length)];
        final Entry[] entries = new Entry[1 + random.nextInt(3)];
        for (int i = 0; i < entries.length; i++) {
            final Entry entry = entry();
            final Entry there = switch (random.nextInt(10)) {
                case 0 -> entry;
                case 1, 2, 3 -> new Entry((int) known[2], Side.of((int) known[3]), known[5],
                    1 + random.nextLong(known[4] + 2), TimeInForce.GTC, 0, 0, 0, 0);
                case 4, 5, 6 -> new Entry((int) known[2], Side.of((int) known[3]), priceIn((int) known[2]),
                    known[4], TimeInForce.GTC, 0, 0, 0, 0);
                default -> entry.in((int) known[2], priceIn((int) known[2]));
            };
            entries[i] = random.nextInt(6) == 0 ? there.ofClientId(random.nextInt(12)) : there.of(known[0] + i);
        }
        return rig.modify(userOf(known), entries);
    }

    private List<String> cancel() {
        final long[] known = rested[random.nextInt(rested.length)];
        if (random.nextInt(3) == 0) {
            return rig.cancelByClientId(userOf(known), (int) known[2], random.nextInt(12), random.nextInt(12));
        }
        return rig.cancel(userOf(known), random.nextInt(12) == 0 ? 1 : (int) known[2], known[0], known[0] + 1);
    }

    private int userOf(final long[] known) {
        return random.nextInt(20) == 0 ? signer() : Math.max(1, (int) known[1] - 15);
    }

    private List<String> price() {
        if (random.nextInt(25) == 0) {
            rig.now += (3_500 + random.nextInt(200)) * Rig.SECOND;
        }
        if (random.nextBoolean()) {
            btcTicks += (random.nextInt(2_001) - 1_000) * (random.nextInt(10) == 0 ? 20 : 1);
            btcTicks = Math.clamp(btcTicks, 500_000, 700_000);
            return rig.price(Rig.BTC, btcTicks);
        }
        oilTicks = Math.clamp(oilTicks + random.nextInt(101) - 50, -3_000, 3_000);
        return rig.price(Rig.OIL, oilTicks);
    }

    private List<String> approve() {
        final long until = random.nextInt(3) == 0 ? 0 : rig.now / 1_000_000 + random.nextInt(20_000) - 1_000;
        final Address agent = random.nextInt(6) == 0 ? Address.ZERO : agentAddress();
        return rig.approve(signer(), agent, random.nextInt(3) == 0 ? "" : "agent" + random.nextInt(4), until);
    }

    /** A repeat or a gap; the numbering goes on behind it. */
    private List<String> oddNumber() {
        final long right = rig.seq;
        rig.seq += random.nextInt(5) - 2;
        final List<String> events = rig.tick();
        rig.seq = right + (rig.seq == right + 1 ? 1 : 0);
        return events;
    }

    private Entry entry() {
        final int market = random.nextInt(3) == 0 ? Rig.OIL : Rig.BTC;
        final Side side = Side.of(random.nextInt(2));
        final long price = priceIn(market);
        final long lots = market == Rig.BTC ? 1 + random.nextInt(1_500) : 1 + random.nextInt(20_000);
        final int flags = (random.nextInt(5) == 0 ? OrderFlags.REDUCE_ONLY : 0)
            | (random.nextInt(10) == 0 ? OrderFlags.POST_ONLY : 0)
            | (random.nextInt(200) == 0 ? 64 : 0);
        final boolean ioc = random.nextInt(6) == 0 && (flags & OrderFlags.POST_ONLY) == 0;
        final Entry entry = new Entry(market, side, price, random.nextInt(300) == 0 ? 0 : lots,
            ioc ? TimeInForce.IOC : TimeInForce.GTC, flags, 0, 0, 0);
        return random.nextInt(4) == 0 ? entry.named(random.nextInt(12)) : entry;
    }

    private int signer() {
        if (random.nextInt(12) == 0) {
            return FIRST_AGENT + random.nextInt(AGENTS);
        }
        return 1 + random.nextInt(random.nextInt(40) == 0 ? USERS + 2 : USERS);
    }

    private Address agentAddress() {
        return Rig.address(random.nextInt(15) == 0 ? 1 + random.nextInt(USERS) : FIRST_AGENT + random.nextInt(AGENTS));
    }

    private long priceIn(final int market) {
        final long mark = market == Rig.BTC ? btcTicks / 10 * 10 : oilTicks;
        final long width = market == Rig.BTC ? 150 : 60;
        final long step = market == Rig.BTC ? 10 : 1;
        return mark + (random.nextLong(2 * width + 1) - width) * step + random.nextInt(40) / 39;
    }
}
