// Every method of @nktkas/hyperliquid, against a fresh server: see methods.mjs.
import assert from "node:assert/strict";
import { ExchangeClient, InfoClient, SubscriptionClient, WebSocketTransport } from "@nktkas/hyperliquid";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { WebSocket } from "ws";
import { absent, refused, run, until } from "./methods.mjs";
import { differences, HeldTransport, hold } from "./types.mjs";

globalThis.WebSocket = WebSocket; // Node 20 has none

const url = process.env.STEELYARD_URL;
const maker = privateKeyToAccount(process.env.STEELYARD_MAKER);
const taker = privateKeyToAccount(process.env.STEELYARD_TAKER);
const agent = privateKeyToAccount(generatePrivateKey());
const stranger = privateKeyToAccount(generatePrivateKey());
const shared = privateKeyToAccount(generatePrivateKey());
const signers = { authorizedUsers: [maker, taker].map(({ address }) => address.toLowerCase()), threshold: 2 };
const http = new HeldTransport({ apiUrl: url, rpcUrl: url });
const socket = new WebSocketTransport({ url: url.replace("http", "ws") + "/ws" });
const info = new InfoClient({ transport: http });
const exchange = new ExchangeClient({ transport: http, wallet: maker });
const takes = new ExchangeClient({ transport: http, wallet: taker });
const subscriptions = new SubscriptionClient({ transport: socket });
const BTC = 0;
const ETH = 1;
const user = maker.address;
const now = Date.now();
const nobody = "0x1234567890123456789012345678901234567890";

const limit = (asset, isBuy, price, size, more = {}) => ({
  a: asset, b: isBuy, p: price, s: size, r: false, t: { limit: { tif: "Gtc" } }, ...more,
});
const trigger = (triggerPx, tpsl) => ({
  a: ETH, b: true, p: triggerPx, s: "0.1", r: true, t: { trigger: { isMarket: true, triggerPx, tpsl } },
});
const place = async (client, orders, grouping = "na") =>
  (await client.order({ orders, grouping })).response.data.statuses;
const open = () => info.openOrders({ user });
// The taker buys from the maker at 4000.
const cross = async (size) => {
  await place(exchange, [limit(ETH, false, "4000", size)]);
  const [{ filled }] = await place(takes, [limit(ETH, true, "4000", size, { t: { limit: { tif: "Ioc" } } })]);
  assert.equal(Number(filled?.totalSz), Number(size));
};
const ok = (answer) => assert.equal(answer.status, "ok");

const heard = {};
const watch = (topic, method, params, check = () => true) => [topic, `${method}`, async () => {
  await until(() => heard[method]?.some(check), `${method}: ${JSON.stringify(heard[method])?.slice(0, 300)}`);
}];
const subscribe = (method, ...params) => subscriptions[method](...params, (data) => {
  hold(`${method}Event`, data);
  (heard[method] ??= []).push(data);
});
const read = (topic, method, params, check = () => {}) => [topic, method, async () => check(await info[method](params))];
const without = (method, params, answer) => ["what the exchange does not have", method, async () => {
  const given = await info[method](params);
  if (answer !== undefined) assert.deepEqual(given, answer);
  return absent;
}];
const refusal = (method, params) => ["what the exchange does not have", method, async () => {
  await refused(exchange[method](params), /not supported|not available|Failed to deserialize/);
  return absent;
}];

let oid;
let subAccount;

await socket.ready();
await run([
  ["connect", "exchangeStatus", async () => assert.ok((await info.exchangeStatus()).time > 0)],
  ["connect", "SubscriptionClient", async () => {
    await Promise.all([
      subscribe("allMids"), subscribe("l2Book", { coin: "ETH" }), subscribe("bbo", { coin: "ETH" }),
      subscribe("trades", { coin: "ETH" }), subscribe("candle", { coin: "ETH", interval: "1m" }),
      subscribe("activeAssetCtx", { coin: "ETH" }), subscribe("activeAssetData", { coin: "ETH", user }),
      subscribe("allDexsAssetCtxs"), subscribe("assetCtxs"), subscribe("spotAssetCtxs"),
      subscribe("allDexsClearinghouseState", { user }), subscribe("clearinghouseState", { user }),
      subscribe("openOrders", { user }), subscribe("orderUpdates", { user }), subscribe("spotState", { user }),
      subscribe("twapStates", { user }), subscribe("userEvents", { user }), subscribe("userFills", { user }),
      subscribe("userFundings", { user }), subscribe("userHistoricalOrders", { user }),
      subscribe("userNonFundingLedgerUpdates", { user }), subscribe("userTwapHistory", { user }),
      subscribe("userTwapSliceFills", { user }), subscribe("webData2", { user }), subscribe("webData3", { user }),
      subscribe("notification", { user }),
    ]);
  }],
  read("markets", "meta", undefined, ({ universe }) => assert.deepEqual(universe.map(({ name }) => name), ["BTC", "ETH"])),
  read("markets", "metaAndAssetCtxs", undefined, ([, contexts]) => assert.equal(contexts[BTC].markPx, "100000.0")),
  read("markets", "allPerpMetas", undefined, (metas) => assert.equal(metas.length, 1)),
  read("markets", "allMids", undefined, ({ ETH: mid }) => assert.equal(mid, "4000.0")),
  read("markets", "perpDexs", undefined, (dexs) => assert.deepEqual(dexs, [null])),
  read("markets", "marginTable", { id: 40 }, ({ marginTiers }) => assert.equal(marginTiers[0].maxLeverage, 40)),
  read("markets", "maxMarketOrderNtls", undefined, (limits) => assert.ok(Array.isArray(limits))),
  read("markets", "perpsAtOpenInterestCap", undefined, (coins) => assert.deepEqual(coins, [])),
  read("markets", "liquidatable", undefined, (users) => assert.deepEqual(users, [])),
  read("markets", "perpDexStatus", { dex: "" }, ({ totalNetDeposit }) => assert.ok(Number(totalNetDeposit) >= 1_000_000)),

  ["place, amend, cancel", "order", async () => {
    const cloid = "0xc1" + "1".padStart(30, "0");
    const [status] = await place(exchange, [limit(ETH, false, "4010", "2", { c: cloid })]);
    oid = status.resting.oid;
    assert.equal(status.resting.cloid, cloid);
    assert.equal((await open())[0].oid, oid);
  }],
  ["book", "l2Book", async () => assert.deepEqual((await info.l2Book({ coin: "ETH", nSigFigs: 5 })).levels,
    [[], [{ px: "4010.0", sz: "2.0", n: 1 }]])],
  ["balances and positions", "clearinghouseState", async () =>
    assert.equal((await info.clearinghouseState({ user })).marginSummary.accountValue, "1000000.0")],
  ["place, amend, cancel", "modify", async () => {
    ok(await exchange.modify({ oid, order: limit(ETH, false, "4011", "2") }));
    oid = (await open())[0].oid;
    assert.equal((await open())[0].limitPx, "4011.0");
  }],
  ["place, amend, cancel", "batchModify", async () => {
    const answer = await exchange.batchModify({ modifies: [{ oid, order: limit(ETH, false, "4010", "2") }] });
    oid = answer.response.data.statuses[0].resting.oid;
  }],
  ["place, amend, cancel", "cancel", async () => {
    const answer = await exchange.cancel({ cancels: [{ a: ETH, o: oid }] });
    assert.deepEqual(answer.response.data.statuses, ["success"]);
  }],
  ["place, amend, cancel", "cancelByCloid", async () => {
    const cloid = "0xc1" + "2".padStart(30, "0");
    await place(exchange, [limit(BTC, true, "90000", "0.01", { c: cloid })]);
    const answer = await exchange.cancelByCloid({ cancels: [{ asset: BTC, cloid }] });
    assert.deepEqual(answer.response.data.statuses, ["success"]);
  }],
  ["place, amend, cancel", "scheduleCancel", async () => {
    ok(await exchange.scheduleCancel({ time: Date.now() + 60_000 }));
    ok(await exchange.scheduleCancel());
  }],
  ["place, amend, cancel", "noop", async () => ok(await exchange.noop())],
  ["market orders", "order", async () => {
    await place(exchange, [limit(ETH, false, "4010", "300")]);
    const [{ filled }] = await place(takes, [limit(ETH, true, "4100", "2", { t: { limit: { tif: "FrontendMarket" } } })]);
    assert.deepEqual([filled.totalSz, filled.avgPx], ["2.0", "4010.0"]);
  }],
  ["trades", "recentTrades", async () => assert.equal((await info.recentTrades({ coin: "ETH" }))[0].px, "4010.0")],
  ["trades", "userFills", async () => assert.equal((await info.userFills({ user }))[0].dir, "Open Short")],
  ["trades", "userFillsByTime", async () => assert.equal((await info.userFillsByTime({ user, startTime: now })).length, 1)],
  ["candles", "candleSnapshot", async () => {
    const candles = await info.candleSnapshot({ coin: "ETH", interval: "1m", startTime: now - 600_000 });
    assert.equal(candles.at(-1).c, "4010.0");
  }],
  ["balances and positions", "webData2", async () =>
    assert.equal((await info.webData2({ user })).clearinghouseState.assetPositions[0].position.szi, "-2.0")],
  ["balances and positions", "activeAssetData", async () =>
    assert.equal((await info.activeAssetData({ user, coin: "ETH" })).markPx, "4000.0")],
  ["balances and positions", "portfolio", async () => {
    const periods = await info.portfolio({ user });
    assert.deepEqual(periods.map(([name]) => name),
      ["day", "week", "month", "allTime", "perpDay", "perpWeek", "perpMonth", "perpAllTime"]);
    assert.equal(periods[3][1].vlm, "8020.0");
    assert.ok(Number(periods[3][1].accountValueHistory.at(-1)[1]) > 999_000);
  }],
  ["trigger orders", "order", async () => {
    const [status] = await place(exchange, [trigger("4400", "sl")]);
    const [order] = (await info.frontendOpenOrders({ user })).filter(({ isTrigger }) => isTrigger);
    assert.equal(order.oid, status.resting.oid);
    ok(await exchange.cancel({ cancels: [{ a: ETH, o: order.oid }] }));
  }],
  ["brackets", "order", async () => {
    const statuses = await place(exchange,
      [limit(ETH, false, "4600", "0.1"), trigger("4700", "sl"), trigger("3000", "tp")], "normalTpsl");
    assert.deepEqual(statuses.slice(1), ["waitingForFill", "waitingForFill"]);
    ok(await exchange.cancel({ cancels: [{ a: ETH, o: statuses[0].resting.oid }] }));
    assert.deepEqual(await place(exchange, [trigger("4700", "sl"), trigger("3000", "tp")], "positionTpsl"),
      ["waitingForTrigger", "waitingForTrigger"]);
    const children = (await info.frontendOpenOrders({ user })).filter(({ isTrigger }) => isTrigger);
    ok(await exchange.cancel({ cancels: children.map(({ oid: o }) => ({ a: ETH, o })) }));
  }],
  ["orders", "openOrders", async () => assert.equal((await open()).length, 1)],
  ["orders", "frontendOpenOrders", async () =>
    assert.equal((await info.frontendOpenOrders({ user }))[0].orderType, "Limit")],
  ["orders", "orderStatus", async () =>
    assert.equal((await info.orderStatus({ user, oid: (await open())[0].oid })).order.status, "open")],
  ["orders", "historicalOrders", async () => assert.ok((await info.historicalOrders({ user })).length > 4)],
  ["TWAP", "twapOrder", async () => {
    const answer = await takes.twapOrder({ twap: { a: ETH, b: true, s: "3", r: false, m: 5, t: false } });
    oid = answer.response.data.status.running.twapId;
  }],
  ["TWAP", "userTwapSliceFills", async () =>
    assert.equal((await info.userTwapSliceFills({ user: taker.address }))[0].twapId, oid)],
  ["TWAP", "userTwapSliceFillsByTime", async () =>
    assert.equal((await info.userTwapSliceFillsByTime({ user: taker.address, startTime: now })).length, 1)],
  ["TWAP", "twapCancel", async () => {
    const answer = await takes.twapCancel({ a: ETH, t: oid });
    assert.equal(answer.response.data.status, "success");
  }],
  ["TWAP", "twapHistory", async () =>
    assert.equal((await info.twapHistory({ user: taker.address }))[0].status.status, "terminated")],
  ["leverage and margin", "updateLeverage", async () => {
    ok(await exchange.updateLeverage({ asset: ETH, isCross: true, leverage: 5 }));
    ok(await exchange.updateLeverage({ asset: BTC, isCross: false, leverage: 10 }));
  }],
  ["leverage and margin", "updateIsolatedMargin", async () => {
    await place(takes, [limit(BTC, false, "100000", "0.01")]);
    await place(exchange, [limit(BTC, true, "100000", "0.01")]);
    ok(await exchange.updateIsolatedMargin({ asset: BTC, isBuy: true, ntli: 10_000_000 }));
  }],
  ["leverage and margin", "topUpIsolatedOnlyMargin", async () =>
    ok(await exchange.topUpIsolatedOnlyMargin({ asset: BTC, leverage: "5" }))],
  ["leverage and margin", "userPortfolioMargin", async () => ok(await exchange.userPortfolioMargin({ user, enabled: false }))],
  ["transfers", "usdSend", async () => ok(await exchange.usdSend({ destination: taker.address, amount: "5" }))],
  ["transfers", "sendAsset", async () => ok(await exchange.sendAsset({
    destination: taker.address, sourceDex: "", destinationDex: "", token: "USDC:0x6d1e7cde53ba9467b783cb7c530ce054",
    amount: "5",
  }))],
  ["transfers", "withdraw3", async () => ok(await exchange.withdraw3({ destination: user, amount: "10" }))],
  read("transfers", "preTransferCheck", { user: nobody, source: user }, ({ fee }) => assert.equal(fee, "1.0")),
  ["transfers", "userNonFundingLedgerUpdates", async () => assert.deepEqual(
    (await info.userNonFundingLedgerUpdates({ user })).map(({ delta }) => delta.type).slice(0, 2), ["deposit", "internalTransfer"])],
  ["sub-accounts", "createSubAccount", async () => {
    subAccount = (await exchange.createSubAccount({ name: "desk" })).response.data;
  }],
  ["sub-accounts", "subAccountModify", async () =>
    ok(await exchange.subAccountModify({ subAccountUser: subAccount, name: "desk 2" }))],
  ["sub-accounts", "subAccountTransfer", async () =>
    ok(await exchange.subAccountTransfer({ subAccountUser: subAccount, isDeposit: true, usd: 1_000_000_000 }))],
  ["sub-accounts", "order (vaultAddress)", async () => {
    const answer = await exchange.order(
      { orders: [limit(ETH, true, "3000", "0.1")], grouping: "na" }, { vaultAddress: subAccount });
    const { resting } = answer.response.data.statuses[0];
    assert.equal((await info.openOrders({ user: subAccount }))[0].oid, resting.oid);
  }],
  ["sub-accounts", "subAccounts", async () => assert.equal((await info.subAccounts({ user }))[0].name, "desk 2")],
  ["sub-accounts", "subAccounts2", async () =>
    assert.equal((await info.subAccounts2({ user }))[0].dexToClearinghouseState[0][1].marginSummary.accountValue, "1000.0")],
  ["agents", "approveAgent", async () =>
    ok(await exchange.approveAgent({ agentAddress: agent.address, agentName: "bot" }))],
  ["agents", "order (agent)", async () => {
    const client = new ExchangeClient({ transport: http, wallet: agent });
    const [{ resting }] = await place(client, [limit(ETH, true, "3000", "0.1")]);
    ok(await client.cancel({ cancels: [{ a: ETH, o: resting.oid }] }));
  }],
  ["agents", "extraAgents", async () => assert.equal((await info.extraAgents({ user }))[0].name, "bot")],
  ["agents", "userRole", async () => assert.deepEqual(await info.userRole({ user: agent.address }),
    { role: "agent", data: { user: user.toLowerCase() } })],
  ["builders", "approveBuilderFee", async () =>
    ok(await exchange.approveBuilderFee({ builder: taker.address, maxFeeRate: "0.05%" }))],
  ["builders", "order (builder)", async () => {
    const orders = [limit(ETH, true, "3000", "0.1")];
    const ordered = (f) => exchange.order({ orders, grouping: "na", builder: { b: taker.address, f } });
    await refused(ordered(51), /Builder fee has not been approved/);
    const { resting } = (await ordered(50)).response.data.statuses[0];
    ok(await exchange.cancel({ cancels: [{ a: ETH, o: resting.oid }] }));
  }],
  ["builders", "maxBuilderFee", async () =>
    assert.equal(await info.maxBuilderFee({ user, builder: taker.address }), 50)],
  ["builders", "approvedBuilders", async () =>
    assert.deepEqual(await info.approvedBuilders({ user }), [taker.address.toLowerCase()])],
  ["multi-sig users", "convertToMultiSigUser", async () => {
    ok(await exchange.usdSend({ destination: shared.address, amount: "1000" }));
    const alone = new ExchangeClient({ transport: http, wallet: shared });
    ok(await alone.convertToMultiSigUser({ signers }));
    await refused(alone.noop(), /Multi-sig user cannot sign alone/);
  }],
  ["multi-sig users", "userToMultiSigSigners", async () =>
    assert.deepEqual(await info.userToMultiSigSigners({ user: shared.address }), signers)],
  ["multi-sig users", "order (multiSigUser)", async () => {
    const few = new ExchangeClient({ transport: http, signers: [maker], multiSigUser: shared.address });
    await refused(place(few, [limit(ETH, true, "3000", "0.1")]), /Not enough signatures/);
    const both = new ExchangeClient({ transport: http, signers: [maker, taker], multiSigUser: shared.address });
    const [{ resting }] = await place(both, [limit(ETH, true, "3000", "0.1")]);
    ok(await both.cancel({ cancels: [{ a: ETH, o: resting.oid }] }));
  }],
  ["multi-sig users", "usdSend (multiSigUser)", async () => {
    const both = new ExchangeClient({ transport: http, signers: [taker, maker], multiSigUser: shared.address });
    ok(await both.usdSend({ destination: user, amount: "1" }));
  }],
  read("fees and limits", "userFees", { user }, ({ userCrossRate }) => assert.equal(userCrossRate, "0.00045")),
  read("fees and limits", "userRateLimit", { user }, ({ nRequestsUsed }) => assert.ok(nRequestsUsed > 5)),
  ["fees and limits", "reserveRequestWeight", async () => {
    ok(await exchange.reserveRequestWeight({ weight: 100_000 }));
    const { nRequestsUsed, nRequestsSurplus } = await info.userRateLimit({ user });
    assert.equal(nRequestsUsed, 0);
    assert.ok(nRequestsSurplus > 90_000 && nRequestsSurplus < 100_000, `${nRequestsSurplus}`);
    await refused(exchange.reserveRequestWeight({ weight: 0 }), /Request weight must be 1 to/);
  }],
  read("funding", "fundingHistory", { coin: "ETH", startTime: 0 }, (rates) => assert.ok(Array.isArray(rates))),
  read("funding", "predictedFundings", undefined, (all) => assert.equal(all[0][1][0][0], "HlPerp")),
  read("funding", "userFunding", { user, startTime: 0 }, (payments) => assert.ok(Array.isArray(payments))),

  watch("watch: markets", "allMids"),
  watch("watch: markets", "activeAssetCtx"),
  watch("watch: markets", "assetCtxs"),
  watch("watch: markets", "allDexsAssetCtxs"),
  watch("watch: book", "l2Book", undefined, ({ levels }) => levels[1].length === 1),
  watch("watch: book", "bbo", undefined, ({ bbo }) => bbo[1]?.px === "4010.0"),
  watch("watch: trades", "trades", undefined, (trades) => trades.some(({ px }) => px === "4010.0")),
  watch("watch: candles", "candle", undefined, ({ c }) => c === "4010.0"),
  watch("watch: orders", "orderUpdates", undefined, (updates) => updates[0].status === "open"),
  watch("watch: orders", "openOrders", undefined, ({ orders }) => orders.length > 0),
  watch("watch: orders", "userHistoricalOrders", undefined, ({ isSnapshot }) => !isSnapshot),
  watch("watch: orders", "twapStates"),
  watch("watch: orders", "userTwapHistory"),
  watch("watch: own trades", "userFills", undefined, ({ isSnapshot }) => !isSnapshot),
  watch("watch: own trades", "userEvents", undefined, ({ fills }) => fills?.length > 0),
  watch("watch: own trades", "userTwapSliceFills"),
  watch("watch: balances and positions", "clearinghouseState"),
  watch("watch: balances and positions", "allDexsClearinghouseState"),
  watch("watch: balances and positions", "activeAssetData"),
  watch("watch: balances and positions", "webData2"),
  watch("watch: balances and positions", "webData3"),
  watch("watch: transfers and funding", "userNonFundingLedgerUpdates", undefined, ({ isSnapshot }) => !isSnapshot),
  watch("watch: transfers and funding", "userFundings", undefined, ({ isSnapshot }) => isSnapshot),
  watch("watch: transfers and funding", "notification", undefined,
    ({ notification }) => notification.startsWith("Resting order filled: ")),
  ["connect", "unsubscribe", async () => {
    const subscription = await subscriptions.l2Book({ coin: "BTC" }, () => {});
    await subscription.unsubscribe();
  }],

  ["referrals", "setReferrer", async () => {
    await refused(takes.setReferrer({ code: "NOBODYS" }), /Referral code is not registered/);
    await cross("3");
    ok(await exchange.registerReferrer({ code: "FRIENDS" }));
    ok(await takes.setReferrer({ code: "FRIENDS" }));
    await refused(takes.setReferrer({ code: "FRIENDS" }), /Referrer already set/);
  }],
  ["referrals", "registerReferrer", async () =>
    refused(exchange.registerReferrer({ code: "OTHERS" }), /already has a referral code/)],
  ["referrals", "referral", async () => {
    await cross("10");
    const [referrer, referred] = [await info.referral({ user }), await info.referral({ user: taker.address })];
    assert.deepEqual(referred.referredBy, { referrer: user.toLowerCase(), code: "FRIENDS" });
    assert.ok(Number(referred.cumVlm) >= 52_000);
    const { stage, data } = referrer.referrerState;
    assert.equal(stage, "ready");
    assert.equal(data.nReferrals, 1);
    const [{ user: joined, timeJoined, ...fees }] = data.referralStates;
    assert.equal(joined, taker.address.toLowerCase());
    assert.ok(Math.abs(timeJoined - Date.now()) < 60_000);
    const { cumVlm, cumRewardedFeesSinceReferred: paid, cumFeesRewardedToReferrer: earned } = fees;
    assert.equal(Number(cumVlm), 40_000);
    assert.equal(paid, "17.28"); // 0.045 % less 4 %
    assert.equal(earned, "1.728");
    assert.equal(referrer.unclaimedRewards, earned);
  }],
  ["referrals", "claimRewards", async () => {
    ok(await exchange.claimRewards());
    const { unclaimedRewards, claimedRewards } = await info.referral({ user });
    assert.deepEqual([unclaimedRewards, claimedRewards], ["0.0", "1.728"]);
    const claims = async () => (await info.userNonFundingLedgerUpdates({ user })).filter(({ delta }) => delta.type === "rewardsClaim");
    const [{ delta }] = await until(async () => ((all) => all.length > 0 && all)(await claims()), "the claim");
    assert.deepEqual(delta, { type: "rewardsClaim", amount: "1.728", token: "USDC" });
  }],
  ["referrals", "userFees (referred)", async () => {
    const { feeSchedule, activeReferralDiscount, userCrossRate } = await info.userFees({ user: taker.address });
    assert.deepEqual([feeSchedule.referralDiscount, activeReferralDiscount, userCrossRate], ["0.04", "0.04", "0.000432"]);
  }],
  without("spotMeta"),
  without("spotMetaAndAssetCtxs"),
  without("spotClearinghouseState", { user }, { balances: [] }),
  without("tokenDetails", { tokenId: "0x00000000000000000000000000000000" }, null),
  without("spotPairDeployAuctionStatus"),
  without("spotDeployState", { user }),
  without("perpDeployAuctionStatus"),
  without("perpDexLimits", { dex: "x" }, null),
  without("perpAnnotation", { coin: "BTC" }, null),
  without("perpCategories", undefined, []),
  without("perpConciseAnnotations", undefined, []),
  without("alignedQuoteTokenInfo", { token: 0 }, null),
  without("outcomeMeta", undefined, { outcomes: [], questions: [] }),
  without("vaultDetails", { vaultAddress: nobody }, null),
  without("vaultSummaries", undefined, []),
  without("userVaultEquities", { user }, []),
  without("leadingVaults", { user }, []),
  without("delegations", { user }, []),
  without("delegatorSummary", { user }),
  without("delegatorHistory", { user }, []),
  without("delegatorRewards", { user }, []),
  without("validatorSummaries", undefined, []),
  without("validatorL1Votes", undefined, []),
  without("borrowLendUserState", { user }, { tokenToState: [], health: "healthy", healthFactor: null }),
  without("borrowLendReserveState", { token: 0 }, null),
  without("allBorrowLendReserveStates", undefined, []),
  without("userBorrowLendInterest", { user, startTime: 0 }, []),
  without("userAbstraction", { user }, "default"),
  without("userDexAbstraction", { user }, null),
  without("gossipRootIps", undefined, []),
  without("isVip", { user }, false),
  without("legalCheck", { user }, { ipAllowed: true, acceptedTerms: true, userAllowed: true, restrictions: "n" }),
  watch("what the exchange does not have", "spotState"),
  watch("what the exchange does not have", "spotAssetCtxs"),
  ...["blockDetails", "txDetails", "userDetails"].map((method) => ["what the exchange does not have", method, async () => {
    await refused(info[method]({ height: 1, hash: "0x" + "0".repeat(64), user }), /404/);
    return absent;
  }]),
  refusal("usdClassTransfer", { amount: "1", toPerp: true }),
  refusal("spotSend", { destination: nobody, token: "USDC:0x6d1e7cde53ba9467b783cb7c530ce054", amount: "1" }),
  refusal("spotUser", { toggleSpotDusting: { optOut: true } }),
  refusal("subAccountSpotTransfer", { subAccountUser: nobody, isDeposit: true, token: "USDC:0x6d1e7cde53ba9467b783cb7c530ce054", amount: "1" }),
  refusal("spotDeploy", { genesis: { token: 0, maxSupply: "1", noHyperliquidity: true } }),
  refusal("perpDeploy", { setOracle: { dex: "x", oraclePxs: [], markPxs: [], externalPerpPxs: [] } }),
  refusal("createVault", { name: "vault", description: "a vault of some kind", initialUsd: 100_000_000, nonce: Date.now() }),
  refusal("vaultTransfer", { vaultAddress: nobody, isDeposit: true, usd: 1_000_000 }),
  refusal("vaultDistribute", { vaultAddress: nobody, usd: 1_000_000 }),
  refusal("vaultModify", { vaultAddress: nobody, allowDeposits: true, alwaysCloseOnWithdraw: null }),
  refusal("cDeposit", { wei: 1 }),
  refusal("cWithdraw", { wei: 1 }),
  refusal("tokenDelegate", { validator: nobody, wei: 1, isUndelegate: false }),
  refusal("linkStakingUser", { user: nobody, isFinalize: false }),
  refusal("borrowLend", { operation: "supply", token: 0, amount: "1" }),
  refusal("evmUserModify", { usingBigBlocks: true }),
  refusal("sendToEvmWithData", {
    token: "USDC", amount: "1", sourceDex: "", destinationRecipient: nobody, addressEncoding: "hex",
    destinationChainId: 1, gasLimit: 1, data: "0x",
  }),
  refusal("userDexAbstraction", { user, enabled: true }),
  refusal("agentEnableDexAbstraction"),
  refusal("agentSetAbstraction", { abstraction: "u" }),
  refusal("userSetAbstraction", { user, abstraction: "unifiedAccount" }),
  refusal("setDisplayName", { displayName: "x" }),
  refusal("validatorL1Stream", { riskFreeRate: "0.05" }),
  refusal("cSignerAction", { jailSelf: null }),
  refusal("cValidatorAction", { unregister: null }),
  ["connect", "the types of all answers and events", async () => {
    const { held, found } = differences();
    assert.ok(held > 200, `${held} answers`);
    assert.deepEqual(found, []);
  }],
]);
await socket.close();
process.exit(0);
