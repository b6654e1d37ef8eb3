import fc from "fast-check";
import { expect, test } from "vitest";
import { html } from "./html.ts";

test.for([
  ["<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"],
  ['" onfocus="alert(1)', "&quot; onfocus=&quot;alert(1)"],
  ["' onfocus='alert(1)", "&#39; onfocus=&#39;alert(1)"],
  ["Léa & Tom", "Léa &amp; Tom"],
  ["&lt;b&gt;", "&amp;lt;b&amp;gt;"],
] as const)("%s is text, not markup", ([typed, written]) => {
  expect(html`<p title="${typed}">${typed}</p>`.toString()).toBe(`<p title="${written}">${written}</p>`);
});

test("what html made stays markup, also in lists and lists of lists", () => {
  const item = (text: string) => html`<li>${text}</li>`;
  const list = html`<ul>${[item("a"), [item("<b>"), undefined, false]]}</ul>`;
  expect(list.toString()).toBe("<ul><li>a</li><li>&lt;b&gt;</li></ul>");
});

test("nothing is what undefined and false become; zero is zero", () => {
  expect(html`[${undefined}${false}${0}]`.toString()).toBe("[0]");
});

test("no text whatever opens a tag or closes an attribute", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const written = html`${text}`.toString();
      expect(written).not.toMatch(/[<>"']/);
      const read = written
        .replaceAll("&lt;", "<")
        .replaceAll("&gt;", ">")
        .replaceAll("&quot;", '"')
        .replaceAll("&#39;", "'")
        .replaceAll("&amp;", "&");
      expect(read).toBe(text);
    }),
  );
});

test("an object that only looks like markup is text", () => {
  const forged = { toString: () => "<b>" } as unknown as string;
  expect(() => html`${forged}`.toString()).toThrow("neither text nor markup");
});
