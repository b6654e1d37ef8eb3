import type { Html } from "./html.ts";
import { html } from "./html.ts";

type Named = { readonly name: string; readonly label: string; readonly hint?: string };

/** A field of one line. The hint is tied to it, so that it is read out with it. */
export function lineField(
  field: Named & {
    readonly value?: string | undefined;
    readonly type?: "text" | "tel";
    readonly autocomplete?: string;
    readonly isLarge?: boolean;
    readonly spelling?: false;
  },
): Html {
  const { name, label, value, type = "text", autocomplete = "off", isLarge, spelling } = field;
  return html`<div class="row">
<label class="label" for="${name}">${label}</label>
${hintOf(field)}<input class="field${isLarge === true && " large"}" id="${name}" name="${name}" type="${type}" value="${value}" maxlength="300" autocomplete="${autocomplete}"${spelling === false && html` autocapitalize="none" spellcheck="false"`}${describedBy(field)}>
</div>`;
}

/** Pictures, which the form they are in must send as multipart/form-data. */
export function pictureField(field: Named): Html {
  const { name, label } = field;
  return html`<div class="row">
<label class="label" for="${name}">${label}</label>
${hintOf(field)}<input class="field file" id="${name}" name="${name}" type="file" accept="image/jpeg,image/png,image/webp" multiple${describedBy(field)}>
</div>`;
}

export function textField(
  field: Named & { readonly value?: string | undefined; readonly rows: number; readonly maxLength: number },
): Html {
  const { name, label, value, rows, maxLength } = field;
  // A line break right after the tag is dropped by the reader of the page: the first one of the text must not be it.
  return html`<div class="row">
<label class="label" for="${name}">${label}</label>
${hintOf(field)}<textarea class="field" id="${name}" name="${name}" rows="${rows}" maxlength="${maxLength}" autocomplete="off"${describedBy(field)}>
${value}</textarea>
</div>`;
}

export type Choice = {
  readonly name: string;
  readonly value: string;
  readonly label: string;
  readonly isChosen: boolean;
};

/** Several may be chosen, or none. */
export function checkboxes(legend: string, choices: readonly Choice[], hint?: string): Html {
  return choicesOf("checkbox", legend, choices, hint);
}

/** One may be chosen, or none. */
export function radios(legend: string, choices: readonly Choice[], hint?: string): Html {
  return choicesOf("radio", legend, choices, hint);
}

function choicesOf(
  type: "checkbox" | "radio",
  legend: string,
  choices: readonly Choice[],
  hint: string | undefined,
): Html {
  return html`<fieldset class="row">
<legend class="label">${legend}</legend>
${hint !== undefined && html`<p class="small soft">${hint}</p>`}
<div class="choices">
${choices.map((choice) => choiceOf(type, choice))}
</div>
</fieldset>`;
}

function choiceOf(type: "checkbox" | "radio", { name, value, label, isChosen }: Choice): Html {
  return html`<label class="choice"><input type="${type}" name="${name}" value="${value}"${isChosen && html` checked`}><span>${label}</span></label>
`;
}

function hintOf({ name, hint }: Named): Html | undefined {
  return hint === undefined
    ? undefined
    : html`<p class="small soft hint" id="${name}-hint">${hint}</p>
`;
}

function describedBy({ name, hint }: Named): Html | undefined {
  return hint === undefined ? undefined : html` aria-describedby="${name}-hint"`;
}
