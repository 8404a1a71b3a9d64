package steelyard.testkit.text;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import steelyard.model.OrderFlags;
import steelyard.protocol.Address;
import steelyard.testkit.command.AdvancedOrderEntry;
import steelyard.testkit.command.Authority;
import steelyard.testkit.command.ClientOrderId;
import steelyard.testkit.command.Command;
import steelyard.testkit.command.Command.Remark;
import steelyard.testkit.command.OrderEntry;
import steelyard.testkit.command.RiskCommand;
import steelyard.testkit.log.Step;

/**
 * Reads the lines that {@link CommandText} writes, and shorter ones: without a time a step comes one millisecond after
 * the one before; without a nonce an action takes the next one from the current millisecond on; without {@code at=} a
 * price was published at the step's time. Throws {@link IllegalArgumentException} for what it does not understand.
 */
public final class CommandParser {
    /** The node whose number goes without saying. */
    public static final int DEFAULT_NODE_ID = 1;
    private static final long DEFAULT_SPAN_NANOS = 1_000_000;
    static final String NO_HASH = "0".repeat(64);

    private final Markets markets;
    private final Fields fields;
    private long now;
    private long lastNonce;

    /** Reads names of these markets; the step before the first was at {@code startNanos}. */
    public CommandParser(final Markets markets, final long startNanos) {
        this.markets = markets;
        this.fields = new Fields(markets);
        this.now = startNanos;
    }

    /** One step: an optional time (absolute, or a span with its sign), optional numbering, a command. */
    public Step step(final String line) {
        final Tokens tokens = new Tokens(line);
        now = time(tokens);
        final int nodeId = Integer.parseInt(tokens.valueOr("node", String.valueOf(DEFAULT_NODE_ID)));
        final int epochOffset = Integer.parseInt(tokens.valueOr("epoch", "0"));
        final long seqOffset = Long.parseLong(tokens.valueOr("seq", "0"));
        final Command command = command(tokens);
        tokens.end();
        return new Step(now, nodeId, epochOffset, seqOffset, command);
    }

    private long time(final Tokens tokens) {
        if (tokens.isNext("+") || tokens.isNext("-")) {
            return Math.addExact(now, Words.span(tokens.next()));
        }
        return tokens.isNext("1") || tokens.isNext("2") ? Words.time(tokens.next()) : now + DEFAULT_SPAN_NANOS;
    }

    private Command command(final Tokens tokens) {
        final String verb = tokens.next();
        return switch (verb) {
            case "OpenEpoch" -> new Command.OpenEpoch(Long.parseLong(tokens.value("token")));
            case "Tick" -> new Command.Tick();
            case "ApplyGenesis" -> genesis(tokens);
            case "ListMarket" -> new Command.ListMarket(
                SpecText.parse(tokens), SpecText.state(tokens.next()), remark(tokens));
            case "ChangeMarketState" -> new Command.ChangeMarketState(
                markets.id(tokens.next()), SpecText.state(tokens.next()),
                Long.parseLong(tokens.valueOr("ends", "0")), remark(tokens));
            case "SetParameter" -> new Command.SetParameter(
                Words.parameter(tokens.next()), Long.parseLong(tokens.next()), remark(tokens));
            case "Deposit" -> new Command.Deposit(
                Words.address(tokens.next()),
                Words.usdc(tokens.next()),
                Integer.parseInt(tokens.value("source")),
                Long.parseLong(tokens.value("number")),
                remark(tokens));
            case "SubmitPrices" -> new Command.SubmitPrices(
                Integer.parseInt(tokens.value("source")), entries(tokens, () -> price(tokens)));
            case "AnnounceNode" -> announceNode(tokens);
            case "SwitchBehaviour" -> new Command.SwitchBehaviour(Integer.parseInt(tokens.next()), remark(tokens));
            case "RetireNode" -> new Command.RetireNode(Integer.parseInt(tokens.next()), remark(tokens));
            case "TakeCheckpoint" -> new Command.TakeCheckpoint();
            case "ReportCheckpoint" -> new Command.ReportCheckpoint(
                Long.parseLong(tokens.value("sequence")),
                Long.parseLong(tokens.value("position")),
                Long.parseLong(tokens.value("term")),
                Long.parseLong(tokens.value("state")),
                tokens.value("chain"),
                tokens.value("signature"));
            case "SetKillSwitch" -> new Command.SetKillSwitch(scope(tokens), isOn(tokens), remark(tokens));
            case "SweepOrders" -> new Command.SweepOrders(scope(tokens), remark(tokens));
            case "PlaceOrders" -> new Command.PlaceOrders(
                envelope(tokens), entries(tokens, () -> order(tokens)));
            case "CancelOrders" -> cancelOrders(tokens);
            case "CancelOrdersByClientId" -> cancelOrdersByClientId(tokens);
            case "ModifyOrders" -> new Command.ModifyOrders(
                envelope(tokens), entries(tokens, () -> modify(tokens)));
            case "UpdateLeverage" -> leverage(tokens);
            case "CreateSubAccount" -> new Command.CreateSubAccount(envelope(tokens), tokens.next());
            case "RenameSubAccount" -> new Command.RenameSubAccount(
                envelope(tokens), Words.address(tokens.next()), tokens.next());
            case "MoveSubAccountCash" -> new Command.MoveSubAccountCash(
                envelope(tokens), Words.address(tokens.next()), Words.usdc(tokens.next()),
                tokens.next().equals("in"));
            case "TransferCash" -> new Command.TransferCash(
                envelope(tokens), Words.address(tokens.next()), Words.usdc(tokens.next()),
                Words.address(tokens.valueOr("from", Address.ZERO.toString())));
            case "RequestWithdrawal" -> new Command.RequestWithdrawal(
                envelope(tokens), Words.address(tokens.next()), Words.usdc(tokens.next()));
            case "ResolveWithdrawal" -> new Command.ResolveWithdrawal(
                Long.parseLong(tokens.next()), outcome(tokens.next()), remark(tokens));
            case "ConvertToMultiSig" -> new Command.ConvertToMultiSig(
                envelope(tokens), Integer.parseInt(tokens.value("threshold")), addresses(tokens.valueOr("users", "")));
            case "MultiSig" -> multiSig(tokens);
            case "Noop" -> new Command.Noop(envelope(tokens));
            case "ApproveAgent" -> new Command.ApproveAgent(
                envelope(tokens),
                Words.address(tokens.next()),
                tokens.next(),
                Long.parseLong(tokens.value("until")));
            default -> advancedCommand(verb, tokens);
        };
    }

    private Command advancedCommand(final String verb, final Tokens tokens) {
        return switch (verb) {
            case "PlaceAdvancedOrders" -> placeAdvanced(tokens);
            case "ModifyAdvancedOrders" -> new Command.ModifyAdvancedOrders(
                envelope(tokens), tokens.skip("always-place"), entries(tokens, () -> advancedModify(tokens)));
            case "MassQuote" -> new Command.MassQuote(
                envelope(tokens), Integer.parseInt(tokens.value("group")), entries(tokens, () -> quote(tokens)));
            case "CancelAll" -> fields.read(Command.CancelAll.class, tokens, envelope(tokens));
            case "ScheduleCancel" -> fields.read(Command.ScheduleCancel.class, tokens, envelope(tokens));
            case "ChooseSelfTradeMode" -> fields.read(Command.ChooseSelfTradeMode.class, tokens, envelope(tokens));
            case "PlaceTwap" -> fields.read(Command.PlaceTwap.class, tokens, envelope(tokens));
            case "CancelTwap" -> fields.read(Command.CancelTwap.class, tokens, envelope(tokens));
            case "SetProtection" -> fields.read(Command.SetProtection.class, tokens, envelope(tokens));
            case "ResetProtection" -> fields.read(Command.ResetProtection.class, tokens, envelope(tokens));
            case "ChangeMarket" -> new Command.ChangeMarket(SpecText.parse(tokens), remark(tokens));
            default -> risk(verb, tokens);
        };
    }

    private Command multiSig(final Tokens tokens) {
        final Authority authority = envelope(tokens);
        final Address user = Words.address(tokens.value("user"));
        final List<Address> signers = addresses(tokens.valueOr("signers", ""));
        tokens.expect(":");
        return new Command.MultiSig(authority, user, signers, (Command.Signed) command(tokens));
    }

    private static List<Address> addresses(final String words) {
        return words.isEmpty() ? List.of() : Stream.of(words.split(",")).map(Words::address).toList();
    }

    private Command placeAdvanced(final Tokens tokens) {
        final Authority authority = envelope(tokens);
        final int grouping = Integer.parseInt(tokens.valueOr("grouping", "0"));
        final Address builder = Words.address(tokens.valueOr("builder", Address.ZERO.toString()));
        final int tenths = Integer.parseInt(tokens.valueOr("tenths", "0"));
        return new Command.PlaceAdvancedOrders(
            authority, grouping, entries(tokens, () -> advanced(tokens)), builder, tenths);
    }

    private Command risk(final String verb, final Tokens tokens) {
        for (final Class<? extends Command> type : RiskCommand.TYPES) {
            if (type.getSimpleName().equals(verb)) {
                return new RecordText(markets).parse(type, tokens, () -> envelope(tokens), () -> remark(tokens));
            }
        }
        throw new IllegalArgumentException("no command is called " + verb);
    }

    private static int outcome(final String word) {
        return switch (word) {
            case "completed" -> 1;
            case "rejected" -> 2;
            default -> Integer.parseInt(Words.after("outcome=", word));
        };
    }

    private static Command announceNode(final Tokens tokens) {
        final String[] versions = tokens.value("versions").split("\\.\\.");
        return new Command.AnnounceNode(
            Integer.parseInt(versions[0]), Integer.parseInt(versions[1]), tokens.valueOr("skips", NO_HASH));
    }

    private Command.Scope scope(final Tokens tokens) {
        final String word = tokens.next();
        return switch (word) {
            case "all" -> new Command.Scope(Command.Scope.ALL, 0, Address.ZERO);
            case "market" -> new Command.Scope(Command.Scope.MARKET, markets.id(tokens.next()), Address.ZERO);
            case "account" -> new Command.Scope(Command.Scope.ACCOUNT, 0, Words.address(tokens.next()));
            default -> new Command.Scope(Integer.parseInt(Words.after("scope=", word)), 0, Address.ZERO);
        };
    }

    private static boolean isOn(final Tokens tokens) {
        final boolean on = tokens.skip("on");
        if (!on) {
            tokens.expect("off");
        }
        return on;
    }

    private Command cancelOrders(final Tokens tokens) {
        final Authority authority = envelope(tokens);
        final boolean fast = tokens.skip("fast");
        return new Command.CancelOrders(authority, entries(tokens, () -> cancel(tokens)), fast);
    }

    private Command cancelOrdersByClientId(final Tokens tokens) {
        final Authority authority = envelope(tokens);
        final boolean fast = tokens.skip("fast");
        return new Command.CancelOrdersByClientId(authority, entries(tokens, () -> cancelByClientId(tokens)), fast);
    }

    private AdvancedOrderEntry advanced(final Tokens tokens) {
        final OrderEntry order = order(tokens);
        return tokens.skip("with")
            ? fields.read(AdvancedOrderEntry.class, tokens, order)
            : AdvancedOrderEntry.of(order);
    }

    private Command.QuoteEntry quote(final Tokens tokens) {
        final OrderEntry order = order(tokens);
        return new Command.QuoteEntry(order.marketId(), order.side(), order.priceE8(), order.sizeE8());
    }

    private Command.AdvancedModifyEntry advancedModify(final Tokens tokens) {
        final long orderId = targetOrderId(tokens);
        final ClientOrderId clientOrderId = targetClientOrderId(tokens);
        tokens.expect("->");
        return new Command.AdvancedModifyEntry(orderId, clientOrderId, advanced(tokens));
    }

    private static Command genesis(final Tokens tokens) {
        final String hash = tokens.valueOr("hash", NO_HASH);
        final List<Command.ParameterValue> parameters = new ArrayList<>();
        while (!tokens.skip("markets")) {
            if (!tokens.skip(";")) {
                parameters.add(new Command.ParameterValue(
                    Words.parameter(tokens.next()), Long.parseLong(tokens.next())));
            }
        }
        final List<Command.MarketListing> listings = entries(
            tokens, () -> new Command.MarketListing(SpecText.parse(tokens), SpecText.state(tokens.next())));
        return new Command.ApplyGenesis(hash, parameters, listings);
    }

    private static <T> List<T> entries(final Tokens tokens, final Supplier<T> entry) {
        final List<T> entries = new ArrayList<>();
        while (tokens.hasNext()) {
            if (!entries.isEmpty()) {
                tokens.expect(";");
            }
            entries.add(entry.get());
        }
        return entries;
    }

    private static Remark remark(final Tokens tokens) {
        return new Remark(tokens.valueOr("by", ""), tokens.valueOr("reason", ""));
    }

    private Authority envelope(final Tokens tokens) {
        final Address signer = Words.address(tokens.next());
        final long nonce = tokens.isNext("nonce=") ? Long.parseLong(tokens.value("nonce")) : nextNonce();
        return new Authority(
            signer,
            Words.address(tokens.valueOr("alternate", "none")),
            Words.address(tokens.valueOr("vault", "none")),
            nonce,
            Long.parseLong(tokens.valueOr("expires", "0")));
    }

    private long nextNonce() {
        lastNonce = Math.max(lastNonce + 1, Math.floorDiv(now, 1_000_000L));
        return lastNonce;
    }

    private Command.PriceEntry price(final Tokens tokens) {
        final int marketId = markets.id(tokens.next());
        final long priceE8 = Words.e8(tokens.next());
        final long publishTime = tokens.isNext("at=") ? Words.time(tokens.value("at")) : now;
        return new Command.PriceEntry(marketId, priceE8, Words.e8(tokens.valueOr("confidence", "0")), publishTime);
    }

    private OrderEntry order(final Tokens tokens) {
        final int marketId = markets.id(tokens.next());
        final int side = Words.side(tokens.next());
        final long sizeE8 = Words.e8(tokens.next());
        tokens.expect("@");
        final long priceE8 = Words.e8(tokens.next());
        int timeInForce = 0;
        int flags = 0;
        ClientOrderId id = ClientOrderId.NONE;
        while (tokens.hasNext() && !tokens.isNext(";") && !tokens.isNext("with")) {
            final String word = tokens.next();
            final String value = word.substring(word.indexOf('=') + 1);
            switch (word.substring(0, word.length() - value.length())) {
                case "" -> {
                    timeInForce |= Words.timeInForce(word);
                    flags |= Words.timeInForce(word) == 0 ? Words.flag(word) : 0;
                }
                case "tif=" -> timeInForce = Integer.parseInt(value);
                case "flags=" -> flags |= Integer.parseInt(value);
                case "unflagged-cloid=" -> id = Words.clientOrderId(value);
                case "cloid=" -> {
                    id = Words.clientOrderId(value);
                    flags |= OrderFlags.HAS_CLIENT_ORDER_ID;
                }
                default -> throw new IllegalArgumentException("an order has no " + word);
            }
        }
        return new OrderEntry(marketId, side, priceE8, sizeE8, timeInForce, flags, id);
    }

    private Command.CancelEntry cancel(final Tokens tokens) {
        final int marketId = markets.id(tokens.next());
        return new Command.CancelEntry(marketId, Long.parseLong(Words.after("#", tokens.next())));
    }

    private Command.CancelByClientIdEntry cancelByClientId(final Tokens tokens) {
        final int marketId = markets.id(tokens.next());
        return new Command.CancelByClientIdEntry(marketId, Words.clientOrderId(tokens.next()));
    }

    private Command.ModifyEntry modify(final Tokens tokens) {
        final long orderId = targetOrderId(tokens);
        final ClientOrderId clientOrderId = targetClientOrderId(tokens);
        tokens.expect("->");
        return new Command.ModifyEntry(orderId, clientOrderId, order(tokens));
    }

    private static long targetOrderId(final Tokens tokens) {
        return tokens.isNext("#") ? Long.parseLong(Words.after("#", tokens.next())) : 0;
    }

    private static ClientOrderId targetClientOrderId(final Tokens tokens) {
        return tokens.isNext("0x") ? Words.clientOrderId(tokens.next()) : ClientOrderId.NONE;
    }

    private Command leverage(final Tokens tokens) {
        final Authority authority = envelope(tokens);
        final int marketId = markets.id(tokens.next());
        final String leverage = tokens.next();
        final boolean isCross = tokens.skip("cross");
        if (!isCross) {
            tokens.expect("isolated");
        }
        return new Command.UpdateLeverage(
            authority, marketId, Integer.parseInt(leverage.replaceAll("x$", "")), isCross);
    }
}
