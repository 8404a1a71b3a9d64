// ccxt against a started server: its base URL is in STEELYARD_URL, two accounts with money have the keys in
// STEELYARD_MAKER and STEELYARD_TAKER. BTC (asset 0, five size decimals) is at 100000, ETH (asset 1) at 4000.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import ccxt from "ccxt";
import { privateKeyToAccount } from "viem/accounts";

const url = process.env.STEELYARD_URL;
const BTC = "BTC/USDC:USDC";
const ETH = "ETH/USDC:USDC";

const client = (privateKey) => {
  const exchange = new ccxt.pro.hyperliquid({
    privateKey, walletAddress: privateKeyToAccount(privateKey).address, enableRateLimit: false,
  });
  exchange.urls.api = { public: url, private: url, ws: { public: url.replace("http", "ws") + "/ws" } };
  return exchange;
};
const maker = client(process.env.STEELYARD_MAKER);
const taker = client(process.env.STEELYARD_TAKER);
const prices = (orders) => orders.map(({ price, amount }) => [price, amount]);

before(() => Promise.all([maker, taker].map(async (exchange) => {
  await exchange.loadHttpProxyAgent(); // wanted for ws: instead of wss:
  await exchange.loadMarkets();
})));
after(() => Promise.all([maker.close(), taker.close()]));

test("reads markets and balances", async () => {
  assert.deepEqual(Object.keys(maker.markets), [BTC, ETH]);
  assert.deepEqual(maker.market(BTC).precision, { amount: 0.00001, price: 1 });
  assert.equal(maker.market(ETH).limits.leverage.max, 25);
  const { USDC } = await maker.fetchBalance();
  assert.deepEqual(USDC, { total: 1_000_000, used: 0, free: 1_000_000 });
  assert.equal((await maker.fetchTickers())[BTC].previousClose, 100_000);
  const { maker: made, taker: taken } = await maker.fetchTradingFee(ETH);
  assert.deepEqual([made, taken], [0.00015, 0.00045]);
});

for (const [name, create, cancel] of [["HTTP", "createOrder", "cancelOrder"], ["WebSocket", "createOrderWs", "cancelOrderWs"]]) {
  test(`places, sees and cancels an order over ${name}`, async () => {
    const { id } = await maker[create](BTC, "limit", "buy", 0.01, 90_000);
    const { bids } = await maker.fetchOrderBook(BTC);
    assert.deepEqual(bids, [[90_000, 0.01]]);
    assert.deepEqual((await maker.fetchOpenOrders(BTC)).map((order) => order.id), [id]);
    assert.equal((await maker.fetchOrder(id, BTC)).status, "open");
    await maker[cancel](id, BTC);
    assert.deepEqual(await maker.fetchOpenOrders(BTC), []);
    assert.equal((await maker.fetchOrder(id, BTC)).status, "canceled");
  });
}

test("cancels by its own id", async () => {
  const clientOrderId = "0xc2" + "1".padStart(30, "0");
  await maker.createOrder(BTC, "limit", "buy", 0.01, 90_000, { clientOrderId });
  assert.equal((await maker.fetchOpenOrders(BTC))[0].clientOrderId, clientOrderId);
  await maker.cancelOrder(undefined, BTC, { clientOrderId });
  assert.deepEqual(await maker.fetchOpenOrders(BTC), []);
});

test("edits an order", async () => {
  const { id } = await maker.createOrder(BTC, "limit", "buy", 0.01, 90_000);
  await maker.editOrder(id, BTC, "limit", "buy", 0.02, 91_000);
  const open = await maker.fetchOpenOrders(BTC);
  assert.deepEqual(prices(open), [[91_000, 0.02]]);
  await maker.cancelOrders(open.map((order) => order.id), BTC);
  assert.deepEqual(await maker.fetchOpenOrders(BTC), []);
});

test("trades, and hears of it", async () => {
  const heard = (stream) => Promise.race([stream, new Promise((_, reject) =>
    setTimeout(() => reject(new Error("nothing heard in 10 s")), 10_000).unref())]);
  const empty = await heard(maker.watchOrderBook(ETH));
  assert.deepEqual([...empty.asks], []);
  const fills = taker.watchMyTrades();
  const updates = maker.watchOrders();
  const trades = maker.watchTrades(ETH);
  const book = maker.watchOrderBook(ETH);

  const { id } = await maker.createOrderWs(ETH, "limit", "sell", 1, 4010);
  assert.deepEqual([...(await heard(book)).asks].map((level) => [...level]), [[4010, 1]]);
  const [update] = await heard(updates);
  assert.deepEqual([update.id, update.status, update.remaining], [id, "open", 1]);

  const taken = await taker.createOrder(ETH, "market", "buy", 0.5, 4010);
  assert.deepEqual([taken.average, taken.amount], [4010, 0.5]);
  const [fill] = await heard(fills);
  assert.deepEqual([fill.price, fill.amount, fill.order, fill.fee.cost],
    [4010, 0.5, taken.id, 0.90225]); // 2005 * 0.00045
  const [trade] = await heard(trades);
  assert.deepEqual([trade.price, trade.amount, trade.side], [4010, 0.5, "buy"]);
  assert.deepEqual(prices(await taker.fetchMyTrades(ETH)), [[4010, 0.5]]);

  await maker.cancelOrder(id, ETH);
  assert.deepEqual((await maker.fetchOrder(id, ETH)).filled, 0.5);
});

test("chooses a leverage and sees positions", async () => {
  await taker.setLeverage(5, ETH, { marginMode: "cross" });
  const [position] = await taker.fetchPositions();
  assert.deepEqual([position.symbol, position.side, position.contracts, position.entryPrice, position.leverage],
    [ETH, "long", 0.5, 4010, 5]);
  assert.equal(position.initialMargin, 400); // 0.5 * 4000 / 5
});

test("maps what is refused", async () => {
  await assert.rejects(maker.createOrder(BTC, "limit", "buy", 0.0001, 90_000), ccxt.InvalidOrder);
  await assert.rejects(maker.createOrder(BTC, "limit", "buy", 400, 90_000), ccxt.InsufficientFunds);
  await assert.rejects(maker.cancelOrder("99999999", BTC), ccxt.OrderNotFound);
});
