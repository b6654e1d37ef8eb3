import type { Route } from "../../base/route.ts";
import { byOf, route } from "../../base/route.ts";
import type { Store } from "../../store/index.ts";
import type { AcknowledgementRefusal } from "../charters/acknowledge.ts";
import { READ, READ_BY_STAFF, selfOf, whoAcknowledges, WRITE } from "../charters/http.ts";
import { putNotice, readNotices } from "./put-notice.ts";
import { readReceipts, receiveNotice } from "./receive-notice.ts";
import {
  noticeAnswer,
  noticeList,
  noticeParam,
  noticeRequest,
  receiptAnswer,
  receiptList,
  receiptQuery,
  receiptRequest,
} from "./wire.ts";

type ReceiptRefusal = Exclude<AcknowledgementRefusal, "charter_unknown"> | "notice_unknown";
const STATUS = {
  notice_unknown: 404,
  unknown_staff: 404,
  staff_missing: 422,
  staff_not_yours: 403,
} as const satisfies { readonly [code in ReceiptRefusal]: number };

const refused = (code: ReceiptRefusal) => ({ status: STATUS[code], problem: code });

export function noticeRoutes(store: Store): readonly Route[] {
  return [
    route({
      id: "charter.put-notice",
      method: "POST",
      path: "/v1/notices",
      audience: WRITE,
      summary: "Records a version of what staff are told about the modules that watch them",
      body: noticeRequest,
      answers: { 200: noticeAnswer, 201: noticeAnswer },
      async act({ body }, caller) {
        const put = await store.transaction((tx) => putNotice(tx, body, byOf(caller)));
        if (!put.ok) return { status: 409, problem: put.code };
        return { status: put.isNew ? 201 : 200, body: put.notice };
      },
    }),
    route({
      id: "charter.list-notices",
      method: "GET",
      path: "/v1/notices",
      audience: READ_BY_STAFF,
      summary: "All versions of the notice, oldest first",
      answers: { 200: noticeList },
      async act(_input, caller) {
        return { status: 200, body: { items: await readNotices(store, selfOf(caller)), next: null } };
      },
    }),
    ...receiptRoutes(store),
  ];
}

function receiptRoutes(store: Store): readonly Route[] {
  return [
    route({
      id: "charter.receive-notice",
      method: "POST",
      path: "/v1/notices/:version/receipts",
      audience: { machine: "charter:write", staff: true },
      summary: "Confirms that a version of the notice was received: by oneself, or as signed on paper",
      params: noticeParam,
      body: receiptRequest,
      answers: { 200: receiptAnswer, 201: receiptAnswer },
      async act({ params, body }, caller) {
        const who = whoAcknowledges(caller, body.staff);
        if (typeof who === "string") return refused(who);
        const given = await store.transaction((tx) => receiveNotice(tx, who, params.version));
        if (!given.ok) return refused(given.code);
        return { status: given.isNew ? 201 : 200, body: given.receipt };
      },
    }),
    route({
      id: "charter.list-receipts",
      method: "GET",
      path: "/v1/notices/:version/receipts",
      audience: READ,
      summary: "Who received a version of the notice, when and how",
      params: noticeParam,
      query: receiptQuery,
      answers: { 200: receiptList },
      async act({ params, query: { limit, after } }) {
        const page = { limit, after: Number(after ?? 0) };
        return { status: 200, body: await readReceipts(store, params.version, page) };
      },
    }),
  ];
}
