package steelyard.exchange.state;

import steelyard.exchange.identity.AddressTable;
import steelyard.exchange.identity.Agents;
import steelyard.exchange.identity.NonceSets;
import steelyard.risk.fee.FeeRates;
import steelyard.risk.fee.FeeSchedules;
import steelyard.risk.fee.TradedVolumes;
import steelyard.risk.funding.Funding;
import steelyard.risk.margin.Accounts;
import steelyard.risk.margin.CrossMargin;
import steelyard.risk.margin.Positions;
import steelyard.risk.market.LeverageCaps;
import steelyard.risk.market.Markets;
import steelyard.risk.portfolio.Scenarios;
import steelyard.risk.price.PriceOracle;

/** Everything that the exchange remembers, part by part. One thread. */
public final class ExchangeState {
    private final Counters counters = new Counters();
    private final Genesis genesis = new Genesis();
    private final OrderRules orderRules = new OrderRules();
    private final Parameters parameters = new Parameters(orderRules);
    private final Nodes nodes = new Nodes();
    private final Behaviour behaviour = new Behaviour();
    private final KillSwitches killSwitches = new KillSwitches(orderRules);
    private final DepositSources depositSources = new DepositSources();
    private final SubAccounts subAccounts = new SubAccounts();
    private final Withdrawals withdrawals = new Withdrawals();
    private final AddressTable addresses;
    private final Agents agents;
    private final NonceSets nonces;
    private final Accounts accounts = new Accounts();
    private final Markets markets = new Markets();
    private final LeverageCaps leverageCaps = new LeverageCaps();
    private final Funding funding = new Funding();
    private final Scenarios scenarios = new Scenarios();
    private final Sessions sessions = new Sessions();
    private final HouseFunds houseFunds = new HouseFunds();
    private final FeeSchedules feeSchedules = new FeeSchedules();
    private final TradedVolumes volumes = new TradedVolumes();
    private final FeeRates feeRates = new FeeRates(accounts, markets, feeSchedules, volumes, parameters);
    private final RiskQueues riskQueues = new RiskQueues();
    private final Positions positions = new Positions(accounts, markets);
    private final PriceOracle oracle;
    private final Deadlines deadlines = new Deadlines();
    private final FollowUps followUps = new FollowUps();
    private final Traders traders = new Traders();
    private final Icebergs icebergs = new Icebergs();
    private final Builders builders = new Builders();
    private final Referrals referrals = new Referrals();
    private final MultiSigs multiSigs = new MultiSigs();
    private final Groups groups = new Groups();
    private final Twaps twaps = new Twaps(traders);
    private final Quotes quotes = new Quotes();
    private final TriggerOrders triggers;
    private final MarketBooks books;
    private final MarketTerms marketTerms;
    private final CrossMargin margin;

    /** An exchange before genesis. {@code indexSeed}: see {@code Exchange}. */
    public ExchangeState(final long indexSeed) {
        addresses = new AddressTable(indexSeed);
        agents = new Agents(addresses);
        nonces = new NonceSets(addresses);
        triggers = new TriggerOrders(traders, deadlines, indexSeed);
        books = new MarketBooks(indexSeed, icebergs, orderRules);
        marketTerms = new MarketTerms(orderRules, parameters, killSwitches, markets, books);
        oracle = new PriceOracle(markets, new BookQuotes(books));
        margin = new CrossMargin(
            accounts, positions, markets, leverageCaps, new OpenOrders(books), funding, scenarios, parameters::value);
    }

    /** Log time and what counts up. */
    public Counters counters() {
        return counters;
    }

    /** What the first command said. */
    public Genesis genesis() {
        return genesis;
    }

    /** Exchange-wide numbers. */
    public Parameters parameters() {
        return parameters;
    }

    /** What markets ask of orders that only rest. */
    public MarketTerms marketTerms() {
        return marketTerms;
    }

    /** How far each node has numbered. */
    public Nodes nodes() {
        return nodes;
    }

    /** What commands mean. */
    public Behaviour behaviour() {
        return behaviour;
    }

    /** Where operators have stopped trading. */
    public KillSwitches killSwitches() {
        return killSwitches;
    }

    /** The last deposits. */
    public DepositSources depositSources() {
        return depositSources;
    }

    /** Names of sub-accounts. */
    public SubAccounts subAccounts() {
        return subAccounts;
    }

    /** What was asked to leave. */
    public Withdrawals withdrawals() {
        return withdrawals;
    }

    /** Who an address is. */
    public AddressTable addresses() {
        return addresses;
    }

    /** Who may sign for an account. */
    public Agents agents() {
        return agents;
    }

    /** What was signed already. */
    public NonceSets nonces() {
        return nonces;
    }

    /** Cash. */
    public Accounts accounts() {
        return accounts;
    }

    /** Specifications, prices and sums of markets. */
    public Markets markets() {
        return markets;
    }

    /** Who is to be looked at, and who is in liquidation. */
    public RiskQueues riskQueues() {
        return riskQueues;
    }

    /** What the house remembers of its own money. */
    public HouseFunds houseFunds() {
        return houseFunds;
    }

    /** When the underlyings of markets are closed. */
    public Sessions sessions() {
        return sessions;
    }

    /** What fee groups pay. */
    public FeeSchedules feeSchedules() {
        return feeSchedules;
    }

    /** What owners of accounts traded of late. */
    public TradedVolumes volumes() {
        return volumes;
    }

    /** What accounts pay on the present day. */
    public FeeRates feeRates() {
        return feeRates;
    }

    /** Where funding stands. */
    public Funding funding() {
        return funding;
    }

    /** Scenario matrices of portfolio margin. */
    public Scenarios scenarios() {
        return scenarios;
    }

    /** Largest leverages by law. */
    public LeverageCaps leverageCaps() {
        return leverageCaps;
    }

    /** Positions and leverages. */
    public Positions positions() {
        return positions;
    }

    /** Where prices come from. */
    public PriceOracle oracle() {
        return oracle;
    }

    /** Books, resting orders and states of markets. */
    public MarketBooks books() {
        return books;
    }

    /** What is due when. */
    public Deadlines deadlines() {
        return deadlines;
    }

    /** Work that is not done yet. */
    public FollowUps followUps() {
        return followUps;
    }

    /** What accounts traded and chose. */
    public Traders traders() {
        return traders;
    }

    /** Who gets fees for orders of others. */
    public Builders builders() {
        return builders;
    }

    /** Who referred whom. */
    public Referrals referrals() {
        return referrals;
    }

    /** Accounts that act only when several others agree. */
    public MultiSigs multiSigs() {
        return multiSigs;
    }

    /** What icebergs hide. */
    public Icebergs icebergs() {
        return icebergs;
    }

    /** Which orders belong together. */
    public Groups groups() {
        return groups;
    }

    /** TWAPs. */
    public Twaps twaps() {
        return twaps;
    }

    /** Groups of quotes and their protections. */
    public Quotes quotes() {
        return quotes;
    }

    /** Orders that wait for a price. */
    public TriggerOrders triggers() {
        return triggers;
    }

    /** What accounts may do. */
    public CrossMargin margin() {
        return margin;
    }
}
