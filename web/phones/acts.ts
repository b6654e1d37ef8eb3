import { type Answer, advanceClock, type MessageAnswer, placeCall, screenText, sendMessage } from "./api.ts";
import { type Change, type Live, nowOf } from "./live.ts";
import { type As, isKeptBack, type Note, type SentNote, type Side, senderOf } from "./rules.ts";

let made = 0;
const newNoteId = (): string => {
  made += 1;
  return `note-${made}`;
};

export const instantOf = (clock: Live["clock"]): string =>
  new Date(clock === undefined ? 0 : nowOf(clock)).toISOString();

/** Sends a text from a handset and keeps it in that handset's thread, whatever comes of it. */
export async function sendText(
  side: Side,
  as: As,
  text: string,
  clock: Live["clock"],
  dispatch: (change: Change) => void,
): Promise<Answer<{ readonly attempt: MessageAnswer }>> {
  const sending: SentNote = {
    kind: "sent",
    id: newNoteId(),
    phone: side.handset.phone,
    as,
    text,
    at: instantOf(clock),
    outcome: "sending",
  };
  dispatch({ type: "sent", data: sending });
  const answer = await sendMessage({ from: senderOf(side.handset, as), to: side.masked, text });
  const sent: SentNote = { ...sending, ...fateOf(answer) };
  dispatch({ type: "sent", data: sent });
  if (isKeptBack(sent)) {
    const direction = side.handset.role === "staff" ? "staff_to_customer" : "customer_to_staff";
    const screened = await screenText({ text, direction });
    // Without it the note still says that the text was kept back.
    if (screened.ok) dispatch({ type: "sent", data: { ...sent, seen: screened.body.findings } });
  }
  return answer;
}

function fateOf(answer: Answer<{ readonly attempt: MessageAnswer }>): Partial<SentNote> {
  if (answer.ok) {
    const { id, outcome, code } = answer.body.attempt;
    return { attempt: id, outcome, code: code ?? null };
  }
  return answer.problem.kind === "unreachable"
    ? { outcome: "unreachable" }
    : { outcome: "refused", code: answer.problem.code };
}

/** Dials from a handset; where it rings, the other handset shows the call. */
export async function dial(
  side: Side,
  other: Side,
  as: As,
  keys: string,
  clock: Live["clock"],
  dispatch: (change: Change) => void,
): Promise<Answer<unknown>> {
  const answer = await placeCall({
    from: senderOf(side.handset, as),
    to: side.masked,
    ...(keys !== "" && { keys }),
  });
  if (!answer.ok) return answer;
  const { outcome, code, rings, callerId = "", asks } = answer.body;
  const at = instantOf(clock);
  const ringing = [other, side].find(({ handset }) => handset.phone === rings)?.handset;
  const called: Note = {
    kind: "called",
    id: newNoteId(),
    phone: side.handset.phone,
    as,
    to: side.masked,
    at,
    outcome,
    code: code ?? null,
    isAskedForCode: asks === "code",
    ...(rings !== undefined && { rings: { name: ringing?.name ?? rings, callerId } }),
  };
  dispatch({ type: "note", data: called });
  if (ringing !== undefined)
    dispatch({ type: "note", data: { kind: "rang", id: newNoteId(), phone: ringing.phone, callerId, at } });
  return answer;
}

/** Moves the server's clock; the page follows at once, so that the next text is not dated before. */
export async function moveClock(seconds: number, dispatch: (change: Change) => void): Promise<Answer<unknown>> {
  const answer = await advanceClock(seconds);
  if (answer.ok) dispatch({ type: "clock", data: answer.body });
  return answer;
}

/** Shows an address on the staff handset, where the disclosure was asked from. */
export const noteAddress = (side: Side, address: string, clock: Live["clock"]): Note => ({
  kind: "shown",
  id: newNoteId(),
  phone: side.handset.phone,
  address,
  at: instantOf(clock),
});
