import { initialsOf, type Phase } from "./rules.ts";

/** The folding screen between two people: it opens with the mission and closes with it. The words below it say the same. */
export function Screen(props: {
  readonly phase: Phase["name"];
  readonly staffName: string;
  readonly customerName: string;
}) {
  return (
    <svg className={`screen ${props.phase}`} viewBox="0 0 320 92" aria-hidden="true">
      <path className="way" d="M56 46H264" />
      <g className="leaf left">
        <path className="front" d="M96 22 128 14V78L96 70Z" />
        <path className="back" d="M128 14 160 22V70L128 78Z" />
      </g>
      <g className="leaf right">
        <path className="front" d="M160 22 192 14V78L160 70Z" />
        <path className="back" d="M192 14 224 22V70L192 78Z" />
      </g>
      <circle className="person staff" cx="32" cy="46" r="22" />
      <circle className="person customer" cx="288" cy="46" r="22" />
      <text x="32" y="51">
        {initialsOf(props.staffName)}
      </text>
      <text x="288" y="51">
        {initialsOf(props.customerName)}
      </text>
    </svg>
  );
}
