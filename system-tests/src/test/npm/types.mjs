// Holds what @nktkas/hyperliquid is answered against the types that it declares: who writes TypeScript relies on these.
// Fields beyond them are allowed.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { HttpTransport } from "@nktkas/hyperliquid";
import { Ajv } from "ajv";
import { createGenerator } from "ts-json-schema-generator";

// What the original answers too although the types do not say so, and what it has no answer to.
const KNOWN = [
  ["BboEvent", /^\/bbo\/\d must be object/], // null where a side has no order
  ["ExtraAgentsResponse", /\/validUntil must be number/], // null where an agent has no end
  [/^(OrderUpdatesEvent|UserHistoricalOrdersEvent|HistoricalOrdersResponse)$/, /"internalCancel"$/],
  [/^(TokenDetails|AlignedQuoteTokenInfo|VaultDetails|BorrowLendReserveState|UserDexAbstraction)Response$/, /^ must .* null$/],
];

const api = join(dirname(fileURLToPath(import.meta.resolve("@nktkas/hyperliquid"))), "api");
const types = createGenerator({
  path: join(api, "{info,exchange,subscription}/mod.d.ts"), skipTypeCheck: true, additionalProperties: true, topRef: false,
});
const schemas = new Ajv({ strict: false, allErrors: true });
const validators = {};
const found = new Set();
let held = 0;

const at = (value, path) => path.split("/").slice(1).reduce((part, key) => part?.[key], value);

// Keeps what is not as the type of that name says.
export const hold = (name, value) => {
  const type = name[0].toUpperCase() + name.slice(1);
  const isValid = validators[type] ??= schemas.compile(types.createSchema(type));
  held++;
  if (isValid(value)) return;
  for (const { instancePath, message } of isValid.errors) {
    const text = `${instancePath} ${message} ${JSON.stringify(at(value, instancePath))}`;
    if (!KNOWN.some(([names, texts]) => type.match(names)?.[0] === type && texts.test(text))) found.add(`${type} ${text}`);
  }
};

// The differences that were found in so many answers.
export const differences = () => ({ held, found: [...found] });

export class HeldTransport extends HttpTransport {
  async request(endpoint, payload, signal) {
    const answer = await super.request(endpoint, payload, signal);
    if (endpoint === "info") hold(`${payload.type}Response`, answer);
    const action = payload.action?.payload?.action ?? payload.action;
    if (endpoint === "exchange" && answer.status !== "err") hold(`${action.type}Response`, answer);
    return answer;
  }
}
