/**
 * Words that tell of danger now or soon: somebody threatens, hits, waits outside, comes back; a weapon; a child. They
 * decide one thing only: that emergency numbers come first in the answer, and that a person is told at once. So they
 * may be wrong on the careful side; what is said is judged by people.
 */
const DANGER: readonly RegExp[] = [
  /\b(?:au secours|aidez[ -]moi|en danger|j ai (?:tres )?peur|peur de mourir|help me|in danger|i m (?:so )?(?:scared|afraid))\b/,
  /\b(?:menac\w*|threat\w*|(?:va|veut|allait) (?:me|nous) (?:tuer|frapper)|(?:will|wants? to|gonna|going to) (?:kill|hurt|hit) (?:me|us))\b/,
  /\b(?:m a |me |nous |l a )?(?:frapp(?:e|ee|ait|er)|cogne(?:e|r)?|gifle(?:e|r)?|etrangl\w+|viol(?:e|ee|er|ence|ent|ences)?|agress\w+)\b/,
  /\b(?:hit|punched|slapped|choked|raped?|assaulted|attacked|molested) (?:me|us|her|him|my)\b|\b(?:rape|assault)\b/,
  /\b(?:couteau|arme|pistolet|fusil|knife|gun|weapon)\b/,
  /\b(?:devant|derriere|en bas de|a) (?:chez moi|ma porte|la maison)\b|\b(?:il|elle) est (?:la|encore la|revenue?|en bas|dehors)\b/,
  /\b(?:il|elle|ils) (?:revient|reviennent|me suit|m attend|attend dehors|veut entrer|force la porte|refuse de partir)\b/,
  /\b(?:he|she|they) (?:is|are|s) (?:outside|at my door|following me|waiting outside|still here|here now|back)\b|\bwon t leave\b/,
  /\bcoming back (?:to (?:my|our) (?:home|house|place)|here)\b|\boutside my (?:door|home|house)\b/,
  /\b(?:ma fille|mon fils|un enfant|mon enfant|mineure?|my (?:daughter|son|child|kid)|a (?:child|minor))\b/,
];

/** Characters that are looked at: what is said later in a long text was not the first thing to say. */
const MAX_CHARACTERS = 5_000;

export function tellsDanger(text: string): boolean {
  const letters = text
    .slice(0, MAX_CHARACTERS)
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9-]+/g, " ");
  return DANGER.some((pattern) => pattern.test(letters));
}
