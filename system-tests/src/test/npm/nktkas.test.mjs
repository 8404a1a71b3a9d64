// @nktkas/hyperliquid against a started server: its base URL is in STEELYARD_URL, two accounts with money have the keys
// in STEELYARD_MAKER and STEELYARD_TAKER. BTC (asset 0, five size decimals) is at 100000, ETH (asset 1) at 4000.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import {
  ExchangeClient,
  HttpRequestError,
  HttpTransport,
  InfoClient,
  SubscriptionClient,
  WebSocketRequestError,
  WebSocketTransport,
} from "@nktkas/hyperliquid";
import { ApiRequestError } from "@nktkas/hyperliquid/api/exchange";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { WebSocket } from "ws";

globalThis.WebSocket = WebSocket; // Node 20 has none

const url = process.env.STEELYARD_URL;
const maker = privateKeyToAccount(process.env.STEELYARD_MAKER);
const taker = privateKeyToAccount(process.env.STEELYARD_TAKER);

const http = new HttpTransport({ apiUrl: url });
const socket = new WebSocketTransport({ url: url.replace("http", "ws") + "/ws" });
const BTC = 0;
const ETH = 1;
let lastCloid = 0;

const limit = (asset, isBuy, price, size, more = {}) => ({
  a: asset, b: isBuy, p: price, s: size, r: false, t: { limit: { tif: "Gtc" } }, ...more,
});
const cloid = () => "0xc1" + (++lastCloid).toString(16).padStart(30, "0"); // the client takes small ones for numbers
const client = (wallet, transport = http) => new ExchangeClient({ transport, wallet });
const info = new InfoClient({ transport: http });
const place = async (wallet, ...order) => {
  const answer = await client(wallet).order({ orders: [limit(...order)], grouping: "na" });
  return answer.response.data.statuses[0];
};
const message = async (promise) => {
  const error = await promise.then(() => assert.fail("was not refused"), (refusal) => refusal);
  assert.ok(error instanceof ApiRequestError, String(error));
  return error.message;
};

before(() => socket.ready());
after(() => socket.close());

for (const [name, transport] of [["HTTP", http], ["WebSocket", socket]]) {
  test(`places, sees and cancels an order over ${name}`, async () => {
    const exchange = client(maker, transport);
    const reads = new InfoClient({ transport });
    const id = cloid();
    const placed = await exchange.order({
      orders: [limit(BTC, true, "90000", "0.01", { c: id })], grouping: "na",
    });
    const { oid } = placed.response.data.statuses[0].resting;
    assert.deepEqual(placed.response.data.statuses, [{ resting: { oid, cloid: id } }]);

    const [open] = await reads.openOrders({ user: maker.address });
    assert.deepEqual({ ...open, timestamp: 0 }, {
      coin: "BTC", side: "B", limitPx: "90000.0", sz: "0.01", oid, timestamp: 0, origSz: "0.01", cloid: id,
    });
    const status = await reads.orderStatus({ user: maker.address, oid: id });
    assert.equal(status.order.status, "open");
    assert.equal(status.order.order.oid, oid);
    const book = await reads.l2Book({ coin: "BTC" });
    assert.deepEqual(book.levels, [[{ px: "90000.0", sz: "0.01", n: 1 }], []]);

    const canceled = await exchange.cancel({ cancels: [{ a: BTC, o: oid }] });
    assert.deepEqual(canceled.response.data.statuses, ["success"]);
    assert.deepEqual(await reads.openOrders({ user: maker.address }), []);
    assert.equal((await reads.orderStatus({ user: maker.address, oid })).order.status, "canceled");
  });
}

test("cancels by its own id", async () => {
  const id = cloid();
  await place(maker, BTC, true, "90000", "0.01", { c: id });
  const canceled = await client(maker).cancelByCloid({ cancels: [{ asset: BTC, cloid: id }] });
  assert.deepEqual(canceled.response.data.statuses, ["success"]);
});

test("reads markets and accounts", async () => {
  const [meta, contexts] = await info.metaAndAssetCtxs();
  assert.deepEqual(meta.universe.map(({ name, szDecimals }) => [name, szDecimals]), [["BTC", 5], ["ETH", 4]]);
  assert.deepEqual(contexts.map(({ markPx }) => markPx), ["100000.0", "4000.0"]);
  assert.deepEqual(await info.meta(), meta);
  assert.equal((await info.allMids()).ETH, "4000.0");
  assert.equal((await info.clearinghouseState({ user: maker.address })).marginSummary.accountValue, "1000000.0");
  assert.deepEqual(await info.userRole({ user: maker.address }), { role: "user" });
  assert.equal((await info.userFees({ user: maker.address })).userCrossRate, "0.00045");
  assert.deepEqual(await info.perpDexs(), [null]);
  assert.deepEqual((await info.spotClearinghouseState({ user: maker.address })).balances, []);
});

describe("subscriptions", () => {
  const subscriptions = new SubscriptionClient({ transport: socket });
  const received = { l2Book: [], trades: [], orderUpdates: [], userFills: [] };
  const until = async (condition, what) => {
    for (let i = 0; i < 500; i++) {
      if (condition()) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    assert.fail(`not within 5 s: ${what}: ${JSON.stringify(received)}`);
  };

  test("tell a trade to everybody whom it concerns", async () => {
    const open = await Promise.all([
      subscriptions.l2Book({ coin: "ETH" }, (data) => received.l2Book.push(data)),
      subscriptions.trades({ coin: "ETH" }, (data) => received.trades.push(...data)),
      subscriptions.orderUpdates({ user: maker.address }, (data) => received.orderUpdates.push(...data)),
      subscriptions.userFills({ user: taker.address }, (data) => received.userFills.push(data)),
    ]);
    await until(() => received.l2Book.length > 0, "the first state of the book");
    assert.deepEqual(received.l2Book[0].levels, [[], []]);

    const { oid } = (await place(maker, ETH, false, "4010.5", "1.5")).resting;
    await until(() => received.l2Book.at(-1).levels[1].length === 1, "the order in the book");
    assert.deepEqual(received.l2Book.at(-1).levels[1], [{ px: "4010.5", sz: "1.5", n: 1 }]);

    const { filled } = await place(taker, ETH, true, "4020", "0.5", { t: { limit: { tif: "Ioc" } } });
    assert.deepEqual({ totalSz: filled.totalSz, avgPx: filled.avgPx }, { totalSz: "0.5", avgPx: "4010.5" });
    await until(() => received.trades.length === 1 && received.userFills.length === 2
      && received.orderUpdates.length === 2 && received.l2Book.at(-1).levels[1][0].sz === "1.0", "the trade");
    const [{ coin, side, px, sz, users }] = received.trades;
    assert.deepEqual({ coin, side, px, sz, users }, {
      coin: "ETH", side: "B", px: "4010.5", sz: "0.5", users: [taker, maker].map((w) => w.address.toLowerCase()),
    });
    assert.deepEqual(received.orderUpdates.map(({ order, status }) => [order.oid, order.sz, status]), [
      [oid, "1.5", "open"], [oid, "1.0", "open"],
    ]);
    assert.deepEqual([received.userFills[0].isSnapshot, received.userFills[0].fills], [true, []]);
    const [fill] = received.userFills[1].fills;
    assert.deepEqual({ px: fill.px, sz: fill.sz, fee: fill.fee, oid: fill.oid, crossed: fill.crossed }, {
      px: "4010.5", sz: "0.5", fee: "0.902362", oid: filled.oid, crossed: true, // 2005.25 * 0.00045, cut to micros
    });
    assert.deepEqual((await info.userFills({ user: taker.address }))[0], fill);

    await client(maker).cancel({ cancels: [{ a: ETH, o: oid }] });
    await until(() => received.orderUpdates.at(-1).status === "canceled", "the cancel");
    await Promise.all(open.map((subscription) => subscription.unsubscribe()));
    const count = received.l2Book.length;
    await place(taker, ETH, false, "4000", "0.5", { r: true }).then(({ resting }) =>
      client(taker).cancel({ cancels: [{ a: ETH, o: resting.oid }] }));
    assert.equal(received.l2Book.length, count);
  });
});

test("modifies orders in a batch, and one", async () => {
  const first = (await place(maker, BTC, true, "90000", "0.02")).resting.oid;
  const second = (await place(maker, BTC, true, "91000", "0.02")).resting.oid;
  const answer = await client(maker).batchModify({
    modifies: [
      { oid: first, order: limit(BTC, true, "90000", "0.01") },
      { oid: second, order: limit(BTC, true, "92000", "0.02") },
    ],
  });
  const [kept, replaced] = answer.response.data.statuses.map(({ resting }) => resting.oid);
  assert.equal(kept, first);
  assert.ok(replaced > second);
  await client(maker).modify({ oid: replaced, order: limit(BTC, true, "93000", "0.02") });
  const open = await info.openOrders({ user: maker.address });
  assert.deepEqual(open.map(({ limitPx, sz, origSz }) => [limitPx, sz, origSz]), [
    ["90000.0", "0.01", "0.01"], ["93000.0", "0.02", "0.02"],
  ]);
  await client(maker).cancel({ cancels: open.map(({ oid }) => ({ a: BTC, o: oid })) });
});

test("chooses a leverage", async () => {
  await client(taker).updateLeverage({ asset: ETH, isCross: true, leverage: 5 });
  const { assetPositions } = await info.clearinghouseState({ user: taker.address });
  assert.deepEqual(assetPositions.map(({ position }) => [position.coin, position.szi, position.leverage]), [
    ["ETH", "0.5", { type: "cross", value: 5 }],
  ]);
  assert.equal(assetPositions[0].position.marginUsed, "400.0"); // 0.5 * 4000 / 5
  assert.equal(await message(client(taker).updateLeverage({ asset: ETH, isCross: true, leverage: 26 })),
    "Invalid leverage value");
});

test("trades through an agent", async () => {
  const agent = privateKeyToAccount(generatePrivateKey());
  await client(maker).approveAgent({ agentAddress: agent.address, agentName: "desk" });
  const [approved] = await info.extraAgents({ user: maker.address });
  assert.deepEqual([approved.name, approved.address], ["desk", agent.address.toLowerCase()]);
  assert.equal((await info.userRole({ user: agent.address })).role, "agent");

  const { resting } = await place(agent, BTC, true, "90000", "0.01");
  assert.deepEqual((await info.openOrders({ user: maker.address })).map(({ oid }) => oid), [resting.oid]);
  await client(agent, socket).cancel({ cancels: [{ a: BTC, o: resting.oid }] });

  await client(maker).approveAgent({ agentAddress: "0x0000000000000000000000000000000000000000", agentName: "desk" });
  assert.equal(await message(place(agent, BTC, true, "90000", "0.01")),
    `User or API Wallet ${agent.address.toLowerCase()} does not exist.`);
});

const trigger = (isBuy, triggerPx, tpsl, size = "0.01", isMarket = true) => ({
  a: BTC, b: isBuy, p: triggerPx, s: size, r: true, t: { trigger: { isMarket, triggerPx, tpsl } },
});
const shown = async (wallet) => (await info.frontendOpenOrders({ user: wallet.address }));

describe("with a position", () => {
  const size = "10"; // a million dollars: what a scheduled cancel wants to have seen traded

  before(async () => {
    const { oid } = (await place(maker, BTC, false, "100000", size)).resting;
    const { filled } = await place(taker, BTC, true, "100000", size, { t: { limit: { tif: "Ioc" } } });
    assert.deepEqual([filled.totalSz, filled.avgPx], ["10.0", "100000.0"]);
    assert.equal((await info.orderStatus({ user: maker.address, oid })).order.status, "filled");
  });

  after(async () => {
    const { assetPositions } = await info.clearinghouseState({ user: taker.address });
    const { szi } = assetPositions.find(({ position }) => position.coin === "BTC").position;
    await place(maker, BTC, true, "100000", szi, { r: true });
    await place(taker, BTC, false, "100000", szi, { r: true });
  });

  test("places, sees, modifies and cancels a trigger order", async () => {
    const placed = await client(taker).order({ orders: [trigger(false, "90000", "sl")], grouping: "na" });
    const { oid } = placed.response.data.statuses[0].resting;
    const [order] = await shown(taker);
    assert.deepEqual({ ...order, timestamp: 0 }, {
      coin: "BTC", side: "A", limitPx: "90000.0", sz: "0.01", oid, timestamp: 0, origSz: "0.01",
      triggerCondition: "Price below 90000", isTrigger: true, triggerPx: "90000.0", children: [],
      isPositionTpsl: false, reduceOnly: true, orderType: "Stop Market", tif: null, cloid: null,
    });
    assert.equal((await info.openOrders({ user: taker.address }))[0].oid, oid);
    const answer = await client(taker).batchModify({
      modifies: [{ oid, order: trigger(false, "91000", "sl", "0.02", false) }],
    });
    const replaced = answer.response.data.statuses[0].resting.oid;
    const [changed] = await shown(taker);
    assert.deepEqual([changed.oid, changed.triggerPx, changed.limitPx, changed.orderType, changed.tif],
      [replaced, "91000.0", "91000.0", "Stop Limit", "Gtc"]);
    await client(taker).cancel({ cancels: [{ a: BTC, o: replaced }] });
    assert.deepEqual(await shown(taker), []);
    const { order: status } = await info.orderStatus({ user: taker.address, oid: replaced });
    assert.deepEqual([status.status, status.order.isTrigger, status.order.triggerPx], ["canceled", true, "91000.0"]);
    assert.equal(await message(client(taker).order({ orders: [trigger(false, "110000", "sl")], grouping: "na" })),
      "Order 0: Invalid TP/SL price. asset=0");
  });

  test("protects an order that is not filled yet", async () => {
    const placed = await client(taker).order({
      orders: [limit(BTC, true, "90000", "0.01"), trigger(false, "120000", "tp"), trigger(false, "80000", "sl")],
      grouping: "normalTpsl",
    });
    const [{ resting }, ...children] = placed.response.data.statuses;
    assert.deepEqual(children, ["waitingForFill", "waitingForFill"]);
    const [parent, ...others] = await shown(taker);
    assert.deepEqual([parent.oid, others, parent.children.map(({ orderType }) => orderType)],
      [resting.oid, [], ["Take Profit Market", "Stop Market"]]);
    await client(taker).cancel({ cancels: [{ a: BTC, o: resting.oid }] });
    assert.deepEqual(await shown(taker), []);
    const history = await info.historicalOrders({ user: taker.address });
    assert.deepEqual(history.slice(0, 3).map(({ status }) => status), ["internalCancel", "internalCancel", "canceled"]);
  });

  test("protects what was filled at once, and a position", async () => {
    const { oid } = (await place(maker, BTC, false, "100000", "0.01")).resting;
    const placed = await client(taker).order({
      orders: [limit(BTC, true, "100000", "0.01"), trigger(false, "120000", "tp"), trigger(false, "80000", "sl")],
      grouping: "normalTpsl",
    });
    assert.deepEqual(placed.response.data.statuses.slice(1), ["waitingForTrigger", "waitingForTrigger"]);
    assert.equal(placed.response.data.statuses[0].filled.totalSz, "0.01");
    assert.equal((await info.orderStatus({ user: maker.address, oid })).order.status, "filled");
    const whole = await client(taker).order({
      orders: [trigger(false, "130000", "tp", "0"), trigger(false, "70000", "sl", "0")], grouping: "positionTpsl",
    });
    assert.deepEqual(whole.response.data.statuses, ["waitingForTrigger", "waitingForTrigger"]);
    const open = await shown(taker);
    assert.deepEqual(open.map(({ triggerPx, sz, isPositionTpsl }) => [triggerPx, sz, isPositionTpsl]), [
      ["120000.0", "0.01", false], ["80000.0", "0.01", false], ["130000.0", "0.0", true], ["70000.0", "0.0", true],
    ]);
    await client(taker).cancel({ cancels: open.map(({ oid: id }) => ({ a: BTC, o: id })) });
    assert.deepEqual(await shown(taker), []);
  });

  test("trades over a time", async () => {
    await place(maker, BTC, false, "100000", "1");
    const twap = { a: BTC, b: true, s: "0.11", r: false, m: 5, t: false };
    const started = await client(taker).twapOrder({ twap });
    const { twapId } = started.response.data.status.running;
    const { twapStates } = await info.webData2({ user: taker.address });
    assert.equal(twapStates[0][0], twapId);
    const state = twapStates[0][1];
    assert.deepEqual([state.coin, state.sz, state.minutes, state.side, state.trigger], ["BTC", "0.11", 5, "B", null]);
    const slices = await info.userTwapSliceFills({ user: taker.address });
    assert.deepEqual(slices.map(({ fill, twapId: id }) => [id, fill.twapId, fill.sz, fill.px]),
      [[twapId, twapId, "0.01", "100000.0"]]);
    await client(taker).twapCancel({ a: BTC, t: twapId });
    const history = await info.twapHistory({ user: taker.address });
    assert.deepEqual(history.map(({ status, twapId: id }) => [status.status, id]),
      [["terminated", twapId], ["activated", twapId]]);
    assert.equal(history[0].state.executedSz, "0.01");
    assert.deepEqual((await info.webData2({ user: taker.address })).twapStates, []);
    assert.equal(await message(client(taker).twapCancel({ a: BTC, t: twapId })),
      "TWAP was never placed, already canceled, or filled.");
    const [rest] = await info.openOrders({ user: maker.address });
    assert.equal(rest.sz, "0.99");
    await client(maker).cancel({ cancels: [{ a: BTC, o: rest.oid }] });
  });

  test("cancels at a time", async () => {
    assert.match(await message(client(maker).scheduleCancel({ time: 1 })), /at least 5000 ms in the future/);
    const { oid } = (await place(maker, BTC, true, "90000", "0.01")).resting;
    await client(maker).scheduleCancel({ time: Date.now() + 6000 });
    await client(maker).scheduleCancel();
    await client(maker).scheduleCancel({ time: Date.now() + 5500 });
    await new Promise((resolve) => setTimeout(resolve, 6500));
    assert.equal((await info.orderStatus({ user: maker.address, oid })).order.status, "scheduledCancel");
    assert.deepEqual(await info.openOrders({ user: maker.address }), []);
  });
});

test("signs for the test network too", async () => {
  const testnet = new HttpTransport({ apiUrl: url, isTestnet: true });
  const answer = await client(maker, testnet).order({
    orders: [limit(BTC, true, "90000", "0.01")], grouping: "na",
  });
  const { oid } = answer.response.data.statuses[0].resting;
  await client(maker, testnet).cancel({ cancels: [{ a: BTC, o: oid }] });
});

test("maps what is refused", async () => {
  const stranger = privateKeyToAccount(generatePrivateKey());
  assert.equal(await message(place(stranger, BTC, true, "90000", "0.01")),
    `User or API Wallet ${stranger.address.toLowerCase()} does not exist.`);
  for (const transport of [http, socket]) {
    const exchange = client(maker, transport);
    const refusal = (order) => message(exchange.order({ orders: [order], grouping: "na" }));
    assert.equal(await refusal(limit(BTC, true, "90000.5", "0.01")),
      "Order 0: Price must be divisible by tick size. asset=0");
    assert.equal(await refusal(limit(BTC, true, "90000", "0.0001")),
      "Order 0: Order must have minimum value of $10. asset=0");
    assert.equal(await refusal(limit(BTC, true, "90000", "400")),
      "Order 0: Insufficient margin to place order. asset=0");
    assert.equal(await refusal(limit(BTC, true, "90000", "0.01", { t: { limit: { tif: "Ioc" } } })),
      "Order 0: Order could not immediately match against any resting orders. asset=0");
    assert.equal(await refusal(limit(BTC, true, "90000", "0.01", { r: true })),
      "Order 0: Reduce only order would increase position. asset=0");
    assert.equal(await message(exchange.cancel({ cancels: [{ a: BTC, o: 1 << 30 }] })),
      "Order 0: Order was never placed, already canceled, or filled. asset=0");
  }
  await assert.rejects(http.request("info", { type: "nothing" }), (error) => {
    assert.ok(error instanceof HttpRequestError);
    assert.equal(error.message, "422 Unprocessable Entity - Failed to deserialize the JSON body into the target type");
    return true;
  });
  await assert.rejects(socket.request("info", { type: "nothing" }), (error) => {
    assert.ok(error instanceof WebSocketRequestError);
    assert.equal(error.message, "422: Failed to deserialize the JSON body into the target type");
    return true;
  });
});
