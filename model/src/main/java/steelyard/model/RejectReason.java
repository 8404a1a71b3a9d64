package steelyard.model;

/**
 * Why a command, an order, a cancel or a modification was refused. A refusal changes nothing, a consumed nonce aside.
 *
 * <p>Codes are on the wire, in events and in the journal's meaning: none is ever reused. Texts are what clients of the
 * public API read; those that clients match on are the venue's own words. {@code {1}} and {@code {2}} stand for the two
 * details of the event (a {@code @price} or {@code @usd} suffix says how to print them), {@code {address}} for the
 * address that was recovered from the signature.
 */
public enum RejectReason {
    NONE(0, ""),

    // The whole action, before its content is looked at.
    UNKNOWN_SIGNER(1, "User or API Wallet {address} does not exist."),
    VAULT_NOT_REGISTERED(2, "Vault not registered: {address}"),
    NONCE_DUPLICATE(3, "Invalid nonce: duplicate nonce {1}"),
    NONCE_TOO_LOW(4, "Invalid nonce: nonce too low {1} < {2}"),
    NONCE_TOO_HIGH(5, "Invalid nonce: nonce too high {1} > {2}"),
    ACTION_EXPIRED(6, "Action already expired"),
    MUST_DEPOSIT(7, "Must deposit before performing actions. User: {address}"),

    // The whole action, because of its content.
    NO_ORDERS(20, "Orders are empty."),
    TOO_MANY_ORDERS(21, "Too many orders in one action: {1}, at most {2}."),
    UNKNOWN_ASSET(22, "Unknown asset: {1}"),
    INVALID_PRICE(23, "Order has invalid price."),
    INVALID_SIZE(24, "Order has invalid size."),
    ZERO_SIZE(25, "Order has zero size."),
    INVALID_TIME_IN_FORCE(26, "Order has invalid time in force."),
    INVALID_LEVERAGE(27, "Invalid leverage value"),
    ISOLATED_UNAVAILABLE(28, "Isolated margin is not available; use cross margin."),
    AGENT_LIMIT(29, "Too many agents: at most {1} named ones."),
    AGENT_ADDRESS_IN_USE(30, "Agent address is already in use by an account or another agent."),
    AGENT_EXPIRY_INVALID(31, "Agent expiry must be in the future and at most 180 days away."),

    // One order, cancel or modification of an action.
    OFF_TICK(40, "Price must be divisible by tick size."),
    MIN_NOTIONAL(41, "Order must have minimum value of ${1@usd}."),
    INSUFFICIENT_MARGIN(42, "Insufficient margin to place order."),
    REDUCE_ONLY(43, "Reduce only order would increase position."),
    POST_ONLY_WOULD_MATCH(44, "Post only order would have immediately matched, bbo was {1@price}@{2@price}."),
    IOC_NO_MATCH(45, "Order could not immediately match against any resting orders."),
    MARKET_HALTED(46, "Trading is halted."),
    MARKET_CANCEL_ONLY(47, "Market accepts only cancels."),
    PRICE_STALE(48, "Market price is stale: only orders that reduce a position are accepted."),
    DUPLICATE_CLIENT_ORDER_ID(49, "Client order id is already used by an open order."),
    POSITION_LIMIT(50, "Order would cause position to exceed its limit."),
    ORDER_TOO_LARGE(51, "Order has invalid size: it exceeds the largest size of the market."),
    COMMAND_BOUND(52, "Action did too much at once; this order was not executed. Send it again."),
    PRICE_OUT_OF_RANGE(53, "Order price is beyond the largest price of the market."),
    ORDER_NOT_FOUND(60, "Order was never placed, already canceled, or filled."),
    ORDER_NOT_MODIFIABLE(61, "Cannot modify canceled or filled order."),

    // Commands of operators, price sources and nodes.
    NO_GENESIS(80, "The exchange has no genesis yet."),
    GENESIS_ALREADY_APPLIED(81, "Genesis was already applied."),
    INVALID_MARKET(82, "Market specification is invalid."),
    MARKET_ALREADY_LISTED(83, "Market is already listed."),
    UNKNOWN_MARKET(84, "Unknown market: {1}"),
    INVALID_PARAMETER(85, "Parameter {1} is unknown or its value is out of range."),
    DEPOSIT_ALREADY_APPLIED(86, "Deposit {1} was already applied; the last of its source is {2}."),
    INVALID_AMOUNT(87, "Amount must be positive and at most {1} micro-USDC."),
    HOUSE_ADDRESS(88, "House accounts cannot be credited from outside."),
    INVALID_STATE(89, "Market state is unknown."),
    LIMIT_REACHED(90, "The exchange's limit of {1} is reached."),

    // Orders: states, limits, triggers, TWAPs, quotes.
    MARKET_POST_ONLY(100, "Market accepts only post-only orders."),
    MARKET_CLOSE_ONLY(101, "Market accepts only orders that reduce a position."),
    MARKET_SETTLING(102, "Market is closed."),
    NOT_IN_AUCTION(103, "Order type is not accepted in an auction."),
    AUCTION_UNDER_WAY(104, "Auction is being executed. Send it again."),
    ORDER_VALUE_TOO_LARGE(105, "Order must have maximum value of ${1@usd}."),
    PRICE_TOO_FAR(106, "Order price too far from oracle"),
    TOO_MANY_OPEN_ORDERS(107, "Too many open orders: at most {1}."),
    OPEN_INTEREST_INCREASE(108, "Order would increase open interest while open interest is capped"),
    OPEN_INTEREST_FLIP(109, "Order would increase open interest while open interest is capped"),
    OPEN_INTEREST_AGGRESSIVE(
        110, "Order rejected due to price more aggressive than oracle while at open interest cap"),
    FOK_NOT_FILLABLE(111, "Order could not be filled entirely at once."),
    EXPIRY_INVALID(112, "Order expiry must be in the future."),
    INVALID_TRIGGER(113, "Invalid TP/SL price."),
    INVALID_GROUPING(114, "Orders cannot be grouped like this."),
    PARENT_NOT_PLACED(115, "Parent order was not placed."),
    NO_LIQUIDITY(116, "No liquidity available for market order."),
    SCHEDULE_TOO_SOON(117, "Scheduled cancel time must be at least {1} ms in the future."),
    SCHEDULE_VOLUME(118, "Cannot set scheduled cancel time until enough volume traded. Required: ${1@usd}. "
        + "Traded: ${2@usd}."),
    SCHEDULE_LIMIT(119, "Cannot set scheduled cancel time: {1} scheduled cancels were triggered today."),
    TWAP_NOT_FOUND(120, "TWAP was never placed, already canceled, or filled."),
    TWAP_DURATION(121, "Invalid TWAP duration: {1} min(s)"),
    TWAP_VALUE(122, "TWAP order value too small. Min is ${1@usd}."),
    TWAP_LIMIT(123, "Too many TWAPs: at most {1}."),
    DISPLAY_INVALID(124, "Display size must be smaller than the size and worth the minimum value."),
    QUOTES_FROZEN(125, "Quotes were taken back by market-maker protection; reset it first."),
    QUOTE_INVALID(126, "Quotes are invalid."),
    PROTECTION_INVALID(127, "Market-maker protection is invalid."),
    TRIGGER_NOT_FAST(128, "Trigger orders cannot be canceled fast."),
    SELF_TRADE(129, "Order would have traded with an order of the same owner."),
    // Margin modes, isolated margin and portfolios.
    ISOLATED_ONLY(150, "Cross margin is not allowed for this asset."),
    MARGIN_MODE_FIXED(151, "Cannot switch leverage type with open position."),
    NO_ISOLATED_POSITION(152, "No isolated position to update."),
    MARGIN_NOT_REMOVABLE(153, "Margin cannot be removed from a position in this asset."),
    MARGIN_TIER_LIMIT(154, "Order would cause position to exceed margin tier limit at current leverage"),
    ACCOUNT_FROZEN(155, "Account is frozen: it may only cancel and reduce positions."),
    INVALID_MODE(156, "Margin mode is unknown."),
    PORTFOLIO_EQUITY(157, "Portfolio margin needs an equity of ${1@usd} to ${2@usd}."),
    NO_SCENARIOS(158, "There are no margin scenarios yet."),
    PORTFOLIO_LIMIT(159, "Exposure is too large for portfolio margin."),

    // Commands of operators that concern risk.
    INVALID_MARKET_RISK(170, "Value of market parameter {1} contradicts the others."),
    UNKNOWN_ACCOUNT(171, "There is no account with this address."),
    INVALID_CLASS(172, "Class or group must be 0 to 15."),
    INVALID_CALENDAR(173, "Calendar is invalid."),
    INVALID_FEES(174, "Fee schedule is invalid."),
    INVALID_SCENARIOS(175, "Scenarios are invalid."),
    INVALID_HOUSE_TRANSFER(176, "House accounts do not transfer like this."),
    NO_PROPOSAL(177, "There is no proposal {1}."),
    SAME_OPERATOR(178, "Another operator must confirm."),
    INSUFFICIENT_FUNDS(179, "The account has not enough funds."),

    // Sub-accounts, transfers and withdrawals.
    SUB_ACCOUNT_NAME(200, "Sub-account name must not be empty."),
    SUB_ACCOUNT_LIMIT(201, "Too many sub-accounts."),
    SUB_ACCOUNT_UNKNOWN(203, "Sub-account is not registered."),
    ZERO_AMOUNT(204, "Send amount cannot be zero"),
    SELF_TRANSFER(205, "Invalid send"),
    FUNDS_PRICE_STALE(206, "The price of market {1} is stale: nothing can leave an account with a position there."),
    INSUFFICIENT_TRANSFER(207, "Insufficient balance for token transfer"),
    WITHDRAWAL_TOO_SMALL(208, "Withdrawal must be more than its fee of ${1@usd}."),
    WITHDRAWAL_ADDRESS(209, "Withdrawal destination is invalid."),
    WITHDRAWALS_PENDING(210, "Too many pending withdrawals: at most {1}."),
    INSUFFICIENT_WITHDRAWAL(211, "Insufficient balance for withdrawal"),
    WITHDRAWAL_UNKNOWN(212, "There is no pending withdrawal {1}."),

    // Builders.
    BUILDER_FEE_INVALID(213, "Builder fee must be 0% to 1%."),
    BUILDER_UNKNOWN(214, "Builder has insufficient balance to be approved."),
    BUILDERS_LIMIT(215, "Too many approved builders: at most {1}."),
    BUILDER_INSUFFICIENT(216, "Builder has insufficient balance to be approved."),
    BUILDER_FEE_NOT_APPROVED(217, "Builder fee has not been approved."),

    // Multi-sig accounts.
    MULTI_SIG_REQUIRED(218, "Multi-sig user cannot sign alone."),
    MULTI_SIG_INVALID(219, "Multi-sig needs 1 to 10 authorized users with accounts, and at most as many signatures."),
    MULTI_SIG_ACTION(220, "Action is not supported for multi-sig users."),
    MULTI_SIG_UNKNOWN(221, "Account is not a multi-sig user."),
    MULTI_SIG_LEADER(222, "Outer signer is not an authorized user."),
    MULTI_SIG_SIGNATURES(223, "Not enough signatures of authorized users: {1} of {2}."),

    // What agents may do, and from where.
    AGENT_READ_ONLY(224, "API Wallet {address} may only read."),
    AGENT_UNKNOWN(225, "API Wallet is not one of this account."),
    AGENT_LIMITS_INVALID(226, "API Wallet may trade or read, from at most {1} networks without bits beyond their prefix, none twice."),

    // Requests that are paid for.
    REQUESTS_UNKNOWN(227, "Request weight can be reserved for accounts of users only."),
    REQUESTS_INVALID(228, "Request weight must be 1 to {1}."),

    // Referrals.
    REWARDS_TOO_SMALL(242, "Rewards can be claimed from ${1@usd} on."),
    REFERRER_ALREADY_SET(243, "Referrer already set."),
    REFERRER_SELF(244, "Cannot refer yourself."),
    REFERRER_UNKNOWN(245, "Referral code is not registered."),
    REFERRAL_VOLUME(246, "A referral code needs a traded volume of ${1@usd}."),
    REFERRAL_CODE_ONCE(247, "Account already has a referral code."),
    REFERRAL_CODE_TAKEN(248, "Referral code is already registered."),
    REFERRAL_CODE_INVALID(249, "Referral code must be 1 to 20 characters out of A-Z and 0-9."),

    // Nodes of the cluster, and operators' emergency.
    KILL_SWITCH(250, "Trading is stopped by the operator."),
    INVALID_BEHAVIOUR(251, "Behaviour version {1} cannot follow on version {2}."),
    BEHAVIOUR_UNSUPPORTED(252, "Node {1} has not announced that it can run behaviour version {2}."),
    UNKNOWN_NODE(253, "Unknown node: {1}"),
    INVALID_SCOPE(254, "There is no scope {1}.");

    private static final RejectReason[] BY_CODE = new RejectReason[256];

    static {
        for (final RejectReason reason : values()) {
            BY_CODE[reason.code] = reason;
        }
    }

    private final int code;
    private final String text;

    RejectReason(final int code, final String text) {
        this.code = code;
        this.text = text;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }

    /** What a client reads, with placeholders for the details. */
    public String text() {
        return text;
    }

    /** The reason with this code, or {@code null} if there is none. */
    public static RejectReason of(final int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
