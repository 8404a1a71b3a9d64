package steelyard.bench.book;

import exchange.core2.core.common.CoreSymbolSpecification;
import exchange.core2.core.common.OrderType;
import exchange.core2.core.common.SymbolType;
import exchange.core2.core.common.cmd.CommandResultCode;
import exchange.core2.core.common.cmd.OrderCommand;
import exchange.core2.core.common.cmd.OrderCommandType;
import exchange.core2.core.common.config.ExchangeConfiguration;
import exchange.core2.core.common.config.InitialStateConfiguration;
import exchange.core2.core.common.config.LoggingConfiguration;
import exchange.core2.core.common.config.OrdersProcessingConfiguration;
import exchange.core2.core.common.config.PerformanceConfiguration;
import exchange.core2.core.common.config.ReportsQueriesConfiguration;
import exchange.core2.core.common.config.SerializationConfiguration;
import exchange.core2.core.orderbook.OrderBookDirectImpl;
import exchange.core2.core.processors.MatchingEngineRouter;
import exchange.core2.core.processors.RiskEngine;
import exchange.core2.core.processors.SharedPool;
import exchange.core2.core.processors.journaling.DummySerializationProcessor;
import java.util.function.LongConsumer;

/**
 * The peer's risk engine and its router on one thread, without its pipeline. As in the peer's own measurements, its
 * markets ask for no margin, so it checks none.
 */
final class PeerCore implements Engine {
    private static final int CURRENCY = 2;
    private static final long DEPOSIT = 1_000_000_000_000_000L;
    /** Every so many commands the peer remembers the best prices of a market, by which it would value positions. */
    private static final int PRICES_EVERY = 10_000;

    private final Workload workload;
    private final RiskEngine risk;
    private final MatchingEngineRouter matching;
    private final OrderCommand command = new OrderCommand();
    private final EventRecords events = new EventRecords();

    PeerCore(final Workload workload) {
        this.workload = workload;
        final ExchangeConfiguration configuration = ExchangeConfiguration.builder()
            .ordersProcessingCfg(OrdersProcessingConfiguration.builder()
                .riskProcessingMode(OrdersProcessingConfiguration.RiskProcessingMode.FULL_PER_CURRENCY)
                .marginTradingMode(OrdersProcessingConfiguration.MarginTradingMode.MARGIN_TRADING_ENABLED).build())
            .performanceCfg(PerformanceConfiguration.baseBuilder().build())
            .initStateCfg(InitialStateConfiguration.cleanStart("bench"))
            .reportsQueriesCfg(ReportsQueriesConfiguration.DEFAULT)
            .loggingCfg(LoggingConfiguration.DEFAULT)
            .serializationCfg(SerializationConfiguration.DEFAULT)
            .build();
        final SharedPool pool = SharedPool.createTestSharedPool();
        risk = new RiskEngine(0, 1, DummySerializationProcessor.INSTANCE, pool, configuration);
        matching = new MatchingEngineRouter(
            0, 1, DummySerializationProcessor.INSTANCE, OrderBookDirectImpl::new, pool, configuration);
        final int markets = workload.marketCount();
        for (int market = 0; market < markets; market++) {
            list(market);
        }
        final int users = workload.users();
        for (int user = 0; user < users; user++) {
            open(user);
        }
    }

    private void list(final int market) {
        final CoreSymbolSpecification specification = CoreSymbolSpecification.builder()
            .symbolId(market).type(SymbolType.FUTURES_CONTRACT).baseCurrency(1).quoteCurrency(CURRENCY)
            .baseScaleK(1).quoteScaleK(1).build();
        risk.getSymbolSpecificationProvider().addSymbol(specification);
        matching.getOrderBooks().put(market, new OrderBookDirectImpl(
            specification, matching.getObjectsPool(), matching.getEventsHelper(), matching.getLoggingCfg()));
    }

    private void open(final int user) {
        command.orderType = OrderType.GTC;
        command.command = OrderCommandType.ADD_USER;
        command.uid = user;
        command.resultCode = CommandResultCode.NEW;
        risk.preProcessCommand(0, command);
        command.command = OrderCommandType.BALANCE_ADJUSTMENT;
        command.orderId = user + 1;
        command.symbol = CURRENCY;
        command.price = DEPOSIT;
        command.resultCode = CommandResultCode.NEW;
        risk.preProcessCommand(0, command);
        if (command.resultCode != CommandResultCode.SUCCESS) {
            throw new IllegalStateException("the peer does not take a deposit: " + command.resultCode);
        }
    }

    @Override
    public void process(final int i) {
        events.open();
        PeerBook.fill(command, workload, i);
        command.resultCode = CommandResultCode.NEW;
        command.marketData = null;
        command.serviceFlags = i % PRICES_EVERY == 0 ? 1 : 0;
        risk.preProcessCommand(i, command);
        matching.processOrder(i, command);
        risk.handlerRiskRelease(i, command);
        if (command.resultCode != CommandResultCode.SUCCESS) {
            throw new IllegalStateException("the peer refuses command " + i + ": " + command.resultCode);
        }
        PeerBook.encode(command, events, workload, i);
    }

    @Override
    public EventRecords events() {
        return events;
    }

    @Override
    public String totals() {
        return events.trades();
    }

    @Override
    public void book(final LongConsumer to) {
        for (int market = 0; market < matching.getOrderBooks().size(); market++) {
            PeerBook.book(matching.getOrderBooks().get(market), to);
        }
    }
}
