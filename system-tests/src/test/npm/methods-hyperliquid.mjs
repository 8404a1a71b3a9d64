// Every method of hyperliquid 1.7.7, against a fresh server: see methods.mjs. The client has no setting for an address:
// its table of addresses is written to.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { WebSocket } from "ws";
import { absent, ownFault, refused, run, until } from "./methods.mjs";

globalThis.WebSocket = WebSocket; // Node 20 has none
const HL = createRequire(import.meta.url)("hyperliquid");
const url = process.env.STEELYARD_URL;
HL.BASE_URLS.PRODUCTION = url;
HL.WSS_URLS.PRODUCTION = url.replace("http", "ws") + "/ws";
console.log = () => {}; // it tells its users much

const client = (privateKey, more = {}) =>
  new HL.Hyperliquid({ enableWs: false, privateKey, disableAssetMapRefresh: true, ...more });
const ETH = "ETH-PERP";
const BTC = "BTC-PERP";
const makerKey = process.env.STEELYARD_MAKER;
const takerKey = process.env.STEELYARD_TAKER;
const user = privateKeyToAccount(makerKey).address;
const other = privateKeyToAccount(takerKey).address;
const agentKey = generatePrivateKey();
const nobody = "0x1234567890123456789012345678901234567890";
const now = Date.now();
const TYPE = "asks for a type that the venue does not have either";
const NULL = "takes the answer `null`, which is the venue's too, for a failure";
// A client for each call: each allows itself only ten units of weight a second.
const maker = () => client(makerKey, { walletAddress: user });
const taker = () => client(takerKey, { walletAddress: other });
const sockets = client(makerKey, { enableWs: true, walletAddress: user });
const limit = (coin, is_buy, limit_px, sz, more = {}) =>
  ({ coin, is_buy, sz, limit_px, order_type: { limit: { tif: "Gtc" } }, reduce_only: false, ...more });
const trigger = (triggerPx, tpsl) =>
  limit(ETH, true, triggerPx, "0.1", { reduce_only: true, order_type: { trigger: { isMarket: true, triggerPx, tpsl } } });
const place = async (on, order) => {
  const answer = await on.exchange.placeOrder(order);
  assert.equal(answer.status, "ok", JSON.stringify(answer));
  return answer.response.data.statuses;
};
const ok = (answer) => assert.equal(answer.status, "ok", JSON.stringify(answer));
const err = (answer, text) => {
  assert.equal(answer.status, "err", JSON.stringify(answer));
  assert.match(answer.response, text);
  return absent;
};
const open = (address = user) => maker().info.getUserOpenOrders(address);
const info = (topic, method, args, check = () => {}) =>
  [topic, `info.${method}`, async () => check(await maker().info[method](...args))];
const perps = (topic, method, args, check = () => {}) =>
  [topic, `info.perpetuals.${method}`, async () => check(await maker().info.perpetuals[method](...args))];
const spot = (method, args, check = () => {}) => ["what the exchange does not have", `info.spot.${method}`, async () => {
  check(await maker().info.spot[method](...args));
  return absent;
}];
const without = (method, args, check = () => {}) => ["what the exchange does not have", `info.${method}`, async () => {
  check(await maker().info[method](...args));
  return absent;
}];
const refusal = (method, args, text = /not supported/) => ["what the exchange does not have", `exchange.${method}`, async () =>
  maker().exchange[method](...args).then((answer) => err(answer, text), (error) => {
    assert.match(String(error.message) + JSON.stringify(error.response ?? ""), text);
    return absent;
  })];

const heard = {};
const subscribe = (method, ...args) => sockets.subscriptions[method](...args, (data) => { (heard[method] ??= []).push(data); });
const watch = (topic, method, check = () => true) => [topic, `subscriptions.${method}`, () =>
  until(() => heard[method]?.some(check), `${method}: ${JSON.stringify(heard[method])?.slice(0, 300)}`).then(() => {})];

let oid;
let subAccount;

await run([
  ["connect", "connect", async () => {
    await sockets.connect();
    assert.ok(sockets.isWebSocketConnected());
  }],
  ["connect", "subscriptions", async () => {
    await subscribe("subscribeToAllMids");
    await subscribe("subscribeToL2Book", ETH);
    await subscribe("subscribeToBbo", ETH);
    await subscribe("subscribeToTrades", ETH);
    await subscribe("subscribeToCandle", ETH, "1m");
    await subscribe("subscribeToActiveAssetCtx", ETH);
    await subscribe("subscribeToUserActiveAssetData", user, "ETH");
    await subscribe("subscribeToOrderUpdates", user);
    await subscribe("subscribeToUserEvents", user);
    await subscribe("subscribeToUserFills", user);
    await subscribe("subscribeToUserFundings", user);
    await subscribe("subscribeToUserNonFundingLedgerUpdates", user);
    await subscribe("subscribeToUserTwapSliceFills", user);
    await subscribe("subscribeToUserTwapHistory", user);
    await subscribe("subscribeToWebData2", user);
    await subscribe("subscribeToNotification", user);
  }],
  ["connect", "subscriptions.postRequest", async () => {
    const answer = await sockets.subscriptions.postRequest("info", { type: "l2Book", coin: "ETH" });
    assert.ok(answer);
  }],
  ["place, amend, cancel", "exchange.getOrderPayload", async () => {
    const payload = await sockets.exchange.getOrderPayload(limit(BTC, true, "90000", "0.01"));
    const answer = await sockets.subscriptions.postRequest("action", payload);
    assert.ok(JSON.stringify(answer).includes("resting"), JSON.stringify(answer));
  }],
  ["place, amend, cancel", "wsPayloads.placeOrder", async () => {
    const answer = await sockets.wsPayloads.placeOrder(limit(BTC, true, "90000", "0.01"));
    assert.ok(JSON.stringify(answer).includes("resting"), JSON.stringify(answer));
  }],
  ["place, amend, cancel", "wsPayloads.cancelAllOrders", async () => {
    const answer = await sockets.wsPayloads.cancelAllOrders();
    assert.ok(JSON.stringify(answer).includes("success"), JSON.stringify(answer));
  }],
  ["connect", "refreshAssetMapsNow", async () => { await maker().refreshAssetMapsNow(); }],
  perps("markets", "getMeta", [], ({ universe }) => assert.equal(universe[1].name, ETH)),
  perps("markets", "getMetaAndAssetCtxs", [], ([, contexts]) => assert.equal(contexts[1].markPx, 4000)),
  perps("markets", "getPerpsAtOpenInterestCap", [], (coins) => assert.deepEqual(coins, [])),
  info("markets", "getAllMids", [], (mids) => assert.equal(mids[ETH], 4000)),
  info("markets", "getAllAssets", [], ({ perp }) => assert.deepEqual(perp, [BTC, ETH])),
  info("markets", "getAssetIndex", [ETH], (index) => assert.equal(index, 1)),
  ["place, amend, cancel", "exchange.placeOrder", async () => {
    const [{ resting }] = await place(maker(), limit(ETH, false, "4010", "2"));
    oid = resting.oid;
    assert.equal((await open())[0].oid, oid);
  }],
  info("book", "getL2Book", [ETH], ({ levels }) => assert.deepEqual(levels[1], [{ px: 4010, sz: 2, n: 1 }])),
  ["place, amend, cancel", "exchange.modifyOrder", async () => {
    ok(await maker().exchange.modifyOrder(oid, limit(ETH, false, "4011", "2")));
    ({ oid } = (await open())[0]);
  }],
  ["place, amend, cancel", "exchange.batchModifyOrders", async () => {
    ok(await maker().exchange.batchModifyOrders([{ oid, order: limit(ETH, false, "4012", "2") }]));
    ({ oid } = (await open())[0]);
  }],
  ["place, amend, cancel", "exchange.cancelOrder", async () => {
    ok(await maker().exchange.cancelOrder({ coin: ETH, o: oid }));
    assert.deepEqual(await open(), []);
  }],
  ["place, amend, cancel", "exchange.cancelOrderByCloid", async () => {
    const cloid = "0xc1" + "1".padStart(30, "0");
    await place(maker(), limit(BTC, true, "90000", "0.01", { cloid }));
    const answer = await maker().exchange.cancelOrderByCloid(BTC, cloid);
    assert.deepEqual(answer.response.data.statuses, ["success"]);
  }],
  ["place, amend, cancel", "exchange.scheduleCancel", async () => {
    ok(await maker().exchange.scheduleCancel(Date.now() + 600_000));
    ok(await maker().exchange.scheduleCancel(null));
  }],
  ["place, amend, cancel", "custom.cancelAllOrders", async () => {
    await place(maker(), limit(BTC, true, "90000", "0.01"));
    ok(await maker().custom.cancelAllOrders());
    assert.deepEqual(await open(), []);
  }],
  ["place, amend, cancel", "exchange.noop", async () => ok(await maker().exchange.noop())],
  ["market orders", "custom.marketOpen", async () => {
    await place(maker(), limit(ETH, false, "4010", "300"));
    const answer = await taker().custom.marketOpen(ETH, true, 2);
    assert.equal(answer.response.data.statuses[0].filled.avgPx, "4010.0");
  }],
  ["market orders", "custom.marketClose", async () => {
    await place(maker(), limit(ETH, true, "3990", "1"));
    const answer = await taker().custom.marketClose(ETH, 1);
    assert.equal(answer.response.data.statuses[0].filled.avgPx, "3990.0");
  }],
  info("trades", "getUserFills", [user], (fills) => assert.equal(fills[0].px, 3990)),
  info("trades", "getUserFillsByTime", [user, now, now + 600_000], (fills) => assert.equal(fills.length, 2)),
  info("candles", "getCandleSnapshot", [ETH, "1m", now - 600_000, now + 600_000], (candles) =>
    assert.equal(candles.at(-1).c, 3990)),
  perps("balances and positions", "getClearinghouseState", [user], ({ assetPositions }) =>
    assert.equal(assetPositions[0].position.szi, -1)),
  info("balances and positions", "portfolio", [user], (periods) => assert.equal(periods.length, 8)),
  ["trigger orders", "exchange.placeOrder", async () => {
    const [{ resting }] = await place(maker(), trigger("4400", "sl"));
    ok(await maker().exchange.cancelOrder({ coin: ETH, o: resting.oid }));
  }],
  ["brackets", "exchange.placeOrder", async () => {
    const statuses = await place(maker(), {
      orders: [limit(ETH, false, "4600", "0.1"), trigger("4700", "sl"), trigger("3000", "tp")], grouping: "normalTpsl",
    });
    assert.deepEqual(statuses.slice(1), ["waitingForFill", "waitingForFill"]);
    ok(await maker().exchange.cancelOrder({ coin: ETH, o: statuses[0].resting.oid }));
  }],
  ["orders", "info.getUserOpenOrders", async () => { oid = (await open())[0].oid; }],
  info("orders", "getFrontendOpenOrders", [user], ([order]) => assert.equal(order.orderType, "Limit")),
  ["orders", "info.getOrderStatus", async () =>
    assert.equal((await maker().info.getOrderStatus(user, oid)).order.status, "open")],
  info("orders", "getHistoricalOrders", [user], (orders) => assert.ok(orders.length > 3)),
  ["TWAP", "exchange.placeTwapOrder", async () => {
    const answer = await taker().exchange.placeTwapOrder(
      { coin: ETH, is_buy: true, sz: 3, reduce_only: false, minutes: 5, randomize: false });
    oid = answer.response.data.status.running.twapId;
  }],
  ["TWAP", "info.getUserTwapSliceFills", async () =>
    assert.equal((await maker().info.getUserTwapSliceFills(other))[0].twapId, oid)],
  info("TWAP", "userTwapSliceFillsByTime", [other, now], (fills) => assert.equal(fills.length, 1)),
  ["TWAP", "exchange.cancelTwapOrder", async () =>
    assert.equal((await taker().exchange.cancelTwapOrder({ coin: ETH, twap_id: oid })).response.data.status, "success")],
  info("TWAP", "twapHistory", [other], ([{ status }]) => assert.equal(status.status, "terminated")),
  ["leverage and margin", "exchange.updateLeverage", async () => {
    ok(await maker().exchange.updateLeverage(ETH, "cross", 5));
    ok(await maker().exchange.updateLeverage(BTC, "isolated", 10));
  }],
  ["leverage and margin", "exchange.updateIsolatedMargin", async () => {
    await place(taker(), limit(BTC, false, "100000", "0.01"));
    await place(maker(), limit(BTC, true, "100000", "0.01"));
    ok(await maker().exchange.updateIsolatedMargin(BTC, true, 10_000_000));
  }],
  ["transfers", "exchange.usdTransfer", async () => ok(await maker().exchange.usdTransfer(other, 5))],
  ["transfers", "exchange.initiateWithdrawal", async () => ok(await maker().exchange.initiateWithdrawal(user, 10))],
  perps("transfers", "getUserNonFundingLedgerUpdates", [user, 0], (entries) => assert.ok(entries.length >= 3)),
  info("transfers", "preTransferCheck", [nobody, user], ({ fee }) => assert.equal(fee, 1)),
  ["sub-accounts", "exchange.createSubAccount", async () => {
    subAccount = (await maker().exchange.createSubAccount("desk")).response.data;
  }],
  ["sub-accounts", "exchange.subAccountTransfer", async () =>
    ok(await maker().exchange.subAccountTransfer(subAccount, true, 1_000_000_000))],
  ["sub-accounts", "exchange.placeOrder (vaultAddress)", async () => {
    const [{ resting }] = await place(client(makerKey, { vaultAddress: subAccount }), limit(ETH, true, "3000", "0.1"));
    assert.equal((await open(subAccount))[0].oid, resting.oid);
  }],
  info("sub-accounts", "getSubAccounts", [user], ([{ name }]) => assert.equal(name, "desk")),
  ["agents", "exchange.approveAgent", async () => ok(await maker().exchange.approveAgent(
    { agentAddress: privateKeyToAccount(agentKey).address, agentName: "bot" }))],
  ["agents", "exchange.placeOrder (agent)", async () => {
    const agent = client(agentKey, { walletAddress: user });
    const [{ resting }] = await place(agent, limit(ETH, true, "3000", "0.1"));
    ok(await agent.exchange.cancelOrder({ coin: ETH, o: resting.oid }));
  }],
  info("agents", "extraAgents", [user], ([{ name }]) => assert.equal(name, "bot")),
  info("agents", "getUserRole", [user], ({ role }) => assert.equal(role, "user")),
  ["builders", "exchange.approveBuilderFee", async () =>
    ok(await maker().exchange.approveBuilderFee({ builder: other, maxFeeRate: "0.05%" }))],
  ["builders", "info.getMaxBuilderFee", async () =>
    assert.equal(await maker().info.getMaxBuilderFee(user, other), 50)],
  ["builders", "info.getBuilderFeeApproval", async () =>
    ownFault(TYPE, maker().info.getBuilderFeeApproval(user, other))],
  ["multi-sig users", "info.userToMultiSigSigners", async () =>
    ownFault(NULL, maker().info.userToMultiSigSigners(user))],
  info("fees and limits", "userFees", [user], ({ userCrossRate }) => assert.equal(userCrossRate, 0.00045)),
  info("fees and limits", "getUserRateLimit", [user], ({ nRequestsUsed }) => assert.ok(nRequestsUsed > 5)),
  ["fees and limits", "exchange.reserveRequestWeight", async () => {
    ok(await maker().exchange.reserveRequestWeight(100_000));
    assert.ok((await maker().info.getUserRateLimit(user)).nRequestsSurplus > 90_000);
  }],
  perps("funding", "getFundingHistory", [ETH, 0], (rates) => assert.ok(Array.isArray(rates))),
  perps("funding", "getPredictedFundings", [], (all) => assert.equal(all.length, 2)),
  perps("funding", "getUserFunding", [user, 0], (payments) => assert.ok(Array.isArray(payments))),

  watch("watch: markets", "subscribeToAllMids", (mids) => mids[ETH] > 0),
  watch("watch: markets", "subscribeToActiveAssetCtx"),
  watch("watch: book", "subscribeToL2Book", ({ levels }) => levels[1].length > 0),
  watch("watch: book", "subscribeToBbo", ({ bbo }) => Number(bbo[1]?.px) === 4010),
  watch("watch: trades", "subscribeToTrades", (trades) => Number(trades[0].px) === 4010),
  watch("watch: candles", "subscribeToCandle", ({ c }) => Number(c) === 4010),
  watch("watch: orders", "subscribeToOrderUpdates", (updates) => updates[0].status === "open"),
  watch("watch: orders", "subscribeToUserTwapHistory"),
  watch("watch: own trades", "subscribeToUserFills", ({ fills }) => fills.length > 0),
  watch("watch: own trades", "subscribeToUserTwapSliceFills"),
  ["watch: own trades", "subscriptions.subscribeToUserEvents", async () =>
    ownFault("waits on the channel `userEvents`; the venue's is `user`",
      until(() => heard.subscribeToUserEvents, "an event"))],
  watch("watch: balances and positions", "subscribeToWebData2"),
  watch("watch: balances and positions", "subscribeToUserActiveAssetData"),
  watch("watch: transfers and funding", "subscribeToUserFundings"),
  watch("watch: transfers and funding", "subscribeToUserNonFundingLedgerUpdates", ({ isSnapshot }) => !isSnapshot),
  ["watch: transfers and funding", "subscriptions.subscribeToNotification", async () => {}],
  ["connect", "subscriptions.unsubscribeFrom…", async () => {
    await sockets.subscriptions.unsubscribeFromL2Book(ETH);
    await sockets.subscriptions.unsubscribeFromTrades(ETH);
    await sockets.subscriptions.unsubscribeFromOrderUpdates(user);
    await sockets.subscriptions.unsubscribeFromWebData2(user);
  }],
  ["market orders", "custom.closeAllPositions", async () => {
    await place(maker(), limit(ETH, true, "3990", "10"));
    const answers = await taker().custom.closeAllPositions();
    assert.ok(answers.length > 0);
  }],

  ["referrals", "exchange.setReferrer", async () => {
    for (const size of ["3", "10"]) {
      await place(maker(), limit(ETH, false, "4000", size));
      await place(taker(), limit(ETH, true, "4000", size, { order_type: { limit: { tif: "Ioc" } } }));
      if (size === "10") break;
      assert.match((await taker().exchange.setReferrer("PLACEHOLDER")).response, /not registered/);
      ok(await maker().exchange.registerReferrer("FRIENDS"));
      ok(await taker().exchange.setReferrer("FRIENDS"));
    }
  }],
  ["referrals", "exchange.registerReferrer", async () =>
    assert.match((await maker().exchange.registerReferrer("OTHERS")).response, /already has a referral code/)],
  info("referrals", "referral", [user], ({ referrerState, unclaimedRewards }) => {
    assert.equal(referrerState.data.code, "FRIENDS");
    assert.equal(Number(unclaimedRewards), 1.728);
  }),
  ["referrals", "exchange.claimRewards", async () => ok(await maker().exchange.claimRewards())],
  spot("getSpotMeta", []),
  spot("getSpotClearinghouseState", [user]),
  spot("getSpotMetaAndAssetCtxs", []),
  ["what the exchange does not have", "info.spot.getTokenDetails", async () =>
    ownFault(NULL, maker().info.spot.getTokenDetails("0x00000000000000000000000000000000"))],
  spot("getSpotDeployState", [user]),
  ["what the exchange does not have", "info.perpetuals.getPerpDexLimits", async () =>
    ownFault(NULL, maker().info.perpetuals.getPerpDexLimits("x"))],
  ["orders", "info.getUserOrderHistory", async () =>
    ownFault(TYPE, maker().info.getUserOrderHistory(user, 0))],
  ["what the exchange does not have", "info.getVaultDetails", async () =>
    ownFault(NULL, maker().info.getVaultDetails(nobody))],
  without("getUserVaultEquities", [user]),
  without("getDelegations", [user]),
  without("getDelegatorSummary", [user]),
  without("getDelegatorHistory", [user]),
  without("getDelegatorRewards", [user]),
  without("validatorSummaries", []),
  without("vaultSummaries", []),
  without("isVip", [user]),
  without("legalCheck", [user]),
  refusal("transferBetweenSpotAndPerp", [1, true]),
  refusal("spotTransfer", [nobody, "USDC:0x6d1e7cde53ba9467b783cb7c530ce054", "1"]),
  refusal("vaultTransfer", [nobody, true, 1]),
  refusal("createVault", ["vault", "a vault of some kind", 100]),
  refusal("vaultDistribute", [nobody, 1]),
  refusal("vaultModify", [nobody, true, null]),
  refusal("modifyUserEvm", [true]),
  refusal("setDisplayName", ["x"]),
  refusal("spotUser", [true]),
  refusal("cDeposit", [1n]),
  refusal("cWithdraw", [1n]),
  refusal("tokenDelegate", [nobody, false, 1n]),
  refusal("subAccountSpotTransfer", [nobody, true, 0, "1"], /not supported|422|deserialize/),
]);
sockets.disconnect();
process.exit(0);
