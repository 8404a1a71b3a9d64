// Every method that ccxt has for the venue, REST and pro, against a fresh server: see methods.mjs.
import assert from "node:assert/strict";
import ccxt from "ccxt";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { absent, ownFault, refused, run } from "./methods.mjs";

const url = process.env.STEELYARD_URL;
const BTC = "BTC/USDC:USDC";
const ETH = "ETH/USDC:USDC";
const nobody = "0x1234567890123456789012345678901234567890";

const client = (privateKey, more = {}) => {
  const exchange = new ccxt.pro.hyperliquid({
    privateKey, walletAddress: privateKeyToAccount(privateKey).address, enableRateLimit: false, ...more,
  });
  exchange.urls.api = { public: url, private: url, ws: { public: url.replace("http", "ws") + "/ws" } };
  return exchange;
};
const maker = client(process.env.STEELYARD_MAKER);
const taker = client(process.env.STEELYARD_TAKER);
const owner = maker.walletAddress;
const now = Date.now();
const last = (list) => list[list.length - 1];
const has = (list, id) => assert.ok(list.some((each) => each.id === id), JSON.stringify(list).slice(0, 400));
const call = (topic, method, args, check = () => {}) => [topic, method, async () => check(await maker[method](...args))];
// A promise that must be kept after something has happened.
const heard = (topic, method, args, happen, check = () => {}) => [topic, method, async () => {
  const promise = maker[method](...args);
  await happen?.();
  check(await promise);
}];
const unwatch = (method, ...args) => ["connect", method, async () => { await maker[method](...args); }];
const refusal = (method, ...args) => ["what the exchange does not have", method, async () => {
  await refused(maker[method](...args), /not supported|not available/);
  return absent;
}];

let id;
let subAccount;
let twapId;
const buy = (size = 0.01) => taker.createOrder(ETH, "market", "buy", size, 4010);

await run([
  ["connect", "loadMarkets", async () => {
    await Promise.all([maker, taker].map(async (exchange) => {
      await exchange.loadHttpProxyAgent(); // wanted for ws: instead of wss:
      await exchange.loadMarkets();
    }));
    assert.deepEqual(Object.keys(maker.markets), [BTC, ETH]);
  }],
  call("connect", "fetchStatus", [], ({ status }) => assert.equal(status, "ok")),
  call("connect", "fetchTime", [], (time) => assert.ok(time > 0)),
  call("markets", "fetchMarkets", [], (markets) => assert.equal(markets.length, 2)),
  call("markets", "fetchCurrencies", [], ({ USDC }) => assert.equal(USDC.code, "USDC")),
  call("markets", "fetchTickers", [], (tickers) => assert.equal(tickers[BTC].previousClose, 100_000)),
  call("markets", "fetchTicker", [ETH], ({ symbol }) => assert.equal(symbol, ETH)),
  call("markets", "fetchOpenInterest", [ETH], ({ openInterestAmount }) => assert.equal(openInterestAmount, 0)),
  call("markets", "fetchOpenInterests", [], (all) => assert.equal(Object.keys(all).length, 2)),
  call("balances and positions", "fetchBalance", [], ({ USDC }) => assert.equal(USDC.total, 1_000_000)),
  ["place, amend, cancel", "createOrder", async () => {
    ({ id } = await maker.createOrder(ETH, "limit", "sell", 2, 4010));
  }],
  call("book", "fetchOrderBook", [ETH], ({ asks }) => assert.deepEqual(asks, [[4010, 2]])),
  call("book", "fetchL2OrderBook", [ETH], ({ asks }) => assert.deepEqual(asks, [[4010, 2]])),
  call("orders", "fetchOpenOrders", [ETH], (orders) => has(orders, id)),
  ["orders", "fetchOrder", async () => assert.equal((await maker.fetchOrder(id, ETH)).status, "open")],
  ["place, amend, cancel", "editOrder", async () => {
    await maker.editOrder(id, ETH, "limit", "sell", 3, 4011);
    const [order] = await maker.fetchOpenOrders(ETH);
    assert.deepEqual([order.price, order.amount], [4011, 3]);
    ({ id } = order);
  }],
  ["place, amend, cancel", "editOrders", async () => {
    await maker.editOrders([{ id, symbol: ETH, type: "limit", side: "sell", amount: 3, price: 4012 }]);
    const [order] = await maker.fetchOpenOrders(ETH);
    assert.equal(order.price, 4012);
    ({ id } = order);
  }],
  ["place, amend, cancel", "cancelOrder", async () => { await maker.cancelOrder(id, ETH); }],
  ["place, amend, cancel", "createOrders", async () => {
    const orders = await maker.createOrders([
      { symbol: ETH, type: "limit", side: "buy", amount: 1, price: 3900 },
      { symbol: BTC, type: "limit", side: "buy", amount: 0.01, price: 90_000 },
    ]);
    id = orders.map((order) => order.id);
  }],
  ["place, amend, cancel", "cancelOrders", async () => {
    await maker.cancelOrders([id[0]], ETH);
    await maker.cancelOrdersForSymbols([{ id: id[1], symbol: BTC }]);
    assert.deepEqual(await maker.fetchOpenOrders(), []);
  }],
  ["place, amend, cancel", "cancelOrdersForSymbols", async () => {}],
  ["place, amend, cancel", "cancelOrder (clientOrderId)", async () => {
    const clientOrderId = "0xc2" + "1".padStart(30, "0");
    await maker.createOrder(BTC, "limit", "buy", 0.01, 90_000, { clientOrderId });
    await maker.cancelOrder(undefined, BTC, { clientOrderId });
  }],
  ["place, amend, cancel", "cancelAllOrdersAfter", async () => { await maker.cancelAllOrdersAfter(600_000); }],
  ["place, amend, cancel", "createPostOnlyOrder", async () => {
    const order = await maker.createOrder(ETH, "limit", "buy", 1, 3900, { postOnly: true });
    await maker.cancelOrder(order.id, ETH);
  }],
  ["market orders", "createMarketOrder", async () => {
    await maker.createOrder(ETH, "limit", "sell", 300, 4010);
    const order = await taker.createMarketOrder(ETH, "buy", 2, 4010);
    assert.deepEqual([order.average, order.filled ?? order.amount], [4010, 2]);
  }],
  ["market orders", "createReduceOnlyOrder", async () => {
    const order = await taker.createReduceOnlyOrder(ETH, "limit", "sell", 1, 4100);
    await taker.cancelOrder(order.id, ETH);
  }],
  call("trades", "fetchTrades", [ETH], (trades) => assert.equal(last(trades).price, 4010)),
  call("trades", "fetchMyTrades", [ETH], (trades) => assert.equal(last(trades).price, 4010)),
  call("candles", "fetchOHLCV", [ETH, "1m"], (candles) => assert.equal(last(candles)[4], 4010)),
  call("balances and positions", "fetchPositions", [], ([{ side, contracts }]) => assert.deepEqual([side, contracts], ["short", 2])),
  call("balances and positions", "fetchPosition", [ETH], ({ entryPrice }) => assert.equal(entryPrice, 4010)),
  ["trigger orders", "createStopOrder", async () => {
    ({ id } = await taker.createOrder(ETH, "market", "sell", 1, 3600, { stopLossPrice: 3600 }));
    has(await taker.fetchOpenOrders(ETH), id);
    await taker.cancelOrder(id, ETH);
  }],
  ["trigger orders", "createTriggerOrder", async () => {
    ({ id } = await taker.createTriggerOrder(ETH, "limit", "sell", 1, 3600, 3600, { reduceOnly: true }));
    await taker.cancelOrder(id, ETH);
  }],
  ["brackets", "createOrderWithTakeProfitAndStopLoss", async () => {
    const order = await taker.createOrderWithTakeProfitAndStopLoss(ETH, "limit", "buy", 0.1, 3500, 4500, 3000);
    assert.ok(order);
    const orders = await taker.fetchOpenOrders(ETH);
    for (const each of orders) await taker.cancelOrder(each.id, ETH);
  }],
  call("orders", "fetchOrders", [ETH], (orders) => assert.ok(orders.length > 3)),
  call("orders", "fetchClosedOrders", [ETH], (orders) => assert.ok(Array.isArray(orders))),
  call("orders", "fetchCanceledOrders", [ETH], (orders) => assert.ok(orders.length > 0)),
  call("orders", "fetchCanceledAndClosedOrders", [ETH], (orders) => assert.ok(orders.length > 0)),
  ["TWAP", "createTwapOrder", async () => {
    const order = await taker.createTwapOrder(ETH, "buy", 3, 5 * 60_000);
    twapId = order.id;
  }],
  ["TWAP", "cancelTwapOrder", async () => { await taker.cancelTwapOrder(twapId, ETH); }],
  call("leverage and margin", "setLeverage", [5, ETH, { marginMode: "cross" }]),
  call("leverage and margin", "setMarginMode", ["isolated", BTC, { leverage: 10 }]),
  ["leverage and margin", "addMargin", async () => {
    await taker.createOrder(BTC, "limit", "sell", 0.01, 100_000);
    await maker.createOrder(BTC, "limit", "buy", 0.01, 100_000);
    await maker.addMargin(BTC, 10);
  }],
  call("leverage and margin", "reduceMargin", [BTC, 5]),
  ["sub-accounts", "createSubAccount", async () => {
    const answer = await maker.createSubAccount("desk");
    subAccount = answer.response.data;
  }],
  ["sub-accounts", "transfer", async () => { await maker.transfer("USDC", 1000, "main", subAccount); }],
  ["sub-accounts", "createOrder (subAccountAddress)", async () => {
    const order = await maker.createOrder(ETH, "limit", "buy", 0.1, 3000, { vaultAddress: subAccount });
    has(await maker.fetchOpenOrders(ETH, undefined, undefined, { user: subAccount }), order.id);
    await maker.cancelOrder(order.id, ETH, { vaultAddress: subAccount });
  }],
  ["transfers", "withdraw", async () => { await maker.withdraw("USDC", 10, owner); }],
  call("transfers", "fetchWithdrawals", [], (all) => assert.ok(Array.isArray(all))),
  call("transfers", "fetchDeposits", [], (all) => assert.equal(all[0].amount, 1_000_000)),
  call("transfers", "fetchLedger", [], (all) => assert.ok(all.length > 1)),
  ["agents", "createOrder (agent)", async () => {
    const key = generatePrivateKey();
    const { ExchangeClient, HttpTransport } = await import("@nktkas/hyperliquid");
    await new ExchangeClient({
      transport: new HttpTransport({ apiUrl: url }), wallet: privateKeyToAccount(process.env.STEELYARD_MAKER),
    }).approveAgent({ agentAddress: privateKeyToAccount(key).address, agentName: "bot" });
    const agent = client(key, { walletAddress: owner }); // ccxt cannot approve one
    const order = await agent.createOrder(ETH, "limit", "buy", 0.1, 3000);
    has(await agent.fetchOpenOrders(ETH), order.id);
    await agent.cancelOrder(order.id, ETH);
  }],
  call("fees and limits", "fetchTradingFee", [ETH], ({ taker: rate }) => assert.equal(rate, 0.00045)),
  ["fees and limits", "reserveRequestWeight", async () =>
    assert.equal((await maker.reserveRequestWeight(10)).status, "ok")],
  call("funding", "fetchFundingRate", [ETH], ({ symbol }) => assert.equal(symbol, ETH)),
  call("funding", "fetchFundingRates", [], (rates) => assert.equal(Object.keys(rates).length, 2)),
  call("funding", "fetchFundingRateHistory", [ETH, now - 3_600_000], (rates) => assert.ok(Array.isArray(rates))),
  call("funding", "fetchFundingHistory", [ETH], (payments) => assert.ok(Array.isArray(payments))),
  ["builders", "approveBuilderFee", async () =>
    assert.equal((await taker.approveBuilderFee(owner, "0.01%")).status, "ok")],

  heard("watch: book", "watchOrderBook", [ETH], undefined, ({ asks }) => assert.equal(asks[0][0], 4010)),
  heard("watch: markets", "watchTicker", [ETH], undefined, ({ symbol }) => assert.equal(symbol, ETH)),
  heard("watch: markets", "watchTickers", [], undefined, (tickers) => assert.ok(Object.keys(tickers).length > 0)),
  heard("watch: trades", "watchTrades", [ETH], undefined, (trades) => assert.equal(trades[0].price, 4010)),
  heard("watch: candles", "watchOHLCV", [ETH, "1m"], buy, (candles) => assert.equal(last(candles)[4], 4010)),
  heard("watch: orders", "watchOrders", [ETH], buy, (orders) => assert.equal(orders[0].symbol, ETH)),
  heard("watch: own trades", "watchMyTrades", [ETH], buy, (trades) => assert.equal(trades[0].price, 4010)),
  heard("watch: balances and positions", "watchBalance", [], undefined, ({ USDC }) => assert.ok(USDC.total > 900_000)),
  heard("watch: balances and positions", "watchPositions", [[ETH]], undefined, ([{ side }]) => assert.equal(side, "short")),
  unwatch("unWatchOrderBook", ETH), unwatch("unWatchTicker", ETH), unwatch("unWatchTickers"),
  unwatch("unWatchTrades", ETH), unwatch("unWatchOHLCV", ETH, "1m"), unwatch("unWatchOrders"),
  unwatch("unWatchMyTrades"),
  ...["unWatchBalance", "unWatchPositions"].map((method) => ["connect", method, async () =>
    ownFault("looks for a misspelt type in the acknowledgment, and waits for ever", maker[method]())]),
  ["place, amend, cancel", "createOrderWs", async () => {
    ({ id } = await maker.createOrderWs(ETH, "limit", "buy", 1, 3900));
  }],
  ["place, amend, cancel", "editOrderWs", async () => {
    await maker.editOrderWs(id, ETH, "limit", "buy", 1, 3901);
    ({ id } = (await maker.fetchOpenOrders(ETH)).find(({ price }) => price === 3901));
  }],
  ["place, amend, cancel", "cancelOrderWs", async () => { await maker.cancelOrderWs(id, ETH); }],
  ["place, amend, cancel", "createOrdersWs", async () => {
    const orders = await maker.createOrdersWs([
      { symbol: ETH, type: "limit", side: "buy", amount: 1, price: 3900 },
      { symbol: ETH, type: "limit", side: "buy", amount: 1, price: 3901 },
    ]);
    id = orders.map((order) => order.id);
  }],
  ["place, amend, cancel", "cancelOrdersWs", async () => { await maker.cancelOrdersWs(id, ETH); }],
  ["market orders", "createMarketOrderWs", async () => {
    const order = await taker.createMarketOrderWs(ETH, "buy", 0.1, 4010);
    assert.equal(order.average, 4010);
  }],

  ["what the exchange does not have", "transfer (spot)", async () => {
    await refused(maker.transfer("USDC", 1, "spot", "swap"), /not supported/);
    return absent;
  }],
  refusal("createVault", "vault", "a vault of some kind", 100),
  refusal("setUserAbstraction", "unifiedAccount"),
  refusal("enableUserDexAbstraction", true),
  refusal("setAgentAbstraction", "u"),
]);
await Promise.all([maker.close(), taker.close()]);
process.exit(0);
